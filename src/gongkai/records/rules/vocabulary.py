"""The closed lists of the module as plain values; the models give them their shown names."""

from enum import StrEnum


class VersionState(StrEnum):
    """How far the work on a version has come."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    RELEASED = "released"
    SUPERSEDED = "superseded"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"


IN_WORK = (
    VersionState.DRAFT,
    VersionState.PROPOSED,
    VersionState.REVIEWED,
    VersionState.APPROVED,
)


READABLE = (VersionState.RELEASED.value, VersionState.SUPERSEDED.value)
"""States of a version that may be public; whether its text is, the record's standing says too."""
TAKEN_BACK = (VersionState.HIDDEN.value, VersionState.WITHDRAWN.value)
"""States of an earlier version that was taken back by itself: no public query joins it."""


def was_given_up(*, state: str, number: int) -> bool:
    """Say whether a version is none that its record goes by: abandoned, and not its only one."""
    return state == VersionState.ABANDONED and number > 1


class Standing(StrEnum):
    """How a record stands before the public."""

    UNRELEASED = "unreleased"
    PUBLISHED = "published"
    LISTED = "listed"
    HELD = "held"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


AWAY = frozenset({Standing.HIDDEN.value, Standing.WITHDRAWN.value})
"""Standings of a record that was taken back: what the public is told of it is its tombstone."""


class Category(StrEnum):
    """Whether the information is to be public (requirement P2)."""

    UNDETERMINED = "undetermined"
    VOLUNTARY = "voluntary"
    ON_APPLICATION = "on_application"
    EXEMPT = "exempt"


class TimeLimit(StrEnum):
    """公开时限 (Shanxi disclosure guide, element 6)."""

    LONG_TERM = "long_term"
    TIMELY = "timely"
    ON_APPLICATION = "on_application"


class Form(StrEnum):
    """公开形式 (Shanxi disclosure guide, element 5; city implementation opinions 2008)."""

    WEBSITE = "website"
    GAZETTE = "gazette"
    PRESS_CONFERENCE = "press_conference"
    NEWSPAPER = "newspaper"
    RADIO = "radio"
    TELEVISION = "television"
    SCREEN = "screen"
    READING_ROOM = "reading_room"
    OTHER = "other"


class Validity(StrEnum):
    """Whether a normative document is in force."""

    NONE = ""
    IN_FORCE = "in_force"
    AMENDED = "amended"
    LAPSED = "lapsed"
    REPEALED = "repealed"


class Assembly(StrEnum):
    """组配分类: what the information is about in the organ's work (ten groups of the field)."""

    NONE = ""
    FUNCTIONS = "functions"
    POLICIES = "policies"
    PLANS = "plans"
    AFFAIRS = "affairs"
    PERSONNEL = "personnel"
    FINANCE = "finance"
    STATE_ASSETS = "state_assets"
    STATISTICS = "statistics"
    CONVENIENCE = "convenience"
    OTHER = "other"


class ServiceObject(StrEnum):
    """服务对象: whom the information serves."""

    NONE = ""
    CITIZENS = "citizens"
    LEGAL_PERSONS = "legal_persons"
    OTHER = "other"


class HowObtained(StrEnum):
    """How the organ came to hold it; decides who discloses it (Regulations 2019 art. 10)."""

    MADE = "made"
    MADE_TOGETHER = "made_together"
    FROM_PEOPLE = "from_people"
    FROM_ORGAN = "from_organ"


class SecrecyLevel(StrEnum):
    """密级 (Law on Guarding State Secrets 2024 art. 14); what is secret never lies in here."""

    NONE = ""
    SECRET = "secret"  # noqa: S105 - a level, not a password
    CONFIDENTIAL = "confidential"
    TOP_SECRET = "top_secret"  # noqa: S105 - a level, not a password


class Split(StrEnum):
    """区分处理: whether a part of what is exempt can be disclosed (2007 art. 22, 2019 art. 37)."""

    NOT_ASKED = ""
    IMPOSSIBLE = "impossible"
    PARTLY = "partly"


class ChangeKind(StrEnum):
    """What a later version changes of the one before (requirement C7)."""

    NONE = ""
    METADATA = "metadata"
    CORRECTION = "correction"
    REPLACEMENT = "replacement"


class LinkKind(StrEnum):
    """What one document does to another."""

    AMENDS = "amends"
    REPEALS = "repeals"
    REPLACES = "replaces"
    IMPLEMENTS = "implements"
    INTERPRETS = "interprets"
    FORWARDS = "forwards"
    PART_OF = "part_of"
    RELATED = "related"
