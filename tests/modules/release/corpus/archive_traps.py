"""Archives and plain texts that hide something, each with a twin that hides nothing."""

import struct
import zipfile
import zlib
from io import BytesIO

from tests.modules.release.corpus.building import MOBILE, NUMBER, Docx, Sheet, Xlsx, pack
from tests.modules.release.corpus.trap import Make, Trap
from tests.modules.release.corpus.trap import trap_of as _trap

from gongkai.release.rules.findings import FindingKind

_K = FindingKind
_TEXT = "关于云台水库供水情况的通知".encode()
_SECRET = f"身份证号：{NUMBER}"


def zipped(**members: bytes) -> Make:
    """Return how to make an archive; `__` in a member's name stands for a dot."""
    return lambda: pack({name.replace("__", "."): content for name, content in members.items()})


def named_in_gbk(content: bytes, name: str = "名单.txt") -> bytes:
    """Return an archive as Windows in Chinese packs it: a name in GBK, and no word about it."""
    raw = name.encode("gbk")
    crc = zlib.crc32(content)
    sizes = struct.pack("<LLL", crc, len(content), len(content))
    head = struct.pack("<HHHHH", 20, 0, 0, 0, 0) + sizes + struct.pack("<HH", len(raw), 0)
    local = b"PK\x03\x04" + head + raw + content
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + head + bytes(14) + raw
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(local), 0)
    return local + entry + end


def _with_comment(comment: str) -> bytes:
    stream = BytesIO(pack({"a.txt": _TEXT}))
    with zipfile.ZipFile(stream, "a") as packed:
        packed.comment = comment.encode()
    return stream.getvalue()


def _between(stray: bytes) -> bytes:
    """Put bytes between the last entry and the directory of an archive."""
    packed = bytearray(pack({"a.txt": _TEXT}))
    at = packed.index(b"PK\x01\x02")
    place = packed.rindex(b"PK\x05\x06") + 16
    packed[place : place + 4] = struct.pack("<L", at + len(stray))
    return bytes(packed[:at] + stray + packed[at:])


def _book() -> bytes:
    return Xlsx(sheets=[Sheet(), Sheet(name="名单", rows=[[NUMBER]], state="hidden")]).content()


ARCHIVE_TRAPS: list[Trap] = [
    _trap("zip-text-inside.zip", _K.IDENTITY_NUMBER, zipped(a__txt=_SECRET.encode()),
          zipped(a__txt=_TEXT, b__txt=b""), holds=NUMBER),
    _trap("zip-name-in-gbk.zip", _K.IDENTITY_NUMBER, lambda: named_in_gbk(_SECRET.encode()),
          lambda: named_in_gbk(_TEXT), holds=NUMBER),
    _trap("zip-workbook-inside.zip", _K.HIDDEN_SHEET, lambda: pack({"附件/表.xlsx": _book()}),
          lambda: pack({"附件/表.xlsx": Xlsx().content()}), holds=NUMBER),
    _trap("zip-in-zip.zip", _K.IDENTITY_NUMBER,
          lambda: pack({"b.zip": pack({"c.txt": _SECRET})}),
          lambda: pack({"b.zip": pack({"c.txt": _TEXT})}), holds=NUMBER),
    _trap("zip-document-inside.zip", _K.PROPERTIES,
          lambda: pack({"a.docx": Docx(core="<dc:creator>王芳</dc:creator>").content()}),
          lambda: pack({"a.docx": Docx().content()})),
    _trap("zip-old-document.zip", _K.EMBEDDED_FILE,
          zipped(a__doc=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99))),
    _trap("zip-folder-notes.zip", _K.EMBEDDED_FILE, lambda: pack({".DS_Store": b"\0\0\0\1Bud1"})),
    _trap("zip-comment.zip", _K.COMMENT, lambda: _with_comment(f"电话 {MOBILE}"),
          lambda: _with_comment(""), holds=MOBILE),
    _trap("zip-between-entries.zip", _K.EARLIER_STATE, lambda: _between(_SECRET.encode()),
          lambda: _between(bytes(8)), holds=NUMBER),
    _trap("zip-behind-the-end.zip", _K.EARLIER_STATE,
          lambda: pack({"a.txt": _TEXT}) + _SECRET.encode(), holds=NUMBER),
    _trap("zip-broken-inside.zip", _K.NOT_SEARCHED, zipped(a__docx=b"PK\x03\x04" + bytes(40))),
    _trap("text-number.txt", _K.IDENTITY_NUMBER, _SECRET.encode, lambda: _TEXT, holds=NUMBER),
    _trap("text-in-gb18030.txt", _K.IDENTITY_NUMBER, lambda: _SECRET.encode("gb18030"),
          lambda: _TEXT.decode().encode("gb18030"), holds=NUMBER),
    _trap("text-in-utf16.txt", _K.IDENTITY_NUMBER, lambda: _SECRET.encode("utf-16"),
          lambda: _TEXT.decode().encode("utf-16"), holds=NUMBER),
    _trap("text-invisible-letters.txt", _K.HIDDEN_TEXT,
          f"云台{NUMBER[:9]}\u200b{NUMBER[9:]}".encode, lambda: b"\xef\xbb\xbf" + _TEXT,
          holds=NUMBER),
    _trap("table-name-under-its-label.csv", _K.NAME, "序号,姓名\n1,王芳\n".encode,
          "序号,水库\n1,云台\n".encode, holds="王芳"),
    _trap("table-in-gb18030.csv", _K.MOBILE, lambda: f"编号;手机\n1;{MOBILE}\n".encode("gb18030"),
          lambda: "编号;水库\n1;云台\n".encode("gb18030"), holds=MOBILE),
]  # fmt: skip
