"""How many pages a second are extracted, how many files a second are gated, and with what memory?

    .venv/bin/python -m benchmarks.release [PAGES]     # default: 200

Files of six makes go through `inspect_apart`, the function that is behind every door: each in a
process of its own, so the start of that process is part of the figure, as it is in the queue.
Seconds are of the wall and the median of three rounds; memory is the largest resident set of any
inspection so far. Text is extracted and searched for personal numbers in the same pass. No
database is needed, and nothing is optical recognition.
"""

import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.modules.release.redaction import office_papers

from benchmarks.redaction import make_scanned, make_table, make_text
from gongkai.release.inspecting import inspect_apart

ROUNDS = 3


def files(folder: Path, pages: int) -> dict[str, tuple[str, bytes]]:
    """Return the files by what they are, small ones first: memory is told as the most so far."""
    return {
        "text file": ("a.txt", "政府信息公开条例。\n".encode() * 500),
        "DOCX, 1 page": ("a.docx", office_papers.a_docx()),
        "XLSX, 3 rows": ("a.xlsx", office_papers.an_xlsx()),
        "PDF, 1 page": make_text(folder, 1),
        f"XLSX, {pages * 38} rows": make_table(folder, pages),
        f"PDF of text, {pages} pages": make_text(folder, pages),
        "PDF of scans, 20 pages": make_scanned(folder, 20),
    }


def main() -> int:
    """Inspect every file three times and print a line for each."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print("file                           seconds  files/s  pages/s   characters  MiB so far")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for label, (file_name, raw) in files(folder, pages).items():
            path = folder / "file"
            path.write_bytes(raw)
            seconds = []
            for _round in range(ROUNDS):
                began = time.perf_counter()
                found = inspect_apart(path, file_name)
                seconds.append(time.perf_counter() - began)
            assert found.problem is None, (label, found.problem)
            median = statistics.median(seconds)
            characters = sum(len(text.text) for text in found.texts)
            mebibytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(
                f"{label:30} {median:7.2f} {1 / median:8.2f} {max(found.pages, 1) / median:8.1f} "
                f"{characters:12} {mebibytes:7.0f}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
