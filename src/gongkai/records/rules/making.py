"""What the public is told of who made a piece of information."""

from dataclasses import dataclass

from gongkai.records.rules.vocabulary import HowObtained


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How the organ came to hold it, by whom and with whom it was made, as printed."""

    how_obtained: str = HowObtained.MADE.value
    maker: str = ""
    co_makers: tuple[str, ...] = ()
    lead_organ: str = ""

    @property
    def says_something(self) -> bool:
        """Say whether it was not simply made by the organ itself."""
        return self != MADE_HERE

    def for_everybody(self) -> "Making":
        """Return what everybody may read of it.

        From whom something was obtained that is no organ stays inside: those who gave it are
        third parties, who were not asked (Regulations 2007 art. 23, 2019 art. 32).
        """
        if self.how_obtained == HowObtained.FROM_PEOPLE:
            return Making(how_obtained=self.how_obtained)
        return self


MADE_HERE = Making()
"""Made by the organ itself: there is nothing more to say."""
