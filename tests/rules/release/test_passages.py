"""What is shown around a finding: masked unless asked for in full, the finding marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.passages import AROUND, passage
from gongkai.release.rules.personal import find_personal, findings_in_text

TEXT = "一\n二\n联系电话：13800138000，另有13912345678。\n四\n五\n六\n七"


def _said(text: str, line: int = 3, *, in_full: bool = False) -> list[str]:
    found = passage(
        text, kind=FindingKind.MOBILE, excerpt=_excerpt(text), line=line, in_full=in_full
    )
    return ["".join(piece.text for piece in one.pieces) for one in found]


def _excerpt(text: str) -> str:
    return next(f.excerpt for f in findings_in_text(text) if f.kind is FindingKind.MOBILE)


def test_the_lines_around_it_are_shown_and_every_value_is_masked() -> None:
    said = _said(TEXT)

    assert (said[0], said[-1], len(said)) == ("一", "五", 2 * AROUND + 1)
    assert "13800138000" not in said[2]
    assert "13912345678" not in said[2]


def test_asked_for_in_full_it_is_the_text_as_it_stands() -> None:
    assert _said(TEXT, in_full=True) == TEXT.split("\n")[:5]


def test_only_the_finding_is_marked() -> None:
    found = passage(TEXT, kind=FindingKind.MOBILE, excerpt=_excerpt(TEXT), line=3)

    marked = [(one.number, p.text) for one in found for p in one.pieces if p.is_marked]
    assert marked == [(3, _excerpt(TEXT))]


def test_without_a_line_it_is_found_by_its_excerpt() -> None:
    found = passage(TEXT, kind=FindingKind.MOBILE, excerpt=_excerpt(TEXT))

    assert [one.number for one in found] == [1, 2, 3, 4, 5]


def test_a_number_over_the_end_of_a_line_is_masked_too() -> None:
    text = "联系电话 1380013\n8000 王某\n末行"

    said = _said(text, line=1)

    assert len(said) == 3
    assert "1380013" not in said[0]
    assert "8000" not in said[1]
    assert said[2] == "末行"


def test_what_is_no_value_marks_its_line() -> None:
    found = passage("甲\n批注：请勿外传\n乙", kind=FindingKind.COMMENT, excerpt="批注", line=2)

    assert [one.number for one in found if any(p.is_marked for p in one.pieces)] == [2]


@pytest.mark.parametrize("line", [0, -1, 99])
def test_what_is_not_there_shows_nothing(line: int) -> None:
    assert passage("无", kind=FindingKind.MOBILE, excerpt="138****8000", line=line) == ()


@given(
    st.lists(
        st.sampled_from(["13800138000", "王某", "\n", "11010519491231002X", "，电话：", "x" * 50])
    ),
    st.integers(min_value=1, max_value=9),
)
def test_nothing_personal_is_ever_shown_whole(parts: list[str], line: int) -> None:
    text = "".join(parts)
    found = passage(text, kind=FindingKind.MOBILE, excerpt="", line=line)

    shown = "\n".join("".join(p.text for p in one.pieces) for one in found)
    assert not {m.value for m in find_personal(text) if m.kind is FindingKind.MOBILE} & {
        m.value for m in find_personal(shown)
    }
