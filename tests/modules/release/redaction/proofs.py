"""Looking for what must not be in a file, without any of the code that is under test."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from gongkai.release.rules.boxes import Box


def all_bytes(path: Path) -> Iterator[bytes]:
    """Yield the file as it is and everything in it that can be unpacked."""
    yield path.read_bytes()
    with pikepdf.open(path) as pdf:
        yield repr(pdf.docinfo).encode()
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream):
                yield one.read_raw_bytes()
                try:
                    yield one.read_bytes()
                except pikepdf.PdfError:
                    continue
            elif one is not None:
                yield one.unparse(resolved=True)


def ways_of(text: str) -> Iterator[bytes]:
    """Yield the bytes in which a PDF could say a text."""
    for encoding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030"):
        said = text.encode(encoding, "ignore")
        if len(said) >= 6:
            yield said
            yield said.hex().encode()
            yield said.hex().upper().encode()
            yield "".join(f"\\{byte:03o}" for byte in said).encode()


def assert_gone(path: Path, texts: Iterable[str]) -> None:
    """Assert that no byte, stream or extractor says one of the texts or a long part of a number."""
    texts = list(texts)
    assert texts
    wanted = {way for text in texts for way in ways_of(text)}
    wanted |= {
        way for text in texts for part in re.findall(r"\d{8}", text) for way in ways_of(part)
    }
    for raw in all_bytes(path):
        assert not [way for way in wanted if way in raw]
    said = text_of(path)
    assert not [text for text in texts if text in said]


def text_of(path: Path) -> str:
    """Return what a reader of text finds on all pages."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def picture_of(path: Path, page: int = 1, *, dpi: int = 72) -> Image.Image:
    """Return one page as a grey picture, forms drawn."""
    document = pypdfium2.PdfDocument(path)
    try:
        document.init_forms()
        return document[page - 1].render(scale=dpi / 72).to_pil().convert("L")
    finally:
        document.close()


def difference_outside(source: Path, output: Path, boxes: Iterable[Box], page: int = 1) -> float:
    """Return how far two pages are from each other outside of the boxes, as a mean of 255 steps."""
    before, after = (picture_of(path, page, dpi=200) for path in (source, output))
    assert before.size == after.size
    differs = ImageChops.difference(before, after)
    draw = ImageDraw.Draw(differs)
    for box in boxes:
        if box.page == page:
            left, right = box.left * before.width - 2, box.right * before.width + 2
            top, bottom = box.top * before.height - 2, box.bottom * before.height + 2
            draw.rectangle((left, top, right, bottom), fill=0)
    histogram = differs.histogram()
    return sum(level * count for level, count in enumerate(histogram)) / sum(histogram)
