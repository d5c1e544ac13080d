"""Which steps a proposal needs, in what order, and whose they are.

Secrecy is reviewed before anything is made public (Regulations 2007 art. 14), normative documents
are reviewed by the legal office too (city implementation opinions 2008), and the person in charge
approves what both have agreed to.
"""

from collections.abc import Collection, Mapping

from gongkai.kernel.types import Role

SECRECY = "secrecy"
LEGAL = "legal"
APPROVAL = "approval"

REPEATABLE = (SECRECY, LEGAL)
"""Reviews that count again for the very same content; an approval is always given anew."""

DECIDERS: Mapping[str, Role] = {
    SECRECY: Role.SECRECY_REVIEWER,
    LEGAL: Role.LEGAL_REVIEWER,
    APPROVAL: Role.PERSON_IN_CHARGE,
}
"""The role that decides each step."""


def purpose_of(kind: str) -> str:
    """Return the purpose for which a decision on the step is signed; it is good for no other."""
    return f"review.{kind}"


def needed_steps(*, needs_legal: bool) -> tuple[str, ...]:
    """Return the steps of a proposal in their order."""
    return (SECRECY, LEGAL, APPROVAL) if needs_legal else (SECRECY, APPROVAL)


def next_step(passed: Collection[str], *, needs_legal: bool) -> str | None:
    """Return the step that is due, or None when all have passed."""
    steps = needed_steps(needs_legal=needs_legal)
    return next((step for step in steps if step not in passed), None)
