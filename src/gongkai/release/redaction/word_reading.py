"""What a DOCX shows, as blocks: tracked changes as accepted, without comments and hidden text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.release.inspection.office import Office
from gongkai.release.redaction.blocks import (
    Block,
    Cell,
    PageBreak,
    Paragraph,
    Piece,
    Section,
    Table,
    plain,
    without_overlaps,
)
from gongkai.release.redaction.numbering import Numbering
from gongkai.release.redaction.word_drawings import Drawings
from gongkai.release.redaction.word_styles import Styles, numbering_of, styles_of
from gongkai.release.redaction.xml_tree import (
    Element,
    attribute,
    child,
    children,
    is_on,
    local,
    tree_of,
    whole,
)

GONE = frozenset(
    {"del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback", "rPrChange"}
    | {"pPrChange", "annotationRef", "commentReference", "bookmarkStart", "bookmarkEnd"}
)
"""What a reader who accepts all changes does not see."""
_ALIGN = {"center": "center", "right": "end", "end": "end"}
_DEEPEST = 12
"""Tables within tables."""
_MOST_COLUMNS = 63
"""Of a table, as Word has it."""
_BODY_TEXT = 9
"""The outline level that is none."""


def sections_of(office: Office, main: str, folder: Path) -> tuple[Section, ...]:
    """Return what a document shows; pictures are put into the folder. Raises CannotRead."""
    package = office.package
    targets = {one.kind: one.target for one in office.relations(main)}
    reader = _Reader(
        styles=styles_of(package, targets.get("styles", "")),
        lists=numbering_of(package, targets.get("numbering", "")),
        drawings=Drawings(office, folder),
    )
    reader.drawings.part = main
    root = tree_of(package, main)
    body = child(root, "body")
    shown = tuple(reader.blocks(body, 0)) if body is not None else ()
    notes = tuple(_notes(office, main, reader))
    edges = {side: _edges(office, main, reader, side) for side in ("header", "footer")}
    blocks = (*edges["header"], *shown, *notes, *edges["footer"])
    return (Section(blocks=blocks, is_landscape=_is_landscape(body)),)


def _edges(office: Office, main: str, reader: "_Reader", side: str) -> tuple[Block, ...]:
    """Return headers or footers, once each: what stands on every page is read on the first."""
    found: list[Block] = []
    for relation in office.relations(main):
        if relation.kind == side and relation.target in office.package.parts:
            reader.drawings.part = relation.target
            found.extend(_small(reader.blocks(tree_of(office.package, relation.target), 0)))
    unique = list(dict.fromkeys(found))
    return tuple(unique)


def _notes(office: Office, main: str, reader: "_Reader") -> Iterator[Block]:
    for kind in ("footnotes", "endnotes"):
        part = next((one.target for one in office.relations(main) if one.kind == kind), "")
        if part not in office.package.parts:
            continue
        reader.drawings.part = part
        for note in children(tree_of(office.package, part), "footnote", "endnote"):
            name = attribute(note, "id")
            if attribute(note, "type") not in {"", "normal"} or name not in reader.notes:
                continue
            yield from _small([plain(f"〔{reader.notes[name]}〕"), *reader.blocks(note, 0)])


def _small(blocks: "Iterator[Block] | list[Block]") -> Iterator[Block]:
    for one in blocks:
        if not isinstance(one, Paragraph):
            yield one
        elif any(piece.text.strip() for piece in one.pieces):
            yield Paragraph(pieces=one.pieces, align=one.align, is_small=True)


def _is_landscape(body: Element | None) -> bool:
    size = child(body, "sectPr", "pgSz")
    width, height = attribute(size, "w", "0"), attribute(size, "h", "1")
    return width.isdigit() and height.isdigit() and int(width) > int(height)


@dataclass(slots=True)
class _Reader:
    """Reads one document."""

    styles: Styles
    lists: Numbering
    drawings: Drawings
    notes: dict[str, int] = field(default_factory=dict)
    """The number of each note in the order in which the text calls for them."""

    def blocks(self, holder: Element, depth: int) -> Iterator[Block]:
        """Yield what the children of an element show."""
        for node in holder:
            match local(node):
                case "p":
                    yield from self._paragraph(node, depth)
                case "tbl" if depth < _DEEPEST:
                    yield self._table(node, depth)
                case "sdt" | "sdtContent" | "ins" | "moveTo" | "smartTag" | "customXml":
                    yield from self.blocks(node, depth)
                case "AlternateContent" | "Choice":
                    yield from self.blocks(node, depth)

    def _paragraph(self, node: Element, depth: int) -> Iterator[Block]:
        said = child(node, "pPr")
        style = self.styles.style(attribute(child(said, "pStyle"), "val"))
        pieces: list[Piece] = []
        beside: list[Block] = []
        if is_on(child(said, "pageBreakBefore")):
            yield PageBreak()
        for part in self._run_parts(node, is_hidden=style.is_hidden, is_bold=style.is_bold):
            if isinstance(part, Piece):
                pieces.append(part)
            elif isinstance(part, PageBreak):
                yield from self._set(tuple(pieces), said, style_of=node)
                pieces = []
                yield part
            else:
                beside.append(part)
        if pieces or not beside:
            yield from self._set(tuple(pieces), said, style_of=node)
        yield from beside
        for box in self.drawings.text_boxes(node) if depth < _DEEPEST else ():
            yield from self.blocks(box, depth + 1)

    def _set(
        self, pieces: tuple[Piece, ...], said: Element | None, *, style_of: Element
    ) -> Iterator[Block]:
        style = self.styles.style(attribute(child(style_of, "pPr", "pStyle"), "val"))
        number = attribute(child(said, "numPr", "numId"), "val") or style.number
        depth = whole(attribute(child(said, "numPr", "ilvl"), "val"), style.depth, most=8)
        outline = whole(attribute(child(said, "outlineLvl"), "val"), _BODY_TEXT)
        shows = any(piece.text.strip() for piece in pieces)
        yield Paragraph(
            pieces=pieces or (Piece(text=""),),
            level=min(outline + 1, 6) if outline < _BODY_TEXT else style.level,
            align=_ALIGN.get(attribute(child(said, "jc"), "val") or style.align, "start"),
            marker=self.lists.next(number, depth) if number and number != "0" and shows else "",
            indent=depth if number else 0,
        )

    def _run_parts(
        self, holder: Element, *, is_hidden: bool, is_bold: bool
    ) -> Iterator[Piece | Block]:
        for node in holder:
            name = local(node)
            if name == "r":
                yield from self._run(node, is_hidden=is_hidden, is_bold=is_bold)
            elif name in {"oMath", "oMathPara"}:
                yield Piece(text=_letters(node))
            elif name not in GONE and name not in {"pPr", "rPr", ""}:
                yield from self._run_parts(node, is_hidden=is_hidden, is_bold=is_bold)

    def _run(self, run: Element, *, is_hidden: bool, is_bold: bool) -> Iterator[Piece | Block]:
        look = child(run, "rPr")
        style = self.styles.style(attribute(child(look, "rStyle"), "val"))
        vanish = child(look, "vanish")
        hidden = is_on(vanish) if vanish is not None else is_hidden or style.is_hidden
        if hidden:
            return
        text = ""
        for node in run:
            if local(node) == "br" and attribute(node, "type") == "page":
                yield self._piece(text, look, is_bold=is_bold or style.is_bold)
                yield PageBreak()
                text = ""
            elif local(node) in {"drawing", "pict", "object", "AlternateContent"}:
                yield from self.drawings.pictures(node)
            else:
                text += self._text_of(node)
        yield self._piece(text, look, is_bold=is_bold or style.is_bold)

    def _text_of(self, node: Element) -> str:
        match local(node):
            case "t":
                return node.text or ""
            case "tab":
                return "\u3000"
            case "br" | "cr":
                return "\n"
            case "noBreakHyphen":
                return "-"
            case "sym":
                return _symbol(attribute(node, "char"))
            case "footnoteReference" | "endnoteReference":
                name = attribute(node, "id")
                return f"〔{self.notes.setdefault(name, len(self.notes) + 1)}〕"
            case "ruby":
                return _letters(child(node, "rubyBase"))
        return ""

    def _piece(self, text: str, look: Element | None, *, is_bold: bool) -> Piece:
        bold = child(look, "b")
        return Piece(
            text=text,
            bold=is_on(bold) if bold is not None else is_bold,
            italic=is_on(child(look, "i")),
            underline=attribute(child(look, "u"), "val", "none") != "none",
            strike=is_on(child(look, "strike")) or is_on(child(look, "dstrike")),
        )

    def _table(self, node: Element, depth: int) -> Table:
        cells: list[Cell] = []
        open_below: dict[int, int] = {}
        """For each column the place of the cell that still grows downward."""
        columns = 0
        for row_number, row in enumerate(_rows(node)):
            column = whole(attribute(child(row, "trPr", "gridBefore"), "val"), most=_MOST_COLUMNS)
            for one in _cells(row):
                span = max(
                    1,
                    whole(attribute(child(one, "tcPr", "gridSpan"), "val"), 1, most=_MOST_COLUMNS),
                )
                merge = child(one, "tcPr", "vMerge")
                continues = merge is not None and attribute(merge, "val") != "restart"
                if continues and column in open_below:
                    self._grow(cells, open_below[column])
                else:
                    blocks = tuple(self.blocks(one, depth + 1))
                    cells.append(Cell(row=row_number, column=column, columns=span, blocks=blocks))
                    open_below.pop(column, None)
                    if merge is not None:
                        open_below[column] = len(cells) - 1
                column += span
            columns = max(columns, column)
        placed = without_overlaps(cells)
        columns = max([columns, *(cell.column + cell.columns for cell in placed)])
        return Table(widths=_widths(node, columns), cells=placed)

    def _grow(self, cells: list[Cell], at: int) -> None:
        grown = cells[at]
        cells[at] = Cell(
            row=grown.row,
            column=grown.column,
            blocks=grown.blocks,
            rows=grown.rows + 1,
            columns=grown.columns,
        )


def _letters(holder: Element | None) -> str:
    nodes = holder.iter() if holder is not None else ()
    return "".join(node.text or "" for node in nodes if local(node) == "t")


def _rows(table: Element) -> Iterator[Element]:
    for node in table:
        if local(node) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _rows(node)
        elif local(node) == "tr":
            said = child(node, "trPr")
            if not is_on(child(said, "hidden")) and child(said, "del") is None:
                yield node


def _cells(row: Element) -> Iterator[Element]:
    for node in row:
        if local(node) in {"sdt", "sdtContent", "customXml"}:
            yield from _cells(node)
        elif local(node) == "tc" and child(node, "tcPr", "cellDel") is None:
            yield node


def _widths(table: Element, columns: int) -> tuple[float, ...]:
    grid = child(table, "tblGrid")
    said = [attribute(one, "w", "0") for one in grid] if grid is not None else []
    widths = [float(width) if width.isdigit() else 0.0 for width in said[:columns]]
    usual = sum(widths) / len(widths) if any(widths) else 1.0
    return tuple(width or usual for width in [*widths, *[usual] * (columns - len(widths))])


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    # Symbol typefaces lie in the private area, where only the typeface knows what they show.
    return "□" if 0xE000 <= value < 0xF900 else chr(value)
