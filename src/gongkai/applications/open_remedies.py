"""What is open against an organ's answers, for whoever describes the organ to the public."""

from dataclasses import dataclass
from datetime import date

from gongkai.applications.rules.regimes import RemedyKind
from gongkai.applications.rules.remedies import (
    RemedyRow,
    Respondent,
    Standing,
    reconsideration_bodies,
)
from gongkai.applications.shipped import remedies
from gongkai.organs.models import Level, Organ, OrganKind


@dataclass(frozen=True, slots=True)
class OpenRemedies:
    """Which remedies the law of a day opens against answers, by kind, and who reconsiders."""

    rows: tuple[tuple[RemedyKind, RemedyRow], ...]
    bodies: tuple[str, ...]


def remedies_on(organ: Organ, *, regime_id: str, on: date) -> OpenRemedies:
    """Return what is open against a refusal and against any other answer of the organ on a day.

    The organ was read together with `parent` and `line_superior`; no query then.
    """
    kinds = (RemedyKind.DIRECT, RemedyKind.REVIEW_FIRST)
    return OpenRemedies(
        rows=tuple(
            (kind, row)
            for kind in kinds
            for row in remedies()
            if row.holds(regime_id=regime_id, kind=kind, on=on)
        ),
        bodies=reconsideration_bodies(respondent_of(organ), on=on),
    )


_STANDINGS = {
    OrganKind.GOVERNMENT.value: Standing.GOVERNMENT,
    OrganKind.DEPARTMENT.value: Standing.DEPARTMENT,
}


def respondent_of(organ: Organ) -> Respondent:
    """Return the organ as those see it who reconsider what it did."""
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
