"""To whom, and where, one applies for what an organ held."""

from django.urls import reverse

from gongkai.applications.operations import can_apply_to
from gongkai.organs.queries import OrganCard, organ_cards, who_goes_on


def who_takes_applications(organ_id: int) -> OrganCard | None:
    """Return who takes applications for what the organ held: its last successor, or itself.

    None where that one works no more, or where nobody applies to it. Two queries.
    """
    goes_on = organ_cards([who_goes_on(organ_id)]).popitem()[1]
    return goes_on if goes_on.is_active and can_apply_to(goes_on.kind) else None


def where_to_apply(organ_id: int) -> str:
    """Return the address of the form for what the organ held, '' where there is none."""
    taking = who_takes_applications(organ_id)
    return reverse("portal:apply_begin", args=[taking.id]) if taking else ""
