"""Remedies: what is open against an answer on the day it is given, and where. Pure.

The periods follow the procedural law of the day, whatever text of the Regulations the case is
handled under. Since 2024 refusals by an exemption go to reconsideration first (Reconsideration
Law 2023 art. 23(1)(4); 法释〔2025〕8号 reads it as Regulations 2019 art. 14 to 16; the exemptions
of the text of 2007 are treated alike). The letter must say so (art. 23(2)).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from gongkai.applications.rules.regimes import (
    ApplicationDataRefused,
    Ground,
    Outcome,
    RemedyKind,
)
from gongkai.kernel.entries import Entry
from gongkai.letters.rules.facts import LetterKind

FIRST_DAY = date(2008, 5, 1)
"""The Regulations came into force."""
RECONSIDERATION_LAW_2023 = date(2024, 1, 1)
"""In force from this day; reconsideration lies with the people's governments since (art. 24)."""
ANY_BODY = "有管辖权的行政复议机关"
ANY_COURT = "有管辖权的人民法院"
_BLANKS = ("{letter}", "{body}", "{court}")


class NoRemedyTold(LookupError):
    """The regime is not known, or the day lies before the Regulations."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How one matter of a case is answered."""

    outcome: Outcome
    ground: Ground | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyRow:
    """What is open against some kinds of answers during one period of the law."""

    kinds: tuple[RemedyKind, ...]
    regimes: tuple[str, ...]
    valid_from: date
    valid_through: date | None
    reconsideration_days: int
    suit_months: int | None
    suit_days_after_reconsideration: int | None
    source: str
    text_zh: str
    text_en: str

    def holds(self, *, regime_id: str, kind: RemedyKind, on: date) -> bool:
        """Say whether the row tells the remedy of this kind on this day."""
        return (
            regime_id in self.regimes
            and kind in self.kinds
            and self.valid_from <= on
            and (self.valid_through is None or on <= self.valid_through)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyClause:
    """The remedy clause of a letter, and its periods for whoever reckons with them."""

    kind: RemedyKind
    text_zh: str
    text_en: str
    reconsideration_days: int
    """Calendar days from receiving the letter."""
    suit_months: int | None
    """Calendar months from receiving the letter; None where reconsideration comes first."""
    suit_days_after_reconsideration: int | None
    """Calendar days from receiving the decision; None where nothing must be reconsidered first."""
    review_first: bool
    source: str


def remedy_clause(
    table: Sequence[RemedyRow],
    *,
    regime_id: str,
    on: date,
    outcome: Outcome,
    items: Iterable[Answered] = (),
    bodies: Sequence[str] = (),
    court: str = "",
) -> RemedyClause:
    """Return the remedy clause of an answer that is given on a day.

    The matters decide; where there are none (a case that ends without a reply) the outcome does.
    `bodies` are those that reconsider, one or at choice; unnamed bodies and courts are described.

    Raises:
        NoRemedyTold: the regime is not known, or the day lies before 2008-05-01.
    """
    kind = remedy_kind(outcome, items)
    rows = [row for row in table if row.holds(regime_id=regime_id, kind=kind, on=on)]
    if not rows:
        raise NoRemedyTold(f"no remedy is told under {regime_id} on {on}")
    row = rows[0]
    is_notice = outcome.letter_kind is LetterKind.NOT_HANDLED
    text = row.text_zh.replace("{letter}", "本告知书" if is_notice else "本答复书")
    text = text.replace("{body}", "或者".join(bodies) or ANY_BODY)
    return RemedyClause(
        kind=kind,
        text_zh=text.replace("{court}", court or ANY_COURT),
        text_en=row.text_en,
        reconsideration_days=row.reconsideration_days,
        suit_months=row.suit_months,
        suit_days_after_reconsideration=row.suit_days_after_reconsideration,
        review_first=row.suit_days_after_reconsideration is not None,
        source=row.source,
    )


def remedy_kind(outcome: Outcome, items: Iterable[Answered] = ()) -> RemedyKind:
    """Return what is open against the whole answer.

    Where only a part was refused by an exemption, the rest keeps the applicant's choice.
    """
    kinds = {kind for item in items for kind in _kinds_of(item)} or {outcome.remedy}
    if RemedyKind.REVIEW_FIRST in kinds:
        return RemedyKind.REVIEW_FIRST if len(kinds) == 1 else RemedyKind.SPLIT
    order = (RemedyKind.SPLIT, RemedyKind.DIRECT, RemedyKind.AS_ASKED)
    return next(kind for kind in order if kind in kinds)


def _kinds_of(item: Answered) -> tuple[RemedyKind, ...]:
    if item.outcome.remedy is RemedyKind.SPLIT and item.ground is not None:
        return RemedyKind.AS_ASKED, item.ground.remedy
    return (item.outcome.remedy,)


class Standing(StrEnum):
    """What an organ is to those who reconsider what it did."""

    GOVERNMENT = "government"
    """A people's government."""
    DEPARTMENT = "department"
    """A department of a people's government."""
    ATTACHED = "attached"
    """An organ that a people's government sent out, or an institution that it manages."""
    VERTICAL = "vertical"
    """Customs, finance, foreign exchange, taxes, state security: led from above alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent:
    """The organ that gave the answer, as reconsideration sees it."""

    name: str
    standing: Standing
    is_highest: bool = False
    """A department of the State Council, or the government of a province."""
    manager: str = ""
    """The government or department that it belongs to directly; empty for a government."""
    government: str = ""
    """The next people's government above it that reconsiders; empty for a government."""
    above: str = ""
    """The government, or the organ of the same line, one level up; empty where unknown."""


def reconsideration_bodies(respondent: Respondent, *, on: date) -> tuple[str, ...]:
    """Return who reconsiders an answer of this organ; several are at the applicant's choice.

    Reconsideration Law 2023 art. 24, 25, 27; before it 1999 art. 12 to 15, when an applicant
    could choose between the government and the organ one level up, and whoever managed an
    institution reconsidered what it did. Empty where nobody is known.
    """
    if respondent.is_highest:
        return (respondent.name,)
    if respondent.standing in {Standing.GOVERNMENT, Standing.VERTICAL}:
        found = [respondent.above]
    elif on >= RECONSIDERATION_LAW_2023:
        found = [respondent.government]
    elif respondent.standing is Standing.DEPARTMENT:
        found = [respondent.manager, respondent.above]
    else:
        found = [respondent.manager]
    return tuple(body for body in found if body)


def remedies_from(data: Mapping[str, object], *, where: str) -> tuple[RemedyRow, ...]:
    """Return the table of remedies that a data file describes.

    Raises:
        ApplicationDataRefused: a row says too little, or a day is told twice or not at all.
    """
    entry = Entry(data, where, ApplicationDataRefused)
    entry.only("clauses")
    rows = tuple(_row(part) for part in entry.rows("clauses"))
    for regime_id in sorted({regime_id for row in rows for regime_id in row.regimes}):
        for kind in RemedyKind:
            told = [row for row in rows if regime_id in row.regimes and kind in row.kinds]
            if not _every_day_once(told):
                raise entry.refused(f"{regime_id}: {kind}", "must be told for every day, and once")
    return rows


def _row(entry: Entry) -> RemedyRow:
    entry.only("kinds", "regimes", "from", "through", "reconsideration_days", "suit_months",
               "suit_days_after_reconsideration", "source", "text_zh", "text_en")  # fmt: skip
    for name in _BLANKS:
        if name not in entry.text("text_zh"):
            raise entry.refused("text_zh", f"must hold {name}")
    months, days = "suit_months", "suit_days_after_reconsideration"
    if not entry.has(months) and not entry.has(days):
        raise entry.refused(months, "or the days after reconsideration must stand here")
    return RemedyRow(
        kinds=tuple(RemedyKind(word) for word in entry.words("kinds", RemedyKind)),
        regimes=entry.words("regimes"),
        valid_from=entry.day("from"),
        valid_through=entry.day("through") if entry.has("through") else None,
        reconsideration_days=entry.positive("reconsideration_days"),
        suit_months=entry.positive(months) if entry.has(months) else None,
        suit_days_after_reconsideration=entry.positive(days) if entry.has(days) else None,
        source=entry.text("source"),
        text_zh=entry.text("text_zh"),
        text_en=entry.text("text_en"),
    )


def _every_day_once(rows: Sequence[RemedyRow]) -> bool:
    ordered = sorted(rows, key=lambda row: row.valid_from)
    if not ordered or ordered[0].valid_from != FIRST_DAY or ordered[-1].valid_through is not None:
        return False
    return all(
        earlier.valid_through is not None
        and earlier.valid_through + timedelta(days=1) == later.valid_from
        for earlier, later in pairwise(ordered)
    )
