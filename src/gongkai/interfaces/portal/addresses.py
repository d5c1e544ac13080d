"""Whole addresses, for what leaves the site: prints, spreadsheets, letters."""

from django.conf import settings
from django.urls import reverse


def permanent_address(index_number: str) -> str:
    """Return the address under which a record is found for ever, in the reader's language."""
    path = reverse("portal:by_index_number", args=[index_number])
    return f"{settings.SITE_ADDRESS}{path}"
