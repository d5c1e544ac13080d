"""Who enters reading places, who draws up deliveries, who confirms that they arrived."""

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.types import Role

EDITORS = (Role.CLERK, Role.PERSON_IN_CHARGE, Role.ARCHIVES)
"""Who enters and closes an organ's reading places."""
SENDERS = (Role.CLERK, Role.PERSON_IN_CHARGE)
"""Who draws up a delivery and hands it over."""
RECEIVERS = (Role.ARCHIVES, Role.CLERK, Role.PERSON_IN_CHARGE)
READERS = (*EDITORS, Role.COMPETENT_DEPARTMENT, Role.SUPERVISION)
"""Who enters the receipt: people of the organ that brought it, or the place's archives' people."""

PERMISSIONS = (
    Permission(
        "deliveries.enter_place", "Enter or close a reading place", EDITORS, Reach.OWN_ORGAN
    ),
    Permission(
        "deliveries.draw_up",
        "Draw up a delivery to a reading place and hand it over",
        SENDERS,
        Reach.OWN_ORGAN,
        "only what the public sees",
    ),
    Permission(
        "deliveries.receive",
        "Enter the receipt of a delivery",
        RECEIVERS,
        Reach.OWN_ORGAN,
        "the sender, or the archives' people of the place",
    ),
)
