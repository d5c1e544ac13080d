"""The file that is handed out: UTF-8 text with a header block, line feeds only.

Its bytes depend on what is public alone, so that a reader can check a copy against the digest
shown on the page.
"""

from dataclasses import dataclass
from datetime import date

RULE = "-" * 60


@dataclass(frozen=True, slots=True)
class FileHeader:
    """What stands above the text, in the order of the header block of a record page."""

    index_number: str
    title: str
    organ_name: str
    generated_on: date
    released_on: date
    document_number: str
    version_number: int


def render_text_file(header: FileHeader, text: str) -> bytes:
    """Return the file: labels as the catalogue prints them, a rule, then the text."""
    lines = [
        f"索引号：{header.index_number}",
        f"信息名称：{header.title}",
        f"发布机构：{header.organ_name}",
        f"生成日期：{header.generated_on.isoformat()}",
        f"发布日期：{header.released_on.isoformat()}",
    ]
    if header.document_number:
        lines.append(f"文号：{header.document_number}")
    if header.version_number > 1:
        lines.append(f"版本：{header.version_number}")
    return ("\n".join([*lines, RULE, "", text]) + "\n").encode()
