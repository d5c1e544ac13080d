"""How the reader wants to read: the size of the text, kept in a cookie, without JavaScript."""

from enum import StrEnum

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from gongkai.interfaces.shared.audience import Audience, audience

COOKIE = "text_size"
ONE_YEAR = 365 * 24 * 3600


class TextSize(StrEnum):
    """The sizes of text on offer."""

    NORMAL = "normal"
    LARGE = "large"


def text_size_of(request: HttpRequest) -> TextSize:
    """Return the size of text that this reader chose, normal when none was."""
    chosen = request.COOKIES.get(COOKIE)
    return TextSize.LARGE if chosen == TextSize.LARGE else TextSize.NORMAL


@audience(Audience.ANYONE)
@require_safe
def text_size(request: HttpRequest, size: str) -> HttpResponse:
    """Keep the chosen size and go back to the page the reader came from (GB/T 37668)."""
    if size not in set(TextSize):
        raise Http404
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    response = HttpResponseRedirect(wanted if is_ours else "/")
    response.set_cookie(COOKIE, TextSize(size), max_age=ONE_YEAR, samesite="Lax", httponly=True)
    return response
