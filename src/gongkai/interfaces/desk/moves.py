"""The moves of a record as the right column of its page shows them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.desk.acting import RELEASERS, VALIDITY_KEEPERS
from gongkai.kernel.types import Role, Viewer
from gongkai.records.operations.links import LINKERS
from gongkai.records.queries import DeskRecord, DeskVersion, MoveOption
from gongkai.records.queries.version_moves import version_moves
from gongkai.records.rules.lifecycle import Event
from gongkai.records.rules.vocabulary import Standing, VersionState
from gongkai.review.models.proposal import StepKind

_STEP_ROUTES = {
    StepKind.SECRECY: "desk:secrecy_review",
    StepKind.LEGAL: "desk:legal_review",
    StepKind.APPROVAL: "desk:approval",
}
_STEP_LABELS = {
    StepKind.SECRECY: _("Review for secrecy"),
    StepKind.LEGAL: _("Review for law"),
    StepKind.APPROVAL: _("Approve or return"),
}
_ROUTES = {
    Event.EDIT: "desk:edit",
    Event.PROPOSE: "desk:propose",
    Event.RELEASE: "desk:release",
    Event.ABANDON: "desk:abandon",
    Event.BEGIN_VERSION: "desk:new_version",
    Event.HIDE: "desk:withdraw",
    Event.CONFIRM: "desk:confirm_withdrawal",
    Event.REPUBLISH: "desk:restore",
    Event.RELIST: "desk:restore",
}
_VERSION_ROUTES = {
    Event.HIDE: "desk:withdraw_version",
    Event.CONFIRM: "desk:confirm_version_withdrawal",
    Event.RESTORE: "desk:restore_version",
}
_VERSION_LABELS = {
    Event.HIDE: _("Withdraw this earlier version"),
    Event.CONFIRM: _("Confirm the withdrawal of this version"),
    Event.RESTORE: _("Restore this version"),
}
# A return is a decision on the page of the step, not a move of its own.
_NOT_SHOWN = frozenset({Event.RETURN.value})
_UNDER_WAY = frozenset(
    {VersionState.PROPOSED.value, VersionState.REVIEWED.value, VersionState.APPROVED.value}
)
_FORWARD = (
    Event.PROPOSE,
    Event.PASS_REVIEW,
    Event.FINISH_REVIEW,
    Event.APPROVE,
    Event.RELEASE,
    Event.CONFIRM,
)


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A move: where it leads when it is open, else why it is not."""

    label: str | Promise
    url: str
    why_not: str
    is_main: bool = False
    """The one green action of the page."""


def shown_moves(viewer: Viewer, record: DeskRecord) -> tuple[ShownMove, ...]:
    """Return what can be done now first, the step forward leading, then what cannot and why."""
    moves = [_shown(record, move) for move in record.moves if move.event not in _NOT_SHOWN]
    roles = frozenset(d.role for d in viewer.duties if d.organ_id == record.organ_id)
    moves += _around_the_review(viewer, record)
    moves += _after_release(record, roles)
    return tuple(sorted(moves, key=lambda move: (bool(move.why_not), not move.is_main)))


def _shown(record: DeskRecord, move: MoveOption) -> ShownMove:
    event = Event(move.event)
    if move.step is not None:
        label: str | Promise = _STEP_LABELS[move.step]
        route = _STEP_ROUTES[move.step]
    else:
        label, route = move.label, _ROUTES[event]
    url = reverse(route, args=[record.id]) if move.is_allowed else ""
    is_main = move.is_allowed and event in _FORWARD
    return ShownMove(label=label, url=url, why_not=move.reason, is_main=is_main)


def shown_version_moves(
    viewer: Viewer, record: DeskRecord, version: DeskVersion
) -> tuple[ShownMove, ...]:
    """Return what can be done with one earlier version, and what cannot and why."""
    return tuple(
        ShownMove(
            label=_VERSION_LABELS[Event(move.event)],
            url=reverse(_VERSION_ROUTES[Event(move.event)], args=[record.id, version.number])
            if move.is_allowed
            else "",
            why_not=move.reason,
        )
        for move in version_moves(viewer, record, version)
    )


def is_under_way(record: DeskRecord) -> bool:
    """Say whether the current version is proposed and not yet released."""
    return record.current.state in _UNDER_WAY


def may_refer(viewer: Viewer, record: DeskRecord) -> bool:
    """Say whether the viewer may put a doubt to somebody: the secrecy review is theirs and due."""
    proposal = record.current.proposal
    is_due = any(move.step is StepKind.SECRECY and move.is_allowed for move in record.moves)
    waits = proposal is not None and any(one.answered_at is None for one in proposal.referrals)
    return viewer.person_id is not None and is_due and not waits


def _around_the_review(viewer: Viewer, record: DeskRecord) -> list[ShownMove]:
    version = record.current
    moves = []
    if may_refer(viewer, record):
        moves.append(ShownMove(_("Refer a doubt"), reverse("desk:refer", args=[record.id]), ""))
    if is_under_way(record) and record.may(Event.EDIT):
        url = reverse("desk:take_back", args=[record.id])
        moves.append(ShownMove(_("Take the proposal back"), url, ""))
    for step in version.proposal.steps if version.proposal else ():
        is_mine = step.decided_by_id == viewer.person_id and step.reviewed_at is not None
        if is_mine and is_under_way(record):
            url = reverse("desk:revoke_review", args=[record.id, step.kind.value])
            moves.append(ShownMove(_("Revoke your review"), url, ""))
    return moves


def _after_release(record: DeskRecord, roles: frozenset[Role]) -> list[ShownMove]:
    moves = []
    if record.standing == Standing.PUBLISHED and roles.intersection(RELEASERS):
        url = reverse("desk:publications", args=[record.id])
        moves.append(ShownMove(_("Enter another disclosure"), url, ""))
    if _has_validity(record) and roles.intersection(VALIDITY_KEEPERS):
        url = reverse("desk:validity", args=[record.id])
        moves.append(ShownMove(_("Change the validity"), url, ""))
    if roles.intersection(LINKERS):
        url = reverse("desk:links", args=[record.id])
        moves.append(ShownMove(_("Link to other documents"), url, ""))
    return moves


def _has_validity(record: DeskRecord) -> bool:
    public = next((v for v in record.versions if v.id == record.public_version_id), None)
    is_public = record.standing in {Standing.PUBLISHED, Standing.LISTED}
    return is_public and public is not None and public.content.is_normative
