"""Which typeface sets what, and which characters it holds."""

import ctypes
import struct
from collections.abc import Iterator
from pathlib import Path

import pypdfium2.raw as pdfium
import pytest
from pypdfium2 import PdfDocument
from pytest_django import Settings
from tests.factories.typefaces import SANS, an_own_typeface
from tests.modules.letters.paper import a_sheet, text_of

from gongkai.letters.rules.facts import LetterKind
from gongkai.letters.typesetting import FontsMissing, fonts, typeset
from gongkai.letters.typesetting.fonts import SHIPPED_FOLDER, Role, typefaces
from gongkai.letters.typesetting.glyphs import _format_4, _subtables, _tables, code_points_of

SERIF = SHIPPED_FOLDER / "NotoSerifSC_400Regular.ttf"
RARE = "镕堃喆㛃〇〔〕〓"


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    typefaces.cache_clear()
    yield
    typefaces.cache_clear()


def face_of(pdf: bytes, word: str) -> str:
    """Return the name of the typeface in which a word of the first page is set."""
    page = PdfDocument(pdf)[0].get_textpage()
    text = page.get_text_range()
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(page, text.index(word), name, 200, flags)
    return name.value.decode()


def test_the_shipped_faces_hold_every_character_of_the_basic_block_and_extension_a() -> None:
    held = code_points_of(SERIF)
    assert held >= set(range(0x4E00, 0xA000))
    assert held >= set(range(0x3400, 0x4DC0))
    assert held >= set(map(ord, RARE))
    assert ord("\U0002c386") not in held


def test_both_formats_of_the_table_tell_the_same() -> None:
    font = SERIF.read_bytes()
    tables = [
        at
        for at in _subtables(font, _tables(font, 0)[b"cmap"])
        if struct.unpack_from(">H", font, at)[0] == 4
    ]
    assert tables
    basic = {code for code in code_points_of(SERIF) if code < 0xFFFF}
    assert set(_format_4(font, tables[0])) == basic


def test_a_face_in_a_collection_is_found(tmp_path: Path) -> None:
    head = b"ttcf" + struct.pack(">HHIII", 1, 0, 2, 20, 20)
    collection = bytearray(head + SERIF.read_bytes())
    tables = struct.unpack_from(">H", collection, len(head) + 4)[0]
    for row in range(tables):
        # Offsets of tables count from the beginning of the file.
        at = len(head) + 12 + 16 * row + 8
        offset = struct.unpack_from(">I", collection, at)[0]
        struct.pack_into(">I", collection, at, offset + len(head))
    (tmp_path / "two.ttc").write_bytes(collection)
    assert code_points_of(tmp_path / "two.ttc", index=1) == code_points_of(SERIF)


@pytest.mark.parametrize(
    "content", [b"", b"ttcf", b"not a font at all", b"\0\1\0\0\0\1" + b"x" * 40]
)
def test_what_is_no_font_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.ttf").write_bytes(content)
    with pytest.raises(ValueError, match=r"x\.ttf|cmap"):
        code_points_of(tmp_path / "x.ttf")


def test_the_body_is_set_in_the_serif_and_the_title_in_its_bold() -> None:
    pdf = typeset(a_sheet(LetterKind.REFUSED))
    assert "NotoSerifSC-Regular" in face_of(pdf, "提交的政府")
    assert "NotoSerifSC-Bold" in face_of(pdf, "政府信息公开申请答复书")


def test_the_organs_own_face_comes_first(tmp_path: Path, settings: Settings) -> None:
    settings.LETTER_FONTS = an_own_typeface(tmp_path, "STFangsong")
    pdf = typeset(a_sheet(LetterKind.REFUSED))
    assert "NotoSansSC" in face_of(pdf, "提交的政府")
    assert "NotoSerifSC" in face_of(pdf, "政府信息公开申请答复书")


def test_an_unknown_face_is_only_asked_for_what_the_others_lack(
    tmp_path: Path, settings: Settings
) -> None:
    settings.LETTER_FONTS = an_own_typeface(tmp_path, "Rare Face")
    assert "NotoSerifSC" in face_of(typeset(a_sheet(LetterKind.REFUSED)), "提交的政府")
    assert typefaces(tmp_path).families["body"] == ("Noto Serif SC", "Noto Sans SC", "Rare Face")


def test_faces_are_asked_in_the_order_of_the_standard() -> None:
    role = Role(own=("FangSong_GB2312", "仿宋"), shipped="Noto Serif SC")
    there = ["Another", "Noto Sans SC", "Noto Serif SC", "仿宋", "fangsong_gb2312"]
    assert fonts._order(role, there) == (
        "fangsong_gb2312",
        "仿宋",
        "Noto Serif SC",
        "Another",
        "Noto Sans SC",
    )


def test_faces_of_the_machine_are_never_used() -> None:
    assert set(typefaces(None).book.families()) == {"Noto Serif SC", "Noto Sans SC"}


def test_without_the_shipped_faces_no_letter_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "SHIPPED_FOLDER", tmp_path)
    with pytest.raises(FontsMissing, match=r"Noto Sans SC, Noto Serif SC .*make assets"):
        typeset(a_sheet(LetterKind.REFUSED))


def test_the_mark_and_headings_print_rare_characters_too() -> None:
    pdf = typeset(a_sheet(LetterKind.REFUSED, organ_name=f"{RARE}局"))
    assert text_of(pdf).startswith(f"{RARE}局")


def test_sans_holds_what_headings_need() -> None:
    assert code_points_of(SANS) >= set(map(ord, "一二三四五六七八九十关于第项申请内容镕堃喆㛃"))
