"""Tables of the registers."""

from gongkai.registers.models.cleanup import CleanupItem, CleanupRound, Outcome
from gongkai.registers.models.column import ColumnEntry
from gongkai.registers.models.edition import RegisterEdition, RegisterKind
from gongkai.registers.models.licensing import LicensingMatter

__all__ = [
    "CleanupItem",
    "CleanupRound",
    "ColumnEntry",
    "LicensingMatter",
    "Outcome",
    "RegisterEdition",
    "RegisterKind",
]
