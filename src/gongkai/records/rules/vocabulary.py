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
    ABANDONED = "abandoned"


IN_WORK = (
    VersionState.DRAFT,
    VersionState.PROPOSED,
    VersionState.REVIEWED,
    VersionState.APPROVED,
)


class Standing(StrEnum):
    """How a record stands before the public."""

    UNRELEASED = "unreleased"
    PUBLISHED = "published"
    LISTED = "listed"
    HELD = "held"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


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
