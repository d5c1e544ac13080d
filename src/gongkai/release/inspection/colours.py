"""Whether a text can be told from what is behind it."""

import re

WHITE, BLACK = "FFFFFF", "000000"
_LEAST_CONTRAST = 1.2
_RGB = re.compile(r"[0-9A-Fa-f]{6}")
_DARK = 0.18


def is_invisible(text: str | None, behind: str | None) -> bool:
    """Return whether a text of this colour is not seen; colours are `RRGGBB`, None is unknown."""
    if text is None or behind is None:
        return False
    lighter, darker = sorted((luminance(text), luminance(behind)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05) < _LEAST_CONTRAST


def is_dark(colour: str | None) -> bool:
    """Return whether a colour covers black text; an unknown one does not."""
    return colour is not None and luminance(colour) < _DARK


def plain_colour(said: str | None) -> str | None:
    """Return `RRGGBB` of that, `AARRGGBB` or `#RRGGBB`; None where the colour is unknown."""
    bare = (said or "").lstrip("#")[-6:]
    return bare.upper() if _RGB.fullmatch(bare) else None


def luminance(colour: str) -> float:
    """Return the relative luminance of `RRGGBB`, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
