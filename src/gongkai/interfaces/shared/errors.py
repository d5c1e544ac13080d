"""The pages of what went wrong: what happened, what was kept, what to do."""

import sys
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import Refusal

RETRY_SECONDS = "30"


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What an error page says: title, what happened, what to do."""

    status: int
    title: str | Promise
    text: str | Promise
    advice: str | Promise


BAD_REQUEST = ErrorPage(
    400,
    _("The request could not be read"),
    _("What the browser sent is not complete or not in the right form."),
    _("Go back, load the page again and repeat the step."),
)
FORBIDDEN = ErrorPage(
    403,
    _("You may not do this"),
    _("Your account has no right to this page or step."),
    _("If it belongs to your duties, ask the administrator of your organ."),
)
NO_DUTY = ErrorPage(
    403,
    _("You have no duty here today"),
    _("Your account is known, but no role that opens this page is in force today."),
    _("Ask the administrator of your organ to enter your role or stand-in and its dates."),
)
NOT_FOUND = ErrorPage(
    404,
    _("Page not found"),
    _("There is no page at this address, or it is not open to you."),
    _("Check the address, or look for the document by its name, number or index number."),
)
REFUSED = ErrorPage(
    409,
    _("This cannot be done now"),
    _("The step was not carried out and nothing was changed."),
    _("Go back, load the page again and look at the present state."),
)
EXPIRED = ErrorPage(
    403,
    _("This page was open for too long"),
    _("For safety what you sent was not accepted. Nothing was changed."),
    _("Go back, load the page again and send it once more. Cookies must be allowed."),
)
GONE = ErrorPage(
    410,
    _("This information was withdrawn"),
    _("It was public at this address and is so no longer."),
    _("Ask the disclosure office of the organ that published it."),
)
TOO_LARGE = ErrorPage(
    413,
    _("What you sent is too large"),
    _("At most 64 MB are taken at once, and 500 MB where staff add files. Nothing was kept."),
    _("Go back and send a smaller file, or fewer at once."),
)
TOO_MANY = ErrorPage(
    429,
    _("Too many attempts"),
    _("There were too many attempts in a short time. For safety this is closed for a while."),
    _("Wait 15 minutes and try again. Ask the administrator if you forgot your password."),
)


def page(request: HttpRequest, said: ErrorPage, message: str | Promise = "") -> HttpResponse:
    """Return the page; `message` stands in for its general text."""
    context = {"page": said, "text": message or said.text}
    return render(request, "gongkai/error.html", context, status=said.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; Django names the second argument."""
    return page(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403, with the reason when an operation gave one."""
    return page(request, FORBIDDEN, _reason(exception))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 where the form's token is missing or old; called by Django."""
    return page(request, EXPIRED)


def no_duty(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a person who holds no duty today."""
    return page(request, NO_DUTY)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404; never says more than that there is nothing to see."""
    return page(request, NOT_FOUND, _reason(exception))


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer 409 with what the operation said."""
    return page(request, REFUSED, refusal.message)


def gone(request: HttpRequest, message: str | Promise = "") -> HttpResponse:
    """Answer 410 where there is no tombstone to show."""
    return page(request, GONE, message)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413: more was sent than any page takes."""
    return page(request, TOO_LARGE)


def too_many(request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    """Answer 429: a rate limit or the lock-out of an account."""
    return page(request, TOO_MANY)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when the database cannot be reached; needs neither of them to render."""
    # Why sys: Django calls this inside the handling of the exception and does not pass it.
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable()
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable() -> HttpResponse:
    """Answer 503 with the time after which to try again."""
    body = render_to_string("503.html")
    return HttpResponse(body, status=503, headers={"Retry-After": RETRY_SECONDS})


def _reason(exception: Exception) -> str | Promise:
    return exception.message if isinstance(exception, Refusal) else ""
