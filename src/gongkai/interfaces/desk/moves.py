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
from gongkai.records.rules.vocabulary import Standing
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
