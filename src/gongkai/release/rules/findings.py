"""What the release gate finds in a file or a text: kinds, places, and values that stay inside.

A finding is a suggestion that a person decides; nothing is ever masked or removed because of it.
The whole value is carried only as far as the keyed tag that stands for it is made, and is never
stored: what people see is the masked excerpt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

MOST_FINDINGS = 1_000
"""Of one file or text; who has read a thousand knows what is in it."""


class FindingKind(StrEnum):
    """What was found."""

    IDENTITY_NUMBER = "identity_number"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"
    PASSPORT = "passport"
    LICENCE_PLATE = "licence_plate"
    ADDRESS = "address"
    """A home address, known by its label."""
    NAME = "name"
    """A person's name, known by its label."""
    SECRECY_MARK = "secrecy_mark"
    """The file itself says that it is secret; such a file has no place on this network."""
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROW = "hidden_row"
    HIDDEN_COLUMN = "hidden_column"
    HIDDEN_TEXT = "hidden_text"
    """Text that is there and not seen: hidden, white on white, invisible, off the page."""
    CACHED_DATA = "cached_data"
    """Data that a pivot table, a chart or a link keeps behind what it shows."""
    COMMENT = "comment"
    TRACKED_CHANGE = "tracked_change"
    EMBEDDED_FILE = "embedded_file"
    PROPERTIES = "properties"
    """Author, company and the like, kept in the file's properties."""
    PICTURE_DATA = "picture_data"
    """What a camera writes into a picture: place, device, thumbnail (EXIF, XMP, IPTC)."""
    COVERED_TEXT = "covered_text"
    """Text under a box or a picture, still there for whoever copies it."""
    CUT_PICTURE = "cut_picture"
    """A picture that is shown cut off and kept whole."""
    LAYER = "layer"
    FORM_DATA = "form_data"
    EARLIER_STATE = "earlier_state"
    """An earlier state of the file is still in it (incremental saves)."""
    ACTIVE_CONTENT = "active_content"
    """Scripts, macros, actions, links that load something from elsewhere."""
    UNREADABLE = "unreadable"
    """A page or a picture without text that can be searched; it is read by eye."""
    NOT_SEARCHED = "not_searched"
    """More of the file is there than was searched."""
    TWIN = "twin"
    """The same material is already public with what is withheld here."""
    WITHHELD = "withheld"
    """A redaction of this very file was approved, and here is the whole of it."""


PERSONAL = frozenset(
    {
        FindingKind.IDENTITY_NUMBER,
        FindingKind.BANK_CARD,
        FindingKind.MOBILE,
        FindingKind.PASSPORT,
        FindingKind.LICENCE_PLATE,
        FindingKind.ADDRESS,
        FindingKind.NAME,
    }
)
BY_EYE = frozenset({FindingKind.UNREADABLE, FindingKind.NOT_SEARCHED})
HIDDEN = frozenset(
    {
        FindingKind.HIDDEN_SHEET,
        FindingKind.HIDDEN_ROW,
        FindingKind.HIDDEN_COLUMN,
        FindingKind.HIDDEN_TEXT,
        FindingKind.CACHED_DATA,
        FindingKind.COMMENT,
        FindingKind.TRACKED_CHANGE,
        FindingKind.EMBEDDED_FILE,
        FindingKind.PROPERTIES,
        FindingKind.PICTURE_DATA,
        FindingKind.CUT_PICTURE,
        FindingKind.LAYER,
        FindingKind.FORM_DATA,
        FindingKind.EARLIER_STATE,
        FindingKind.ACTIVE_CONTENT,
    }
)
"""What nobody sees on the pages, so that a clean copy is without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a file something stands; only what is known is filled."""

    member: str = ""
    """Path inside an archive, or of the embedded file, `a.zip/b.xlsx`."""
    part: str = ""
    """Part of a document that has no page: `header`, `footnotes`, `properties`, `layer 批注`."""
    page: int = 0
    """Page or frame, from 1."""
    box: tuple[float, float, float, float] | None = None
    """Left, top, right, bottom on the page as it is shown, as fractions of its width and height."""
    sheet: str = ""
    cell: str = ""
    """`B12`, a row `12`, a column `B`, or a range `B2:C9`."""
    line: int = 0
    """Line or paragraph of a text, from 1."""

    def as_row(self) -> dict[str, object]:
        """Return what is filled, as it is stored and printed."""
        said: dict[str, object] = {
            name: getattr(self, name)
            for name in ("member", "part", "page", "sheet", "cell", "line")
            if getattr(self, name)
        }
        return said if self.box is None else said | {"box": [round(side, 5) for side in self.box]}

    @classmethod
    def of_row(cls, row: Mapping[str, object]) -> "Place":
        """Return the place that `as_row` wrote."""
        said = dict(row)
        box = said.pop("box", None)
        place = cls(**said)  # type: ignore[arg-type]
        return replace(place, box=tuple(box)) if isinstance(box, list | tuple) else place

    def inside(self, member: str) -> "Place":
        """Return the same place as seen from the archive that holds the file."""
        return replace(self, member=f"{member}/{self.member}" if self.member else member)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a person must decide before the file may leave."""

    kind: FindingKind
    place: Place = Place()
    excerpt: str = ""
    """Masked; at most 80 characters. Says enough to find it, not enough to use it."""
    value: str = ""
    """The whole value, normalised; in memory only. Empty where the place says it all."""

    def as_row(self) -> dict[str, object]:
        """Return the finding without its value, as it is stored and printed."""
        return {"kind": self.kind.value, "place": self.place.as_row(), "excerpt": self.excerpt}


def cut_findings(findings: Sequence[Finding], *, place: Place = Place()) -> tuple[Finding, ...]:
    """Return at most MOST_FINDINGS, and say so at the end, of this place, where there were more.

    Every kind keeps its first ones, so that a thousand tracked changes do not crowd out the one
    identity number behind them.
    """
    if len(findings) <= MOST_FINDINGS:
        return tuple(findings)
    seen: dict[FindingKind, int] = {}
    ranked: list[tuple[int, int]] = []
    for at, finding in enumerate(findings):
        seen[finding.kind] = seen.get(finding.kind, 0) + 1
        ranked.append((seen[finding.kind], at))
    kept = sorted(at for _, at in sorted(ranked)[: MOST_FINDINGS - 1])
    return (*(findings[at] for at in kept), Finding(kind=FindingKind.NOT_SEARCHED, place=place))
