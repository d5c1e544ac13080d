"""The form that a browser is filling in."""

from dataclasses import dataclass
from datetime import datetime

from gongkai.applications.models import ApplicationDraft
from gongkai.applications.operations.drafts import answers_of, hash_of_key
from gongkai.applications.queries.lines import sent_files
from gongkai.applications.queries.values import FileLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was filled in so far."""

    organ_id: int
    answers: dict[str, str]
    files: tuple[FileLine, ...]
    changed_at: datetime


def draft_of(key: str) -> Draft | None:
    """Return the draft that this key opens, None where there is none (any more)."""
    if not key:
        return None
    draft = ApplicationDraft.objects.filter(key_hash=hash_of_key(key)).first()
    if draft is None:
        return None
    return Draft(
        organ_id=draft.organ_id,
        answers=answers_of(draft),
        files=sent_files(draft.files.select_related("sealed")),
        changed_at=draft.changed_at,
    )
