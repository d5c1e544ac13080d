"""Tables of the audit trail."""

from gongkai.audit.models.entry import AuditEntry, ChainHead

__all__ = ["AuditEntry", "ChainHead"]
