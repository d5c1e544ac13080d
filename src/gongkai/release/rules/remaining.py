"""The text that is left of a redacted document, and what is said of the redaction. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a paragraph: text as it stands, or a mark that something was withheld."""

    text: str
    """For a mark `［不予公开：ground］`."""
    ground: str = ""
    """The ground as the box has it; a mark without ground has an empty one."""
    is_withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemainingPage:
    """The text of one page that nothing covers, in the order of reading."""

    number: int
    """From 1."""
    paragraphs: tuple[tuple[Run, ...], ...] = ()
    has_text: bool = True
    """False where the page came without any text: a scan, of which nothing can be said."""

    @property
    def text(self) -> str:
        """Return the paragraphs as plain text, one a line, with the marks."""
        return "\n".join("".join(run.text for run in runs) for runs in self.paragraphs)

    def as_row(self) -> dict[str, object]:
        """Return the page as it is stored; a mark is `{"text", "ground"}`, other text a string."""
        return {
            "number": self.number,
            "has_text": self.has_text,
            "paragraphs": [[_run_row(run) for run in runs] for runs in self.paragraphs],
        }

    @classmethod
    def of_row(cls, row: Mapping[str, object]) -> "RemainingPage":
        """Return the page that `as_row` wrote; raises ValueError where it is none."""
        number, paragraphs = row.get("number"), row.get("paragraphs")
        if not isinstance(number, int) or not isinstance(paragraphs, list):
            raise ValueError("no page of remaining text")  # noqa: TRY004 - bad data
        return cls(
            number=number,
            has_text=bool(row.get("has_text", True)),
            paragraphs=tuple(tuple(_run_of(run) for run in runs) for runs in paragraphs),
        )


def withheld(ground: str) -> Run:
    """Return the mark that stands where something was withheld on this ground."""
    return Run(
        text=f"［不予公开：{ground}］" if ground else "［不予公开］",
        ground=ground,
        is_withheld=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StillElsewhere:
    """What was removed in one place stands in another that no box covers: was it overlooked?"""

    page: int
    """Where it still stands, from 1."""
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfCovered:
    """A box cuts through letters: their text is removed, but a part of them can still be seen."""

    page: int
    letters: int
    """How many."""


def _run_row(run: Run) -> object:
    return {"text": run.text, "ground": run.ground} if run.is_withheld else run.text


def _run_of(row: object) -> Run:
    if isinstance(row, Mapping):
        return Run(text=str(row["text"]), ground=str(row["ground"]), is_withheld=True)
    return Run(text=str(row))
