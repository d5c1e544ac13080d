"""Who answered for what: a record from proposal to withdrawal, a person's signatures, figures."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.desk.accountability_rows import act_rows, person_table, reviewer_table
from gongkai.interfaces.desk.forms.period import PeriodFilter
from gongkai.interfaces.desk.layout import crumbs, desk_page
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.handing_out import hand_over
from gongkai.interfaces.shared.sheets import CSV, csv_file
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.text import clean_line
from gongkai.kernel.time import local_zone, today
from gongkai.organs.queries import person_names
from gongkai.records.queries.accountability import (
    MOST_STEPS,
    record_answered_for,
    record_numbered,
    reviewers_answered_for,
    steps_answered_for,
)
from gongkai.release.doors import made_here
from gongkai.review.access import accountable_organs
from gongkai.review.queries import Period

SHOWN_STEPS = 200
"""Steps on the page of a person; the file holds all of them."""
_Sheet = tuple[Sequence[str], Iterable[Sequence[str]]]


@audience(Audience.STAFF)
@require_safe
def record(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show on one page to be printed who answered for a record, from proposal to withdrawal."""
    found = record_answered_for(viewer_of(request), record_id)
    context = {
        "record": found,
        "acts": act_rows(found.acts),
        "crumbs": crumbs((_("Who answered for it"), "")),
    }
    return desk_page(request, "desk/answered_for.html", context)


@audience(Audience.STAFF)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the figures of everybody who decided steps of the viewer's organs in a period."""
    viewer = viewer_of(request)
    number = clean_line(request.GET.get("index_number", ""))
    record_id = record_numbered(viewer, number) if number else None
    if record_id is not None:
        return redirect("desk:answered_for", record_id=record_id)
    may_see_others = bool(accountable_organs(viewer))
    form, first, last = _asked(request)
    context = {
        "index_number": number,
        "filter": form,
        "first": first,
        "last": last,
        "may_see_others": may_see_others,
        "own_id": viewer.person_id,
        "lines": reviewers_answered_for(viewer, _period(first, last)) if may_see_others else (),
        "query": _query(first, last),
        "crumbs": crumbs((_("Accountability"), "")),
    }
    return desk_page(request, "desk/accountability.html", context)


@audience(Audience.STAFF)
@require_safe
def overview_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out the figures of the period as a table."""
    viewer = viewer_of(request)
    if not accountable_organs(viewer):
        raise NotFound(_("There is no such page."))
    _form, first, last = _asked(request)
    lines = reviewers_answered_for(viewer, _period(first, last))
    return _table(_("Reviews by person"), first, last, reviewer_table(lines))


@audience(Audience.STAFF)
@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show what one person decided in a period, and what of it was withdrawn later."""
    form, first, last = _asked(request)
    steps = steps_answered_for(viewer_of(request), person_id, _period(first, last))
    name = _name_of(person_id)
    passed = [one for one in steps if one.step.decision == "pass" and not one.step.is_repeat]
    context = {
        "filter": form,
        "first": first,
        "last": last,
        "name": name,
        "person_id": person_id,
        "steps": steps[:SHOWN_STEPS],
        "total": len(steps),
        "passed": len(passed),
        "withdrawn": [one for one in steps if one.withdrawn],
        "query": _query(first, last),
        "crumbs": crumbs((_("Accountability"), reverse("desk:accountability")), (name, "")),
    }
    return desk_page(request, "desk/signed_by.html", context)


@audience(Audience.STAFF)
@require_safe
def person_csv(request: HttpRequest, person_id: int) -> HttpResponseBase:
    """Hand out what one person decided in a period as a table."""
    _form, first, last = _asked(request)
    steps = steps_answered_for(viewer_of(request), person_id, _period(first, last), most=MOST_STEPS)
    return _table(_name_of(person_id), first, last, person_table(steps))


def _asked(request: HttpRequest) -> tuple[PeriodFilter, date, date]:
    """Return the filter and its days; without any, from New Year until today."""
    day = today()
    first, last = PeriodFilter(request.GET).days(first=date(day.year, 1, 1), last=day)
    shown = {"from_on": first.isoformat(), "until_on": last.isoformat()}
    return PeriodFilter(shown), first, last


def _period(first: date, last: date) -> Period:
    def midnight(day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=local_zone())

    return Period(midnight(first), midnight(last + timedelta(days=1)))


def _query(first: date, last: date) -> str:
    return urlencode({"from_on": first.isoformat(), "until_on": last.isoformat()})


def _name_of(person_id: int) -> str:
    name = person_names([person_id]).get(person_id)
    if name is None:
        raise NotFound(_("There is no such page."))
    return name


def _table(name: str, first: date, last: date, sheet: _Sheet) -> HttpResponseBase:
    outgoing = made_here(
        door=None,
        name=f"{name} {first.isoformat()}–{last.isoformat()}.csv",
        media_type=CSV,
        content=csv_file(*sheet),
        what="accountability",
    )
    return hand_over(outgoing)
