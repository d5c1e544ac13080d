"""The case that a browser has opened: kept in its session until it is closed, or left alone."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from gongkai.applications.access import CaseKey
from gongkai.kernel.time import now

SESSION_KEY = "opened_case"
OPEN_FOR = timedelta(minutes=30)
"""How long a case stays open without being looked at."""


def keep_open(request: HttpRequest, key: CaseKey) -> None:
    """Let this browser look at the case from now on; one that was open before is closed."""
    opened = request.session.get(SESSION_KEY)
    is_other = not isinstance(opened, dict) or opened.get("case") != key.case_id
    request.session[SESSION_KEY] = {
        "case": key.case_id,
        "code": key.code_id,
        "seen_at": now().isoformat(),
    }
    if is_other:
        # Who knew the session before must not look at the case with it.
        request.session.cycle_key()


def key_of(request: HttpRequest) -> CaseKey | None:
    """Return the key of the case that is open, None where none is, or was left for too long."""
    opened = request.session.get(SESSION_KEY)
    if not isinstance(opened, dict):
        return None
    if now() - datetime.fromisoformat(opened["seen_at"]) >= OPEN_FOR:
        close(request)
        return None
    return CaseKey(case_id=opened["case"], code_id=opened["code"])


def close(request: HttpRequest) -> None:
    """Close the case in this browser."""
    request.session.pop(SESSION_KEY, None)
