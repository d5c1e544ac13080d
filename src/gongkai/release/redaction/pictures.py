"""Pictures of pages for the screen: one page at a time, small or large, with areas marked."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gongkai.release.redaction.painting import point_out
from gongkai.release.redaction.problems import answering
from gongkai.release.redaction.shown import open_shown
from gongkai.release.rules.boxes import Box

MOST_PIXELS = 12_000_000
"""Of a picture for the screen."""
_MOST_COLOURS = 128


def page_sizes(source: Path) -> list[tuple[float, float]]:
    """Return width and height of each page in points, as it is shown; raises CannotRead."""
    with open_shown(source) as shown:
        return [(page.width, page.height) for page in shown.pages()]


def draw_page(
    source: Path, number: int, out: Path, *, dpi: float, marked: Sequence[Box] = ()
) -> tuple[int, int]:
    """Write a page as PNG and return its pixels; raises CannotRead, IndexError."""
    with open_shown(source) as shown, shown.page(number) as page:
        width, height = page.pixels(dpi, most=MOST_PIXELS)
        picture = page.picture(width, height)
        point_out(picture, [box for box in marked if box.page == number], dpi=dpi)
        colours = picture.getcolors(_MOST_COLOURS)
        small = picture if colours is None else picture.quantize(len(colours))
        small.save(out, "PNG", optimize=False)
        return width, height


@answering
def do_task(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Draw `page` of `source` into `out` at `dpi`, or say `sizes` where no page is asked for."""
    source = Path(arguments["source"])
    if not arguments.get("page"):
        return {"sizes": page_sizes(source)}
    marked = [Box.of_row(row) for row in arguments.get("marked", [])]
    width, height = draw_page(
        source,
        int(arguments["page"]),
        Path(arguments["out"]),
        dpi=min(max(float(arguments["dpi"]), 8.0), 300.0),
        marked=marked,
    )
    return {"width": width, "height": height}
