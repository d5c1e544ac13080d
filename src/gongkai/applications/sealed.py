"""What this module seals, made known to those who change the keys."""

from gongkai.applications.operations.drafts import DRAFT_PURPOSE
from gongkai.applications.operations.receiving import IDENTITY_PURPOSE
from gongkai.kernel.sealing import register_sealed


def register() -> None:
    """Make the sealed columns known; sealed files are the kernel's own."""
    register_sealed("applications.ApplicantIdentity", "sealed_number", IDENTITY_PURPOSE)
    register_sealed("applications.ApplicationDraft", "sealed_answers", DRAFT_PURPOSE)
