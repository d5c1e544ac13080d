"""Who issues letters, who sets the mark of their numbers and who reads the register of letters.

A letter itself is read with its case: whoever may see the case may see it, and the module of the
case says who that is. The register holds names of applicants, so it is open to those of the organ
who handle cases and to nobody else: not to secrecy reviewers, superior organs or administrators.
"""

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.types import SYSTEM, Actor, Role, Viewer
from gongkai.letters.rules.facts import LetterKind
from gongkai.organs.access import require_own_organ

ISSUERS = (Role.CLERK, Role.PERSON_IN_CHARGE)
READERS = ISSUERS
"""Not the secrecy reviewer: who reviews a reply must not learn who applies."""

PERMISSIONS = (
    Permission(
        "letters.issue",
        "Issue a numbered letter",
        ISSUERS,
        Reach.OWN_ORGAN,
        "as a step of its case; receipts of what comes in on line are issued by the system",
    ),
    Permission(
        "letters.set_mark",
        "Set the mark (机关代字) of the organ's letters",
        ISSUERS,
        Reach.OWN_ORGAN,
    ),
    Permission("letters.read_register", "Read the register of letters", READERS, Reach.OWN_ORGAN),
)


def require_issuer(actor: Actor, *, organ_id: int, kind: LetterKind) -> None:
    """Raise NotAllowed unless the actor may issue such a letter of the organ."""
    if actor is SYSTEM and kind is LetterKind.RECEIPT:
        return
    require_own_organ(actor, *ISSUERS, organ_id=organ_id)


def require_mark_setter(actor: Actor, *, organ_id: int) -> None:
    """Raise NotAllowed unless the actor may set the mark of the organ's letters."""
    require_own_organ(actor, *ISSUERS, organ_id=organ_id)


def registers_open_to(viewer: Viewer) -> frozenset[int]:
    """Return the organs whose register of letters the viewer may read."""
    return viewer.organs_as(*READERS)
