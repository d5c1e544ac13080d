"""Reading the trail and proving it."""

from gongkai.audit.queries.chain import ChainReport, Damage, DamageKind, NotedHead, verify_chain
from gongkai.audit.queries.entries import (
    AuditLine,
    acted_upon_by,
    entries_about,
    entries_of_organ,
)

__all__ = [
    "AuditLine",
    "ChainReport",
    "Damage",
    "DamageKind",
    "NotedHead",
    "acted_upon_by",
    "entries_about",
    "entries_of_organ",
    "verify_chain",
]
