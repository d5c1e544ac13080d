"""The last look at every answer: no file goes to the public or to an applicant without a pass.

The doors of the release module (`release.doors`) make the passes. A view that hands out a stored
file in any other way answers nothing at all, and the operator reads why.
"""

import logging
from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from gongkai.interfaces.shared.audience import Audience, audience_of
from gongkai.release.doors import Pass
from gongkai.release.rules.doors import Door

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PAGE = "text/html"
OUTSIDE: Mapping[Audience | None, frozenset[Door]] = {
    Audience.PUBLIC: frozenset({Door.PUBLIC}),
    Audience.ANYONE: frozenset({Door.PUBLIC, Door.APPLICANT}),
    None: frozenset(),
}
"""Who stands outside, and through which doors something may go to them.

An answer that no view made (None) has no business to hold a file. Whoever is signed in is inside:
what they may have is asked where it is handed to them.
"""
_ATOM, _XML, _PLAIN = "application/atom+xml", "application/xml", "text/plain"
_JSON = "application/json"
NO_FILES: Mapping[str, str] = {
    "harvest:newest": _ATOM,
    "harvest:organ": _ATOM,
    "harvest:sitemap": _XML,
    "harvest:sitemap_pages": _XML,
    "harvest:sitemap_part": _XML,
    "harvest:robots": _PLAIN,
    "harvest:changes": _JSON,
    "harvest:roots": _JSON,
    "healthz": _PLAIN,
    "readyz": _PLAIN,
}
"""Routes that answer, from public queries or from nothing, with something that is no page."""
_WITHOUT_BODY = frozenset({204, 304})


def file_gate(get_response: GetResponse) -> GetResponse:
    """Let no file out that no door was opened for."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not carries_file(request, response) or _has_pass(request, response):
            return response
        log.error(
            "%s was about to send a file that no door let out; nothing was sent",
            _route(request) or request.path,
        )
        response.close()
        return HttpResponse(status=500)

    return answer


def carries_file(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Say whether the answer is, or may be, a file: it is no page and no known list for robots."""
    if response.status_code in _WITHOUT_BODY:
        return False
    if response.streaming or response.has_header("Content-Disposition"):
        return True
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return media_type not in {PAGE, NO_FILES.get(_route(request), PAGE)}


def _has_pass(request: HttpRequest, response: HttpResponseBase) -> bool:
    doors = OUTSIDE.get(_audience(request))
    if doors is None:
        return True
    shown = getattr(response, "gate_pass", None)
    return isinstance(shown, Pass) and shown.door in doors


def _audience(request: HttpRequest) -> Audience | None:
    match = request.resolver_match
    return audience_of(match.func, match) if match else None


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
