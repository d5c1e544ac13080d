"""The change feed for people: what happened, the latest first, and the closed days."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.parameters import number_in, number_of
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import Crumb
from gongkai.ledger.queries import closed_days, newest_entries, organ_names, years_of_the_chain
from gongkai.ledger.rules.chain import Entry
from gongkai.ledger.wording import detail_name, kind_name

SHOWN = 50


@dataclass(frozen=True, slots=True)
class FeedLine:
    """An entry in words."""

    sequence: int
    what: str
    detail: str
    index_number: str
    version: int
    organ: str
    at: datetime


@audience(Audience.PUBLIC)
@require_safe
def feed(request: GongkaiRequest) -> HttpResponse:
    """List the entries of the change feed, the latest first; `?before=` leads to older ones."""
    before = number_of(request.GET.get("before", ""))
    entries = newest_entries(request.viewer, before=before, size=SHOWN)
    oldest = entries[-1].sequence if entries else 1
    context = {
        "lines": _lines(request, entries),
        "older": oldest if oldest > 1 else None,
        "is_later_page": before is not None,
        "crumbs": trail(_changes_crumb(), Crumb(_("Change feed"))),
    }
    return render(request, "portal/feed.html", context)


@audience(Audience.PUBLIC)
@require_safe
def days(request: GongkaiRequest) -> HttpResponse:
    """List the closed days of a year with their roots and files."""
    years = years_of_the_chain(request.viewer)
    year = number_in(request.GET.get("year", ""), among=years, otherwise=years[0] if years else 0)
    context = {
        "days": closed_days(request.viewer, year=year) if years else (),
        "years": years,
        "year": year,
        "crumbs": trail(_changes_crumb(), Crumb(_("Daily roots"))),
    }
    return render(request, "portal/ledger_days.html", context)


def _changes_crumb() -> Crumb:
    return Crumb(_("Corrections and withdrawals"), reverse("portal:changes"))


def _lines(request: GongkaiRequest, entries: tuple[Entry, ...]) -> list[FeedLine]:
    names = organ_names(request.viewer, entries)
    return [
        FeedLine(
            sequence=entry.sequence,
            what=kind_name(entry.kind),
            detail=detail_name(entry.detail),
            index_number=entry.index_number,
            version=entry.version,
            organ=names.get(entry.organ_code, entry.organ_code),
            at=entry.at,
        )
        for entry in entries
    ]
