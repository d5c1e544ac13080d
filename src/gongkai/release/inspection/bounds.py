"""What may be read of one file, and the one way in which reading it is given up."""

from dataclasses import dataclass

from gongkai.release.rules.inspection import FileProblem

MOST_PARTS = 10_000
"""Parts of one package, or members of one archive."""
LARGEST_UNPACKED = 1_500_000_000
"""Bytes that one file may unpack to, with all that is packed inside it."""
WORST_RATIO = 500
"""How much larger a large part may be than its packed form."""
LARGE_PART = 1_000_000
"""Bytes below which the ratio says nothing."""
DEEPEST_NESTING = 2
"""Archives inside one another, the outermost counted."""
MOST_TEXT = 20_000_000
"""Characters of one file that are searched."""
MOST_KEPT = 5_000_000
"""Characters of one file that are kept for the search of the site."""
DEEPEST_XML = 1_000


class CannotRead(Exception):
    """The file cannot be looked into; the problem says why."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(slots=True)
class Budget:
    """The bytes that may still be unpacked; one for a file and all that is packed in it."""

    left: int = LARGEST_UNPACKED

    def spend(self, size: int) -> None:
        """Count bytes that were unpacked.

        Raises CannotRead with UNPACKS_TOO_LARGE when there are more than were allowed.
        """
        self.left -= size
        if self.left < 0:
            raise CannotRead(FileProblem.UNPACKS_TOO_LARGE)
