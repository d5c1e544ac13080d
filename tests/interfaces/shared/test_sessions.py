"""A session that cannot be saved: the database is away, or the session was ended meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from gongkai.interfaces.shared.sessions import SessionStore


def _kept() -> SessionStore:
    session = SessionStore()
    session["opened_case"] = 1
    session.save()
    return session


def _away(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.startswith("UPDATE"):
        raise OperationalError("terminating connection due to administrator command")
    return execute(sql, params, many, context)


def _changes_its_session(request: HttpRequest) -> HttpResponse:
    request.session["opened_case"] = 2
    return HttpResponse()


def test_a_database_that_is_away_is_not_a_bad_request(db: None) -> None:
    session = _kept()
    request = RequestFactory().get("/track/")
    request.COOKIES["sessionid"] = str(session.session_key)
    with connection.execute_wrapper(_away), pytest.raises(OperationalError):
        SessionMiddleware(_changes_its_session)(request)


def test_a_session_that_was_ended_meanwhile_stays_ended(db: None) -> None:
    session = _kept()
    SessionStore(session.session_key).delete()
    session["opened_case"] = 2
    with pytest.raises(UpdateError):
        session.save()
    assert not SessionStore().exists(str(session.session_key))


def test_who_is_signed_out_elsewhere_is_told_so(db: None) -> None:
    session = _kept()
    request = RequestFactory().get("/track/")
    request.COOKIES["sessionid"] = str(session.session_key)

    def ends(asked: HttpRequest) -> HttpResponse:
        asked.session["opened_case"] = 2
        SessionStore(session.session_key).delete()
        return HttpResponse()

    with pytest.raises(SessionInterrupted):
        SessionMiddleware(ends)(request)
