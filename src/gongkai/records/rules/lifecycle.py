"""The two life cycles as one table: (axis, state, event) -> state, roles, guards, effect.

Operations ask `move`, buttons ask `moves_from`, the diagram in the documentation is drawn from
`TABLE`. The table is checked when it is loaded: every state is reached, every state that is not
an end has an owner, and no pair leads to two places.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongkai.kernel.types import Role
from gongkai.records.rules.vocabulary import AWAY, Category, Standing, VersionState


class Axis(StrEnum):
    """Which of the two life cycles."""

    VERSION = "version"
    RECORD = "record"


class Event(StrEnum):
    """What somebody does to a version or a record."""

    EDIT = "edit"
    PROPOSE = "propose"
    PASS_REVIEW = "pass_review"  # noqa: S105 - an event, not a password
    FINISH_REVIEW = "finish_review"
    RETURN = "return"
    TAKE_OVER = "take_over"
    REVOKE = "revoke"
    APPROVE = "approve"
    RELEASE = "release"
    SUPERSEDE = "supersede"
    ABANDON = "abandon"
    BEGIN_VERSION = "begin_version"
    PUBLISH = "publish"
    LIST = "list"
    HOLD = "hold"
    HIDE = "hide"
    CONFIRM = "confirm"
    RESTORE = "restore"
    REPUBLISH = "republish"
    RELIST = "relist"


class Guard(StrEnum):
    """What must hold besides state and role; a failed guard is the reason that is shown."""

    CATEGORY_DECIDED = "category_decided"
    IS_VOLUNTARY = "is_voluntary"
    IS_ON_APPLICATION = "is_on_application"
    IS_EXEMPT = "is_exempt"
    CONTENT_UNCHANGED = "content_unchanged"
    NOT_BEING_WITHDRAWN = "not_being_withdrawn"
    NO_EMBARGO = "no_embargo"
    NO_OTHER_VERSION_IN_WORK = "no_other_version_in_work"
    SECOND_PERSON = "second_person"
    REVIEWS_COMPLETE = "reviews_complete"
    REVIEWS_INCOMPLETE = "reviews_incomplete"
    WAS_PUBLISHED = "was_published"
    WAS_LISTED = "was_listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards look at."""

    category: str = Category.UNDETERMINED.value
    standing: str = Standing.UNRELEASED.value
    content_unchanged: bool = True
    other_version_in_work: bool = False
    is_second_person: bool = True
    reviews_complete: bool = True
    public_category: str = ""
    under_embargo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One line of the table."""

    axis: Axis
    state: str
    event: Event
    to: str
    roles: frozenset[Role]
    guards: tuple[Guard, ...] = ()
    effect: str = ""


_CLERK = frozenset({Role.CLERK})
_REVIEWERS = frozenset({Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER})
_IN_CHARGE = frozenset({Role.PERSON_IN_CHARGE})
_RELEASERS = _CLERK | _IN_CHARGE
_CONFIRMERS = frozenset({Role.PERSON_IN_CHARGE, Role.SECRECY_REVIEWER})

_TAKES_BACK = "voids the proposal and every review of it"
_PUBLISHES = "mints the number, stores the file, records the publication, stops the clock, indexes"
_LISTS = "mints the number, lists name and summary with ★, hands out no text"
_HOLDS = "shows nothing; takes off what was public"


def _version(
    states: Collection[VersionState],
    event: Event,
    to: VersionState,
    roles: frozenset[Role],
    *guards: Guard,
    effect: str = "",
) -> tuple[Move, ...]:
    return tuple(
        Move(
            axis=Axis.VERSION,
            state=state.value,
            event=event,
            to=to.value,
            roles=roles,
            guards=guards,
            effect=effect,
        )
        for state in states
    )


def _record(
    states: Collection[Standing],
    event: Event,
    to: Standing,
    roles: frozenset[Role],
    *guards: Guard,
    effect: str = "",
) -> tuple[Move, ...]:
    return tuple(
        Move(
            axis=Axis.RECORD,
            state=state.value,
            event=event,
            to=to.value,
            roles=roles,
            guards=guards,
            effect=effect,
        )
        for state in states
    )


_V, _S, _G = VersionState, Standing, Guard
_RELEASABLE = (_S.UNRELEASED, _S.PUBLISHED, _S.LISTED, _S.HELD)

TABLE: tuple[Move, ...] = (
    *_version([_V.DRAFT], Event.EDIT, _V.DRAFT, _CLERK),
    *_version(
        [_V.PROPOSED, _V.REVIEWED, _V.APPROVED], Event.EDIT, _V.DRAFT, _CLERK, effect=_TAKES_BACK
    ),
    *_version([_V.DRAFT], Event.PROPOSE, _V.PROPOSED, _CLERK, _G.CATEGORY_DECIDED),
    *_version(
        [_V.PROPOSED],
        Event.PASS_REVIEW,
        _V.PROPOSED,
        _REVIEWERS,
        _G.CONTENT_UNCHANGED,
        _G.REVIEWS_INCOMPLETE,
        effect="a further review is still due (normative documents: legal review)",
    ),
    *_version(
        [_V.PROPOSED],
        Event.FINISH_REVIEW,
        _V.REVIEWED,
        _REVIEWERS,
        _G.CONTENT_UNCHANGED,
        _G.REVIEWS_COMPLETE,
    ),
    *_version(
        [_V.PROPOSED],
        Event.TAKE_OVER,
        _V.REVIEWED,
        _CLERK,
        _G.REVIEWS_COMPLETE,
        effect="follows from the proposal where the very same content was reviewed before",
    ),
    *_version(
        [_V.PROPOSED, _V.REVIEWED, _V.APPROVED],
        Event.REVOKE,
        _V.DRAFT,
        _REVIEWERS,
        effect="voids the proposal; only whose review was taken over",
    ),
    *_version([_V.PROPOSED], Event.RETURN, _V.DRAFT, _REVIEWERS, effect="ends the proposal"),
    *_version([_V.REVIEWED], Event.APPROVE, _V.APPROVED, _IN_CHARGE, _G.CONTENT_UNCHANGED),
    *_version([_V.REVIEWED], Event.RETURN, _V.DRAFT, _IN_CHARGE, effect="ends the proposal"),
    *_version(
        [_V.APPROVED],
        Event.RELEASE,
        _V.RELEASED,
        _RELEASERS,
        _G.CONTENT_UNCHANGED,
        _G.NOT_BEING_WITHDRAWN,
        _G.NO_EMBARGO,
        effect="moves the record by its category and supersedes the version before",
    ),
    *_version(
        [_V.RELEASED],
        Event.SUPERSEDE,
        _V.SUPERSEDED,
        _RELEASERS,
        effect="follows from the release of the next version",
    ),
    *_version(
        [_V.SUPERSEDED],
        Event.HIDE,
        _V.HIDDEN,
        _RELEASERS,
        _G.NOT_BEING_WITHDRAWN,
        effect="takes this version's page, text, files and comparison out at once",
    ),
    *_version(
        [_V.HIDDEN],
        Event.CONFIRM,
        _V.WITHDRAWN,
        _CONFIRMERS,
        _G.SECOND_PERSON,
        effect="the list of versions keeps number, day and reason",
    ),
    *_version([_V.HIDDEN], Event.RESTORE, _V.SUPERSEDED, _CONFIRMERS, _G.SECOND_PERSON),
    *_version(
        [_V.DRAFT, _V.PROPOSED, _V.REVIEWED, _V.APPROVED],
        Event.ABANDON,
        _V.ABANDONED,
        _CLERK,
        effect=_TAKES_BACK,
    ),
    *_record(
        _RELEASABLE, Event.PUBLISH, _S.PUBLISHED, _RELEASERS, _G.IS_VOLUNTARY, effect=_PUBLISHES
    ),
    *_record(_RELEASABLE, Event.LIST, _S.LISTED, _RELEASERS, _G.IS_ON_APPLICATION, effect=_LISTS),
    *_record(_RELEASABLE, Event.HOLD, _S.HELD, _RELEASERS, _G.IS_EXEMPT, effect=_HOLDS),
    *(
        move
        for state in (_S.PUBLISHED, _S.LISTED, _S.HELD)
        for move in _record(
            [state], Event.BEGIN_VERSION, state, _CLERK, _G.NO_OTHER_VERSION_IN_WORK
        )
    ),
    *_record(
        [_S.PUBLISHED, _S.LISTED],
        Event.HIDE,
        _S.HIDDEN,
        _RELEASERS,
        effect="takes it out of pages, search, feeds and files at once",
    ),
    *_record(
        [_S.HIDDEN],
        Event.CONFIRM,
        _S.WITHDRAWN,
        _CONFIRMERS,
        _G.SECOND_PERSON,
        effect="the tombstone stays: number, day, reason",
    ),
    *_record(
        [_S.HIDDEN], Event.REPUBLISH, _S.PUBLISHED, _CONFIRMERS, _G.SECOND_PERSON, _G.WAS_PUBLISHED
    ),
    *_record([_S.HIDDEN], Event.RELIST, _S.LISTED, _CONFIRMERS, _G.SECOND_PERSON, _G.WAS_LISTED),
)

STARTS: Mapping[Axis, str] = {Axis.VERSION: _V.DRAFT.value, Axis.RECORD: _S.UNRELEASED.value}
ENDS: Mapping[Axis, frozenset[str]] = {
    Axis.VERSION: frozenset({_V.WITHDRAWN.value, _V.ABANDONED.value}),
    Axis.RECORD: frozenset({_S.WITHDRAWN.value}),
}
RELEASE_EVENT: Mapping[str, Event] = {
    Category.VOLUNTARY.value: Event.PUBLISH,
    Category.ON_APPLICATION.value: Event.LIST,
    Category.EXEMPT.value: Event.HOLD,
}
RESTORE_EVENT: Mapping[str, Event] = {
    Category.VOLUNTARY.value: Event.REPUBLISH,
    Category.ON_APPLICATION.value: Event.RELIST,
}


class TableBroken(ValueError):
    """The table itself is wrong; raised when the module is loaded, never in use."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a move is not possible: `no_such_move`, `role` or the name of the failed guard."""

    why: str


def _holds(guard: Guard, facts: Facts) -> bool:
    return {
        _G.CATEGORY_DECIDED: facts.category != Category.UNDETERMINED,
        _G.IS_VOLUNTARY: facts.category == Category.VOLUNTARY,
        _G.IS_ON_APPLICATION: facts.category == Category.ON_APPLICATION,
        _G.IS_EXEMPT: facts.category == Category.EXEMPT,
        _G.CONTENT_UNCHANGED: facts.content_unchanged,
        _G.NOT_BEING_WITHDRAWN: facts.standing not in AWAY,
        _G.NO_EMBARGO: not facts.under_embargo,
        _G.NO_OTHER_VERSION_IN_WORK: not facts.other_version_in_work,
        _G.SECOND_PERSON: facts.is_second_person,
        _G.REVIEWS_COMPLETE: facts.reviews_complete,
        _G.REVIEWS_INCOMPLETE: not facts.reviews_complete,
        _G.WAS_PUBLISHED: facts.public_category == Category.VOLUNTARY,
        _G.WAS_LISTED: facts.public_category == Category.ON_APPLICATION,
    }[guard]


def move(
    axis: Axis, state: str, event: Event, *, roles: Collection[Role], facts: Facts
) -> Move | Refused:
    """Return the move that the event makes for somebody with these roles, or why it does not.

    The state is looked at first, then the role, then the guards in their order.
    """
    line = _BY_KEY.get((axis, state, event))
    if line is None:
        return Refused("no_such_move")
    if not line.roles.intersection(roles):
        return Refused("role")
    failed = next((guard for guard in line.guards if not _holds(guard, facts)), None)
    return line if failed is None else Refused(failed.value)


def moves_from(axis: Axis, state: str) -> tuple[Move, ...]:
    """Return the lines that lead out of a state, in the order of the table."""
    return tuple(line for line in TABLE if line.axis is axis and line.state == state)


def check_table(table: tuple[Move, ...]) -> None:
    """Raise TableBroken where a state cannot be reached, has no owner, or an event two ends."""
    keys = [(line.axis, line.state, line.event) for line in table]
    if len(keys) != len(set(keys)):
        raise TableBroken("an event leads from one state to two places")
    states: Mapping[Axis, type[StrEnum]] = {Axis.VERSION: VersionState, Axis.RECORD: Standing}
    for axis, members in states.items():
        every = {member.value for member in members}
        lines = [line for line in table if line.axis is axis]
        if unreached := every - _reached(lines, STARTS[axis]):
            raise TableBroken(f"{axis}: no way leads to {sorted(unreached)}")
        owned = {line.state for line in lines if line.roles}
        if ownerless := every - owned - ENDS[axis]:
            raise TableBroken(f"{axis}: nobody owns {sorted(ownerless)}")


def _reached(lines: Collection[Move], start: str) -> set[str]:
    reached = {start}
    while more := {line.to for line in lines if line.state in reached} - reached:
        reached |= more
    return reached


check_table(TABLE)
_BY_KEY = {(line.axis, line.state, line.event): line for line in TABLE}
