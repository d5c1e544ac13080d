"""What happens to records, told to the modules above; handlers run in the same transaction."""

from dataclasses import dataclass
from typing import ClassVar

from gongkai.kernel.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordPublished(Event):
    """A version went out: the public may find the record and read its text."""

    kind: ClassVar[str] = "records.record_published"
    record_id: int
    version_id: int
    standing_before: str = ""
    """How the record stood until now, a code of records.models.Standing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordListed(Event):
    """A version went out as ★: the public may find name and summary, never the text."""

    kind: ClassVar[str] = "records.record_listed"
    record_id: int
    version_id: int
    standing_before: str = ""
    """How the record stood until now, a code of records.models.Standing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordHeld(Event):
    """A version is held back as exempt: nothing of the record is public, or no longer."""

    kind: ClassVar[str] = "records.record_held"
    record_id: int
    version_id: int
    standing_before: str = ""
    """How the record stood until now, a code of records.models.Standing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordCorrected(Event):
    """A later version replaced one that the public saw; follows the event of its release."""

    kind: ClassVar[str] = "records.record_corrected"
    record_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordHidden(Event):
    """One person took the record back; nothing of it is public any more."""

    kind: ClassVar[str] = "records.record_hidden"
    record_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordRestored(Event):
    """A second person found the withdrawal mistaken: the record is public as it was."""

    kind: ClassVar[str] = "records.record_restored"
    record_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordWithdrawn(Event):
    """A second person confirmed the withdrawal: the tombstone stays."""

    kind: ClassVar[str] = "records.record_withdrawn"
    record_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidityChanged(Event):
    """A public document is said to be in force, amended, lapsed or repealed."""

    kind: ClassVar[str] = "records.validity_changed"
    record_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionHidden(Event):
    """One person took an earlier version back; the record stays public as it stands now."""

    kind: ClassVar[str] = "records.version_hidden"
    record_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionRestored(Event):
    """A second person found that mistaken: the earlier version can be read again."""

    kind: ClassVar[str] = "records.version_restored"
    record_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionWithdrawn(Event):
    """A second person confirmed the withdrawal of an earlier version."""

    kind: ClassVar[str] = "records.version_withdrawn"
    record_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordsImported(Event):
    """A batch of an import was published. `record_ids` are the ids joined by commas."""

    kind: ClassVar[str] = "records.records_imported"
    run_id: int
    record_ids: str

    def ids(self) -> tuple[int, ...]:
        """Return the ids as numbers."""
        return tuple(int(pk) for pk in self.record_ids.split(","))


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordsTransferred(Event):
    """All records of an organ became another's. `record_ids` are the ids joined by commas.

    Emitted also where the organ had none. A handler that raises a Refusal stops the merger.
    """

    kind: ClassVar[str] = "records.records_transferred"
    transfer_id: int
    from_organ_id: int
    to_organ_id: int
    record_ids: str

    def ids(self) -> tuple[int, ...]:
        """Return the ids as numbers."""
        return tuple(int(pk) for pk in self.record_ids.split(",") if pk)


ALL_EVENTS = (
    RecordsTransferred,
    RecordsImported,
    RecordPublished,
    RecordListed,
    RecordHeld,
    RecordCorrected,
    RecordHidden,
    RecordRestored,
    RecordWithdrawn,
    ValidityChanged,
    VersionHidden,
    VersionRestored,
    VersionWithdrawn,
)
