"""How light and how dark a picture is, and how far two pictures are from each other."""

from typing import cast

from PIL import Image, ImageChops


def contrast_of(grey: Image.Image) -> int:
    """Return the steps between the darkest and the lightest pixel of a grey picture, 0 to 255."""
    darkest, lightest = cast(tuple[int, int], grey.getextrema())
    return lightest - darkest


def most_difference(one: Image.Image, other: Image.Image) -> int:
    """Return by how many steps two pictures of one size and mode differ at most."""
    extrema = ImageChops.difference(one, other).getextrema()
    if len(one.getbands()) == 1:
        return cast(tuple[int, int], extrema)[1]
    return max(high for _low, high in cast(tuple[tuple[int, int], ...], extrema))
