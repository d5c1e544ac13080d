"""What of a report is sealed, and how it is opened again."""

from gongkai.kernel.sealing import KeyLost, SealBroken, register_sealed, seal_text, unseal_text

TEXT_PURPOSE = "remedies.gap_text"
EMAIL_PURPOSE = "remedies.gap_email"
UNREADABLE = "—"


def register() -> None:
    """Make the sealed columns known to those who change the keys."""
    register_sealed("remedies.GapReport", "sealed_text", TEXT_PURPOSE)
    register_sealed("remedies.GapReport", "sealed_email", EMAIL_PURPOSE)


def sealed(text: str, *, purpose: str) -> str:
    """Return the text sealed; '' for nothing."""
    return seal_text(text, purpose=purpose) if text else ""


def opened(token: str, *, purpose: str) -> str:
    """Return what was sealed, '' for nothing; a mark where its key is lost."""
    try:
        return unseal_text(token, purpose=purpose) if token else ""
    except (KeyLost, SealBroken):
        return UNREADABLE
