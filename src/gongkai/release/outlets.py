"""What is out: the modules above say it, so that it can be looked at again and compared.

Registered in the `ready` of the module that releases; the release module itself knows no record
and no case.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongkai.release.rules.doors import Door, FileOut, Subject, TextOut


@dataclass(frozen=True, slots=True, kw_only=True)
class OutItem:
    """One subject that is out now, with all that left with it."""

    door: Door
    subject: Subject
    files: tuple[FileOut, ...] = ()
    texts: TextOut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """How a module tells what is out of it."""

    subject_kind: str
    door: Door
    everything: Callable[[], Iterator[OutItem]]
    """Every subject that is out now, in a stable order, read in pieces."""
    is_out: Callable[[int], bool]
    """Whether this subject is out now."""


_outlets: dict[tuple[str, Door], Outlet] = {}


def register_outlet(outlet: Outlet) -> None:
    """Make known what a module lets out; registering again replaces."""
    _outlets[(outlet.subject_kind, outlet.door)] = outlet


def everything_out() -> Iterator[OutItem]:
    """Return all that is out through any door now."""
    for key in sorted(_outlets, key=str):
        yield from _outlets[key].everything()


def is_out(*, subject_kind: str, door: Door, subject_id: int) -> bool:
    """Say whether a subject is out now; an unknown kind is not."""
    outlet = _outlets.get((subject_kind, door))
    return outlet is not None and outlet.is_out(subject_id)
