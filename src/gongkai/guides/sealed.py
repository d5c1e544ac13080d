"""What this module seals, made known to those who change the keys."""

from gongkai.guides.operations.opinions import CONTACT_PURPOSE, NAME_PURPOSE
from gongkai.kernel.sealing import register_sealed


def register() -> None:
    """Make the sealed columns known."""
    register_sealed("guides.Opinion", "sealed_name", NAME_PURPOSE)
    register_sealed("guides.Opinion", "sealed_contact", CONTACT_PURPOSE)
