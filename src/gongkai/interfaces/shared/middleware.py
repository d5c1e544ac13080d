"""The two gates every request goes through: what a browser may load, and who may come in."""

import logging
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    UnreadablePostError,
)
from django.urls import reverse

from gongkai.interfaces.shared import errors
from gongkai.interfaces.shared.audience import Audience, audience_of, viewer_of
from gongkai.interfaces.shared.bodies import (
    LARGEST_BODY,
    SpoolingUploadHandler,
    announced_length,
    large_body_view,
    largest_body_of,
)
from gongkai.interfaces.shared.freshness import (
    READ_METHODS,
    is_known,
    is_private,
    keep_and_revalidate,
    never_keep,
    page_tag,
)
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.time import today
from gongkai.kernel.types import PUBLIC, Role, Viewer
from gongkai.organs.models import Person
from gongkai.organs.queries import viewer_for

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]
ViewFunction = Callable[..., HttpResponseBase]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        # data: carries the arrows of the stylesheets and the QR code of the second factor.
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Put the security headers on every answer; nothing inline, nothing from elsewhere."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def audience_gate(get_response: GetResponse) -> "AudienceGate":
    """Let a request in by the audience that its view declares; deny what declares none."""
    return AudienceGate(get_response)


class AudienceGate:
    """Admits requests by declared audience, keeps public answers fresh, answers refusals."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; public answers are marked for revalidation, others never kept."""
        _put_viewer(request, PUBLIC)
        if announced_length(request) > _prepared_for(request):
            response: HttpResponseBase = errors.too_large(request)
        else:
            response = self.get_response(request)
            _forget_halves(request)
        tag = getattr(request, "page_tag", None)
        if tag is None:
            never_keep(response)
        else:
            keep_and_revalidate(request, response, tag)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: ViewFunction,
        _args: tuple[object, ...],
        _kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Return None to let the request in, else the answer that stands in for the view."""
        match = request.resolver_match
        declared = audience_of(view, match) if match else None
        if declared is None:
            log.error("No audience is declared for %s.%s", view.__module__, view.__qualname__)
            raise Http404
        if declared is Audience.PUBLIC:
            return _serve_public(request)
        if declared is Audience.ANYONE:
            return None
        return _admit(request, declared)

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponse | None:
        """Answer a refusal that a view let through with a page that says what it says."""
        if isinstance(raised, NotFound):
            return errors.not_found(request, raised)
        if isinstance(raised, NotAllowed):
            return errors.forbidden(request, raised)
        if isinstance(raised, Refusal):
            return errors.refused(request, raised)
        if isinstance(raised, UnreadablePostError):
            # The sender hung up; nobody reads the answer, and it is no fault of the site.
            return errors.bad_request(request, raised)
        return None


def _prepared_for(request: HttpRequest) -> int:
    """Return how many bytes this request may carry; where many, its files go to the disk.

    Asked before anything reads the body, which the check of the form's token would do: what nobody
    may send is never read, and what the public sends stays in memory until it is sealed.
    """
    view = None if request.method in READ_METHODS else large_body_view(request)
    if view is None or not _is_staff(request):
        return LARGEST_BODY
    request.upload_handlers = [SpoolingUploadHandler(request)]
    return largest_body_of(view)


def _forget_halves(request: HttpRequest) -> None:
    """Remove at once what came of a body that broke off; Django leaves it to the collector."""
    if request.method not in READ_METHODS:
        for handler in request.upload_handlers:
            handler.upload_interrupted()


def _is_staff(request: HttpRequest) -> bool:
    person = request.user
    if not isinstance(person, Person) or not person.is_active:
        return False
    return bool(viewer_for(person, on=today()).duties)


def _put_viewer(request: HttpRequest, viewer: Viewer) -> None:
    request.viewer = viewer  # type: ignore[attr-defined] # GongkaiRequest names it for the views


def _serve_public(request: HttpRequest) -> HttpResponseBase | None:
    if request.method not in READ_METHODS:
        return None
    # Read before the view runs: a change while it renders makes the tag old, never the page.
    tag = page_tag(request)
    request.page_tag = tag  # type: ignore[attr-defined] # read again by the gate on the way out
    if is_known(request, tag) and not is_private(request):
        response = HttpResponseNotModified()
        response.headers["ETag"] = tag
        return response
    return None


def _admit(request: HttpRequest, declared: Audience) -> HttpResponseBase | None:
    person = request.user
    if not isinstance(person, Person) or not person.is_active:
        return _ask_to_sign_in(request)
    _put_viewer(request, viewer_for(person, on=today()))
    if declared is Audience.SIGNED_IN or _has_place(viewer_of(request), declared):
        return None
    return errors.no_duty(request)


def _has_place(viewer: Viewer, declared: Audience) -> bool:
    if declared is Audience.ADMINISTRATOR:
        return bool(viewer.organs_as(Role.SYSTEM_ADMINISTRATOR))
    return bool(viewer.duties)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    # What was to be sent is not repeated after signing in; the page it came from is shown again.
    wanted = request.get_full_path() if request.method in READ_METHODS else "/"
    response = redirect_to_login(wanted, login_url=reverse("account_login"))
    if request.headers.get("HX-Request"):
        # htmx would put the sign-in page into a corner of this one.
        return HttpResponse(status=204, headers={"HX-Redirect": response.url})
    return response
