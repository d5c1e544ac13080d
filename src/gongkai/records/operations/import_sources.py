"""The files that can be imported: JSON lines (also gzipped), CSV, XLSX."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

_CHUNK = 1024 * 1024
_LONGEST_CELL = 64 * 1024 * 1024
"""The text of a record is one cell of a CSV file; the reader stops at 128 KiB unless told."""


class SourceUnreadable(ValueError):
    """The file is none of the kinds, or not what its name says."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row with its line in the file (from 1); `fault` says why it could not be read."""

    line: int
    values: Mapping[str, object]
    fault: str = ""

    def digest(self) -> str:
        """Return the SHA-256 of what the row says, the same on every run."""
        said = json.dumps(dict(self.values), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of the file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def count_rows(path: Path) -> int:
    """Return how many rows the file has, for a progress bar."""
    return sum(1 for _ in read_rows(path))


def read_rows(path: Path) -> Iterator[SourceRow]:
    """Yield the rows of the file by the ending of its name; raises SourceUnreadable."""
    name = path.name.lower()
    if name.endswith((".jsonl", ".jsonl.gz", ".ndjson")):
        return _json_lines(path)
    if name.endswith(".csv"):
        return _csv(path)
    if name.endswith(".xlsx"):
        return _xlsx(path)
    raise SourceUnreadable(f"{path.name}: known are .jsonl, .jsonl.gz, .csv and .xlsx")


def _json_lines(path: Path) -> Iterator[SourceRow]:
    zipped = path.name.lower().endswith(".gz")
    with gzip.open(path, "rb") if zipped else path.open("rb") as file:
        for line, raw in enumerate(file, 1):
            if raw.strip():
                yield _json_row(line, raw)


def _json_row(line: int, raw: bytes) -> SourceRow:
    try:
        said = raw.decode("utf-8-sig")
        values = json.loads(said)
        if "\\u" in said:
            # Half of a surrogate pair can be escaped in JSON, but nothing can keep it.
            json.dumps(values, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as wrong:
        return SourceRow(line, {}, f"not a line of JSON: {wrong}")
    if not isinstance(values, dict):
        return SourceRow(line, {}, "not a JSON object")
    return SourceRow(line, values)


def _csv(path: Path) -> Iterator[SourceRow]:
    text = io.StringIO(_decoded(path), newline="")
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(text)
    header = [name.strip() for name in next(reader, [])]
    if not header:
        raise SourceUnreadable(f"{path.name}: the first line must name the columns")
    line = reader.line_num + 1
    for cells in reader:
        if len(cells) > len(header):
            yield SourceRow(line, {}, f"{len(cells)} cells under {len(header)} columns")
        elif any(cell.strip() for cell in cells):
            yield SourceRow(line, dict(zip(header, cells, strict=False)))
        line = reader.line_num + 1


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceUnreadable(f"{path.name}: neither UTF-8 nor GB 18030")


def _xlsx(path: Path) -> Iterator[SourceRow]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as wrong:
        # openpyxl raises a dozen unrelated types for broken archives.
        raise SourceUnreadable(f"{path.name}: {wrong}") from wrong
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        header = [str(cell).strip() if cell is not None else "" for cell in next(rows, ())]
        for line, cells in enumerate(rows, 2):
            if any(cell is not None and str(cell).strip() for cell in cells):
                named = zip(header, cells, strict=False)
                yield SourceRow(line, {name: value for name, value in named if name})
    finally:
        book.close()
