"""Which organs have a guide and a catalogue, and which of them say what is no longer so."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from gongkai.guides.access import STAFF, competent_over, is_out
from gongkai.guides.models import Edition
from gongkai.guides.queries.cards import card_of
from gongkai.guides.queries.live import catalogue_facts, guide_facts
from gongkai.guides.queries.values import EditionStanding
from gongkai.guides.rules.facts import JsonObject, as_json, is_a_year_old, moved
from gongkai.guides.rules.vocabulary import IN_WORK, EditionKind, EditionState
from gongkai.kernel.types import Viewer
from gongkai.organs.queries import OrganCard, organ_cards

_Rows = Mapping[tuple[int, str], Edition]


def own_standing(viewer: Viewer, *, on: date) -> tuple[EditionStanding, ...]:
    """Return how the viewer's own organs stand with guide and catalogue today."""
    return standing_of(viewer.organs_as(*STAFF), on=on)


def standing_below(viewer: Viewer, *, on: date) -> tuple[EditionStanding, ...]:
    """Return how the organs stand for which the viewer is the competent department."""
    return standing_of(competent_over(viewer), on=on)


def standing_of(organ_ids: Collection[int], *, on: date) -> tuple[EditionStanding, ...]:
    """Return how organs stand with both kinds, in the order of lists.

    As many queries for 300 organs as for one: organs, live facts of both kinds, editions.
    """
    if not organ_ids:
        return ()
    cards = {pk: card for pk, card in organ_cards(organ_ids).items() if card.is_active}
    live: Mapping[EditionKind, Mapping[int, JsonObject]] = {
        EditionKind.GUIDE: {
            pk: as_json(facts) for pk, facts in guide_facts(list(cards), on=on).items()
        },
        EditionKind.CATALOGUE: {
            pk: as_json(facts) for pk, facts in catalogue_facts(list(cards)).items()
        },
    }
    current = _editions(cards, is_out() & Q(state=EditionState.PUBLISHED.value))
    in_work = _editions(cards, Q(state__in=[state.value for state in IN_WORK]))
    return tuple(
        _standing(card, kind, current, in_work, live[kind][pk], on)
        for pk, card in cards.items()
        for kind in EditionKind
    )


def reminders(viewer: Viewer, *, on: date) -> int:
    """Return for how many guides and catalogues of the viewer's own organs a new one is due."""
    return sum(one.reminds for one in own_standing(viewer, on=on))


def _editions(organs: Collection[int], condition: Q) -> _Rows:
    rows = Edition.objects.filter(condition, organ__in=organs)
    rows = rows.select_related("organ").defer("sections", "answer", "organ__introduction")
    return {(row.organ_id, row.kind): row for row in rows}


def _standing(
    card: OrganCard, kind: EditionKind, current: _Rows, in_work: _Rows, live: JsonObject, on: date
) -> EditionStanding:
    out, work = current.get((card.id, kind.value)), in_work.get((card.id, kind.value))
    published_on = out.published_on if out else None
    return EditionStanding(
        organ_id=card.id,
        organ_name=card.name,
        organ_name_en=card.name_en,
        kind=kind,
        current=card_of(out) if out else None,
        in_work=card_of(work) if work else None,
        moved=moved(out.facts, live) if out else (),
        is_old=published_on is not None and is_a_year_old(published_on, today=on),
    )
