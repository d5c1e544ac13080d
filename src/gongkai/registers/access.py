"""Who keeps the registers of an organ."""

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.types import Role

KEEPERS = (Role.CLERK, Role.PERSON_IN_CHARGE)
"""Who enters licensing matters and chooses what stands in the rules column."""
COMPILERS = (Role.CLERK,)
"""Who compiles an edition: it becomes a record's draft, which a clerk registers."""
CLEANERS = (Role.CLERK, Role.LEGAL_REVIEWER, Role.PERSON_IN_CHARGE)
"""Who decides what becomes of a normative document."""

PERMISSIONS = (
    Permission("registers.enter_matter", "Enter a licensing matter", KEEPERS, Reach.OWN_ORGAN),
    Permission(
        "registers.compile",
        "Compile an edition of a register",
        COMPILERS,
        Reach.OWN_ORGAN,
        "it goes through the reviews of a record before the public reads it",
    ),
    Permission("registers.clean_up", "Open a round of clean-up", CLEANERS, Reach.OWN_ORGAN),
    Permission("registers.decide", "Decide on a document of a round", CLEANERS, Reach.OWN_ORGAN),
    Permission(
        "registers.carry_out",
        "Let the records take over a published list of clean-up",
        CLEANERS,
        Reach.OWN_ORGAN,
    ),
    Permission(
        "registers.choose_rule", "Show a record in the rules column", KEEPERS, Reach.OWN_ORGAN
    ),
)
