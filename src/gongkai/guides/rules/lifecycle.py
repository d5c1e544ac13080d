"""The life of an edition as one table: (state, event) -> state, roles, guards, effect.

Guide and catalogue are compiled, laid open for opinions, sent up to the competent department,
approved or returned, and published (city implementation opinions 2008; requirement C9).
Operations ask `move`, buttons ask `moves_from`, the documentation draws its diagram from `TABLE`.
The table is checked when it is loaded. Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongkai.guides.rules.vocabulary import EditionState
from gongkai.kernel.types import Role


class Event(StrEnum):
    """What somebody does to an edition."""

    EDIT = "edit"
    REFRESH = "refresh"
    OPEN_CONSULTATION = "open_consultation"
    CLOSE_CONSULTATION = "close_consultation"
    ANSWER = "answer"
    SEND_UP = "send_up"
    APPROVE = "approve"
    RETURN = "return"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"
    ABANDON = "abandon"
    HIDE = "hide"
    CONFIRM_HIDING = "confirm_hiding"
    RESTORE = "restore"


class Guard(StrEnum):
    """What must hold besides state and role; a failed guard is the reason that is shown."""

    IS_GUIDE = "is_guide"
    NOT_YET_CONSULTED = "not_yet_consulted"
    PERIOD_OVER = "period_over"
    CONSULTED_OR_UPDATE = "consulted_or_update"
    OPINIONS_ANSWERED = "opinions_answered"
    HAS_OFFICE = "has_office"
    SECOND_PERSON = "second_person"
    CONTENT_UNCHANGED = "content_unchanged"
    WAS_ANSWERED = "was_answered"
    IS_SHOWN = "is_shown"
    HIDING_WAITS = "hiding_waits"
    NOT_WHO_HID = "not_who_hid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards look at."""

    is_guide: bool = True
    was_consulted: bool = False
    period_over: bool = False
    is_update: bool = False
    """Only facts differ from what is published: the organ's own words are the same.

    Where that was taken from the public, sections of it may be left out.
    """
    opinions_answered: bool = True
    """Every opinion was looked at, and where there are any, they are answered."""
    has_office: bool = True
    """Name, address, hours and telephone of the disclosure office are entered."""
    is_second_person: bool = True
    content_unchanged: bool = True
    was_answered: bool = True
    is_shown: bool = True
    """It is not taken from the public."""
    hiding_waits: bool = True
    """It was taken from the public, and no second person has looked at it yet."""
    is_not_who_hid: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One line of the table."""

    state: EditionState
    event: Event
    to: EditionState
    roles: frozenset[Role]
    guards: tuple[Guard, ...] = ()
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a move is not possible: `no_such_move`, `role` or the name of the failed guard."""

    why: str


class TableBroken(ValueError):
    """The table itself is wrong; raised when the module is loaded, never in use."""


_CLERK = frozenset({Role.CLERK})
_OFFICE = frozenset({Role.CLERK, Role.PERSON_IN_CHARGE})
_COMPETENT = frozenset({Role.COMPETENT_DEPARTMENT})
_CONFIRMERS = frozenset({Role.PERSON_IN_CHARGE, Role.SECRECY_REVIEWER})

_S, _G, _E = EditionState, Guard, Event


def _lines(
    states: Collection[EditionState],
    event: Event,
    to: EditionState | None,
    roles: frozenset[Role],
    *guards: Guard,
    effect: str = "",
) -> tuple[Move, ...]:
    return tuple(
        Move(state=state, event=event, to=to or state, roles=roles, guards=guards, effect=effect)
        for state in states
    )


_TEXT_OPEN = (_S.COMPILED, _S.CONSULTED)
_OUT = (_S.PUBLISHED, _S.SUPERSEDED)

TABLE: tuple[Move, ...] = (
    *_lines(_TEXT_OPEN, _E.EDIT, None, _CLERK, _G.IS_GUIDE),
    *_lines(_TEXT_OPEN, _E.REFRESH, None, _CLERK, _G.IS_GUIDE, effect="takes over the live data"),
    *_lines(
        [_S.COMPILED],
        _E.OPEN_CONSULTATION,
        _S.CONSULTING,
        _OFFICE,
        _G.NOT_YET_CONSULTED,
        _G.HAS_OFFICE,
        effect="passes the release gate; the public reads the draft and gives opinions",
    ),
    *_lines(
        [_S.CONSULTING], _E.CLOSE_CONSULTATION, _S.CONSULTED, _OFFICE, _G.PERIOD_OVER,
        effect="the draft is no longer shown",
    ),
    *_lines(
        [_S.CONSULTED], _E.ANSWER, None, _OFFICE,
        effect="the public reads the answer beside the opinions",
    ),
    *_lines(
        [_S.COMPILED, _S.SENT, _S.APPROVED, *_OUT, _S.ABANDONED],
        _E.ANSWER,
        None,
        _OFFICE,
        _G.WAS_ANSWERED,
        effect="the public reads the new answer in place of the one before",
    ),
    *_lines(
        _TEXT_OPEN,
        _E.SEND_UP,
        _S.SENT,
        _OFFICE,
        _G.HAS_OFFICE,
        _G.CONSULTED_OR_UPDATE,
        _G.OPINIONS_ANSWERED,
        effect="binds what is approved to this very content",
    ),
    *_lines(
        [_S.SENT], _E.APPROVE, _S.APPROVED, _COMPETENT, _G.SECOND_PERSON, _G.CONTENT_UNCHANGED,
        effect="signed",
    ),
    *_lines(
        [_S.SENT], _E.RETURN, _S.COMPILED, _COMPETENT, _G.SECOND_PERSON, _G.CONTENT_UNCHANGED,
        effect="signed, with reasons",
    ),
    *_lines(
        [_S.APPROVED],
        _E.PUBLISH,
        _S.PUBLISHED,
        _OFFICE,
        _G.CONTENT_UNCHANGED,
        effect="passes the release gate and supersedes the edition before",
    ),
    *_lines(
        [_S.PUBLISHED],
        _E.SUPERSEDE,
        _S.SUPERSEDED,
        _OFFICE,
        effect="follows from the publication of the next edition",
    ),
    *_lines(
        [_S.COMPILED, _S.CONSULTING, _S.CONSULTED, _S.APPROVED], _E.ABANDON, _S.ABANDONED, _OFFICE
    ),
    *_lines(
        _OUT, _E.HIDE, None, _OFFICE, _G.IS_SHOWN,
        effect="takes its page and files from the public at once",
    ),
    *_lines(
        _OUT, _E.CONFIRM_HIDING, None, _CONFIRMERS, _G.HIDING_WAITS, _G.NOT_WHO_HID,
        effect="signed; the list of editions keeps number, day and reason",
    ),
    *_lines(
        _OUT, _E.RESTORE, None, _CONFIRMERS, _G.HIDING_WAITS, _G.NOT_WHO_HID,
        effect="passes the release gate again",
    ),
)  # fmt: skip

START = _S.COMPILED
ENDS = frozenset({_S.SUPERSEDED, _S.ABANDONED})
"""States that no step leaves; what the public still reads there can be taken from it."""


def move(
    state: EditionState, event: Event, *, roles: Collection[Role], facts: Facts
) -> Move | Refused:
    """Return the move that the event makes for somebody with these roles, or why it does not.

    The state is looked at first, then the role, then the guards in their order.
    """
    line = _BY_KEY.get((state, event))
    if line is None:
        return Refused("no_such_move")
    if not line.roles.intersection(roles):
        return Refused("role")
    failed = next((guard for guard in line.guards if not _holds(guard, facts)), None)
    return line if failed is None else Refused(failed.value)


def moves_from(state: EditionState) -> tuple[Move, ...]:
    """Return the lines that lead out of a state, in the order of the table."""
    return tuple(line for line in TABLE if line.state is state)


def check_table(table: tuple[Move, ...]) -> None:
    """Raise TableBroken where a state is not reached or has no owner, or an event two ends."""
    keys = [(line.state, line.event) for line in table]
    if len(keys) != len(set(keys)):
        raise TableBroken("an event leads from one state to two places")
    if unreached := set(EditionState) - _reached(table):
        raise TableBroken(f"no way leads to {sorted(unreached)}")
    owned = {line.state for line in table if line.roles}
    if ownerless := set(EditionState) - owned - ENDS:
        raise TableBroken(f"nobody owns {sorted(ownerless)}")


def _reached(table: tuple[Move, ...]) -> set[EditionState]:
    reached = {START}
    while more := {line.to for line in table if line.state in reached} - reached:
        reached |= more
    return reached


def _holds(guard: Guard, facts: Facts) -> bool:
    holds: Mapping[Guard, bool] = {
        _G.IS_GUIDE: facts.is_guide,
        _G.NOT_YET_CONSULTED: not facts.was_consulted,
        _G.PERIOD_OVER: facts.period_over,
        _G.CONSULTED_OR_UPDATE: facts.was_consulted or facts.is_update,
        _G.OPINIONS_ANSWERED: facts.opinions_answered,
        _G.HAS_OFFICE: facts.has_office,
        _G.SECOND_PERSON: facts.is_second_person,
        _G.CONTENT_UNCHANGED: facts.content_unchanged,
        _G.WAS_ANSWERED: facts.was_answered,
        _G.IS_SHOWN: facts.is_shown,
        _G.HIDING_WAITS: facts.hiding_waits,
        _G.NOT_WHO_HID: facts.is_not_who_hid,
    }
    return holds[guard]


check_table(TABLE)
_BY_KEY = {(line.state, line.event): line for line in TABLE}
