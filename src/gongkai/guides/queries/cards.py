"""From rows to cards."""

from collections.abc import Mapping

from django.db.models import QuerySet

from gongkai.guides.models import Edition
from gongkai.guides.queries.values import EditionCard, GuideEdition
from gongkai.guides.rules.facts import Section, guide_facts_from
from gongkai.guides.rules.vocabulary import EditionKind, EditionState
from gongkai.kernel.time import local_date


def editions() -> QuerySet[Edition]:
    """Return editions with all that a card needs, without what they say."""
    return Edition.objects.select_related("organ").defer(
        "facts", "sections", "answer", "organ__introduction"
    )


def card_of(edition: Edition) -> EditionCard:
    """Return the card of a row that was read together with its organ."""
    return EditionCard(
        id=edition.pk,
        organ_id=edition.organ_id,
        organ_name=edition.organ.name,
        organ_name_en=edition.organ.name_en,
        kind=EditionKind(edition.kind),
        number=edition.number,
        state=EditionState(edition.state),
        change_note=edition.change_note,
        compiled_on=local_date(edition.compiled_at),
        published_on=edition.published_on,
        superseded_on=local_date(edition.superseded_at) if edition.superseded_at else None,
        consulted_from_on=edition.consulted_from_on,
        consulted_until_on=edition.consulted_until_on,
    )


def guide_of(edition: Edition) -> GuideEdition:
    """Return what an edition of a guide says."""
    return GuideEdition(
        card=card_of(edition),
        facts=guide_facts_from(edition.facts),
        sections=sections_of(edition.sections),
    )


def sections_of(rows: list[Mapping[str, str]]) -> tuple[Section, ...]:
    """Return the organ's own sections as they are kept."""
    return tuple(Section(heading=row["heading"], text=row["text"]) for row in rows)
