"""How many pages a second are extracted, how many files a second are gated, and with what memory?

    .venv/bin/python -m benchmarks.release [PAGES]     # default: 200

Files of six makes go through `inspect_apart`, the function that is behind every door: each in a
process of its own, so the start of that process is part of the figure, as it is in the queue.
Seconds are of the wall and the median of three rounds; memory is the largest resident set of those
processes, told by a fresh process for each file. Text is extracted and searched for personal
numbers in the same pass. No database is needed, and nothing is optical recognition.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.modules.release.redaction import office_papers

from benchmarks.redaction import make_scanned, make_table, make_text
from gongkai.release.inspecting import inspect_apart

ROUNDS = 3


def files(folder: Path, pages: int) -> dict[str, tuple[str, bytes]]:
    """Return the files, name and bytes, by what they are."""
    return {
        "text file": ("a.txt", "政府信息公开条例。\n".encode() * 500),
        "DOCX, 1 page": ("a.docx", office_papers.a_docx()),
        "XLSX, 3 rows": ("a.xlsx", office_papers.an_xlsx()),
        "PDF, 1 page": make_text(folder, 1),
        f"XLSX, {pages * 38} rows": make_table(folder, pages),
        f"PDF of text, {pages} pages": make_text(folder, pages),
        "PDF of scans, 20 pages": make_scanned(folder, 20),
    }


def measure(path: Path, file_name: str) -> dict[str, float]:
    """Inspect a file three times and return seconds, pages, characters and MiB."""
    seconds = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        found = inspect_apart(path, file_name)
        seconds.append(time.perf_counter() - began)
    assert found.problem is None, (file_name, found.problem)
    return {
        "seconds": statistics.median(seconds),
        "pages": max(found.pages, 1),
        "characters": sum(len(text.text) for text in found.texts),
        "mebibytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def main() -> int:
    """Measure every file in a process of its own and print a line for each."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print("file                           seconds  files/s  pages/s   characters  MiB")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for label, (file_name, raw) in files(folder, pages).items():
            path = folder / "file"
            path.write_bytes(raw)
            command = [sys.executable, "-m", "benchmarks.release", "--one", str(path), file_name]
            run = subprocess.run(command, capture_output=True, check=True)
            one: dict[str, float] = json.loads(run.stdout)
            print(
                f"{label:30} {one['seconds']:7.2f} {1 / one['seconds']:8.2f} "
                f"{one['pages'] / one['seconds']:8.1f} {one['characters']:12} "
                f"{one['mebibytes']:4.0f}"
            )
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(Path(sys.argv[2]), sys.argv[3])))
        sys.exit(0)
    sys.exit(main())
