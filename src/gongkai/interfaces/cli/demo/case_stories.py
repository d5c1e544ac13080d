"""The stories of the demo's applications, played in the order of time beside those of records."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from enum import StrEnum
from random import Random

from gongkai.applications.queries import demo_form
from gongkai.applications.rules.reply import Answer
from gongkai.applications.rules.vocabulary import SupplyWay
from gongkai.clock.queries import calculate_due, is_working_day
from gongkai.clock.rules.counting import Amount
from gongkai.interfaces.cli.demo import papers
from gongkai.interfaces.cli.demo.case_acts import REDACTED_LINES, CaseOffice
from gongkai.interfaces.cli.demo.case_material import (
    Matter,
    Scene,
    read_case_material,
    write_answer,
    write_submission,
)
from gongkai.interfaces.cli.demo.material import OrganPlan
from gongkai.kernel import time

Story = Iterator[datetime]
REPLY_DAYS = 15
EXTENSION_DAYS = 15


class CaseFate(StrEnum):
    """Where a case's story ends."""

    CONFIRMING = "confirming"
    NEW = "new"
    CORRECTION_ASKED = "correction_asked"
    CORRECTED = "corrected"
    HANDLING = "handling"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    DRAFTED = "drafted"
    PROPOSED = "proposed"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    REPLIED = "replied"
    DELIVERED = "delivered"
    CLOSED = "closed"
    CLOSED_LATE = "closed_late"
    CLOSED_EXTENDED = "closed_extended"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"


CASE_SHARES: tuple[tuple[CaseFate, int], ...] = (
    (CaseFate.CLOSED, 44),
    (CaseFate.CLOSED_LATE, 5),
    (CaseFate.CLOSED_EXTENDED, 9),
    (CaseFate.DELIVERED, 9),
    (CaseFate.WITHDRAWN, 4),
    (CaseFate.ABANDONED, 4),
    (CaseFate.CONFIRMING, 4),
    (CaseFate.NEW, 11),
    (CaseFate.CORRECTION_ASKED, 6),
    (CaseFate.CORRECTED, 4),
    (CaseFate.HANDLING, 14),
    (CaseFate.EXTENSION_ASKED, 4),
    (CaseFate.EXTENDED, 5),
    (CaseFate.DRAFTED, 6),
    (CaseFate.PROPOSED, 7),
    (CaseFate.RETURNED, 3),
    (CaseFate.REVIEWED, 6),
    (CaseFate.APPROVED, 5),
    (CaseFate.REPLIED, 5),
)
CASES = sum(share for _fate, share in CASE_SHARES)

_OF_THE_PAST = frozenset(
    {
        CaseFate.CLOSED,
        CaseFate.CLOSED_LATE,
        CaseFate.CLOSED_EXTENDED,
        CaseFate.WITHDRAWN,
        CaseFate.ABANDONED,
    }
)
WITH_FINDINGS = frozenset({CaseFate.DRAFTED, CaseFate.PROPOSED, CaseFate.CLOSED})
"""Ends of which the first case shows what the release gate finds."""
REDACTED = CaseFate.DELIVERED
"""The end of which the first case is redacted."""
_DUE_IN: dict[CaseFate, tuple[int, int]] = {
    CaseFate.NEW: (9, 15),
    CaseFate.CORRECTION_ASKED: (8, 13),
    CaseFate.CORRECTED: (5, 10),
    CaseFate.EXTENSION_ASKED: (0, 3),
    CaseFate.EXTENDED: (-8, -2),
    CaseFate.DELIVERED: (-2, 6),
}
"""By which working day from today the reply is due, before any extension; others: -5 to 7."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlot:
    """One case to be: whose, about what, since when, and how it ends."""

    number: int
    desk: CaseOffice
    plan: OrganPlan
    scene: Scene
    matter: Matter
    received_on: date
    fate: CaseFate
    has_findings: bool = False
    """Whether the gate finds something in what is given: decided, or waiting in a draft."""
    is_redacted: bool = False
    """Whether what is given is redacted for the applicant, and more strictly for the public."""


def tell_case(plot: CasePlot, dice: Random) -> Story:
    """Return the story of one case."""
    by_post = plot.fate is CaseFate.REPLIED or dice.random() < 0.15
    said = write_submission(
        plot.matter,
        plot.scene,
        supply_way=SupplyWay.POST if by_post else SupplyWay.ONLINE,
        dice=dice,
    )
    is_later_text = plot.fate is CaseFate.CONFIRMING
    yield _at(plot.received_on, dice)
    given = plot.desk.receive(
        said,
        form=demo_form(plot.number),
        regime_id="ogi-2019" if is_later_text else "ogi-2008",
    )
    if plot.fate in {CaseFate.CONFIRMING, CaseFate.NEW}:
        return
    yield from _checked(plot, given.case_id, dice)


def _checked(plot: CasePlot, case_id: int, dice: Random) -> Story:
    desk, on = plot.desk, plot.received_on
    material = read_case_material()
    needs_correction = plot.fate in {
        CaseFate.CORRECTION_ASKED,
        CaseFate.CORRECTED,
        CaseFate.ABANDONED,
    }
    if plot.fate is CaseFate.WITHDRAWN:
        yield _at(_working(on, 3), dice)
        desk.withdraw(case_id)
        return
    if needs_correction:
        yield _at(_working(on, 2), dice)
        desk.ask_correction(case_id, tuple(dice.sample(material.points, dice.randint(1, 2))))
        if plot.fate is CaseFate.CORRECTED:
            yield _at(_working(on, 4), dice)
            desk.correct(case_id, plot.scene.fill(dice.choice(material.corrections)))
        if plot.fate is CaseFate.ABANDONED:
            yield _at(_working(on, 16), dice)
            desk.lapse(case_id)
        return
    yield _at(_working(on, 1), dice)
    desk.accept(case_id)
    yield from _handled(plot, case_id, dice)


def _handled(plot: CasePlot, case_id: int, dice: Random) -> Story:
    desk, on, fate = plot.desk, plot.received_on, plot.fate
    if fate is CaseFate.HANDLING:
        return
    if fate in {CaseFate.EXTENSION_ASKED, CaseFate.EXTENDED, CaseFate.CLOSED_EXTENDED}:
        yield _at(_working(on, 11), dice)
        reason = dice.choice(read_case_material().extension_reasons)
        if fate is CaseFate.EXTENSION_ASKED:
            desk.ask_extension(case_id, working_days=EXTENSION_DAYS, reason=reason)
            return
        desk.grant_extension(case_id, working_days=EXTENSION_DAYS, reason=reason)
        if fate is CaseFate.EXTENDED:
            return
    yield from _answered(plot, case_id, dice)


def _answered(plot: CasePlot, case_id: int, dice: Random) -> Story:
    desk, fate = plot.desk, plot.fate
    answer = write_answer(
        plot.matter,
        plot.scene,
        plot.plan,
        regime_id="ogi-2008",
        dice=dice,
        only="granted" if plot.has_findings or plot.is_redacted else "",
    )
    gives = answer.outcome_code in {"granted", "partly_granted"}
    begun = {CaseFate.CLOSED_LATE: 15, CaseFate.CLOSED_EXTENDED: 19}.get(fate, 3)
    steps: tuple[tuple[CaseFate, Callable[[], None]], ...] = (
        (CaseFate.DRAFTED, lambda: _drafted(plot, case_id, answer, gives=gives)),
        (CaseFate.PROPOSED, lambda: _proposed(desk, case_id)),
        (CaseFate.REVIEWED, lambda: desk.review(case_id, returned=fate is CaseFate.RETURNED)),
        (CaseFate.APPROVED, lambda: desk.approve(case_id)),
        (CaseFate.REPLIED, lambda: desk.issue(case_id)),
    )
    for place, (reached, act) in enumerate(steps):
        yield _at(_working(plot.received_on, begun + place), dice)
        act()
        if fate is reached or (fate is CaseFate.RETURNED and reached is CaseFate.REVIEWED):
            return
    yield from _finished(plot, case_id, begun + len(steps), dice)


def _drafted(plot: CasePlot, case_id: int, answer: Answer, *, gives: bool) -> None:
    plot.desk.draft(case_id, answer, _file(plot) if gives else None)
    if plot.is_redacted:
        plot.desk.redact_for_applicant(case_id)


def _proposed(desk: CaseOffice, case_id: int) -> None:
    desk.decide_findings(case_id)
    desk.propose(case_id)


def _finished(plot: CasePlot, case_id: int, day: int, dice: Random) -> Story:
    if plot.desk.waits_to_be_posted(case_id):
        yield _at(_working(plot.received_on, day), dice)
        plot.desk.post(case_id, f"XA{dice.randint(10**8, 10**9 - 1)}11")
    if plot.is_redacted:
        yield _at(_working(plot.received_on, day + 1), dice)
        plot.desk.redact_for_public(case_id)
    if plot.fate is CaseFate.DELIVERED:
        return
    yield _at(_working(plot.received_on, day + 2), dice)
    plot.desk.close(case_id)


def _file(plot: CasePlot) -> tuple[str, bytes]:
    name = plot.scene.fill(plot.matter.given).strip("《").replace("》", "")
    # The same bytes for every case of a matter: a content is examined once.
    lines = [plot.matter.title, "", "（本文件为演示系统虚构内容。）"]
    if plot.is_redacted:
        return f"{name}.pdf", papers.letter(name, [*REDACTED_LINES, lines[-1]])
    if plot.has_findings:
        lines.insert(1, "办事窗口值班手机：139 0000 2008")
    return f"{name}.txt", "\n".join(lines).encode()


def received_for(fate: CaseFate, today: date, dice: Random) -> date:
    """Return a day of receipt from which the case stands today where its story ends."""
    if fate in _OF_THE_PAST:
        day = today - timedelta(days=dice.randint(60, 1500))
        return _working(day, 1)
    if fate is CaseFate.CONFIRMING:
        return _working(today - timedelta(days=dice.randint(3, 6)), 1)
    first, last = _DUE_IN.get(fate, (-5, 7))
    return _received_when_due(_working(today, dice.randint(first, last)))


def _received_when_due(due_on: date) -> date:
    day = due_on - timedelta(days=REPLY_DAYS)
    while calculate_due(received_on=day, amount=Amount(REPLY_DAYS)).explanation.due.on > due_on:
        day -= timedelta(days=1)
    return day


def _working(day: date, steps: int) -> date:
    """Return the working day so many working days after the day, or before it."""
    one = timedelta(days=1 if steps >= 0 else -1)
    left = abs(steps)
    while left or not is_working_day(day):
        day += one
        left -= left > 0 and is_working_day(day)
    return day


def _at(on: date, dice: Random) -> datetime:
    moment = clock_time(dice.randint(9, 17), dice.randint(0, 59), dice.randint(0, 59))
    return datetime.combine(on, moment, tzinfo=time.local_zone())
