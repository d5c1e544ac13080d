"""What robots may visit: robots.txt (RFC 9309) and the sitemap, in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.views.decorators.http import require_safe

from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.kernel.refusals import NotFound
from gongkai.organs.queries import organ_cards
from gongkai.records.queries.addresses import last_public_id, public_addresses

PER_FILE = 10_000
"""Ids in one file; with two languages well below the 50,000 addresses that a file may hold."""
PAGES = (
    "home",
    "organs",
    "catalogue",
    "changes",
    "withdrawn",
    "feed",
    "ledger_days",
    "how_to_obtain",
    "apply",
    "apply_blank_form",
    "deadline",
    "complain",
    "subscribe",
    "check_copy",
    "accessibility",
)
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Place:
    """An address of the sitemap with its counterparts in the other languages."""

    address: str
    changed_on: str
    languages: tuple[tuple[str, str], ...]


@audience(Audience.PUBLIC)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answer with what robots may visit: all that is public, no lists that only sort it anew."""
    context = {"sitemap": _whole(reverse("harvest:sitemap"))}
    return render(request, "harvest/robots.txt", context, content_type="text/plain; charset=utf-8")


@audience(Audience.PUBLIC)
@require_safe
def sitemap_index(request: GongkaiRequest) -> HttpResponse:
    """Answer with the list of sitemaps."""
    parts = range(1, last_public_id(request.viewer) // PER_FILE + 2)
    files = [_whole(reverse("harvest:sitemap_pages"))]
    files += [_whole(reverse("harvest:sitemap_part", args=[part])) for part in parts]
    return render(request, "harvest/sitemap_index.xml", {"files": files}, content_type=XML)


@audience(Audience.PUBLIC)
@require_safe
def sitemap_of_pages(request: GongkaiRequest) -> HttpResponse:
    """Answer with the lasting pages and those of the organs."""
    paths = [reverse(f"portal:{name}") for name in PAGES]
    paths += [reverse("portal:organ", args=[organ_id]) for organ_id in organ_cards()]
    return _sitemap(request, [_place(path) for path in paths])


@audience(Audience.PUBLIC)
@require_safe
def sitemap_of_records(request: GongkaiRequest, part: int) -> HttpResponse:
    """Answer with the records whose ids lie in one stretch; raises NotFound past the last."""
    last = last_public_id(request.viewer)
    if not 1 <= part <= last // PER_FILE + 1:
        raise NotFound("There is no such part of the sitemap.")
    found = public_addresses(request.viewer, first=(part - 1) * PER_FILE, last=part * PER_FILE - 1)
    places = [
        _place(reverse("portal:record", args=[one.record_id]), one.changed_on.isoformat())
        for one in found
    ]
    return _sitemap(request, places)


def _sitemap(request: HttpRequest, places: Iterable[Place]) -> HttpResponse:
    return render(request, "harvest/sitemap.xml", {"places": places}, content_type=XML)


def _place(path: str, changed_on: str = "") -> Place:
    english = translate_url(path, "en")
    languages = (("zh-Hans", _whole(path)), ("en", _whole(english)))
    return Place(_whole(path), changed_on, languages)


def _whole(path: str) -> str:
    return f"{settings.SITE_ADDRESS}{path}"
