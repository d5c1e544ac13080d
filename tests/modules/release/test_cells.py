"""What stands around a finding that has no page, for whoever decides on it."""

from pathlib import Path

import pytest
from tests.modules.release.corpus.building import Docx, Sheet, Xlsx, pack, paragraph

from gongkai.release.inspection.cells import Fragment, do_task, fragment_from, show_place
from gongkai.release.rules.findings import Place

ROWS: list[list[str | int]] = [
    [f"{letter}{row}" for letter in "ABCDEFGHIJ"] for row in range(1, 21)
]
BOOK = Xlsx(sheets=[Sheet(), Sheet(name="名单", rows=ROWS)]).content()
DOCUMENT = Docx(body="".join(paragraph(f"第{number}段") for number in range(1, 21))).content()
TABLE = "\n".join(",".join(map(str, row)) for row in ROWS).encode()


def shown(folder: Path, name: str, content: bytes, place: Place) -> Fragment:
    """Return what is shown, by way of the task."""
    path = folder / "file"
    path.write_bytes(content)
    answer = do_task({"path": str(path), "name": name, "place": place.as_row()})
    fragment = fragment_from(answer)
    assert fragment == show_place(path, name, place)
    return fragment


@pytest.mark.parametrize(
    ("cell", "columns", "meant_columns", "rows", "meant_rows"),
    [
        ("E10", "BCDEFGH", "E", range(7, 14), [10]),
        ("A1", "ABCD", "A", range(1, 5), [1]),
        ("D5:F6", "ABCDEFGHI", "DEF", range(2, 10), [5, 6]),
        ("12", "ABCDEFGHIJ", "ABCDEFGHIJ", range(9, 16), [12]),
        ("C", "ABCDEF", "C", range(1, 8), range(1, 8)),
    ],
)
def test_the_cells_around_one(
    cell: str, columns: str, meant_columns: str, rows: range, meant_rows: list[int], tmp_path: Path
) -> None:
    fragment = shown(tmp_path, "a.xlsx", BOOK, Place(sheet="名单", cell=cell))
    assert "".join(fragment.columns) == columns
    assert "".join(fragment.meant_columns) == meant_columns
    assert [row.label for row in fragment.rows] == [str(number) for number in rows]
    assert [int(row.label) for row in fragment.rows if row.is_meant] == list(meant_rows)
    for row in fragment.rows:
        assert row.cells == tuple(f"{letter}{row.label}" for letter in columns)


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        (1, ["1", "2", "3", "4"]),
        (10, [str(n) for n in range(7, 14)]),
        (20, ["17", "18", "19", "20"]),
    ],
)
def test_the_lines_around_one(line: int, labels: list[str], tmp_path: Path) -> None:
    fragment = shown(tmp_path, "a.docx", DOCUMENT, Place(line=line))
    assert fragment.columns == ()
    assert [row.label for row in fragment.rows] == labels
    assert [row.cells for row in fragment.rows if row.is_meant] == [(f"第{line}段",)]


def test_a_table_of_values_shows_its_cells(tmp_path: Path) -> None:
    fragment = shown(tmp_path, "a.csv", TABLE, Place(line=2, cell="B2"))
    assert [row.cells[1] for row in fragment.rows if row.is_meant] == ["B2"]


def test_files_inside_files_are_shown_too(tmp_path: Path) -> None:
    content = pack({"附件/b.zip": pack({"表.xlsx": BOOK})})
    place = Place(member="附件/b.zip/表.xlsx", sheet="名单", cell="B2")
    fragment = shown(tmp_path, "a.zip", content, place)
    assert [row.cells[1] for row in fragment.rows if row.is_meant] == ["B2"]


def test_long_values_are_cut(tmp_path: Path) -> None:
    fragment = shown(tmp_path, "a.txt", ("云" * 500).encode(), Place(line=1))
    assert [len(row.cells[0]) for row in fragment.rows] == [200]


@pytest.mark.parametrize(
    "place",
    [
        Place(sheet="没有", cell="E10"),
        Place(part="properties"),
        Place(line=99),
        Place(),
        Place(member="none.xlsx", sheet="名单", cell="A1"),
        Place(sheet="名单", cell="nowhere"),
    ],
    ids=["sheet", "part", "line", "nothing", "member", "cell"],
)
def test_a_place_that_cannot_be_shown_shows_nothing_meant(place: Place, tmp_path: Path) -> None:
    fragment = shown(tmp_path, "a.xlsx", BOOK, place)
    assert not any(cell for row in fragment.rows for cell in row.cells)


def test_a_broken_file_shows_nothing(tmp_path: Path) -> None:
    place = Place(sheet="名单", cell="A1")
    assert shown(tmp_path, "a.xlsx", BOOK[:300], place) == Fragment()
