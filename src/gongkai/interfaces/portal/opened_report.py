"""The gap report that a browser has opened: kept in its session until it is closed, or left."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from gongkai.kernel.time import now
from gongkai.remedies.access import ReportKey
from gongkai.remedies.operations import Reported, reported_before

SESSION_KEY, SENT_KEY = "opened_report", "sent_report"
OPEN_FOR = timedelta(minutes=30)
"""How long a report stays open without being looked at, and a code is shown after the sending."""


def keep_open(request: HttpRequest, key: ReportKey) -> None:
    """Let this browser look at the report from now on; one that was open before is closed.

    With it goes the code of what was sent before: another person may sit there now.
    """
    opened = request.session.get(SESSION_KEY)
    is_other = not isinstance(opened, dict) or opened.get("report") != key.report_id
    request.session[SESSION_KEY] = {"report": key.report_id, "seen_at": now().isoformat()}
    if is_other:
        request.session.pop(SENT_KEY, None)
        # Who knew the session before must not look at the report with it.
        request.session.cycle_key()


def key_of(request: HttpRequest) -> ReportKey | None:
    """Return the key of the report that is open, None where none is, or was left for too long."""
    opened = request.session.get(SESSION_KEY)
    if not isinstance(opened, dict):
        return None
    if now() - datetime.fromisoformat(opened["seen_at"]) >= OPEN_FOR:
        close(request)
        return None
    return ReportKey(opened["report"])


def close(request: HttpRequest) -> None:
    """Close the report in this browser, and forget the code that was shown."""
    request.session.pop(SESSION_KEY, None)
    request.session.pop(SENT_KEY, None)


def remember_sent(request: HttpRequest, once_key: str, reported: Reported) -> None:
    """Let this browser see number and code of what it has just sent, and the report."""
    keep_open(request, reported.key)
    request.session[SENT_KEY] = {"once_key": once_key, "sent_at": now().isoformat()}


def sent_report(request: HttpRequest) -> Reported | None:
    """Return what this browser has just sent, None where it is closed or half an hour is over.

    Looking at the report keeps the report open, not the code.
    """
    sent = request.session.get(SENT_KEY)
    if key_of(request) is None or not isinstance(sent, dict):
        return None
    if now() - datetime.fromisoformat(sent["sent_at"]) >= OPEN_FOR:
        del request.session[SENT_KEY]
        return None
    return reported_before(sent["once_key"])
