"""The doors: the only way by which stored bytes leave the house.

`open_cleared` opens only what the gate has cleared, for the very bytes, door and subject.
`open_inside` is for the staff who may read a file: no door, and never for the public.
`made_here` is for documents of our own making, `sent_in` for what an applicant brought.
A response that carries a file to the public or to an applicant must hold an `Outgoing` that one of
these made; the middleware of the interfaces refuses to send any other.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.files import open_file, path_of
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.release.models import Clearance
from gongkai.release.queries.scans import is_scanner_configured, scan_state, scan_states
from gongkai.release.rules.doors import Door, Subject, obstacles_of_scan
from gongkai.release.wording import NO_SUCH_FILE

_PIECE = 256 * 1024


class HeldBack(Refusal):
    """It was cleared, but the virus scanner does not say now that it is clean."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Shows that a door was opened; made here alone."""

    door: Door | None
    """None inside the house."""
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A file on its way out, with the pass that lets it out."""

    name: str
    media_type: str
    size: int
    digest: str
    pieces: Iterable[bytes]
    gate_pass: Pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file that is to leave, under the name with which it would."""

    subject: Subject
    digest: str
    name: str
    media_type: str


def open_cleared(
    *, door: Door, subject: Subject, digest: str, name: str, media_type: str
) -> Outgoing:
    """Open a file that the gate has cleared for this door and subject.

    Raises NotFound where there is no clearance for these very bytes, HeldBack where a virus
    scanner is configured and has not said clean.
    """
    require_open(door=door, subject=subject, digest=digest)
    return _opened(digest, name, media_type, Pass(door, f"clearance:{digest}"))


def open_many(*, door: Door, wanted: Sequence[Wanted]) -> tuple[Outgoing | None, ...]:
    """Open many files as `open_cleared` does, each in its place (three queries).

    None stands for what must not leave now: not cleared, held by the scanner, or not there.
    """
    digests = {one.digest for one in wanted}
    made_here = _made_here_by_subject(door, digests)
    states = scan_states(digests)
    stored = StoredFile.objects.in_bulk(digests)
    found: list[Outgoing | None] = []
    for one in wanted:
        is_ours = made_here.get((one.subject.kind, one.subject.id, one.digest))
        obstacles = obstacles_of_scan(states[one.digest], is_configured=is_scanner_configured())
        file = stored.get(one.digest)
        if is_ours is None or (obstacles and not is_ours) or file is None or not _lies(file):
            found.append(None)
        else:
            gate_pass = Pass(door, f"clearance:{one.digest}")
            found.append(_out_of_store(file, one.name, one.media_type, gate_pass))
    return tuple(found)


def _made_here_by_subject(door: Door, digests: set[str]) -> dict[tuple[str, int, str], bool]:
    """Return what is cleared for each subject, and whether it was made here."""
    rows = Clearance.objects.filter(door=door.value, digest__in=digests)
    found: dict[tuple[str, int, str], bool] = {}
    for row in rows.only("subject_kind", "subject_id", "digest", "made_from"):
        key = (row.subject_kind, row.subject_id, row.digest)
        found[key] = found.get(key, False) or row.made_from_id is not None
    return found


def require_open(*, door: Door, subject: Subject, digest: str) -> None:
    """Raise as `open_cleared` does, where a reader asks whether the copy they hold still stands."""
    cleared = _clearances(door=door, subject=subject, digest=digest)
    if not cleared.exists():
        raise NotFound(NO_SUCH_FILE)
    # What was made here of a cleared text came from nobody who could have infected it.
    is_ours = cleared.filter(made_from__isnull=False).exists()
    if not is_ours and _is_held_by_scanner(digest):
        raise HeldBack(
            _("This file is being checked for harmful content. Try again in a few minutes.")
        )


def is_cleared(*, door: Door, subject: Subject, digest: str) -> bool:
    """Say whether the gate has cleared these very bytes for this door and subject."""
    return _clearances(door=door, subject=subject, digest=digest).exists()


def open_inside(*, digest: str, name: str, media_type: str) -> Outgoing:
    """Open a file for a member of staff who may read it; raises NotFound. No door to outside."""
    return _opened(digest, name, media_type, Pass(None, f"inside:{digest}"))


def made_here(
    *, door: Door | None, name: str, media_type: str, content: bytes, what: str
) -> Outgoing:
    """Hand out a document of our own making, such as a letter; `what` as in `letter:12`.

    It is set from what we ship and from texts that passed the gate before it was made; there is
    nothing in it that nobody has seen. `door` is None for staff.
    """
    return _in_memory(name, media_type, content, Pass(door, f"made:{what}"))


def sent_in(
    *, door: Door | None, name: str, media_type: str, content: bytes, what: str
) -> Outgoing:
    """Hand out what an applicant sent, unsealed: to themselves, or (None) to who handles it.

    No gate stands before it: nothing is released that they did not bring. That it is theirs the
    caller has made sure of.
    """
    return _in_memory(name, media_type, content, Pass(door, f"own:{what}"))


def built_pass(door: Door, what: str) -> Pass:
    """Return the pass of something built while it is sent, from nothing but what is out already.

    For lists and prints made of public queries: each text in them was cleared when it went out.
    """
    return Pass(door, f"built:{what}")


def _in_memory(name: str, media_type: str, content: bytes, gate_pass: Pass) -> Outgoing:
    return Outgoing(
        name=name,
        media_type=media_type,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        pieces=[content],
        gate_pass=gate_pass,
    )


def _clearances(*, door: Door, subject: Subject, digest: str) -> QuerySet[Clearance]:
    return Clearance.objects.filter(
        door=door.value, subject_kind=subject.kind, subject_id=subject.id, digest=digest
    )


def _is_held_by_scanner(digest: str) -> bool:
    return bool(obstacles_of_scan(scan_state(digest), is_configured=is_scanner_configured()))


def _opened(digest: str, name: str, media_type: str, gate_pass: Pass) -> Outgoing:
    stored = StoredFile.objects.filter(pk=digest).first()
    if stored is None or not _lies(stored):
        raise NotFound(NO_SUCH_FILE)
    return _out_of_store(stored, name, media_type, gate_pass)


def _lies(stored: StoredFile) -> bool:
    return path_of(stored.pk).is_file()


def _out_of_store(stored: StoredFile, name: str, media_type: str, gate_pass: Pass) -> Outgoing:
    return Outgoing(
        name=name,
        media_type=media_type,
        size=stored.size,
        digest=stored.pk,
        pieces=_Pieces(stored.pk),
        gate_pass=gate_pass,
    )


class _Pieces:
    """A stored file in pieces; opened by who reads it, so that none is left open (HEAD)."""

    def __init__(self, digest: str) -> None:
        self._digest = digest

    def __iter__(self) -> Iterator[bytes]:
        with open_file(self._digest) as file:
            while piece := file.read(_PIECE):
                yield piece
