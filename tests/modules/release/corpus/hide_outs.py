"""Generated hide-outs: a random value, in a random disguise, in a random place of a container.

Every container adds its own to `HIDE_OUTS`; whoever knows another format adds a list of the same
form (`office_hide_outs` would be one) and names it in the test.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, PngImagePlugin
from tests.modules.release.corpus.papers import (
    BODY,
    card_number,
    identity_number,
    mobile_number,
    opened,
    scan,
    typeset,
)

from gongkai.release.rules.findings import FindingKind

Kind = FindingKind
Write = Callable[[Path, str, Random], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class HideOut:
    """One place of one container; `write` makes the file with the text in that place."""

    name: str
    """With the ending of the file."""
    write: Write
    takes_any_letter: bool = True
    """Not only digits, Latin letters and plain blanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What is hidden: the value as it must be found, and as it is written."""

    kind: FindingKind
    value: str
    written: str


_LABELS = {
    Kind.IDENTITY_NUMBER: "身份证号：",
    Kind.BANK_CARD: "银行卡号：",
    Kind.MOBILE: "手机：",
    Kind.PASSPORT: "护照号：",
    Kind.LICENCE_PLATE: "车牌：",
}


def a_hidden_value(random: Random, *, any_letter: bool) -> Hidden:
    """Return a random value in a random disguise."""
    kind = random.choice(list(_LABELS) if any_letter else list(_LABELS)[:4])
    value = _value(kind, random)
    disguises = _ANY if any_letter else _PLAIN
    if kind in (Kind.PASSPORT, Kind.LICENCE_PLATE):
        disguises = _OF_SHORT if any_letter else _PLAIN[:1]
    written = random.choice(disguises)(value, random)
    label = _LABELS[kind] if any_letter and random.random() < 0.5 else ""
    return Hidden(kind=kind, value=value, written=label + written)


def _value(kind: FindingKind, random: Random) -> str:
    if kind is Kind.IDENTITY_NUMBER:
        return identity_number(random)
    if kind is Kind.BANK_CARD:
        return card_number(random)
    if kind is Kind.MOBILE:
        return mobile_number(random)
    digits = "".join(str(random.randint(0, 9)) for _ in range(8))
    if kind is Kind.PASSPORT:
        return random.choice("EG") + digits
    return random.choice("京沪粤云川") + random.choice("ABCDE") + digits[:5]


def _translated(low: int, letters: str = "") -> Callable[[str, Random], str]:
    table = {str(at): letters[at] if letters else chr(low + at) for at in range(10)}
    return lambda value, _random: value.translate(str.maketrans(table))


def _joined(*betweens: str) -> Callable[[str, Random], str]:
    return lambda value, random: random.choice(betweens).join(value)


def _grouped(value: str, random: Random) -> str:
    between = random.choice([" ", "-", "·"])
    if len(value) == 11:
        return between.join((value[:3], value[3:7], value[7:]))
    if len(value) == 18:
        return between.join((value[:6], value[6:14], value[14:]))
    return between.join(value[at : at + 4] for at in range(0, len(value), 4))


def _cut_once(value: str, random: Random) -> str:
    at = random.randint(3, len(value) - 3)
    return value[:at] + random.choice(["\u200b", "\u00ad", "\u2060", "\ufeff"]) + value[at:]


_PLAIN = (
    lambda value, _random: value,
    _joined(" ", "-", "."),
    _grouped,
)
_OF_SHORT = (
    lambda value, _random: value,
    _translated(0xFF10),
    _translated(0x1D7CE),
    _joined("\u200b", "\u00ad", "\u2060", " "),
    _cut_once,
)
_ANY = (
    *_PLAIN,
    *_OF_SHORT,
    _translated(0, "〇一二三四五六七八九"),
    _translated(0, "⓪①②③④⑤⑥⑦⑧⑨"),
    _translated(0x0660),
    _joined("\u3000", "\t", "\n", "\u2003", "|", "·"),
    lambda value, _random: value.replace("X", "\u0425"),
)


def _text(path: Path, text: str, random: Random) -> None:
    encoding = random.choice(["utf-8", "utf-8-sig", "gb18030"])
    path.write_bytes(f"{BODY}\n{text}\n{BODY}".encode(encoding))


def _csv(path: Path, text: str, random: Random) -> None:
    place = random.randint(0, 2)
    cells = ["水库", "青山", "巡查"]
    cells[place] = '"' + text.replace('"', '""') + '"'
    path.write_text("名称,地点,事项\n" + ",".join(cells) + "\n", encoding="utf-8")


def _change(path: Path, change: Callable[[Pdf], None]) -> None:
    with opened(typeset(BODY)) as pdf:
        change(pdf)
        pdf.save(path)


def _painted(before: str, after: str = "", *, size: int = 11, mode: int = 0) -> Write:
    def write(path: Path, text: str, random: Random) -> None:
        x, y = random.randint(60, 200), random.randint(80, 420)
        content = (
            f"Q {before} BT {mode} Tr /Plain {size} Tf {x} {y} Td ({text}) Tj ET 0 g "
            + after.format(left=x - 4, bottom=y - 6)
        )

        def change(pdf: Pdf) -> None:
            page = pdf.pages[0]
            page.obj.Resources.Font[Name.Plain] = pdf.make_indirect(
                Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            )
            page.contents_add(pdf.make_stream(b"q"), prepend=True)
            page.contents_add(pdf.make_stream(content.encode("latin-1")))
            page.obj.Rotate = random.choice([0, 90, 180, 270])

        _change(path, change)

    return write


def _each_letter(path: Path, text: str, random: Random) -> None:
    """Paint the letters one by one, in a random order; only the eye sees the number."""
    letters = list(enumerate(text))
    random.shuffle(letters)
    content = "".join(
        f"BT /Plain 11 Tf {80 + 7 * at} 480 Td ({letter}) Tj ET " for at, letter in letters
    )
    _painted("", content.replace("{", "").replace("}", ""))(path, "2026", Random(random.random()))


def _in_pdf(put: Callable[[Pdf, str, Random], None]) -> Write:
    return lambda path, text, random: _change(path, lambda pdf: put(pdf, text, random))


def _note(pdf: Pdf, text: str, random: Random) -> None:
    subtype = random.choice([Name.Text, Name.Highlight, Name.Popup, Name.Stamp])
    key = random.choice([Name.Contents, Name.T, Name.Subj])
    note = Dictionary(Type=Name.Annot, Subtype=subtype, Rect=[90, 90, 190, 110])
    note[key] = String(text)
    pdf.pages[0].obj[Name.Annots] = Array([pdf.make_indirect(note)])


def _field(pdf: Pdf, text: str, random: Random) -> None:
    field = Dictionary(FT=Name.Tx, T=String("x"))
    field[random.choice([Name.V, Name.DV])] = String(text)
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]))


def _property(pdf: Pdf, text: str, random: Random) -> None:
    key = random.choice(["/Author", "/Title", "/Subject", "/Keywords", "/Dossier"])
    pdf.docinfo[Name(key)] = String(text)


def _bookmark(pdf: Pdf, text: str, _random: Random) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(text, 0))


def _attached(pdf: Pdf, text: str, random: Random) -> None:
    if random.random() < 0.5:
        pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, text.encode(), filename="a.txt")
        return
    written = BytesIO()
    with opened(typeset(BODY)) as inner:
        inner.docinfo[Name.Dossier] = String(text)
        inner.save(written)
    pdf.attachments["b.pdf"] = pikepdf.AttachedFileSpec(pdf, written.getvalue(), filename="b.pdf")


def _typeset_white(path: Path, text: str, _random: Random) -> None:
    # The typefaces hold no mathematical digits: what they do not draw would not be in the file.
    text = unicodedata.normalize("NFKC", text) if max(text) > "\uffff" else text
    body = "".join(f"\\u{{{ord(letter):x}}}" for letter in text)
    path.write_bytes(typeset(f'{BODY}\n\n#text(fill: white, "{body}")'))


def _small() -> Image.Image:
    return scan().resize((100, 140))


def _jpeg(path: Path, text: str, random: Random) -> None:
    exif = Image.Exif()
    if random.random() < 0.5:
        exif[0x9C9C] = text.encode("utf-16-le") + b"\0\0"
    else:
        exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + text.encode("utf-16-le")
    _small().save(path, "JPEG", exif=exif.tobytes())


def _jpeg_comment(path: Path, text: str, random: Random) -> None:
    _small().save(path, "JPEG", comment=text.encode(random.choice(["utf-8", "gb18030"])))


def _png(path: Path, text: str, random: Random) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Comment", text, zip=random.random() < 0.5)
    _small().save(path, "PNG", pnginfo=info)


def _behind(path: Path, text: str, random: Random) -> None:
    _small().save(path, "PNG")
    path.write_bytes(path.read_bytes() + b"\0" * random.randint(0, 40) + f"\n{text}\n".encode() * 2)


HIDE_OUTS: Sequence[HideOut] = (
    HideOut(name="body.txt", write=_text),
    HideOut(name="cell.csv", write=_csv),
    HideOut(name="painted.pdf", write=_painted(""), takes_any_letter=False),
    HideOut(name="white.pdf", write=_painted("1 g"), takes_any_letter=False),
    HideOut(name="invisible.pdf", write=_painted("", mode=3), takes_any_letter=False),
    HideOut(name="tiny.pdf", write=_painted("", size=1), takes_any_letter=False),
    HideOut(
        name="boxed.pdf",
        write=_painted("", "0 g {left} {bottom} 320 22 re f"),
        takes_any_letter=False,
    ),
    HideOut(name="shuffled.pdf", write=_each_letter, takes_any_letter=False),
    HideOut(name="note.pdf", write=_in_pdf(_note)),
    HideOut(name="field.pdf", write=_in_pdf(_field)),
    HideOut(name="property.pdf", write=_in_pdf(_property)),
    HideOut(name="bookmark.pdf", write=_in_pdf(_bookmark)),
    HideOut(name="attached.pdf", write=_in_pdf(_attached)),
    HideOut(name="typeset.pdf", write=_typeset_white),
    HideOut(name="exif.jpg", write=_jpeg),
    HideOut(name="comment.jpg", write=_jpeg_comment),
    HideOut(name="text.png", write=_png),
    HideOut(name="behind.png", write=_behind),
)
