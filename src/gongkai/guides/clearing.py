"""What of an edition goes out in the organ's own words, as the release gate looks at it.

The facts are out already: they stand on the organ's page. What the organ writes for the guide, its
answer to opinions, and each opinion that is to be shown pass the gate.
"""

from gongkai.guides.models import Edition, EditionKind, OpinionState
from gongkai.release.rules.doors import Subject, TextOut

SUBJECT_KIND = "edition"
"""What the release gate calls an edition."""


def subject_of(edition: Edition) -> Subject:
    """Return the edition as the gate knows it."""
    return Subject(
        kind=SUBJECT_KIND,
        id=edition.pk,
        organ_id=edition.organ_id,
        label=label_of(edition),
    )


def label_of(edition: Edition) -> str:
    """Return how the trail names an edition, in Chinese: 公开指南第3版."""
    name = "公开指南" if edition.kind == EditionKind.GUIDE else "公开目录"
    return f"{name}第{edition.number}版"


def own_words(edition: Edition) -> TextOut:
    """Return everything that the organ wrote itself, without what is empty."""
    parts = [("change_note", edition.change_note)]
    for number, section in enumerate(edition.sections, start=1):
        parts.append((f"heading {number}", section["heading"]))
        parts.append((f"text {number}", section["text"]))
    return TextOut(parts=tuple((name, text) for name, text in parts if text))


def words_of_consultation(edition: Edition) -> TextOut:
    """Return the answer and the opinions that the public reads for good."""
    answer = (("answer", edition.answer),) if edition.answer else ()
    shown = [one for one in edition.opinions.all() if one.state == OpinionState.SHOWN.value]
    return TextOut(parts=(*answer, *((f"opinion {one.number}", one.text) for one in shown)))
