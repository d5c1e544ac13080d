"""A form that creates something creates it once, however often it is sent.

The page carries a random key (`OnceForm` brings the hidden field). The first time the key comes in,
the step is done and its result's address is kept in the reader's session; every further time the
reader is led to that result. Two sendings at the same moment wait for each other.

    with submitted_once(request, form.once_key) as submission:
        if not submission.result:
            record_id = register_record(...)
            submission.result = reverse("desk:record", args=[record_id])
    return redirect(submission.result)
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import connection, transaction
from django.http import HttpRequest

from gongkai.interfaces.shared.forms import GongkaiForm

SESSION_KEY = "submissions"
KEPT = 50
"""How many results a session remembers; the oldest are forgotten first."""


def new_key() -> str:
    """Return a key for a page with a form."""
    return secrets.token_urlsafe(18)


class OnceForm(GongkaiForm):
    """A form that is carried out once: brings the hidden key and keeps it when shown again."""

    once = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=new_key, required=False)

    @property
    def once_key(self) -> str:
        """The key that came in; a new one where a program sent none."""
        return str(self.cleaned_data.get("once") or new_key())

    def values(self) -> dict[str, Any]:
        """Return what was entered, without the key that guards against sending twice."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


@dataclass(slots=True)
class Submission:
    """One sending of a form; `result` is the address of what it made, '' until it has."""

    result: str


@contextmanager
def submitted_once(request: HttpRequest, key: str) -> Iterator[Submission]:
    """Yield the submission of that key in a transaction; keep its result when all went well.

    A refusal raised inside leaves nothing behind, so that the same page can be sent again.
    """
    with transaction.atomic():
        _wait_for_twin(request, key)
        submission = Submission(_results(request).get(key, ""))
        yield submission
        _remember(request, key, submission.result)


def _wait_for_twin(request: HttpRequest, key: str) -> None:
    # An advisory lock until commit: the twin finds the result that is saved before it. It is the
    # session's, not the key's: two windows of one reader keep their results in the same row.
    name = request.session.session_key or key
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _results(request: HttpRequest) -> dict[str, str]:
    # Read again from the table: this request may have read its session before the twin saved.
    kept = type(request.session)(request.session.session_key).get(SESSION_KEY, {})
    return dict(kept) if isinstance(kept, dict) else {}


def _remember(request: HttpRequest, key: str, result: str) -> None:
    if not result:
        return
    results = {name: kept for name, kept in _results(request).items() if name != key}
    results[key] = result
    request.session[SESSION_KEY] = dict(list(results.items())[-KEPT:])
    known = request.session.session_key is not None
    request.session.save()
    # Saved once more at the end of the request, it would undo what another window saved meanwhile.
    # A session that is new must still get its cookie then.
    request.session.modified = not known
