"""When a public page may be kept: only as long as nothing public has changed.

A page is named by its address, its language, the reader's settings, the day, this version of the
software and the public epoch, which every publication and withdrawal bumps in its transaction.
Caches keep the page but ask each time; the answer "not modified" needs no rendering.
"""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from gongkai.interfaces.shared.reading import text_size_of
from gongkai.kernel.public import public_epoch
from gongkai.kernel.time import today

PACKAGE = Path(__file__).resolve().parent.parent.parent
READ_METHODS = frozenset({"GET", "HEAD"})


@cache
def site_version() -> str:
    """Return a mark that differs whenever the software or the site's own facts differ."""
    marks = [
        f"{path.relative_to(PACKAGE)} {path.stat().st_size} {path.stat().st_mtime_ns}"
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in {".py", ".html", ".css", ".js", ".mo"}
    ]
    facts = (settings.SITE_NAME, settings.SITE_ID_CODE, settings.SITE_ICP, settings.SITE_POLICE)
    marks += [*facts, settings.SITE_SPONSOR, settings.SITE_CONTACT, settings.SITE_ADDRESS]
    marks.append(settings.REGIME)
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()


def page_tag(request: HttpRequest) -> str:
    """Return the entity tag of the page that this request asks for, quotes included."""
    parts = (
        site_version(),
        str(public_epoch()),
        today().isoformat(),
        get_language() or "",
        text_size_of(request),
        request.headers.get("HX-Request", ""),
        request.get_full_path(),
    )
    return f'"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'


def is_known(request: HttpRequest, tag: str) -> bool:
    """Say whether the asker already holds the page of that tag."""
    return tag in {
        known.removeprefix("W/") for known in parse_etags(request.headers.get("If-None-Match", ""))
    }


def is_private(request: HttpRequest) -> bool:
    """Say whether the page carries something of this reader alone: a form token or a message."""
    return bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE")) or "messages" in request.COOKIES


def keep_and_revalidate(request: HttpRequest, response: HttpResponseBase, tag: str) -> None:
    """Mark a public answer: it may be kept, but must be asked for again each time."""
    if is_private(request) or response.status_code >= 500:
        never_keep(response)
        return
    patch_vary_headers(response, ("Cookie", "HX-Request"))
    response.headers.setdefault("Cache-Control", "public, no-cache")
    if response.status_code == 200 and not response.has_header("ETag"):
        response.headers["ETag"] = tag


def never_keep(response: HttpResponseBase) -> None:
    """Mark an answer that no cache may keep."""
    response.headers["Cache-Control"] = "no-store, private"
    if response.has_header("ETag"):
        del response.headers["ETag"]
