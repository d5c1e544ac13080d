"""Editions at the desk: what the organ works on, and what lies before the competent department."""

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from gongkai.guides.access import STAFF, competent_over, reads_contacts, seen_by
from gongkai.guides.models import Edition, EditionKind, Opinion, OpinionState
from gongkai.guides.operations.hiding import hiding_digest
from gongkai.guides.operations.moving import (
    facts_of,
    follows_hidden,
    hiding_of,
    is_update,
    may_decide,
)
from gongkai.guides.operations.opinions import CONTACT_PURPOSE, NAME_PURPOSE
from gongkai.guides.queries.cards import card_of, editions, guide_of, sections_of
from gongkai.guides.queries.live import catalogue_facts, guide_facts
from gongkai.guides.queries.values import (
    DeskEdition,
    DeskOpinion,
    EditionCard,
    EditionHidingView,
    EditionMoveLine,
    EditionMoveOption,
    GuideEdition,
)
from gongkai.guides.rules.facts import JsonObject, as_json, moved
from gongkai.guides.rules.lifecycle import Event, Guard, Move, Refused, move, moves_from
from gongkai.guides.rules.vocabulary import IN_WORK, EditionState
from gongkai.guides.rules.vocabulary import OpinionState as State
from gongkai.guides.wording import REASONS
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.sealing import unseal_text
from gongkai.kernel.time import today
from gongkai.kernel.types import Role, Viewer
from gongkai.records.queries.values import Page, page_of

_NOT_OFFERED = frozenset({Event.SUPERSEDE})
_NOTHING_TO_DO = frozenset({Guard.WAS_ANSWERED, Guard.IS_SHOWN, Guard.HIDING_WAITS})
"""A step that fails by one of these has nothing to work on; the page does not speak of it."""


def desk_editions(viewer: Viewer) -> tuple[EditionCard, ...]:
    """Return the editions of the viewer's own organs, the newest first (one query)."""
    rows = editions().filter(organ__in=viewer.organs_as(*STAFF))
    return tuple(card_of(row) for row in rows.order_by("-compiled_at", "-pk"))


def editions_sent_up(viewer: Viewer) -> tuple[EditionCard, ...]:
    """Return what lies before the viewer as the competent department, longest first."""
    rows = editions().filter(organ__in=competent_over(viewer), state=EditionState.SENT.value)
    found = [row for row in rows.order_by("sent_at", "pk") if may_decide(viewer, row.organ)]
    return tuple(card_of(row) for row in found)


def desk_edition(viewer: Viewer, edition_id: int) -> DeskEdition:
    """Return an edition with its moves and history; raises NotFound for who may not see it."""
    edition = _visible(viewer, edition_id)
    states = list(edition.opinions.values_list("state", flat=True))
    return DeskEdition(
        card=card_of(edition),
        digest=edition.digest,
        sections=sections_of(edition.sections),
        answer=edition.answer,
        skipped_because=edition.skipped_because,
        moved=_moved(edition),
        moves=_moves(viewer, edition),
        history=_history(edition),
        opinions_waiting=states.count(OpinionState.WAITING.value),
        opinions_total=len(states),
        is_update=is_update(edition),
        reads_contacts=reads_contacts(viewer, organ_id=edition.organ_id),
        hiding=_hiding(edition),
        follows_hidden=EditionState(edition.state) in IN_WORK and follows_hidden(edition),
    )


def desk_guide(viewer: Viewer, edition_id: int) -> GuideEdition:
    """Return what an edition of a guide says, at the desk; raises NotFound."""
    edition = _visible(viewer, edition_id)
    if edition.kind != EditionKind.GUIDE:
        raise NotFound(_("There is no such edition of a guide or catalogue."))
    return guide_of(edition)


def opinions_of(
    viewer: Viewer, edition_id: int, *, page: int = 1, size: int = 50
) -> Page[DeskOpinion]:
    """Return a page of the opinions on an edition with who gave them, for its own office alone.

    Those that wait to be decided come first. Raises NotFound, and KeyLost where the key ring is
    gone.
    """
    rows = _opinions(viewer, edition_id).order_by(
        Case(When(state=State.WAITING.value, then=0), default=1), "number"
    )
    total = rows.count()
    page = min(max(page, 1), max(1, -(-total // size)))
    lines = [_opinion(row) for row in rows[(page - 1) * size : page * size]]
    return page_of(lines, total=total, page=page, size=size)


def opinion_of(viewer: Viewer, edition_id: int, number: int) -> DeskOpinion:
    """Return one opinion by its number, for the office alone; raises as `opinions_of`."""
    row = _opinions(viewer, edition_id).filter(number=number).first() if number < 2**31 else None
    if row is None:
        raise NotFound(_("There is no such opinion."))
    return _opinion(row)


def edition_label(viewer: Viewer, edition_id: int) -> EditionCard:
    """Return the card of an edition that the viewer sees at the desk; raises NotFound."""
    return card_of(_visible(viewer, edition_id))


def visible_edition(viewer: Viewer, edition_id: int) -> Edition:
    """Return the row of an edition that the viewer sees at the desk; raises NotFound."""
    return _visible(viewer, edition_id)


def _visible(viewer: Viewer, edition_id: int) -> Edition:
    rows = Edition.objects.select_related("organ").filter(seen_by(viewer))
    edition = rows.filter(pk=edition_id).first() if 0 < edition_id < 2**63 else None
    if edition is None:
        raise NotFound(_("There is no such edition of a guide or catalogue."))
    return edition


def _opinions(viewer: Viewer, edition_id: int) -> QuerySet[Opinion]:
    edition = _visible(viewer, edition_id)
    if not reads_contacts(viewer, organ_id=edition.organ_id):
        raise NotFound(_("There is no such edition of a guide or catalogue."))
    return edition.opinions.all()


def _opinion(row: Opinion) -> DeskOpinion:
    return DeskOpinion(
        id=row.pk,
        number=row.number,
        text=row.text,
        name=_unsealed(row.sealed_name, NAME_PURPOSE),
        contact=_unsealed(row.sealed_contact, CONTACT_PURPOSE),
        given_at=row.given_at,
        state=State(row.state),
        why=row.why,
    )


def _moved(edition: Edition) -> tuple[str, ...]:
    if EditionState(edition.state) not in IN_WORK:
        return ()
    return moved(edition.facts, _live(edition))


def _live(edition: Edition) -> JsonObject:
    if edition.kind == EditionKind.GUIDE:
        return as_json(guide_facts([edition.organ_id], on=today())[edition.organ_id])
    return as_json(catalogue_facts([edition.organ_id])[edition.organ_id])


def _moves(viewer: Viewer, edition: Edition) -> tuple[EditionMoveOption, ...]:
    facts = facts_of(edition, person_id=viewer.person_id)
    options = []
    for line in moves_from(EditionState(edition.state)):
        if line.event in _NOT_OFFERED:
            continue
        roles = _roles(viewer, edition, line)
        answer = move(line.state, line.event, roles=roles, facts=facts)
        if isinstance(answer, Refused) and answer.why in _NOTHING_TO_DO:
            continue
        is_allowed = isinstance(answer, Move)
        reason = "" if isinstance(answer, Move) else str(REASONS[answer.why])
        options.append(EditionMoveOption(event=line.event, is_allowed=is_allowed, reason=reason))
    return tuple(options)


def _roles(viewer: Viewer, edition: Edition, line: Move) -> frozenset[Role]:
    if Role.COMPETENT_DEPARTMENT in line.roles:
        held = may_decide(viewer, edition.organ)
        return frozenset({Role.COMPETENT_DEPARTMENT}) if held else frozenset()
    return frozenset(duty.role for duty in viewer.duties if duty.organ_id == edition.organ_id)


def _history(edition: Edition) -> tuple[EditionMoveLine, ...]:
    return tuple(
        EditionMoveLine(
            event=row.event,
            moved_by_name=row.moved_by_name,
            role=row.role,
            organ_name=row.for_organ.name,
            moved_at=row.moved_at,
            note=row.note,
        )
        for row in edition.moves.select_related("for_organ").order_by("pk")
    )


def _hiding(edition: Edition) -> EditionHidingView | None:
    row = hiding_of(edition)
    if row is None:
        return None
    return EditionHidingView(
        reason=row.reason,
        note=row.note,
        hidden_by_name=row.hidden_by.name,
        hidden_at=row.hidden_at,
        is_confirmed=row.outcome == "confirmed",
        digest=hiding_digest(edition, row),
    )


def _unsealed(sealed: str, purpose: str) -> str:
    return unseal_text(sealed, purpose=purpose) if sealed else ""
