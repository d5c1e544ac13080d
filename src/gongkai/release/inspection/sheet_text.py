"""One worksheet: its values, the rows, columns and cells that nobody sees, what it keeps aside."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from gongkai.release.inspection.sheet_cells import Area, Grid, areas_of, cell_at
from gongkai.release.inspection.sheet_looks import SheetLooks
from gongkai.release.inspection.xml import End, Event, Start, Text

_OFF = frozenset({"", "0", "false"})
_LOWEST, _NARROWEST = 1.0, 0.3
"""Points of a row's height and characters of a column's width below which nobody sees it."""
_MOST_CELLS = 2_000_000
_MOST_WORK = 5_000_000
_LARGEST_COLUMN = 16_384
_TOLD = frozenset({"prompt", "promptTitle", "error", "errorTitle", "tooltip", "display", "comment"})
_SHOWN_AT_EDGES = frozenset(
    {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
)


class SheetText:
    """Reads one worksheet."""

    def __init__(self, strings: Sequence[str], looks: SheetLooks) -> None:
        self.grid = Grid()
        self.used: set[int] = set()
        """Shared strings that a cell shows."""
        self.unseen: list[tuple[int, int]] = []
        """Cells whose format hides their value."""
        self.codes: list[str] = []
        """Formulas, lists of choices, hints: told to programs, or only when asked for."""
        self.edges: list[str] = []
        """Headers and footers."""
        self.scenarios: list[str] = []
        self.is_cut = False
        self.covering: list[Area] = []
        """Areas in which a conditional format hides what is there."""
        self._strings, self._looks = strings, looks
        self._row, self._column = -1, -1
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self._merged: list[Area] = []
        self._low = self._narrow = False
        self._style, self._type = 0, ""
        self._value: list[str] = []
        self._text: list[str] = []
        self._conditional = ""
        self._work = _MOST_WORK
        self._starts: dict[str, Callable[[Start], None]] = {
            "row": self._begin_row, "c": self._begin_cell, "col": self._take_columns,
            "sheetFormatPr": self._take_defaults, "mergeCell": self._take_merge,
            "conditionalFormatting": self._begin_conditional, "cfRule": self._take_rule,
            "iconSet": self._take_bare_symbol, "dataBar": self._take_bare_symbol,
            "scenario": self._take_scenario, "inputCells": self._take_scenario,
            "filter": self._take_filter, "customFilter": self._take_filter,
        }  # fmt: skip

    def read(self, events: Iterable[Event]) -> "SheetText":
        """Take all events of the part."""
        for event in events:
            if isinstance(event, Text):
                self._text.append(event.text)
            elif isinstance(event, Start):
                self._text.clear()
                if begin := self._starts.get(event.name):
                    begin(event)
                if event.name not in ("c", "row", "v"):
                    told = (event.attributes.get(key, "") for key in _TOLD)
                    self.codes.extend(text for text in told if text)
            elif isinstance(event, End):
                self._end(event.name)
        return self

    def _end(self, name: str) -> None:
        if name == "v":
            self._value = ["".join(self._text)]
        elif name == "t":
            self._value.append("".join(self._text))
        elif name == "c":
            self._end_cell()
        elif name in ("f", "formula1", "formula2", "formula"):
            self._end_formula()
        elif name in _SHOWN_AT_EDGES:
            self.edges.append("".join(self._text))
        self._text.clear()

    def _begin_row(self, element: Start) -> None:
        attributes = element.attributes
        said = attributes.get("r", "")
        self._row = int(said) - 1 if said.isdecimal() and int(said) else self._row + 1
        self._column = -1
        height = _number(attributes.get("ht", ""))
        is_low = self._low if height is None else height < _LOWEST
        if is_low or attributes.get("hidden", "") not in _OFF:
            self._hidden_rows.add(self._row)

    def _begin_cell(self, element: Start) -> None:
        attributes = element.attributes
        place = cell_at(attributes["r"]) if "r" in attributes else None
        self._row, self._column = place or (max(self._row, 0), self._column + 1)
        style = attributes.get("s", "0")
        self._style = int(style) if style.isdecimal() else 0
        self._type = attributes.get("t", "n")
        self._value = []

    def _end_cell(self) -> None:
        value, self._value = "".join(self._value), []
        is_text = self._type in ("s", "str", "inlineStr")
        if self._type == "s":
            value = self._shared(value)
        if not value:
            return
        if self.grid.size >= _MOST_CELLS:
            self.is_cut = True
            return
        self.grid.put(self._row, self._column, _plain(value) if self._type == "n" else value)
        if self._style and self._looks.hides(self._style, is_text=is_text):
            self.unseen.append((self._row, self._column))

    def _shared(self, said: str) -> str:
        place = int(said) if said.isdecimal() else -1
        if not 0 <= place < len(self._strings):
            return ""
        self.used.add(place)
        return self._strings[place]

    def _end_formula(self) -> None:
        formula = "".join(self._text)
        if '"' in formula:
            self.codes.append(formula.replace(",", "\n"))

    def _take_columns(self, element: Start) -> None:
        attributes = element.attributes
        first, last = attributes.get("min", ""), attributes.get("max", "")
        width = _number(attributes.get("width", ""))
        is_narrow = width is not None and width < _NARROWEST
        if not (first.isdecimal() and last.isdecimal()):
            return
        if is_narrow or attributes.get("hidden", "") not in _OFF:
            self._hidden_columns.append((int(first) - 1, min(int(last), _LARGEST_COLUMN) - 1))

    def _take_defaults(self, element: Start) -> None:
        height = _number(element.attributes.get("defaultRowHeight", ""))
        width = _number(element.attributes.get("defaultColWidth", ""))
        self._low = height is not None and height < _LOWEST
        if width is not None and width < _NARROWEST:
            self._hidden_columns.append((0, _LARGEST_COLUMN))

    def _take_merge(self, element: Start) -> None:
        self._merged.extend(areas_of(element.attributes.get("ref", "")))

    def _begin_conditional(self, element: Start) -> None:
        self._conditional = element.attributes.get("sqref", "")

    def _take_rule(self, element: Start) -> None:
        change = element.attributes.get("dxfId", "")
        if change.isdecimal() and self._looks.hides_when(int(change)):
            self.covering.extend(areas_of(self._conditional))

    def _take_bare_symbol(self, element: Start) -> None:
        if element.attributes.get("showValue", "1") in _OFF:
            self.covering.extend(areas_of(self._conditional))

    def _take_scenario(self, element: Start) -> None:
        told = (element.attributes.get(key, "") for key in ("name", "user", "val"))
        self.scenarios.append(" ".join(text for text in told if text))

    def _take_filter(self, element: Start) -> None:
        self.codes.append(element.attributes.get("val", ""))

    def hidden_rows(self) -> set[int]:
        """Return the rows that are not shown and hold something."""
        return self._hidden_rows.intersection(self.grid.rows)

    def hidden_columns(self) -> set[int]:
        """Return the columns that are not shown and hold something."""
        columns = {column for cells in self.grid.rows.values() for column in cells}
        return {
            column
            for column in columns
            if any(first <= column <= last for first, last in self._hidden_columns)
        }

    def under_merged(self) -> Iterator[tuple[int, int]]:
        """Yield the cells under a merged one, which shows its first alone."""
        for area in self._merged:
            for row, column in self.within(area):
                if (row, column) != (area.top, area.left):
                    yield row, column

    def within(self, area: Area) -> Iterator[tuple[int, int]]:
        """Yield the cells of an area with a value, as long as there is not too much to do."""
        self._work -= min(area.bottom - area.top + 1, len(self.grid.rows)) + 1
        if self._work < 0:
            self.is_cut = True
            return
        yield from self.grid.within(area)


def _number(said: str) -> float | None:
    try:
        return float(said)
    except ValueError:
        return None


def _plain(value: str) -> str:
    """Return a number without the exponent in which some programs write long ones."""
    if "E" not in value.upper():
        return value.removesuffix(".0")
    number = _number(value)
    whole = number is not None and number.is_integer() and abs(number) < 1e18
    return str(int(number)) if whole and number is not None else value
