"""Asking the table: may this actor make this move now? And locking what moves."""

from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.guides.access import competent_over
from gongkai.guides.clearing import label_of
from gongkai.guides.models import (
    Edition,
    EditionHiding,
    EditionKind,
    EditionMove,
    OpinionState,
)
from gongkai.guides.rules.facts import guide_facts_from, only_left_out
from gongkai.guides.rules.lifecycle import Event, Facts, Guard, Move, Refused, move
from gongkai.guides.rules.vocabulary import EditionState
from gongkai.guides.wording import REASONS
from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.types import Actor, Duty, Role, Viewer
from gongkai.organs.access import acting_person
from gongkai.organs.models import Organ, Signature

_WORKED_ON_IT = ("compile", Event.EDIT.value, Event.REFRESH.value, Event.SEND_UP.value)


class MoveNotPossible(Refusal):
    """The state does not allow the move."""


class AlreadyConsulted(MoveNotPossible):
    """Opinions were sought on this edition before."""


class PeriodRunning(MoveNotPossible):
    """The public may still give its opinion."""


class OpinionsFirst(MoveNotPossible):
    """More than facts differs from what is published, and nobody was asked."""


class OpinionsUnanswered(MoveNotPossible):
    """Opinions were given, and not all are looked at and answered."""


class OfficeIncomplete(MoveNotPossible):
    """The guide could not say where the public turns to."""


class SecondPersonNeeded(MoveNotPossible):
    """Who worked on the edition does not decide on it."""


class EditionChanged(MoveNotPossible):
    """It is not the content that was seen or approved."""


_REFUSALS: dict[str, type[MoveNotPossible]] = {
    Guard.NOT_YET_CONSULTED: AlreadyConsulted,
    Guard.PERIOD_OVER: PeriodRunning,
    Guard.CONSULTED_OR_UPDATE: OpinionsFirst,
    Guard.OPINIONS_ANSWERED: OpinionsUnanswered,
    Guard.HAS_OFFICE: OfficeIncomplete,
    Guard.SECOND_PERSON: SecondPersonNeeded,
    Guard.CONTENT_UNCHANGED: EditionChanged,
    Guard.NOT_WHO_HID: SecondPersonNeeded,
}


def locked_edition(edition_id: int) -> Edition:
    """Return the edition with its row locked; raises NotFound."""
    rows = Edition.objects.select_for_update(of=("self",)).select_related("organ")
    edition = rows.filter(pk=edition_id).first() if 0 < edition_id < 2**63 else None
    if edition is None:
        raise NotFound(_("There is no such edition of a guide or catalogue."))
    return edition


def require_move(
    edition: Edition, event: Event, *, actor: Actor, seen_digest: str | None = None
) -> Move:
    """Return the move of the table for this actor; the organ is checked with the role.

    `seen_digest` is what the actor saw, where the move is bound to it. Raises NotAllowed and
    MoveNotPossible or its subclass.
    """
    _require_organ(edition, event, actor)
    facts = facts_of(edition, person_id=actor.person_id, seen_digest=seen_digest)
    roles = () if actor.role is None else (actor.role,)
    answer = move(EditionState(edition.state), event, roles=roles, facts=facts)
    if isinstance(answer, Move):
        return answer
    raise _refusal(answer)


def facts_of(edition: Edition, *, person_id: int | None, seen_digest: str | None = None) -> Facts:
    """Return what the guards look at, for the person who would make the move."""
    until_on = edition.consulted_until_on
    hiding = hiding_of(edition)
    return Facts(
        is_guide=edition.kind == EditionKind.GUIDE,
        was_consulted=until_on is not None,
        period_over=until_on is not None and time.today() > until_on,
        is_update=is_update(edition),
        opinions_answered=_opinions_answered(edition),
        has_office=has_office(edition),
        is_second_person=not _worked_on_it(edition, person_id),
        content_unchanged=_is_as_seen(edition, seen_digest),
        was_answered=bool(edition.answer),
        is_shown=hiding is None,
        hiding_waits=hiding is not None and not hiding.outcome,
        is_not_who_hid=hiding is None or hiding.hidden_by_id != person_id,
    )


def is_update(edition: Edition) -> bool:
    """Say whether nothing but facts differs from the edition published before.

    Where that one was taken from the public, sections of it may be left out too: what must not be
    read need not wait for opinions to be gone from the next edition.
    """
    before = published_before(edition)
    if before is None:
        return False
    if edition.kind == EditionKind.CATALOGUE or edition.sections == before.sections:
        return True
    return hiding_of(before) is not None and only_left_out(edition.sections, before.sections)


def follows_hidden(edition: Edition) -> bool:
    """Say whether the edition published before is taken from the public."""
    before = published_before(edition)
    return before is not None and hiding_of(before) is not None


def published_before(edition: Edition) -> Edition | None:
    """Return the edition of the same kind published last, also where it was taken back since.

    None before the first.
    """
    rows = Edition.objects.filter(organ=edition.organ_id, kind=edition.kind)
    return rows.filter(state=EditionState.PUBLISHED.value).exclude(pk=edition.pk).first()


def hiding_of(edition: Edition) -> EditionHiding | None:
    """Return how the edition was taken from the public, None where it was not or is back."""
    rows = edition.hidings.exclude(outcome="restored").select_related("hidden_by")
    return rows.first()


def has_office(edition: Edition) -> bool:
    """Say whether a guide tells where the public turns to; of a catalogue it is not asked."""
    if edition.kind != EditionKind.GUIDE:
        return True
    return guide_facts_from(edition.facts).disclosure.is_complete


def go(
    edition: Edition,
    line: Move,
    *,
    actor: Actor,
    note: str = "",
    signature: Signature | None = None,
) -> None:
    """Save the edition in its new state, keep the move and enter it in the trail."""
    edition.state = line.to.value
    edition.save()
    leave_move(edition, line.event.value, actor=actor, note=note, signature=signature)


def leave_move(
    edition: Edition,
    event: str,
    *,
    actor: Actor,
    note: str = "",
    signature: Signature | None = None,
) -> None:
    """Keep what was done to an edition, for its page and in the trail."""
    EditionMove.objects.create(
        edition=edition,
        event=event,
        to=edition.state,
        note=note,
        digest=edition.digest,
        moved_by_id=acting_person(actor),
        moved_by_name=actor.name,
        role=actor.role.value if actor.role else "",
        for_organ_id=actor.organ_id or edition.organ_id,
        moved_at=time.now(),
        signature=signature,
    )
    record_entry(
        actor=actor,
        action=f"guides.{event}",
        object_kind="edition",
        object_id=edition.pk,
        object_label=label_of(edition),
        organ_id=edition.organ_id,
        details={"digest": edition.digest, "state": edition.state},
    )


def require_own_organ(actor: Actor, *roles: Role, organ_id: int) -> None:
    """Raise NotAllowed unless the actor acts in one of the roles for this very organ."""
    if actor.role not in roles or actor.organ_id != organ_id:
        raise NotAllowed(REASONS["role"])


def may_decide(viewer: Viewer, organ: Organ) -> bool:
    """Say whether the viewer's duty makes them the competent department of the organ.

    Never for the very organ for which they hold it, unless nobody stands above that one.
    """
    own = viewer.organs_as(Role.COMPETENT_DEPARTMENT)
    if organ.pk in own and organ.parent_id is not None:
        return False
    return organ.pk in competent_over(viewer)


def _require_organ(edition: Edition, event: Event, actor: Actor) -> None:
    if event not in {Event.APPROVE, Event.RETURN}:
        if actor.person_id is None or actor.organ_id != edition.organ_id:
            raise NotAllowed(_("The edition belongs to another organ. Ask that organ's staff."))
        return
    if actor.role is not Role.COMPETENT_DEPARTMENT or actor.organ_id is None:
        raise NotAllowed(REASONS["role"])
    duty = Duty(Role.COMPETENT_DEPARTMENT, actor.organ_id)
    if not may_decide(Viewer(person_id=actor.person_id, duties=(duty,)), edition.organ):
        raise NotAllowed(_("You are not the competent department of this organ."))


def _worked_on_it(edition: Edition, person_id: int | None) -> bool:
    rows = edition.moves.filter(event__in=_WORKED_ON_IT, moved_by=person_id)
    return person_id is None or rows.exists()


def _opinions_answered(edition: Edition) -> bool:
    states = list(edition.opinions.values_list("state", flat=True))
    if OpinionState.WAITING.value in states:
        return False
    return not states or bool(edition.answer)


def _is_as_seen(edition: Edition, seen_digest: str | None) -> bool:
    as_sent = not edition.sent_digest or edition.sent_digest == edition.digest
    return as_sent and seen_digest in {None, edition.digest}


def _refusal(refused: Refused) -> Refusal:
    if refused.why == "role":
        return NotAllowed(REASONS["role"])
    return _REFUSALS.get(refused.why, MoveNotPossible)(REASONS[refused.why])
