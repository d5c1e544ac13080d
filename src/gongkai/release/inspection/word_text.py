"""The running text of a Word part, as it is seen and as it was, and what of it nobody sees."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from gongkai.release.inspection.colours import WHITE
from gongkai.release.inspection.word_looks import PROPERTIES, Look, Styles, fill_of
from gongkai.release.inspection.word_shapes import Shapes
from gongkai.release.inspection.xml import Event, Start, Text
from gongkai.release.rules.findings import FindingKind

_TEXTS = frozenset({"t", "delText"})
_CODES = frozenset({"instrText", "delInstrText"})
_GONE = frozenset({"del", "moveFrom"})
_CAME = frozenset({"ins", "moveTo"})
_CHANGES = frozenset(
    {
        "rPrChange", "pPrChange", "tblPrChange", "tblGridChange", "tcPrChange", "trPrChange",
        "tblPrExChange", "sectPrChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
    }
)  # fmt: skip
_TOLD = frozenset({"descr", "title", "tooltip", "alt", "instr", "displayText", "lastValue"})
_NAMED = frozenset({"alias", "tag", "statusText", "helpText", "default", "listEntry", "docPr"})
_LINKS = ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT", "DATABASE")
_LEAST_HEIGHT = 40
"""Twentieths of a point of an exact line or row in which nobody reads a letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Something in the text that is not simply shown; `line` is that of the shown text."""

    kind: FindingKind
    line: int
    text: str
    author: str = ""


@dataclass(slots=True)
class _Paragraph:
    style: str = ""
    fill: str | None = None
    is_flat: bool = False
    shown: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    is_changed: bool = False


@dataclass(slots=True)
class _Table:
    regions: frozenset[str] = frozenset()
    rows: list[list[str]] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    fill: str | None = None
    is_hidden: bool = False


@dataclass(slots=True)
class _Change:
    author: str
    pieces: list[str] = field(default_factory=list)


class WordText:
    """Reads one part with running text: the body, a header, notes, comments."""

    def __init__(self, styles: Styles, events: Iterable[Event] = ()) -> None:
        self.lines: list[str] = []
        self.earlier: list[str] = []
        """Changed paragraphs as they were before the changes that can still be seen."""
        self.codes: list[str] = []
        """Field codes, names, alternative texts: told to programs rather than to readers."""
        self.sights: list[Sight] = []
        self.tables: list[tuple[int, list[list[str]]]] = []
        """Line of the first row, and the rows."""
        self._styles = styles
        self._stack: list[str] = []
        self._paragraphs: list[_Paragraph] = []
        self._tables: list[_Table] = []
        self._changes: list[_Change] = []
        self._fallback: list[str] | None = None
        self._direct, self._run_style, self._run = Look(), "", Look()
        self._gone = self._came = 0
        self._code: list[str] = []
        self._shapes = Shapes()
        self._page = WHITE
        self._starts: dict[str, Callable[[Start], None]] = {
            "p": self._begin_paragraph, "r": self._begin_run, "tbl": self._begin_table,
            "tr": self._begin_row, "tc": self._begin_cell, "Fallback": self._begin_fallback,
            "pStyle": self._paragraph_style, "rStyle": self._character_style,
            "tblStyle": self._table_style, "tblLook": self._table_look, "shd": self._shade,
            "spacing": self._line_height, "trHeight": self._row_height, "hidden": self._hide_row,
            "background": self._page_colour, "tab": self._tab, "br": self._break, "cr": self._break,
            "noBreakHyphen": self._hyphen, "sym": self._symbol,
        }  # fmt: skip
        self._ends: dict[str, Callable[[], None]] = {
            "p": self._end_paragraph, "tr": self._end_row, "tbl": self._end_table,
            "tc": lambda: None, "Fallback": self._end_fallback, "rPr": self._end_properties,
            "fldChar": self._end_field,
        }  # fmt: skip
        for event in events:
            self.hear(event)

    def hear(self, event: Event) -> None:
        """Take the next event of the part."""
        if isinstance(event, Text):
            self._text(event)
        elif isinstance(event, Start):
            self._stack.append(event.name)
            self._start(event)
        elif self._stack:
            self._end(event.name)
            self._stack.pop()

    @property
    def _parent(self) -> str:
        return self._stack[-2] if len(self._stack) > 1 else ""

    def _start(self, element: Start) -> None:
        self._shapes.start(element, self._stack)
        self._take_sights()
        if element.name in PROPERTIES and self._stack[-3:-1] == ["r", "rPr"]:
            self._direct = self._direct.told(element)
        elif element.name in _GONE | _CAME | _CHANGES:
            self._begin_change(element)
        elif begin := self._starts.get(element.name):
            begin(element)
        told = [element.attributes[key] for key in _TOLD if element.attributes.get(key)]
        if element.name in _NAMED:
            told += [text for key in ("val", "name") if (text := element.attributes.get(key))]
        for text in told:
            self._tell(text, element.name)

    def _end(self, name: str) -> None:
        self._shapes.end(name)
        self._take_sights()
        if end := self._ends.get(name):
            end()
        if name in _GONE | _CAME | _CHANGES and self._changes:
            self._end_change(name)

    def _take_sights(self) -> None:
        for kind in self._shapes.take_sights():
            self.sights.append(Sight(kind=kind, line=len(self.lines) + 1, text=""))

    def _tell(self, text: str, element: str) -> None:
        if element == "fldSimple":
            self._code = [text]
            self._end_field()
        else:
            self.codes.append(text)

    def _text(self, event: Text) -> None:
        name = self._stack[-1] if self._stack else ""
        if event.is_remark:
            if event.text.strip():
                line = len(self.lines) + 1
                self.sights.append(Sight(kind=FindingKind.HIDDEN_TEXT, line=line, text=event.text))
                self.codes.append(event.text)
        elif name in _TEXTS:
            self._put(event.text)
        elif name in _CODES:
            self._code.append(event.text)

    def _put(self, text: str) -> None:
        if not self._paragraphs:
            self._paragraphs.append(_Paragraph())
        paragraph = self._paragraphs[-1]
        is_gone = self._gone > 0
        if not is_gone:
            paragraph.shown.append(text)
        if not self._came:
            paragraph.earlier.append(text)
        if is_gone or self._came:
            paragraph.is_changed = True
        for change in self._changes:
            change.pieces.append(text)
        if self._run.is_covered:
            paragraph.covered.append(text)
        elif paragraph.is_flat or self._is_hidden(text):
            paragraph.hidden.append(text)

    def _is_hidden(self, text: str) -> bool:
        # Tables of contents hide their page numbers on the web; that is how they are made.
        on_web = bool(self._run.hides_on_web) and not text.strip(" .…0123456789\tivxlcIVXLC")
        if self._run.hides_on_web and not on_web:
            return True
        in_row = bool(self._tables) and self._tables[-1].is_hidden
        return in_row or self._shapes.is_hidden or self._run.is_hidden(self._ground())

    def _ground(self) -> str | None:
        if self._paragraphs and self._paragraphs[-1].fill:
            return self._paragraphs[-1].fill
        if self._shapes.is_open:
            return self._shapes.ground
        if self._tables:
            table = self._tables[-1]
            return table.fill or (None if self._is_coloured(table) else self._page)
        return self._page

    def _is_coloured(self, table: _Table) -> bool:
        regions = table.regions
        first_row = "firstRow" in regions and not table.rows
        first_column = "firstCol" in regions and len(table.cells) == 1
        rest = regions - {"firstRow", "firstCol", "nwCell", "neCell"}
        return first_row or first_column or bool(rest)

    def _begin_paragraph(self, _element: Start) -> None:
        self._paragraphs.append(_Paragraph())

    def _begin_run(self, _element: Start) -> None:
        self._direct, self._run_style = Look(), ""
        self._look_up()

    def _end_properties(self) -> None:
        if self._parent == "r":
            self._look_up()

    def _look_up(self) -> None:
        style = self._paragraphs[-1].style if self._paragraphs else ""
        self._run = self._direct.over(self._styles.look(self._run_style, style))

    def _paragraph_style(self, element: Start) -> None:
        if self._paragraphs and self._parent == "pPr":
            self._paragraphs[-1].style = element.attributes.get("val", "")

    def _character_style(self, element: Start) -> None:
        if self._stack[-3:-1] == ["r", "rPr"]:
            self._run_style = element.attributes.get("val", "")

    def _shade(self, element: Start) -> None:
        fill = fill_of(element.attributes)
        if self._parent == "pPr" and self._paragraphs:
            self._paragraphs[-1].fill = fill
        elif self._parent == "tcPr" and self._tables:
            self._tables[-1].fill = fill

    def _line_height(self, element: Start) -> None:
        if self._parent == "pPr" and self._paragraphs and _is_flat(element, "line", "lineRule"):
            self._paragraphs[-1].is_flat = True

    def _row_height(self, element: Start) -> None:
        if self._tables and _is_flat(element, "val", "hRule"):
            self._tables[-1].is_hidden = True

    def _hide_row(self, element: Start) -> None:
        if self._parent == "trPr" and self._tables:
            self._tables[-1].is_hidden = element.attributes.get("val", "1") not in ("0", "false")

    def _page_colour(self, element: Start) -> None:
        self._page = element.attributes.get("color", WHITE) or WHITE
        if len(self._page) != len(WHITE):
            self._page = WHITE

    def _tab(self, _element: Start) -> None:
        if self._parent == "r":
            self._put("\t")

    def _break(self, _element: Start) -> None:
        if self._parent == "r":
            self._put("\n")

    def _hyphen(self, _element: Start) -> None:
        self._put("-")

    def _symbol(self, element: Start) -> None:
        code = element.attributes.get("char", "")
        if code.isalnum() and len(code) == 4 and not code.upper().startswith(("D", "F0")):
            self._put(chr(int(code, 16)) if _is_hex(code) else "")

    def _end_paragraph(self) -> None:
        if not self._paragraphs:
            return
        paragraph = self._paragraphs.pop()
        if not self._paragraphs:
            self._end_field()
        shown = "".join(paragraph.shown)
        self._see(FindingKind.HIDDEN_TEXT, paragraph.hidden)
        self._see(FindingKind.COVERED_TEXT, paragraph.covered)
        if paragraph.is_changed:
            self.earlier.append("".join(paragraph.earlier))
        if self._fallback is not None:
            self._fallback.append(shown)
        elif self._tables and self._tables[-1].cells and "tc" in self._stack:
            self._tables[-1].cells[-1].append(shown)
        else:
            self.lines.extend(shown.split("\n"))

    def _see(self, kind: FindingKind, pieces: list[str]) -> None:
        text = "".join(pieces)
        if text.strip() and self._fallback is None:
            self.sights.append(Sight(kind=kind, line=len(self.lines) + 1, text=text))

    def _begin_table(self, _element: Start) -> None:
        self._tables.append(_Table())

    def _table_style(self, element: Start) -> None:
        if self._tables:
            name = element.attributes.get("val", "")
            self._tables[-1].regions = self._styles.coloured_regions(name)

    def _table_look(self, element: Start) -> None:
        if not self._tables:
            return
        said = {"firstRow": "firstRow", "lastRow": "lastRow", "firstColumn": "firstCol",
                "lastColumn": "lastCol"}  # fmt: skip
        off = {region for key, region in said.items() if element.attributes.get(key) == "0"}
        self._tables[-1].regions -= off

    def _begin_row(self, _element: Start) -> None:
        if self._tables:
            self._tables[-1].cells, self._tables[-1].is_hidden = [], False

    def _begin_cell(self, _element: Start) -> None:
        if self._tables:
            self._tables[-1].cells.append([])
            self._tables[-1].fill = None

    def _end_row(self) -> None:
        if self._tables:
            table = self._tables[-1]
            table.rows.append(["\n".join(cell) for cell in table.cells])
            table.cells = []

    def _end_table(self) -> None:
        if not self._tables:
            return
        rows = self._tables.pop().rows
        if self._fallback is not None:
            self._fallback.extend("\t".join(row) for row in rows)
            return
        self.tables.append((len(self.lines) + 1, rows))
        self.lines.extend(" ".join("\t".join(row).split("\n")) for row in rows)

    def _begin_fallback(self, _element: Start) -> None:
        self._fallback = []

    def _end_fallback(self) -> None:
        old, self._fallback = self._fallback or [], None
        shown = {"".join(line.split()) for line in self.lines}
        for line in old:
            if line.strip() and "".join(line.split()) not in shown:
                self._see(FindingKind.HIDDEN_TEXT, [line])
                self.codes.append(line)

    def _begin_change(self, element: Start) -> None:
        self._gone += element.name in _GONE
        self._came += element.name in _CAME
        self._changes.append(_Change(element.attributes.get("author", "")))

    def _end_change(self, name: str) -> None:
        change = self._changes.pop()
        self._gone -= name in _GONE
        self._came -= name in _CAME
        self.sights.append(
            Sight(
                kind=FindingKind.TRACKED_CHANGE,
                line=len(self.lines) + 1,
                text="".join(change.pieces),
                author=change.author,
            )
        )

    def _end_field(self) -> None:
        code, self._code = "".join(self._code).strip(), []
        if not code:
            return
        self.codes.append(code)
        if code.split()[0].upper() in _LINKS:
            line = len(self.lines) + 1
            self.sights.append(Sight(kind=FindingKind.ACTIVE_CONTENT, line=line, text=code))


def _is_flat(element: Start, height: str, rule: str) -> bool:
    said = element.attributes.get(height, "")
    exact = element.attributes.get(rule) == "exact"
    return exact and said.isdecimal() and int(said) < _LEAST_HEIGHT


def _is_hex(code: str) -> bool:
    return all(character in "0123456789abcdefABCDEF" for character in code)
