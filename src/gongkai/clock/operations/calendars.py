"""Changing the working calendar: a year's notice, single days, the shipped years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongkai.audit.operations import record_entry
from gongkai.clock.access import demand_calendar_keeper
from gongkai.clock.events import DueDatesMoved
from gongkai.clock.models import CalendarDay, CalendarEdition, DueDateMove, EditionKind
from gongkai.clock.operations.recording import with_reason
from gongkai.clock.queries.calendars import Calendars, calendars_in_force
from gongkai.clock.queries.editions import DueMove, moves_between
from gongkai.clock.queries.preview import notice_from, require_in_turn
from gongkai.clock.rules.calendar import NATIONAL, ExtraDay, MarkedDay, NoticeYear
from gongkai.clock.rules.digest import digest_of, notices_as_data
from gongkai.clock.shipped import SOURCE, shipped_years
from gongkai.kernel import time
from gongkai.kernel.events import emit
from gongkai.kernel.locks import hold
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import SYSTEM, Actor

_ONE_AT_A_TIME = 20080501
"""Key of the advisory lock: two editions entered at once would each miss the other's moves."""


@dataclass(frozen=True, slots=True)
class CalendarImported:
    """What an import did: the edition in force, whether it is new, and what it moved."""

    edition_id: int | None
    year: int
    changed: bool
    moves: tuple[DueMove, ...]


def import_calendar(*, actor: Actor, content: bytes, file_name: str) -> CalendarImported:
    """Enter a year's notice: keep it, log every running due date that moves, tell the handlers.

    The same days again change nothing, so a repeated import is harmless. The file's form is that
    of `read_notice_file`.

    Raises:
        NotAllowed: the actor is no system administrator.
        CalendarFileRefused: the file is no year's notice, or of a year that is not in turn; its
            `errors` name line and column.
    """
    demand_calendar_keeper(actor)
    year = notice_from(content, file_name=file_name)
    with transaction.atomic():
        hold(_ONE_AT_A_TIME)
        load_shipped_calendars()
        require_in_turn(year)
        return _enter_year(actor, year, source=clean_line(file_name))


def load_shipped_calendars() -> int:
    """Enter the years of the package that the installation has not; return how many.

    Run after each upgrade: a year that is new in the package moves provisional dates, is logged
    and told like an import. A year that the administrator entered is never replaced.
    """
    with transaction.atomic():
        hold(_ONE_AT_A_TIME)
        known = CalendarEdition.objects.filter(kind=EditionKind.NOTICE).values_list("year")
        have = {year for (year,) in known.distinct()}
        missing = [year for year in shipped_years() if year.year not in have]
        if not have:
            # The first time nothing can move: the shipped years were in force without rows.
            for year in missing:
                _keep(_notice(SYSTEM, year, source=SOURCE), year.days)
            return len(missing)
        for year in missing:
            _enter_year(SYSTEM, year, source=SOURCE)
        return len(missing)


def add_calendar_day(
    *,
    actor: Actor,
    on: date,
    name: str,
    reason: str,
    working: bool = False,
    region_code: str = NATIONAL,
) -> CalendarImported:
    """Add a day off (or a worked day) everywhere or in a region, by law or decree of the region.

    A day added before for the same region is replaced. Running due dates are moved and logged.

    Raises:
        NotAllowed: the actor is no system administrator.
        ReasonMissing: no legal basis is given.
    """
    demand_calendar_keeper(actor)
    day = MarkedDay(on, working, clean_line(name))
    return _change_extra(actor, day.on, [day], region_code=region_code, reason=reason)


def remove_calendar_day(
    *, actor: Actor, on: date, reason: str, region_code: str = NATIONAL
) -> CalendarImported:
    """Take back a day added before; nothing happens where there is none.

    Raises:
        NotAllowed: the actor is no system administrator.
        ReasonMissing: no reason is given.
    """
    demand_calendar_keeper(actor)
    return _change_extra(actor, on, [], region_code=region_code, reason=reason)


def _change_extra(
    actor: Actor, on: date, days: list[MarkedDay], *, region_code: str, reason: str
) -> CalendarImported:
    reason = with_reason(reason)
    with transaction.atomic():
        hold(_ONE_AT_A_TIME)
        load_shipped_calendars()
        before = calendars_in_force()
        of_year = [
            extra.day
            for extra in before.extra
            if extra.region_code == region_code and extra.day.on.year == on.year
        ]
        kept = sorted([day for day in of_year if day.on != on] + days)
        others = [
            extra
            for extra in before.extra
            if extra.region_code != region_code or extra.day.on.year != on.year
        ]
        after = before.with_extra([*others, *(ExtraDay(day, region_code) for day in kept)])
        edition = _edition(actor, EditionKind.EXTRA, on.year, kept, source=reason)
        edition.region_code = region_code
        return _enter(actor, edition, kept, before=before, after=after)


def _enter_year(actor: Actor, year: NoticeYear, *, source: str) -> CalendarImported:
    before = calendars_in_force()
    edition = _notice(actor, year, source=source)
    return _enter(actor, edition, year.days, before=before, after=before.with_year(year))


def _notice(actor: Actor, year: NoticeYear, *, source: str) -> CalendarEdition:
    edition = _edition(actor, EditionKind.NOTICE, year.year, year.days, source=source)
    edition.notices = notices_as_data(year.notices)
    return edition


def _edition(
    actor: Actor, kind: EditionKind, year: int, days: Iterable[MarkedDay], *, source: str
) -> CalendarEdition:
    return CalendarEdition(
        kind=kind,
        year=year,
        digest=digest_of(days),
        source=source[:300],
        entered_at=time.now(),
        entered_by_id=actor.person_id,
        entered_by_name=actor.name,
    )


def _enter(
    actor: Actor,
    edition: CalendarEdition,
    days: Iterable[MarkedDay],
    *,
    before: Calendars,
    after: Calendars,
) -> CalendarImported:
    current = (
        CalendarEdition.objects.filter(
            kind=edition.kind, year=edition.year, region_code=edition.region_code
        )
        .order_by("-pk")
        .first()
    )
    in_force = current.digest if current else digest_of(())
    if edition.digest == in_force:
        same = current.pk if current else None
        return CalendarImported(same, edition.year, changed=False, moves=())
    moves = tuple(moves_between(before, after, on=time.today()))
    _keep(edition, days)
    # The public deadline calculator counts with it.
    mark_public_change(kind="calendar", object_id=edition.pk)
    _log(edition, moves)
    _audit(actor, edition, moves)
    emit(DueDatesMoved(edition_id=edition.pk, year=edition.year, moved=len(moves)))
    return CalendarImported(edition.pk, edition.year, changed=True, moves=moves)


def _keep(edition: CalendarEdition, days: Iterable[MarkedDay]) -> None:
    edition.save(force_insert=True)
    CalendarDay.objects.bulk_create(
        CalendarDay(edition=edition, on=day.on, working=day.working, name=day.name) for day in days
    )


def _log(edition: CalendarEdition, moves: Iterable[DueMove]) -> None:
    moved_at = time.now()
    DueDateMove.objects.bulk_create(
        DueDateMove(
            clock_id=move.clock_id,
            edition=edition,
            old_due_on=move.old_due_on,
            new_due_on=move.new_due_on,
            was_provisional=move.was_provisional,
            is_provisional=move.is_provisional,
            moved_at=moved_at,
        )
        for move in moves
    )


def _audit(actor: Actor, edition: CalendarEdition, moves: tuple[DueMove, ...]) -> None:
    paper = edition.notices[0] if edition.notices else {}
    record_entry(
        actor=actor,
        action="clock.calendar_entered",
        object_kind="calendar",
        object_id=edition.pk,
        object_label=f"{edition.year} {edition.region_code} {paper.get('title', '')}".strip(),
        organ_id=None,
        details={"source": edition.source, "digest": edition.digest, "moved": str(len(moves))},
    )
