"""What a lawful letter must say: a letter that lacks it does not go out. Pure."""

from gongkai.letters.rules.facts import (
    REPLY_KINDS,
    AnsweredItem,
    CorrectionFacts,
    ExtensionFacts,
    Facts,
    LetterKind,
    ReceiptFacts,
    ReplyFacts,
)

_WITHOUT_REMEDY = frozenset({LetterKind.GRANTED})
"""Nothing was refused: the remedy clause may be left out."""


def fits(kind: LetterKind, facts: Facts) -> bool:
    """Say whether these are facts of that kind of letter."""
    return isinstance(facts, facts_class(kind))


def facts_class(kind: LetterKind) -> type[Facts]:
    """Return the dataclass of the facts of a kind."""
    if kind in REPLY_KINDS:
        return ReplyFacts
    return _OTHERS[kind]


_OTHERS: dict[LetterKind, type[Facts]] = {
    LetterKind.RECEIPT: ReceiptFacts,
    LetterKind.CORRECTION: CorrectionFacts,
    LetterKind.EXTENSION: ExtensionFacts,
}


def lacking(kind: LetterKind, facts: Facts) -> tuple[str, ...]:
    """Return the names of the fields without which the letter would not be lawful.

    All points at once and what silence does (2019 art. 30; 2007 art. 21 (4) as practised), reason
    and approval of an extension (2007 art. 24; 2019 art. 33), ground and remedy of a reply (2007
    art. 21, 33; 2019 art. 36), and that a search was made where nothing is held.
    """
    match facts:
        case ReceiptFacts():
            found = _blank(facts, "article", "digest")
        case CorrectionFacts():
            found = _blank(facts, "points", "article", "silence_effect")
        case ExtensionFacts():
            found = _blank(facts, "reason", "article", "approved_by")
        case ReplyFacts():
            found = _blank(facts, "outcome", "items") + _lacking_reply(kind, facts)
    return _blank(facts.case, "application_number", "addressee", "asked", "regime_title") + found


def _lacking_reply(kind: LetterKind, facts: ReplyFacts) -> tuple[str, ...]:
    found: list[str] = []
    if kind not in _WITHOUT_REMEDY and not facts.remedy.strip():
        found.append("remedy")
    if any(not item.legal_text.strip() for item in facts.items):
        found.append("legal_text")
    if kind is LetterKind.NOT_HELD and not any(_was_searched(item) for item in facts.items):
        found.append("search_note")
    return tuple(found)


def _was_searched(item: AnsweredItem) -> bool:
    return bool(item.search_note.strip())


def _blank(row: object, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if _is_blank(getattr(row, name)))


def _is_blank(value: object) -> bool:
    return not (value.strip() if isinstance(value, str) else value)
