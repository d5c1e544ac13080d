"""The remedy clause of a case: from the table of the law, and where the organ stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.applications.models import Case
from gongkai.applications.open_remedies import respondent_of
from gongkai.applications.rules.remedies import Answered, reconsideration_bodies, remedy_clause
from gongkai.applications.rules.reply import Answer
from gongkai.applications.shipped import regimes, remedies
from gongkai.kernel import time


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
        bodies=reconsideration_bodies(respondent_of(case.organ), on=today),
    )
    return Remedy(text=clause.text_zh, complaint=rules.complaint_zh)
