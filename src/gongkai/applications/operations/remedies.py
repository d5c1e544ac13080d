"""The remedy clause of a case: from the table of the law, and where the organ stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.applications.models import Case
from gongkai.applications.rules.remedies import (
    Answered,
    Respondent,
    Standing,
    reconsideration_bodies,
    remedy_clause,
)
from gongkai.applications.rules.reply import Answer
from gongkai.applications.shipped import regimes, remedies
from gongkai.kernel import time
from gongkai.organs.models import Level, Organ, OrganKind


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a letter says of remedies: the clause, and where to complain."""

    text: str
    complaint: str


def remedy_of(case: Case, outcome_code: str, answers: Iterable[Answer] = ()) -> Remedy:
    """Return what is open against an answer given today, in Chinese."""
    rules = regimes()[case.application.regime_id]
    today = time.today()
    clause = remedy_clause(
        remedies(),
        regime_id=rules.id,
        on=today,
        outcome=rules.outcomes[outcome_code],
        items=[
            Answered(rules.outcomes[answer.outcome_code], rules.grounds.get(answer.ground_code))
            for answer in answers
        ],
        bodies=reconsideration_bodies(_respondent(case.organ), on=today),
    )
    return Remedy(text=clause.text_zh, complaint=rules.complaint_zh)


_STANDINGS = {
    OrganKind.GOVERNMENT.value: Standing.GOVERNMENT,
    OrganKind.DEPARTMENT.value: Standing.DEPARTMENT,
}


def _respondent(organ: Organ) -> Respondent:
    is_government = organ.kind == OrganKind.GOVERNMENT
    above = organ.parent if is_government else organ.line_superior
    provincial = is_government and organ.level == Level.PROVINCE
    national = organ.level == Level.NATIONAL
    return Respondent(
        name=organ.name,
        standing=_STANDINGS.get(organ.kind, Standing.ATTACHED),
        is_highest=provincial or national,
        government="" if is_government or organ.parent is None else organ.parent.name,
        above=above.name if above else "",
    )
