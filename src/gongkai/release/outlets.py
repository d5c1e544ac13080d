"""What is out: the modules above say it, so that it can be looked at again and compared.

Registered in the `ready` of the module that releases; the release module itself knows no record
and no case.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from gongkai.release.rules.doors import Door, FileOut, Subject, TextOut
from gongkai.release.rules.findings import FindingKind

OwnValues = frozenset[tuple[FindingKind, str]]
"""Kinds and whole values, as a finding has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutItem:
    """One subject that is out now, with all that left with it."""

    door: Door
    subject: Subject
    files: tuple[FileOut, ...] = ()
    texts: TextOut | None = None


def nothing_of_theirs(_subject_id: int) -> OwnValues:
    """Return nothing: whoever receives it has given nothing of their own."""
    return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """How a module tells what is out of it."""

    subject_kind: str
    door: Door
    everything: Callable[[], Iterator[OutItem]]
    """Every subject that is out now, in a stable order, read in pieces."""
    is_out: Callable[[int], bool]
    """Whether this subject is out now."""
    theirs: Callable[[int], OwnValues] = nothing_of_theirs
    """What whoever receives this subject told us of themselves: no finding against them."""
    out_among: Callable[[Collection[int]], Collection[int]] | None = None
    """Which of these subjects are out now, with one question; None asks one by one."""
    files_out: Callable[[int], Collection[str]] | None = None
    """The digests of this subject's files that are out now; None where all of it is out or none."""


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


def is_file_out(
    *, subject_kind: str, door: Door, subject_id: int, digests: Collection[str]
) -> bool:
    """Say whether one of the files, which left with a subject, is out with it now."""
    outlet = _outlets.get((subject_kind, door))
    if outlet is None:
        return False
    if outlet.files_out is None:
        return outlet.is_out(subject_id)
    return not frozenset(outlet.files_out(subject_id)).isdisjoint(digests)


def out_among(*, subject_kind: str, door: Door, subject_ids: Collection[int]) -> frozenset[int]:
    """Return which of the subjects are out now; none of an unknown kind."""
    outlet = _outlets.get((subject_kind, door))
    if outlet is None or not subject_ids:
        return frozenset()
    if outlet.out_among is not None:
        return frozenset(outlet.out_among(subject_ids))
    return frozenset(one for one in subject_ids if outlet.is_out(one))


def own_values(*, door: Door, subject: Subject) -> OwnValues:
    """Return what the receiver of a subject told us of themselves; nothing for an unknown kind."""
    outlet = _outlets.get((subject.kind, door))
    return outlet.theirs(subject.id) if outlet is not None else frozenset()
