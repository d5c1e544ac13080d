"""Which forms a browser is filling in: a random key for each organ, in a signed cookie.

The key opens the sealed draft and is all that ties it to the reader; the database holds its hash.
Signed, so that nobody has us look for keys of their choosing.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

COOKIE = "forms"
MOST_FORMS = 10
"""Organs to which one browser fills in forms at a time; the one begun first is forgotten first."""
_SALT = "gongkai.portal.forms"
_KEPT_FOR = timedelta(days=30)


def new_key() -> str:
    """Return a key for a form that is begun."""
    return secrets.token_urlsafe(24)


def form_key(request: HttpRequest, organ_id: int) -> str:
    """Return the key of this browser's form to the organ, '' where it has none."""
    return _keys(request).get(organ_id, "")


def keep_key(request: HttpRequest, response: HttpResponseBase, organ_id: int, key: str) -> None:
    """Let the browser keep the key for another thirty days."""
    keys = {organ: kept for organ, kept in _keys(request).items() if organ != organ_id}
    keys[organ_id] = key
    _write(response, dict(list(keys.items())[-MOST_FORMS:]))


def drop_key(request: HttpRequest, response: HttpResponseBase, organ_id: int) -> None:
    """Let the browser forget its form to the organ."""
    keys = {organ: kept for organ, kept in _keys(request).items() if organ != organ_id}
    _write(response, keys)


def _keys(request: HttpRequest) -> dict[int, str]:
    said = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_KEPT_FOR)
    pairs = (pair.split(":") for pair in (said or "").split(".") if pair)
    return {int(organ): key for organ, key in pairs}


def _write(response: HttpResponseBase, keys: dict[int, str]) -> None:
    if not keys:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_signed_cookie(
        COOKIE,
        ".".join(f"{organ}:{key}" for organ, key in keys.items()),
        salt=_SALT,
        max_age=_KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
