"""What is known of the content of stored files."""

from collections.abc import Collection
from dataclasses import dataclass

from gongkai.release.models import Examination
from gongkai.release.rules.doors import GATE_RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """Text of one page, sheet or part of a file."""

    label: str
    text: str
    is_machine_read: bool = False


def latest_examinations(digests: Collection[str]) -> dict[str, Examination]:
    """Return the examination of each digest under the present rules, without its texts."""
    rows = Examination.objects.filter(stored_id__in=digests, rules=GATE_RULES)
    return {row.stored_id: row for row in rows.defer("texts")}


def examination_texts(digests: Collection[str]) -> dict[str, tuple[TextLine, ...]]:
    """Return the text of each file that was examined, whichever edition of the rules did it."""
    rows = Examination.objects.filter(stored_id__in=digests, state=Examination.State.DONE)
    return {
        row.stored_id: tuple(TextLine(**part) for part in row.texts)
        for row in rows.order_by("rules").only("stored_id", "texts")
    }
