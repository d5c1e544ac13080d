"""Who a page is for. Every view declares it; one that does not is not served at all.

    @audience(Audience.STAFF)
    def my_queue(request: GongkaiRequest) -> HttpResponse: ...

The gate (`middleware.audience_gate`) lets a request in by this declaration and puts the viewer on
it. A page for the public always gets the public viewer, also when a member of staff is signed in:
what they see there is what everybody sees.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch
from django_htmx.middleware import HtmxDetails

from gongkai.kernel.types import PUBLIC, Viewer

DECLARATION = "gongkai_audience"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Audience(StrEnum):
    """For whom a view is."""

    PUBLIC = "public"
    """Everybody, without an account; the page may be kept and revalidated by the public epoch."""

    ANYONE = "anyone"
    """Everybody, but never kept: sign-in pages, health checks, settings of the reader."""

    SIGNED_IN = "signed_in"
    """Any person with an active account, with or without a duty today."""

    STAFF = "staff"
    """A person who holds at least one duty today, in their own right or standing in."""

    ADMINISTRATOR = "administrator"
    """A system administrator (who sees no unpublished content by virtue of the role)."""


class GongkaiRequest(HttpRequest):
    """A request that has passed the gate; only for annotations."""

    viewer: Viewer
    htmx: HtmxDetails


def audience(declared: Audience) -> Callable[[View], View]:
    """Declare for whom a view is. Put it on every view, outermost or innermost."""

    def declare(view: View) -> View:
        setattr(view, DECLARATION, declared)
        return view

    return declare


def viewer_of(request: HttpRequest) -> Viewer:
    """Return the viewer that the gate put on the request; the public where there was no gate."""
    found = getattr(request, "viewer", PUBLIC)
    return found if isinstance(found, Viewer) else PUBLIC


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """The audience of a view that is not ours, and why it has it."""

    audience: Audience
    reason: str


_SIGN_IN = ThirdParty(Audience.ANYONE, "people sign in before they are anybody")
_SIGN_OUT = ThirdParty(Audience.ANYONE, "leaving is always allowed")
_OWN_ACCOUNT = ThirdParty(Audience.SIGNED_IN, "shows and changes only the signed-in account")

# By the name of the route, as urls.py includes it. A view of ours is never looked up here.
THIRD_PARTY_AUDIENCES: dict[str, ThirdParty] = {
    "account_login": _SIGN_IN,
    "mfa_authenticate": _SIGN_IN,
    "account_logout": _SIGN_OUT,
    "account_inactive": ThirdParty(Audience.ANYONE, "says that the account is closed"),
    "account_reauthenticate": _OWN_ACCOUNT,
    "mfa_reauthenticate": _OWN_ACCOUNT,
    "account_change_password": _OWN_ACCOUNT,
    "mfa_index": _OWN_ACCOUNT,
    "mfa_activate_totp": _OWN_ACCOUNT,
    "mfa_deactivate_totp": _OWN_ACCOUNT,
    "mfa_view_recovery_codes": _OWN_ACCOUNT,
    "mfa_generate_recovery_codes": _OWN_ACCOUNT,
    "mfa_download_recovery_codes": _OWN_ACCOUNT,
}


def audience_of(view: Callable[..., HttpResponseBase], match: ResolverMatch) -> Audience | None:
    """Return the declared audience of a view, or None when nobody declared one."""
    declared = getattr(view, DECLARATION, None)
    if isinstance(declared, Audience):
        return declared
    if view.__module__.startswith("gongkai."):
        return None
    foreign = THIRD_PARTY_AUDIENCES.get(match.view_name)
    return foreign.audience if foreign else None
