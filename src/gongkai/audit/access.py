"""Who may read the trail: the people of the organ whose matter it is, and who oversees it."""

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.types import Role, Viewer

READERS = (
    Role.CLERK,
    Role.SECRECY_REVIEWER,
    Role.SECRECY_BUREAU,
    Role.LEGAL_REVIEWER,
    Role.PERSON_IN_CHARGE,
    Role.COMPETENT_DEPARTMENT,
    Role.SUPERVISION,
    Role.ASSESSMENT_OFFICE,
)
"""The system administrator is not among them: labels may hold titles of unpublished records."""

PERMISSIONS = (
    Permission("audit.read", "Read the trail of an organ's matters", READERS, Reach.ORGANS_BELOW),
)


def readable_organs(viewer: Viewer) -> frozenset[int]:
    """Return the ids of the organs whose entries the viewer may read by their own duties."""
    return viewer.organs_as(*READERS)
