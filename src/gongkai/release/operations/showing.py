"""Looking at what is masked elsewhere: kept in the trail where it is of a case."""

from gongkai.audit.operations import record_entry
from gongkai.kernel.types import Actor
from gongkai.release.rules.doors import OF_APPLICANTS, Subject
from gongkai.release.rules.findings import FindingKind

NOTED_KINDS = OF_APPLICANTS
"""Subjects of which every look in full is kept."""


def note_look_in_full(*, actor: Actor, subject: Subject, digest: str, kind: FindingKind) -> None:
    """Keep that somebody saw a part of a file or text unmasked; who may is the caller's to check.

    What was seen is not kept, only in which file and for which kind of finding.
    """
    if subject.kind not in NOTED_KINDS:
        return
    record_entry(
        actor=actor,
        action="release.look_in_full",
        object_kind=subject.kind,
        object_id=subject.id,
        object_label=subject.label,
        organ_id=subject.organ_id,
        details={"digest": digest, "kind": kind.value},
    )
