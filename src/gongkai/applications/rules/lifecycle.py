"""The life of a case as one table: (state, event) -> state, parties, guards, effect.

Operations ask `move`, buttons ask `moves_from`, the diagram in the documentation is drawn from
`TABLE`. The table is checked when it is loaded: every state is reached, every state that is not
an end has somebody who must act, and no event leads to two places. Consultations and extensions
run beside the state and are no states.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from gongkai.applications.rules.vocabulary import ENDED, CaseState, Party


class Event(StrEnum):
    """What somebody does to a case."""

    CONFIRM_RECEIPT = "confirm_receipt"
    ASK_CORRECTION = "ask_correction"
    CORRECT = "correct"
    LAPSE = "lapse"
    ACCEPT = "accept"
    ASSIGN = "assign"
    DRAFT_REPLY = "draft_reply"
    PROPOSE_REPLY = "propose_reply"
    PASS_REVIEW = "pass_review"  # noqa: S105 - an event, not a password
    RETURN = "return"
    APPROVE = "approve"
    ISSUE_REPLY = "issue_reply"
    DELIVER = "deliver"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class Guard(StrEnum):
    """What must hold besides state and party; a failed guard is the reason that is shown."""

    MAY_ASK_AGAIN = "may_ask_again"
    CORRECTION_OVERDUE = "correction_overdue"
    REPLY_COMPLETE = "reply_complete"
    CONTENT_UNCHANGED = "content_unchanged"
    NO_EXTENSION_WAITS = "no_extension_waits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards look at."""

    may_ask_again: bool = True
    correction_overdue: bool = False
    reply_complete: bool = True
    content_unchanged: bool = True
    extension_waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One line of the table; `forward` marks the step that the state waits for."""

    state: CaseState
    event: Event
    to: CaseState
    parties: frozenset[Party]
    guards: tuple[Guard, ...] = ()
    effect: str = ""
    forward: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a move is not possible: `no_such_move`, `party` or the name of the failed guard."""

    why: str


class TableBroken(ValueError):
    """The table itself is wrong; raised when the module is loaded, never in use."""


def _lines(
    states: Collection[CaseState],
    event: Event,
    to: CaseState | None,
    parties: frozenset[Party],
    *guards: Guard,
    effect: str = "",
    forward: bool = False,
) -> tuple[Move, ...]:
    return tuple(
        Move(
            state=state,
            event=event,
            to=state if to is None else to,
            parties=parties,
            guards=guards,
            effect=effect,
            forward=forward,
        )
        for state in states
    )


_S, _G = CaseState, Guard
_APPLICANT = frozenset({Party.APPLICANT})
_CLERK = frozenset({Party.CLERK})
_REVIEWER = frozenset({Party.SECRECY_REVIEWER})
_IN_CHARGE = frozenset({Party.PERSON_IN_CHARGE})
_OFFICE = _CLERK | _IN_CHARGE
_TAKES_BACK = "voids the proposal and every review of it"

TABLE: tuple[Move, ...] = (
    *_lines(
        [_S.CONFIRMING],
        Event.CONFIRM_RECEIPT,
        _S.FORMAL_REVIEW,
        _CLERK,
        effect="fixes the day of receipt, starts the reply clock, sends the receipt",
        forward=True,
    ),
    *_lines(
        [_S.FORMAL_REVIEW],
        Event.ASK_CORRECTION,
        _S.CORRECTION_ASKED,
        _CLERK,
        _G.MAY_ASK_AGAIN,
        effect="sends the letter; the reply clock pauses or will restart, as the regime says",
    ),
    *_lines(
        [_S.CORRECTION_ASKED],
        Event.CORRECT,
        _S.FORMAL_REVIEW,
        _APPLICANT | _CLERK,
        effect="keeps the correction beside the raw application; the reply clock goes on or anew",
        forward=True,
    ),
    *_lines(
        [_S.CORRECTION_ASKED],
        Event.LAPSE,
        _S.ABANDONED,
        _IN_CHARGE,
        _G.CORRECTION_OVERDUE,
        effect="sends the letter that it is no longer handled, stops the reply clock",
    ),
    *_lines(
        [_S.FORMAL_REVIEW],
        Event.ACCEPT,
        _S.HANDLING,
        _CLERK,
        effect="names who handles it",
        forward=True,
    ),
    *_lines(
        [_S.FORMAL_REVIEW, _S.HANDLING, _S.DRAFTED, _S.PROPOSED, _S.REVIEWED, _S.APPROVED],
        Event.ASSIGN,
        None,
        _OFFICE,
        effect="hands the case to another clerk",
    ),
    *_lines(
        [_S.FORMAL_REVIEW],
        Event.DRAFT_REPLY,
        _S.DRAFTED,
        _CLERK,
        effect="answer on the spot, already public, not this organ: no handling needed",
    ),
    *_lines([_S.HANDLING], Event.DRAFT_REPLY, _S.DRAFTED, _CLERK, forward=True),
    *_lines([_S.DRAFTED], Event.DRAFT_REPLY, _S.DRAFTED, _CLERK),
    *_lines(
        [_S.PROPOSED, _S.REVIEWED, _S.APPROVED],
        Event.DRAFT_REPLY,
        _S.DRAFTED,
        _CLERK,
        effect=_TAKES_BACK,
    ),
    *_lines(
        [_S.DRAFTED],
        Event.PROPOSE_REPLY,
        _S.PROPOSED,
        _CLERK,
        _G.REPLY_COMPLETE,
        effect="binds the review to the digest of reply and files",
        forward=True,
    ),
    *_lines(
        [_S.PROPOSED],
        Event.PASS_REVIEW,
        _S.REVIEWED,
        _REVIEWER,
        _G.CONTENT_UNCHANGED,
        forward=True,
    ),
    *_lines([_S.PROPOSED], Event.RETURN, _S.DRAFTED, _REVIEWER, effect="ends the proposal"),
    *_lines(
        [_S.REVIEWED],
        Event.APPROVE,
        _S.APPROVED,
        _IN_CHARGE,
        _G.CONTENT_UNCHANGED,
        _G.NO_EXTENSION_WAITS,
        forward=True,
    ),
    *_lines([_S.REVIEWED], Event.RETURN, _S.DRAFTED, _IN_CHARGE, effect="ends the proposal"),
    *_lines(
        [_S.APPROVED],
        Event.ISSUE_REPLY,
        _S.REPLIED,
        _OFFICE,
        _G.CONTENT_UNCHANGED,
        effect="numbers and makes the letter",
        forward=True,
    ),
    *_lines(
        [_S.REPLIED],
        Event.DELIVER,
        _S.DELIVERED,
        _OFFICE,
        effect="on line at once; posted or handed over as recorded; stops the reply clock",
        forward=True,
    ),
    *_lines([_S.DELIVERED], Event.CLOSE, _S.CLOSED, _OFFICE, forward=True),
    *_lines(
        [
            _S.CONFIRMING,
            _S.FORMAL_REVIEW,
            _S.CORRECTION_ASKED,
            _S.HANDLING,
            _S.DRAFTED,
            _S.PROPOSED,
            _S.REVIEWED,
            _S.APPROVED,
        ],
        Event.WITHDRAW,
        _S.WITHDRAWN,
        _APPLICANT,
        effect="voids an open proposal, stops the reply clock",
    ),
)

STARTS = frozenset({CaseState.CONFIRMING, CaseState.FORMAL_REVIEW})
"""Which of them is the regime's to say: whether receipt on line must be confirmed."""


def _holds(guard: Guard, facts: Facts) -> bool:
    return {
        Guard.MAY_ASK_AGAIN: facts.may_ask_again,
        Guard.CORRECTION_OVERDUE: facts.correction_overdue,
        Guard.REPLY_COMPLETE: facts.reply_complete,
        Guard.CONTENT_UNCHANGED: facts.content_unchanged,
        Guard.NO_EXTENSION_WAITS: not facts.extension_waits,
    }[guard]


def move(
    state: CaseState, event: Event, *, parties: Collection[Party], facts: Facts
) -> Move | Refused:
    """Return the move that the event makes for somebody of these parties, or why it does not.

    The state is looked at first, then the party, then the guards in their order.
    """
    line = _BY_KEY.get((state, event))
    if line is None:
        return Refused("no_such_move")
    if not line.parties.intersection(parties):
        return Refused("party")
    failed = next((guard for guard in line.guards if not _holds(guard, facts)), None)
    return line if failed is None else Refused(failed.value)


def moves_from(state: CaseState) -> tuple[Move, ...]:
    """Return the lines that lead out of a state, in the order of the table."""
    return tuple(line for line in TABLE if line.state is state)


def awaited(state: CaseState) -> Move | None:
    """Return the step that the state waits for, with who must act; None at an end."""
    return next((line for line in moves_from(state) if line.forward), None)


def check_table(table: tuple[Move, ...]) -> None:
    """Raise TableBroken where a state is not reached, waits for nobody, or an event forks."""
    keys = [(line.state, line.event) for line in table]
    if len(keys) != len(set(keys)):
        raise TableBroken("an event leads from one state to two places")
    if unreached := set(CaseState) - _reached(table):
        raise TableBroken(f"no way leads to {sorted(unreached)}")
    for state in CaseState:
        forward = [line for line in table if line.state is state and line.forward]
        if len(forward) != (0 if state in ENDED else 1):
            raise TableBroken(f"{state} must wait for exactly one step, or be an end")
        if any(line.state in ENDED for line in table):
            raise TableBroken("a case that has ended moves no more")


def _reached(table: tuple[Move, ...]) -> set[CaseState]:
    reached = set(STARTS)
    while more := {line.to for line in table if line.state in reached} - reached:
        reached |= more
    return reached


check_table(TABLE)
_BY_KEY = {(line.state, line.event): line for line in TABLE}
