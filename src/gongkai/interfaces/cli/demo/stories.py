"""The stories of the demo's records: generators that say when their next act is due.

All stories together are played in the order of time, so that numbers, clocks and the audit trail
read as they would after years of work.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

from gongkai.interfaces.cli.demo.acts import Office
from gongkai.interfaces.cli.demo.founding import IN_OFFICE_SINCE
from gongkai.interfaces.cli.demo.material import Material, OrganPlan, Pattern
from gongkai.interfaces.cli.demo.writing import content, write
from gongkai.kernel import time
from gongkai.records.models import RecordVersion
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.vocabulary import ChangeKind

Story = Iterator[datetime]
"""Each value is the moment of the next act, which happens when the story is asked to go on."""

LIST_GROUND = {"A": "list-county-and-above", "B": "list-city-and-county", "C": "list-township"}


class Fate(StrEnum):
    """Where a record's story ends."""

    DRAFT = "draft"
    UNDETERMINED = "undetermined"
    PROPOSED = "proposed"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    PUBLISHED = "published"
    EARLIER = "earlier"
    IN_CORRECTION = "in_correction"
    CORRECTED = "corrected"
    LISTED = "listed"
    HELD = "held"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


STILL_OPEN = {
    Fate.DRAFT,
    Fate.UNDETERMINED,
    Fate.PROPOSED,
    Fate.RETURNED,
    Fate.REVIEWED,
    Fate.APPROVED,
    Fate.HIDDEN,
    Fate.IN_CORRECTION,
}
"""Fates that are going on now: their information is of the last weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One record to be: whose, what, from when, and how it ends."""

    office: Office
    plan: OrganPlan
    pattern: Pattern
    generated_on: date
    fate: Fate

    @property
    def begins_on(self) -> date:
        """Day on which its story begins: nothing was registered before the Regulations."""
        return max(self.generated_on, IN_OFFICE_SINCE + timedelta(days=3))


def tell(plot: Plot, *, material: Material, dice: Random) -> Story:
    """Return the story of one record."""
    writing = write(plot.pattern, plot.plan, plot.generated_on, material=material, dice=dice)
    said = content(
        writing,
        plot.pattern,
        plot.generated_on,
        category=_category(plot),
        ground_code=_ground(plot),
        reason=_reason(plot),
    )
    return _live(plot, said, dice)


def _live(plot: Plot, said: VersionContent, dice: Random) -> Story:
    office, on = plot.office, plot.begins_on
    earlier = plot.fate is Fate.EARLIER
    yield _at(on, 1, dice)
    version = office.register(
        said,
        class_code="90" if plot.pattern.setup else "",
        disclosed_on=plot.generated_on if earlier else None,
        source=f"《{plot.plan.short}公报》" if earlier else "",
    )
    if plot.fate in {Fate.DRAFT, Fate.UNDETERMINED}:
        return
    acts: list[tuple[Fate, Callable[[], object]]] = [
        (Fate.PROPOSED, lambda: office.propose(version)),
        (Fate.REVIEWED, lambda: _review(office, version, plot.fate)),
        (Fate.APPROVED, lambda: office.approve(version)),
    ]
    day = 1
    for reached, act in acts:
        day += dice.randint(0, 2)
        yield _at(on, day, dice)
        act()
        if plot.fate is reached or (plot.fate is Fate.RETURNED and reached is Fate.REVIEWED):
            return
    # Some are late: their clock ran out before they were released, and it is counted for ever.
    day += dice.choice((1, 1, 1, 2, 3, 34)) if plot.fate is Fate.PUBLISHED else 1
    yield _at(on, day, dice)
    record = office.release(version)
    yield from _afterwards(plot, said, record.pk, day, dice)


def _afterwards(plot: Plot, said: VersionContent, record_id: int, day: int, dice: Random) -> Story:
    office, on = plot.office, plot.begins_on
    if plot.fate in {Fate.CORRECTED, Fate.IN_CORRECTION}:
        yield _at(on, day + dice.randint(2, 4), dice)
        version = office.begin_correction(record_id, _corrected(said))
        if plot.fate is Fate.IN_CORRECTION:
            return
        yield _at(on, day + 6, dice)
        office.propose(version)
        office.review(version)
        office.approve(version)
        office.release(version)
    if plot.fate in {Fate.HIDDEN, Fate.WITHDRAWN, Fate.RESTORED}:
        yield _at(on, day + dice.randint(2, 5), dice)
        reason = dice.choice(("privacy", "wrong", "duplicate", "commercial"))
        withdrawal = office.withdraw(
            record_id, reason=reason, title_may_show=reason in {"wrong", "duplicate"}
        )
        if plot.fate is Fate.HIDDEN:
            return
        yield _at(on, day + 6, dice)
        if plot.fate is Fate.WITHDRAWN:
            office.confirm(withdrawal)
        else:
            office.restore(record_id)


def _review(office: Office, version: RecordVersion, fate: Fate) -> None:
    if fate is Fate.RETURNED:
        office.review(version, returned=True, opinion="第三项涉及的户数请与统计口径核对后再报。")
    else:
        office.review(version)


def _corrected(said: VersionContent) -> VersionContent:
    text = said.text.replace("不收费", "免费办理").replace("比上年", "较上年")
    return replace(
        said,
        text=f"{text}\n\n更正说明：已按核实后的数据更正第一项。",
        change_note="更正第一项数据",
        change_kind=ChangeKind.CORRECTION.value,
    )


def _category(plot: Plot) -> str:
    named = {
        Fate.LISTED: "on_application",
        Fate.HELD: "exempt",
        Fate.UNDETERMINED: "undetermined",
    }
    return named.get(plot.fate, "voluntary")


def _ground(plot: Plot) -> str:
    category = _category(plot)
    if category == "voluntary":
        name = "organ-functions" if plot.pattern.setup else LIST_GROUND[plot.pattern.item[0]]
        return f"ogi-2008/{name}"
    if category == "exempt":
        return f"ogi-2008/{plot.pattern.ground}"
    return "ogi-2008/on-application" if category == "on_application" else ""


def _reason(plot: Plot) -> str:
    reasons = {
        Fate.LISTED: "不属于主动公开范围，申请人可以依法申请获取。",
        Fate.HELD: "属于不予公开的信息，理由已经保密审查确认。",
    }
    return reasons.get(plot.fate, "")


def _at(on: date, days: int, dice: Random) -> datetime:
    moment = clock_time(dice.randint(8, 17), dice.randint(0, 59), dice.randint(0, 59))
    zone: ZoneInfo = time.local_zone()
    return datetime.combine(on + timedelta(days=days), moment, tzinfo=zone)
