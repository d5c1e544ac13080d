"""What was decided about the texts of many subjects at once, for lists that are built of them."""

from collections.abc import Mapping

from gongkai.release.models import FindingDecision
from gongkai.release.operations.gate import findings_of_text
from gongkai.release.rules.doors import Door, TextOut, Verdict
from gongkai.release.tags import tag_of

_Known = frozenset[tuple[int, str, str]]


def undecided_subjects(
    *, door: Door, subject_kind: str, texts: Mapping[int, TextOut]
) -> frozenset[int]:
    """Return the subjects in whose texts something is found that nobody let leave.

    No query where nothing is found, and one for all of them together.
    """
    found = {
        subject_id: {
            (finding.kind.value, tag_of(finding, digest=text.digest_of(finding.place.part)))
            for finding in findings_of_text(text)
        }
        for subject_id, text in texts.items()
    }
    wanted = [subject_id for subject_id, tags in found.items() if tags]
    allowed = _allowed(door, subject_kind, wanted) if wanted else frozenset()
    return frozenset(
        subject_id
        for subject_id in wanted
        if any((subject_id, *key) not in allowed for key in found[subject_id])
    )


def _allowed(door: Door, subject_kind: str, subject_ids: list[int]) -> _Known:
    rows = FindingDecision.objects.filter(
        door=door.value, subject_kind=subject_kind, subject_id__in=subject_ids
    ).order_by("pk")
    newest = {
        (row.subject_id, row.kind, row.tag): row.verdict
        for row in rows.only("subject_id", "kind", "tag", "verdict")
    }
    return frozenset(key for key, verdict in newest.items() if verdict == Verdict.MAY_LEAVE.value)
