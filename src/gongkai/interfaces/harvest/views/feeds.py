"""Atom feeds (RFC 4287): the newest publications of all organs and of each."""

from collections.abc import Sequence
from datetime import datetime, time
from io import StringIO

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.kernel.time import local_zone
from gongkai.organs.queries import organ_page
from gongkai.records.queries import RecordCard, catalogue, newest

ENTRIES = 50
MEDIA_TYPE = "application/atom+xml; charset=utf-8"


@audience(Audience.PUBLIC)
@require_safe
def newest_feed(request: GongkaiRequest) -> HttpResponse:
    """Answer with the newest publications of all organs."""
    cards = newest(request.viewer, limit=ENTRIES)
    return _answer(_feed(settings.SITE_NAME, reverse("portal:home"), request.path), cards)


@audience(Audience.PUBLIC)
@require_safe
def organ_feed(request: GongkaiRequest, organ_id: int) -> HttpResponse:
    """Answer with the newest publications of one organ; raises NotFound."""
    organ = organ_page(organ_id).card
    found = catalogue(request.viewer, organ_id=organ_id, page=1, size=ENTRIES)
    home = reverse("portal:organ", args=[organ_id])
    return _answer(_feed(f"{organ.name} – {settings.SITE_NAME}", home, request.path), found.items)


def _feed(title: str, home: str, here: str) -> Atom1Feed:
    return Atom1Feed(
        title=title,
        link=_whole(home),
        description="",
        feed_url=_whole(here),
        feed_guid=_whole(here),
        language="zh-Hans",
        author_name=settings.SITE_SPONSOR or settings.SITE_NAME,
    )


def _answer(feed: Atom1Feed, cards: Sequence[RecordCard]) -> HttpResponse:
    for card in cards:
        _add(feed, card)
    out = StringIO()
    feed.write(out, "utf-8")
    return HttpResponse(out.getvalue(), content_type=MEDIA_TYPE)


def _add(feed: Atom1Feed, card: RecordCard) -> None:
    """Add an entry: name and summary as the catalogue shows them, ★ before the name (C1)."""
    published = datetime.combine(card.released_on, time.min, tzinfo=local_zone())
    feed.add_item(
        title=f"★{card.title}" if card.is_listed else card.title,
        link=_whole(reverse("portal:record", args=[card.id])),
        description=card.summary,
        # The permanent address: readers know an entry again whatever else changes.
        unique_id=_whole(reverse("portal:by_index_number", args=[card.index_number])),
        author_name=card.organ_name,
        pubdate=published,
        # A later version is an update of the same entry.
        updateddate=max(published, card.changed_at),
        categories=[card.theme_name] if card.theme_name else [],
    )


def _whole(path: str) -> str:
    return f"{settings.SITE_ADDRESS}{path}"
