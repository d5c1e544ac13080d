"""Plain papers of the province of Yunmeng, and the invented people whose data is hidden in them."""

import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import typst
from PIL import Image, ImageDraw, ImageFont
from stdnum import luhn
from stdnum.cn import ric

from gongkai.letters.typesetting.fonts import SHIPPED_FOLDER

SANS = SHIPPED_FOLDER / "NotoSansSC_500Medium.ttf"
BODY = (
    "云梦省人民政府办公厅关于做好二〇二六年防汛工作的通知。各县人民政府应当加强水库巡查，"
    "落实值班制度，发现险情及时报告。水位监测数据每日汇总一次，由水利部门统一公开。"
)
_SETUP = """
#set document(title: none, date: none)
#set page(paper: "a4", margin: 25mm)
#set text(font: "Noto Serif SC", size: 14pt, lang: "zh")
#set par(first-line-indent: 2em, leading: 1em)
"""


def identity_number(random: Random) -> str:
    """Return the number of an invented citizen, with its check character."""
    born_on = f"{random.randint(1940, 2010)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    body = f"{random.randint(110000, 659999)}{born_on}{random.randint(1, 999):03}"
    if body[:2] in _NO_PROVINCE:
        return identity_number(random)
    return body + ric.calc_check_digit(body + "0")


_NO_PROVINCE = frozenset(
    {"16", "17", "18", "19", "20", "24", "25", "26", "27", "28", "29", "30", "38", "39", "40"}
    | {"47", "48", "49", "55", "56", "57", "58", "59", "60"}
)


def card_number(random: Random) -> str:
    """Return the number of an invented bank card."""
    body = "62" + "".join(str(random.randint(0, 9)) for _ in range(16))
    return body + luhn.calc_check_digit(body)


def mobile_number(random: Random) -> str:
    """Return an invented mobile number."""
    digits = "".join(str(random.randint(0, 9)) for _ in range(9))
    return f"1{random.randint(3, 9)}{digits}"


SECRET = identity_number(Random(4))
"""Whose number most traps hide."""


@cache
def typeset(body: str, *, setup: str = "") -> bytes:
    """Return a PDF set by Typst in the typefaces of the package."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "paper.typ"
        source.write_text(_SETUP + setup + "\n" + body, encoding="utf-8")
        pdf: bytes = typst.compile(
            str(source), font_paths=[str(SHIPPED_FOLDER)], ignore_system_fonts=True
        )
    return pdf


def opened(content: bytes) -> pikepdf.Pdf:
    """Return a PDF for changing."""
    return pikepdf.open(BytesIO(content))


@cache
def scan(text: str = BODY, *, width: int = 1000, height: int = 1400) -> Image.Image:
    """Return a page as a scanner sees it."""
    page = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(SANS), 36)
    for line, start in enumerate(range(0, len(text), 22)):
        draw.text((80, 120 + 64 * line), text[start : start + 22], fill="black", font=font)
    return page
