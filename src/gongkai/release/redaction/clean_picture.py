"""A picture without what the camera and its programs wrote into it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from gongkai.release.inspection.bounds import CannotRead
from gongkai.release.redaction.embedded import as_shown, open_picture
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.inspection import FileProblem

_MOST_FRAMES = 1_000
_PLAIN = frozenset(
    {"dpi", "gamma", "transparency", "duration", "loop", "background", "version", "compression"}
    | {"interlace", "progressive", "progression", "jfif", "jfif_version", "jfif_unit"}
    | {"jfif_density", "extension", "timestamp", "disposal", "blend", "default_image", "adobe"}
    | {"adobe_transform", "chromaticity", "srgb", "aspect"}
)
"""What a picture needs to be drawn; all else in it is told of nobody's seeing."""


_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "JPEG": {"quality": 92, "subsampling": 0},
    "MPO": {"quality": 92, "subsampling": 0},
    "TIFF": {"compression": "tiff_deflate"},
    "WEBP": {"quality": 92},
}


def clean_picture(source: Path, out: Path) -> frozenset[FindingKind]:
    """Write the frames anew, turned as they are shown and on white; raises CannotRead."""
    with open_picture(source) as picture:
        file_format = picture.format or "PNG"
        frames = getattr(picture, "n_frames", 1)
        if frames > _MOST_FRAMES:
            raise CannotRead(FileProblem.TOO_MANY_PAGES)
        told = set(picture.info) - _PLAIN or len(picture.getexif()) > 0
        durations = []
        shown: list[Image.Image] = []
        for frame in range(frames):
            try:
                picture.seek(frame)
            except (EOFError, OSError, ValueError, SyntaxError) as broken:
                raise CannotRead(FileProblem.BROKEN) from broken
            durations.append(picture.info.get("duration", 0))
            shown.append(_bare(as_shown(picture)))
    shown[0].save(out, file_format, **_options(file_format, shown, durations))
    return frozenset({FindingKind.PICTURE_DATA}) if told else frozenset()


def _bare(picture: Image.Image) -> Image.Image:
    """Return the pixels in a picture that knows nothing else."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _options(file_format: str, frames: list[Image.Image], durations: list[float]) -> dict[str, Any]:
    options = dict(_OPTIONS.get(file_format, {}))
    if len(frames) > 1 and file_format in {"TIFF", "GIF", "WEBP", "PNG"}:
        options |= {"save_all": True, "append_images": frames[1:]}
        if file_format != "TIFF":
            options |= {"duration": durations, "loop": 0}
    return options
