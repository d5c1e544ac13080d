"""What a reply says: the answered items and the files, whether it is whole, and its digest. Pure.

The digest is what the reviewer and the person in charge bind themselves to, so its canonical form
is fixed here and never depends on a database or a language.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from gongkai.applications.rules.regimes import ApplicationRegime, Need, Outcome

CANONICAL_FORM = "gongkai-reply-1"
LONGEST_TEXT = 5000
LIMITS: Mapping[str, int] = {
    "outcome_code": 40,
    "ground_code": 60,
    "competent_organ": 200,
    "competent_contact": 300,
}
"""Characters, where a column holds fewer than LONGEST_TEXT."""
MOST_ITEMS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One matter that was asked for and how it is answered (requirement A8)."""

    asked: str
    outcome_code: str
    ground_code: str = ""
    reasons: str = ""
    where: str = ""
    """How and where it is given, or where it can be found."""
    competent_organ: str = ""
    competent_contact: str = ""
    search_note: str = ""
    """Which files and systems were searched, by whom and when."""
    split_reason: str = ""
    """Why no part of what is refused can be told apart and given; kept, not printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFile:
    """A file that goes with the reply."""

    name: str
    digest: str
    """SHA-256 of its bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyContent:
    """A whole reply as it is reviewed, approved and sent."""

    application_number: str
    regime_id: str
    outcome_code: str
    """The one outcome under which the case counts."""
    outcome_reason: str
    answers: tuple[Answer, ...]
    files: tuple[GivenFile, ...]

    def canonical(self) -> str:
        """Return it as one JSON text: sorted keys, no spaces, UTF-8.

        What was not asked of earlier replies is left out where it says nothing: old digests stay
        true.
        """
        plain = asdict(self) | {"format": CANONICAL_FORM}
        for answer in plain["answers"]:
            if not answer["split_reason"]:
                del answer["split_reason"]
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def digest(self) -> str:
        """Return the SHA-256 of the canonical form, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()


class Lack(StrEnum):
    """What is missing from a reply, or wrong in it."""

    NO_ITEMS = "no_items"
    TOO_MANY_ITEMS = "too_many_items"
    ASKED = "asked"
    OUTCOME = "outcome"
    OUTCOME_UNKNOWN = "outcome_unknown"
    GROUND = "ground"
    GROUND_UNKNOWN = "ground_unknown"
    REASONS = "reasons"
    WHERE = "where"
    COMPETENT_ORGAN = "competent_organ"
    SEARCH_NOTE = "search_note"
    SPLIT_REASON = "split_reason"
    FILE_OR_WHERE = "file_or_where"
    FILES_BUT_NOTHING_GIVEN = "files_but_nothing_given"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Gap:
    """One lack: of which item (from 0; None of the whole) and at which field."""

    lack: Lack
    field: str
    item: int | None = None


_NEEDS = (
    (Need.GROUND, "ground_code", Lack.GROUND),
    (Need.REASONS, "reasons", Lack.REASONS),
    (Need.WHERE, "where", Lack.WHERE),
    (Need.COMPETENT_ORGAN, "competent_organ", Lack.COMPETENT_ORGAN),
    (Need.SEARCH_NOTE, "search_note", Lack.SEARCH_NOTE),
)


def gaps_in(answers: Sequence[Answer], *, files: int, regime: ApplicationRegime) -> tuple[Gap, ...]:
    """Return everything that keeps the reply from being proposed; empty where it is whole.

    A refusal names its ground and says why (2007 art. 21; 2019 art. 36); what is given comes as
    a file or says where it is; who holds it instead is named where it can be determined. Who
    refuses the whole says why no part of it can be given (2007 art. 22; 2019 art. 37).
    """
    if not answers:
        return (Gap(Lack.NO_ITEMS, "answers"),)
    found = list(too_much_in(answers))
    for place, answer in enumerate(answers):
        found += _gaps_of_item(place, answer, files=files, regime=regime)
    outcomes = [regime.outcomes.get(answer.outcome_code) for answer in answers]
    if files and not any(outcome and outcome.gives for outcome in outcomes):
        found.append(Gap(Lack.FILES_BUT_NOTHING_GIVEN, "files"))
    return tuple(found)


def too_much_in(answers: Sequence[Answer]) -> tuple[Gap, ...]:
    """Return what there is no room for, not even in a draft."""
    found = [
        Gap(Lack.TOO_LONG, field, place)
        for place, answer in enumerate(answers)
        for field in _too_long(answer)
    ]
    if len(answers) > MOST_ITEMS:
        found.insert(0, Gap(Lack.TOO_MANY_ITEMS, "answers"))
    return tuple(found)


def _gaps_of_item(
    place: int, answer: Answer, *, files: int, regime: ApplicationRegime
) -> list[Gap]:
    found = []
    if not answer.asked:
        found.append(Gap(Lack.ASKED, "asked", place))
    if not answer.outcome_code:
        return [*found, Gap(Lack.OUTCOME, "outcome_code", place)]
    outcome = regime.outcomes.get(answer.outcome_code)
    if outcome is None:
        return [*found, Gap(Lack.OUTCOME_UNKNOWN, "outcome_code", place)]
    return [*found, *_gaps_of_outcome(place, answer, outcome, files=files, regime=regime)]


def _gaps_of_outcome(
    place: int, answer: Answer, outcome: Outcome, *, files: int, regime: ApplicationRegime
) -> list[Gap]:
    found = [
        Gap(lack, field, place)
        for need, field, lack in _NEEDS
        if need in outcome.needs and not getattr(answer, field)
    ]
    fitting = {ground.code for ground in regime.grounds_for(outcome.code)}
    if answer.ground_code and answer.ground_code not in fitting:
        found.append(Gap(Lack.GROUND_UNKNOWN, "ground_code", place))
    if outcome.refuses_whole and not answer.split_reason:
        found.append(Gap(Lack.SPLIT_REASON, "split_reason", place))
    if outcome.needs_file_or_where and not files and not answer.where:
        found.append(Gap(Lack.FILE_OR_WHERE, "where", place))
    return found


def _too_long(answer: Answer) -> list[str]:
    texts: Mapping[str, str] = asdict(answer)
    return [name for name, said in texts.items() if len(said) > LIMITS.get(name, LONGEST_TEXT)]
