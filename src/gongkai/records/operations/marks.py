"""Texts that say of themselves that they are secret are not taken."""

from gongkai.kernel.refusals import Refusal
from gongkai.records.rules.exemption import ExemptionFault
from gongkai.records.wording_of_exemption import EXEMPTION_FAULTS
from gongkai.release.rules.heads import mark_at_head


class MarkedSecret(Refusal):
    """The text bears the mark of a State secret; it is not kept here at all."""


def require_unmarked(text: str, *, field: str) -> None:
    """Raise MarkedSecret where a text bears a mark of secrecy at its head."""
    if mark_at_head([text]):
        raise MarkedSecret(EXEMPTION_FAULTS[ExemptionFault.MARKED_SECRET], field=field)
