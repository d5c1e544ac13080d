"""The form in which the demo's steps say how far they are."""

from collections.abc import Callable

Say = Callable[[str, int, int], None]
"""Told what is being done, how many are done and how many there are."""
