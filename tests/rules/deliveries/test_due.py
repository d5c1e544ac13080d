"""What a place lacks, and how its package is written down."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongkai.deliveries.rules.bag import (
    BagFile,
    bag_file,
    bag_info,
    folder_of,
    manifest,
    safe_part,
)
from gongkai.deliveries.rules.due import Due, DueLine, due_lines

HELD = st.dictionaries(st.integers(1, 20), st.integers(1, 60))


def test_new_changed_and_withdrawn_are_told_apart() -> None:
    assert due_lines(public={1: 11, 2: 22, 3: 30}, there={2: 21, 3: 30, 4: 40}) == (
        DueLine(4, 40, Due.WITHDRAWN),
        DueLine(1, 11, Due.NEW),
        DueLine(2, 22, Due.CHANGED),
    )


@given(public=HELD, there=HELD)
def test_whoever_follows_the_lines_has_what_the_public_has(
    public: dict[int, int], there: dict[int, int]
) -> None:
    followed = dict(there)
    for line in due_lines(public=public, there=there):
        if line.kind is Due.WITHDRAWN:
            del followed[line.record_id]
        else:
            followed[line.record_id] = line.version_id
    assert followed == public
    assert due_lines(public=public, there=followed) == ()


def test_a_manifest_is_written_as_the_standard_says() -> None:
    files = [BagFile("data/b.txt", "b" * 64, 2), BagFile("data/a.txt", "a" * 64, 1)]
    assert manifest(files) == f"{'a' * 64}  data/a.txt\n{'b' * 64}  data/b.txt\n"


def test_the_information_counts_bytes_and_files_and_stays_in_its_lines() -> None:
    said = bag_info(
        organ="东川市人民政府办公室",
        place="东川市\n图书馆",
        number="2026-0001",
        on=date(2026, 3, 2),
        files=[bag_file("data/a.txt", b"123"), bag_file("data/b.txt", b"4567")],
        contact="",
        telephone="0000-1234567",
    )
    assert "Payload-Oxum: 7.2\n" in said
    assert "External-Description: 政府信息公开交接：东川市人民政府办公室 → 东川市 图书馆\n" in said
    assert "Contact-Name" not in said


@given(st.text(min_size=1, max_size=300))
def test_a_name_becomes_one_part_of_a_path(name: str) -> None:
    part = safe_part(name, ending=".pdf")
    assert part.endswith(".pdf")
    assert len(part.encode(errors="surrogatepass")) <= 150
    assert not set(part) & set('\\/:*?"<>|%\n\r\0')


def test_the_folder_of_a_foreign_number_is_no_path_of_its_own() -> None:
    assert folder_of(3, "000014349/2016-00227") == "data/0003_000014349_2016-00227"
