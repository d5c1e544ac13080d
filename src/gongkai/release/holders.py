"""Whose file it is: the modules above say which record or case holds stored bytes.

Registered in the `ready` of the module that holds files. The same bytes may be held many times.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from gongkai.release.rules.doors import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A stored file under the name that it has in a record or case."""

    digest: str
    name: str
    subject: Subject


Holder = Callable[[Collection[str]], Iterable[Held]]
"""Returns who holds the files with these digests; a fixed number of queries."""

_holders: dict[str, Holder] = {}


def register_holder(subject_kind: str, holder: Holder) -> None:
    """Make known which files a kind of subject holds; registering again replaces."""
    _holders[subject_kind] = holder


def holders_of(digests: Collection[str]) -> dict[str, tuple[Held, ...]]:
    """Return every record and case that holds each of the files, by digest."""
    found: dict[str, list[Held]] = defaultdict(list)
    if digests:
        for kind in sorted(_holders):
            for held in _holders[kind](digests):
                found[held.digest].append(held)
    return {digest: tuple(held) for digest, held in found.items()}
