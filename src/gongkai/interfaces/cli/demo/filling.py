"""Filling the demo: plots are drawn, and their stories played in the order of time."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from gongkai.interfaces.cli.demo.acts import Office
from gongkai.interfaces.cli.demo.case_acts import CaseOffice
from gongkai.interfaces.cli.demo.case_material import Scene, read_case_material
from gongkai.interfaces.cli.demo.case_stories import (
    CASE_SHARES,
    REDACTED,
    WITH_FINDINGS,
    CaseFate,
    CasePlot,
    received_for,
    tell_case,
)
from gongkai.interfaces.cli.demo.founding import Province
from gongkai.interfaces.cli.demo.material import Material, OrganPlan, Pattern
from gongkai.interfaces.cli.demo.stories import STILL_OPEN, Fate, Plot, Story, tell
from gongkai.kernel import time

_F = TypeVar("_F")
RECORDS = 520
_SHARES: tuple[tuple[Fate, int], ...] = (
    (Fate.PUBLISHED, 300),
    (Fate.EARLIER, 40),
    (Fate.CORRECTED, 22),
    (Fate.IN_CORRECTION, 6),
    (Fate.LISTED, 32),
    (Fate.HELD, 24),
    (Fate.UNDETERMINED, 20),
    (Fate.DRAFT, 20),
    (Fate.PROPOSED, 14),
    (Fate.RETURNED, 6),
    (Fate.REVIEWED, 10),
    (Fate.APPROVED, 8),
    (Fate.HIDDEN, 3),
    (Fate.WITHDRAWN, 10),
    (Fate.RESTORED, 5),
)
_CASE_OFFICE_SHARE = 0.36
_BEFORE_THE_REGULATIONS = date(2006, 1, 9)
_SINCE = date(2008, 5, 4)
_OFFICE_SHARE = 0.18
"""Share of the city office's records: the accounts on the log-in page find work to do."""
_LAST_DAYS = 2


def play(stories: list[Story], *, told: Callable[[int], None]) -> None:
    """Play the stories in the order of time; `told` is called with each that has ended.

    An act that would lie in the future never happens: that story is still going on today.
    """
    now = time.now()
    due: list[tuple[datetime, int, Story]] = []
    for number, story in enumerate(stories):
        _put_next(due, number, story, told)
    while due:
        moment, number, story = heapq.heappop(due)
        if moment >= now:
            told(number)
            continue
        with time.told(moment):
            _put_next(due, number, story, told)


def _put_next(
    due: list[tuple[datetime, int, Story]],
    number: int,
    story: Story,
    told: Callable[[int], None],
) -> None:
    moment = next(story, None)
    if moment is None:
        told(number)
    else:
        heapq.heappush(due, (moment, number, story))


def draw_stories(
    province: Province, material: Material, *, wanted: int, today: date, dice: Random
) -> list[Story]:
    """Draw the stories of `wanted` records over the organs, the fates and the years."""
    offices = {
        plan.key: Office(province.organs[plan.key], province.staff[plan.key])
        for plan in material.organs
    }
    stories = []
    for plan, pattern in _setups(material, wanted):
        plot = Plot(
            office=offices[plan.key],
            plan=plan,
            pattern=pattern,
            generated_on=_SINCE + timedelta(days=dice.randint(0, 40)),
            fate=Fate.PUBLISHED,
        )
        stories.append(tell(plot, material=material, dice=dice))
    for fate in _fates(wanted - len(stories), dice):
        plan = _draw_organ(material, dice)
        plot = Plot(
            office=offices[plan.key],
            plan=plan,
            pattern=_draw_pattern(fate, plan, material, dice),
            generated_on=_draw_day(fate, today, dice),
            fate=fate,
        )
        stories.append(tell(plot, material=material, dice=dice))
    return stories


def draw_case_stories(
    province: Province,
    material: Material,
    *,
    wanted: int,
    first: int,
    today: date,
    dice: Random,
) -> list[Story]:
    """Draw the stories of applications number `first` to `wanted` over organs and fates."""
    fates = _shared_out(CASE_SHARES, wanted, dice)
    telling = {fates.index(fate) for fate in WITH_FINDINGS}
    redacted = fates.index(REDACTED)
    return [
        tell_case(
            _draw_case(
                number,
                fate,
                province,
                material,
                today,
                dice,
                has_findings=number in telling,
                is_redacted=number == redacted,
            ),
            dice,
        )
        for number, fate in enumerate(fates)
        if number >= first
    ]


def _draw_case(
    number: int,
    fate: CaseFate,
    province: Province,
    material: Material,
    today: date,
    dice: Random,
    *,
    has_findings: bool,
    is_redacted: bool,
) -> CasePlot:
    plan = _draw_applied_to(material, dice)
    if is_redacted:
        plan = _city_office(material)
    office = Office(province.organs[plan.key], province.staff[plan.key])
    return CasePlot(
        number=number,
        desk=CaseOffice(office),
        plan=plan,
        scene=Scene(area=material.area_of(plan), street=dice.choice(material.streets)),
        matter=dice.choice(read_case_material().matters),
        received_on=received_for(fate, today, dice),
        fate=fate,
        has_findings=has_findings,
        is_redacted=is_redacted,
    )


def _draw_applied_to(material: Material, dice: Random) -> OrganPlan:
    if dice.random() < _CASE_OFFICE_SHARE:
        return _city_office(material)
    applied_to = [plan for plan in material.organs if plan.kind in {"government", "department"}]
    return dice.choice(applied_to)


def _setups(material: Material, wanted: int) -> Iterator[tuple[OrganPlan, Pattern]]:
    # Set-up, functions and procedures are a fixed cell: nearly every organ has filled it.
    pattern = next(pattern for pattern in material.patterns if pattern.setup)
    for plan in material.organs[: min(wanted // 5, len(material.organs) - 5)]:
        yield plan, pattern


def _fates(wanted: int, dice: Random) -> list[Fate]:
    return _shared_out(_SHARES, wanted, dice)


def _shared_out(shares: Sequence[tuple[_F, int]], wanted: int, dice: Random) -> list[_F]:
    """Return `wanted` fates or a few more: each by its share, at least one of each, shuffled."""
    names = [fate for fate, _ in shares]
    weights = [share for _, share in shares]
    whole = sum(weights)
    fates = [fate for fate, share in shares for _ in range(max(1, share * wanted // whole))]
    fates += dice.choices(names, weights=weights, k=max(0, wanted - len(fates)))
    dice.shuffle(fates)
    return fates


def _draw_organ(material: Material, dice: Random) -> OrganPlan:
    if dice.random() < _OFFICE_SHARE:
        return _city_office(material)
    return dice.choice(material.organs)


def _city_office(material: Material) -> OrganPlan:
    return next(plan for plan in material.organs if plan.key == "east-office")


def _draw_pattern(fate: Fate, plan: OrganPlan, material: Material, dice: Random) -> Pattern:
    special = {
        Fate.LISTED: material.on_application,
        Fate.HELD: material.exempt,
        Fate.UNDETERMINED: material.undetermined,
    }
    if fate in special:
        return dice.choice(special[fate])
    level = material.level_of(plan)
    fitting = [p for p in material.patterns if level in p.levels and not p.setup]
    return dice.choice(fitting)


def _draw_day(fate: Fate, today: date, dice: Random) -> date:
    if fate is Fate.EARLIER:
        return _BEFORE_THE_REGULATIONS + timedelta(days=dice.randint(0, 700))
    if fate in STILL_OPEN:
        # Up to six weeks old: some are due tomorrow, some are late already.
        return today - timedelta(days=dice.randint(8, 44))
    span = (today - _SINCE).days - _LAST_DAYS
    # The square root bends the years towards today, as real catalogues are bent.
    return _SINCE + timedelta(days=int(span * dice.random() ** 0.5))
