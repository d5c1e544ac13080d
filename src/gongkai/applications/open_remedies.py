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

    The organ was read together with its parents and its line superior; no query then.
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
    """Return the organ as those see it who reconsider what it did.

    Of an organ that does not belong to a government directly, each step up to one may be a query.
    """
    is_government = organ.kind == OrganKind.GOVERNMENT
    government = _government_above(organ)
    provincial = is_government and organ.level == Level.PROVINCE
    national = organ.level == Level.NATIONAL
    return Respondent(
        name=organ.name,
        standing=_standing_of(organ),
        is_highest=provincial or national,
        manager="" if is_government else _name(organ.parent),
        government="" if is_government else _name(government),
        above=_name(government if is_government else _line_above(organ)),
    )


def _standing_of(organ: Organ) -> Standing:
    if organ.is_led_from_above and organ.kind != OrganKind.GOVERNMENT:
        return Standing.VERTICAL
    return _STANDINGS.get(organ.kind, Standing.ATTACHED)


def _line_above(organ: Organ) -> Organ | None:
    parent = organ.parent
    if organ.line_superior is None and organ.is_led_from_above and parent is not None:
        # Such an organ belongs to the one that leads it.
        return None if parent.kind == OrganKind.GOVERNMENT else parent
    return organ.line_superior


def _government_above(organ: Organ) -> Organ | None:
    """Return the next organ above that has the powers of a people's government to reconsider."""
    above, seen = organ.parent, {organ.pk}
    while above is not None and above.pk not in seen:
        if _reconsiders(above):
            return above
        seen.add(above.pk)
        above = above.parent
    return None


def _reconsiders(organ: Organ) -> bool:
    """Say whether reconsideration lies with the organ as with a government (2023 art. 24).

    A government does from the county upwards, and so does an organ that a province sent out,
    like the government of a city (art. 24 and 1999 art. 13).
    """
    if organ.kind == OrganKind.GOVERNMENT:
        return organ.level != Level.TOWNSHIP
    sender = organ.parent if organ.kind == OrganKind.DISPATCHED else None
    return sender is not None and (sender.kind, sender.level) == (
        OrganKind.GOVERNMENT,
        Level.PROVINCE,
    )


def _name(organ: Organ | None) -> str:
    return organ.name if organ else ""
