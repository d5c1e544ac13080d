"""Clocks and calendar files, made by the operations that make them on a real site."""

import json
from collections.abc import Iterable
from datetime import date
from itertools import count

from gongkai.clock.operations import start_clock
from gongkai.clock.shipped import statutory_days
from gongkai.kernel.types import SYSTEM
from gongkai.organs.models import Organ

_subjects = count(1)


def a_clock(
    organ: Organ,
    *,
    on: date,
    limit_key: str = "reply",
    regime_id: str = "ogi-2019",
    subject_kind: str = "case",
) -> int:
    """Start the clock of a new subject and return the subject's id."""
    subject_id = next(_subjects)
    start_clock(
        actor=SYSTEM,
        subject_kind=subject_kind,
        subject_id=subject_id,
        limit_key=limit_key,
        organ_id=organ.pk,
        on=on,
        regime_id=regime_id,
    )
    return subject_id


def notice_file(year: int, *, off: Iterable[str] = (), working: Iterable[str] = ()) -> bytes:
    """Return a year's notice: its statutory days, more days off and worked weekend days."""
    days = {str(day.on): (False, day.name) for day in statutory_days().get(year, ())}
    days |= dict.fromkeys(off, (False, "春节")) | dict.fromkeys(working, (True, "春节"))
    rows = [
        {"on": on, "working": worked, "name": name} for on, (worked, name) in sorted(days.items())
    ]
    title = f"国务院办公厅关于{year}年部分节假日安排的通知"
    notice = {"title": title, "number": "", "issued_on": None}
    return json.dumps({"year": year, "notices": [notice], "days": rows}).encode()
