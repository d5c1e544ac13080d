"""A clean copy: the same document without what nobody sees in it.

The copy is stored and examined before anything is exchanged for it; the file itself stays for
ever. What is seen on the pages is not changed: personal data that stands there is redacted, not
cleaned away.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.files import path_of, store_file
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Actor
from gongkai.release.access import require_decider
from gongkai.release.apart import Limits, TaskFailed
from gongkai.release.models import Lineage
from gongkai.release.operations.examining import ask_examination
from gongkai.release.operations.scanning import ask_scan
from gongkai.release.redacting import FileRefused, clean_apart
from gongkai.release.rules.doors import FileOut, Subject
from gongkai.release.rules.findings import FindingKind
from gongkai.release.wording import PROBLEMS

_LIMITS = Limits(seconds=90, memory=3_000_000_000)
"""Somebody waits for it."""


class CannotClean(Refusal):
    """No clean copy can be made of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanCopy:
    """What was made, and what is not in it any more."""

    file: FileOut
    removed: tuple[FindingKind, ...]


def make_clean_copy(*, actor: Actor, subject: Subject, file: FileOut) -> CleanCopy:
    """Store a copy of the file without its hidden data and have it examined.

    It stays the same document: what is withheld of the file is withheld of the copy too.
    Raises CannotClean, NotAllowed.
    """
    require_decider(actor, organ_id=subject.organ_id)
    with tempfile.TemporaryDirectory(prefix="gongkai-clean-") as folder:
        out = Path(folder) / "clean"
        try:
            cleaned = clean_apart(path_of(file.digest), file.name, out, limits=_LIMITS)
        except FileRefused as refused:
            raise CannotClean(PROBLEMS[refused.problem]) from refused
        except TaskFailed as failed:
            raise CannotClean(
                _("No clean copy could be made. Save the file anew with an office program.")
            ) from failed
        with out.open("rb") as stream:
            stored = store_file(stream)
    if stored.digest == file.digest:
        raise CannotClean(_("There is nothing hidden in this file that could be taken out."))
    Lineage.objects.get_or_create(
        of_id=file.digest, made_id=stored.digest, defaults={"made_at": time.now()}
    )
    ask_examination(digest=stored.digest, name=file.name)
    ask_scan(digest=stored.digest)
    record_entry(
        actor=actor,
        action="release.clean",
        object_kind=subject.kind,
        object_id=subject.id,
        object_label=subject.label,
        organ_id=subject.organ_id,
        details={"of": file.digest, "made": stored.digest},
    )
    return CleanCopy(file=FileOut(name=file.name, digest=stored.digest), removed=cleaned.removed)
