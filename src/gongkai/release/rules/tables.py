"""Personal data in the cells of a table: by the words above or beside them, and cell by cell. Pure.

A number can be spread over the cells of a row or a column, one digit each, as forms have boxes for
it. A column under "姓名" holds names, though no cell of it says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.folding import fold_text
from gongkai.release.rules.labels import is_address, is_of_an_office
from gongkai.release.rules.matches import Match
from gongkai.release.rules.personal import find_personal
from gongkai.release.rules.surnames import is_name

Rows = Sequence[Sequence[str]]

_LABELS: Mapping[FindingKind, re.Pattern[str]] = {
    FindingKind.NAME: re.compile(
        r".{0,6}(?:姓名|名字)|(?:申请|联系|被处罚|代表|代理|监护|当事|持证|收件|负责|经办|承包|受益|权利|产权|"
        r"举报|投诉|信访|签收|借款|出租|承租|驾驶)人|户主|家长|学生|患者|配偶|业主|Name|NAME"
    ),
    FindingKind.ADDRESS: re.compile(
        r"(?:家庭|户籍|居住|现|身份证|常住)(?:住址|地址)|住址|户籍(?:所在)?地|居住地"
    ),
    FindingKind.IDENTITY_NUMBER: re.compile(
        r".{0,6}(?:身份证|身份证件|公民身份|证件)(?:号码|号|编号)?|ID"
    ),
    FindingKind.BANK_CARD: re.compile(r".{0,6}(?:银行卡|卡号|账号|帐号|账户)(?:号码|号)?"),
    FindingKind.MOBILE: re.compile(r".{0,4}(?:手机|电话|联系方式|移动电话)(?:号码|号)?"),
}
_ANY_ADDRESS = re.compile(r"(?:通信|通讯|联系|邮寄|送达|收件)?地址|住所地?")
"""Of an organ as well: a home only in a table that names people."""
_WORDS = {
    FindingKind.IDENTITY_NUMBER: "身份证号：",
    FindingKind.BANK_CARD: "卡号：",
    FindingKind.MOBILE: "手机：",
}
"""What is put before a cell so that a number is read as what stands over it says."""
_NOTE = re.compile(r"[(（].*[)）]|[*:：]")
_LONGEST_LABEL = 16
_SHORTEST_RUN = 8
"""Cells with one character each; a passport has no fewer."""


@dataclass(frozen=True, slots=True)
class CellMatch:
    """One hit in a table: rows and columns from 0; more than one cell where it is spread."""

    kind: FindingKind
    value: str
    row: int
    column: int
    last_row: int
    last_column: int


def find_in_rows(rows: Rows) -> tuple[CellMatch, ...]:
    """Return what is personal or marked as secret in a table, each place and kind once."""
    found: dict[tuple[FindingKind, int, int], CellMatch] = {}
    for source in (labelled_columns(rows), _in_cells(rows), _spread_over_cells(rows)):
        for match in source:
            found.setdefault((match.kind, match.row, match.column), match)
    return tuple(sorted(found.values(), key=lambda match: (match.row, match.column)))


def labelled_columns(rows: Rows) -> tuple[CellMatch, ...]:
    """Return what stands under, or to the right of, a cell that says what it is.

    A column ends where another label stands; what does not look like what the label says, such
    as an organ under "申请人", is left.
    """
    over: dict[int, FindingKind] = {}
    found: list[CellMatch] = []
    for row, cells in enumerate(rows):
        beside: FindingKind | None = None
        of_people = any(_label(_bare(cell), of_people=False) is FindingKind.NAME for cell in cells)
        for column, cell in enumerate(cells):
            plain = _bare(cell)
            label = _label(plain, of_people=of_people)
            if label:
                over[column] = beside = label
                continue
            for kind in dict.fromkeys((beside, over.get(column))):
                if kind and plain and (value := _labelled_value(kind, cell, plain)):
                    found.append(CellMatch(kind, value, row, column, row, column))
                    break
            beside = None if plain else beside
    return tuple(found)


def _bare(cell: str) -> str:
    return "".join(fold_text(cell).text.split())


def _label(cell: str, *, of_people: bool) -> FindingKind | None:
    if not cell or len(cell) > _LONGEST_LABEL:
        return None
    bare = _NOTE.sub("", cell)
    if of_people and _ANY_ADDRESS.fullmatch(bare):
        return FindingKind.ADDRESS
    return next((kind for kind, label in _LABELS.items() if label.fullmatch(bare)), None)


def _labelled_value(kind: FindingKind, cell: str, plain: str) -> str | None:
    if kind is FindingKind.NAME:
        return plain if is_name(plain) else None
    if kind is FindingKind.ADDRESS:
        return plain if is_address(plain) and not is_of_an_office(plain) else None
    matches = find_personal(_WORDS[kind] + cell)
    return next((match.value for match in matches if match.kind is kind), None)


def _in_cells(rows: Rows) -> Iterator[CellMatch]:
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if len(cell) > 1:
                for match in find_personal(cell):
                    yield _cell(match, row, column, row, column)


def _cell(match: Match, row: int, column: int, last_row: int, last_column: int) -> CellMatch:
    return CellMatch(match.kind, match.value, row, column, last_row, last_column)


def _spread_over_cells(rows: Rows) -> Iterator[CellMatch]:
    for row, cells in enumerate(rows):
        for first, text in _runs_of_single(cells):
            for match in find_personal(text):
                yield _cell(match, row, first + match.start, row, first + match.end - 1)
    for column in range(max(map(len, rows), default=0)):
        cells = [row[column] if column < len(row) else "" for row in rows]
        for first, text in _runs_of_single(cells):
            for match in find_personal(text):
                yield _cell(match, first + match.start, column, first + match.end - 1, column)


def _runs_of_single(cells: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each run of cells that hold one character, with the place of its first cell."""
    run: list[str] = []
    for place, cell in enumerate((*cells, "")):
        plain = cell.strip()
        if len(plain) == 1:
            run.append(plain)
            continue
        if len(run) >= _SHORTEST_RUN:
            yield place - len(run), "".join(run)
        run = []
