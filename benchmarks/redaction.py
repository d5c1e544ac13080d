"""How long does a page take to be redacted, and how much memory does the process take?

    .venv/bin/python -m benchmarks.redaction [PAGES]     # default: 40

Papers of four makes (text; scanned at 200 dots per inch; photographs; a long table from an XLSX)
are converted, searched for names and numbers, drawn for the screen and redacted at 200 dots per
inch with every hit withheld, the proof included. Each goes through the public functions, which is
in a process of its own with its limits; seconds are of the wall, memory is the largest resident
set of those processes. Each paper is measured by a fresh process that did not make it: a process
that is started counts what its parent held as its own. No database is needed.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PIL import Image
from tests.modules.release.redaction import office_papers, papers

MAKES = ("text", "scanned", "photographs", "table")
_TERMS = (papers.NAME, papers.RARE_NAME, papers.MOBILE, papers.IDENTITY_NUMBER)
_MEBI = 1024


def make_text(folder: Path, pages: int) -> tuple[str, bytes]:
    """Return a PDF of text: about 1,000 characters a page, with names and numbers."""
    said = (
        f"{papers.OPENING}申请人{papers.NAME}，身份证号{papers.IDENTITY_NUMBER}。{papers.CLOSING}"
    )
    return "text.pdf", papers.pages_of(folder, [said * 7] * pages)


def make_scanned(folder: Path, pages: int) -> tuple[str, bytes]:
    """Return the same pages as pictures."""
    return "scanned.pdf", papers.scanned(make_text(folder, pages)[1], dpi=200)


def make_photographs(folder: Path, pages: int) -> tuple[str, bytes]:
    """Return pages full of colour that no coding without loss makes small."""
    grain = Image.effect_noise((1240, 1754), 40)
    picture = Image.merge("RGB", (grain, grain.rotate(180), grain.transpose(Image.Transpose(0))))
    path = folder / "photographs.pdf"
    picture.save(path, resolution=150, save_all=True, append_images=[picture] * (pages - 1))
    return "photographs.pdf", path.read_bytes()


def make_table(_folder: Path, pages: int) -> tuple[str, bytes]:
    """Return a workbook of about so many pages when it is typeset."""
    return "table.xlsx", office_papers.an_xlsx(rows=pages * 38)


_MAKERS: Mapping[str, Callable[[Path, int], tuple[str, bytes]]] = {
    "text": make_text,
    "scanned": make_scanned,
    "photographs": make_photographs,
    "table": make_table,
}


def measure(source: Path, file_name: str) -> dict[str, float]:
    """Redact one paper and return seconds of each step, pages, boxes, bytes and MiB."""
    # The settings are named before anything of the package that reads them is imported.
    from gongkai.release import redacting  # noqa: PLC0415
    from gongkai.release.rules.boxes import Box  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paper, out = folder / "paper.pdf", folder / "out.pdf"
        began = time.perf_counter()
        made = redacting.convert_apart(source, file_name, paper)
        converted = time.perf_counter()
        found = redacting.search_apart(paper, terms=_TERMS)
        searched = time.perf_counter()
        redacting.page_picture_apart(paper, 1, folder / "page.png")
        drawn = time.perf_counter()
        boxes = [replace(box, label="个人隐私") for hit in found.hits for box in hit.boxes]
        boxes += [
            Box(page=page, left=0.2, top=0.1, right=0.6, bottom=0.13, label="个人隐私")
            for page in (range(1, len(made.sizes) + 1) if not boxes else ())
        ]
        redacting.redact_apart(paper, boxes, out, title="测量")
        return {
            "pages": len(made.sizes),
            "boxes": len(boxes),
            "convert": converted - began,
            "search": searched - converted,
            "draw": drawn - searched,
            "redact": time.perf_counter() - drawn,
            "bytes": out.stat().st_size,
            "mebibytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _MEBI,
        }


def _measured_apart(make: str, pages: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        file_name, raw = _MAKERS[make](Path(name), pages)
        source = Path(name) / "source"
        source.write_bytes(raw)
        run = subprocess.run(
            [sys.executable, "-m", "benchmarks.redaction", "--one", str(source), file_name],
            capture_output=True,
            check=True,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "gongkai.config.settings"},
        )
    said: dict[str, float] = json.loads(run.stdout)
    return said


def main() -> int:
    """Measure every make in a process of its own and print a line for each."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    print("make         pages  boxes  convert s  search s  draw s  redact s/page  KB/page  MiB")
    for make in MAKES:
        one = _measured_apart(make, pages)
        print(
            f"{make:12} {one['pages']:5} {one['boxes']:6} {one['convert']:10.2f} "
            f"{one['search']:9.2f} {one['draw']:7.2f} {one['redact'] / one['pages']:14.3f} "
            f"{one['bytes'] / one['pages'] / 1000:8.0f} {one['mebibytes']:4.0f}"
        )
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(Path(sys.argv[2]), sys.argv[3])))
        sys.exit(0)
    sys.exit(main())
