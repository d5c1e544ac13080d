"""Lists that leave as files: which of their entries the release gate holds back."""

from collections.abc import Sequence

from gongkai.records.clearing import SUBJECT_KIND
from gongkai.records.queries.values import RecordCard
from gongkai.release.queries.decided import undecided_subjects
from gongkai.release.rules.doors import Door, TextOut


def held_back(cards: Sequence[RecordCard]) -> frozenset[int]:
    """Return the ids of the cards in whose shown texts something is found that nobody decided.

    Looked at while the list is built: what the gate learnt since the record went out counts too.
    """
    texts = {
        card.id: TextOut(
            parts=(
                ("title", card.title),
                ("summary", card.summary),
                ("document_number", card.document_number),
                ("keywords", card.keywords),
                ("genre", card.genre),
                ("maker", card.making.maker),
                ("co_makers", "\n".join(card.making.co_makers)),
                ("lead_organ", card.making.lead_organ),
            )
        )
        for card in cards
    }
    return undecided_subjects(door=Door.PUBLIC, subject_kind=SUBJECT_KIND, texts=texts)
