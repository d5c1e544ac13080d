"""The pages of the form in their order, and which fields each asks. One thing at a time."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.applications.rules.submission import PARTS, Part
from gongkai.applications.wording import PAGES


class Step(StrEnum):
    """A page of the form; the value stands in its address."""

    KIND = "kind"
    WHO = "who"
    CONTACT = "contact"
    WHAT = "what"
    HOW = "how"
    PROOFS = "proofs"
    CHECK = "check"

    @property
    def part(self) -> Part:
        """The part of the form that the page belongs to."""
        return Part.WHO if self is Step.KIND else Part(self.value)

    @property
    def fields(self) -> tuple[str, ...]:
        """What the page asks: who applies decides what else is asked, so it has its own page."""
        if self is Step.KIND:
            return (_FIRST,)
        return tuple(name for name in PARTS[self.part] if name != _FIRST)

    @property
    def number(self) -> int:
        """Which page it is, from 1."""
        return ORDER.index(self) + 1

    @property
    def previous(self) -> "Step | None":
        """The page before, None on the first."""
        return ORDER[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> "Step":
        """The page that follows; the last one follows itself."""
        return ORDER[min(self.number, len(ORDER) - 1)]

    @property
    def route(self) -> str:
        """The name of its route."""
        return f"portal:apply_{self.value}"


_FIRST = "applicant_kind"
ORDER = tuple(Step)
TITLES: Mapping[Step, str | Promise] = {
    Step.KIND: _("For whom do you apply?"),
    **{step: PAGES[step.part] for step in ORDER if step is not Step.KIND},
}


def step_of(field: str) -> Step:
    """Return the page that asks for a field."""
    return next(step for step in ORDER if field in step.fields)
