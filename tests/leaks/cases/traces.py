"""What is left behind in tables and on the disk, against what may stand where.

Each column that may hold something of a case is named with what that is. A marker anywhere else is
a finding: in the trail, which is kept for ever, in jobs and events, in sessions, in the index of
the search, in a column that is to be sealed.
"""

import json
from collections.abc import Collection, Iterator

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from psycopg import sql
from tests.leaks.cases import expectation as may
from tests.leaks.cases.expectation import is_of_staff
from tests.leaks.markers import Markers, Secret

# Reasons and notes of the steps are what the trail is for; of the application it has the number.
_OF_A_STEP = frozenset({"secrecy_opinion", "approval_opinion", "return_note", "extension_reason"})
_FILE_NAMES = frozenset({"proof_name", "attachment_name", "correction_file_name"})
_IN_LETTERS = may.ANSWER | may.ASKED | {"name", "extension_reason", "letter"} | _FILE_NAMES
HELD: dict[str, frozenset[str]] = {
    **{
        f"applications_application.{column}": frozenset({column})
        for column in (may.PERSON | may.ASKED) - {"correction_point", "correction_answer"}
    },
    "applications_file.name": _FILE_NAMES,
    "applications_draft_file.name": _FILE_NAMES,
    "applications_correction.points": frozenset({"correction_point"}),
    "applications_correction.answer": frozenset({"correction_answer"}),
    "applications_extension.reason": frozenset({"extension_reason"}),
    "applications_extension.opinion": frozenset({"extension_opinion"}),
    "applications_delivery.reference": frozenset({"delivery_reference"}),
    "applications_query_code.how_identified": frozenset({"how_identified"}),
    "applications_case_step.note": frozenset({"return_note", "delivery_reference"}),
    "applications_reply.outcome_reason": frozenset({"outcome_reason"}),
    "applications_reply_item.asked": frozenset({"item_asked"}),
    "applications_reply_item.split_reason": frozenset({"split_reason"}),
    **{
        f"applications_reply_item.{column}": frozenset({column})
        for column in ("where", "reasons", "search_note", "competent_organ", "competent_contact")
    },
    "applications_reply_file.name": frozenset({"reply_file_name"}),
    # What is kept of a file is its own text, for those who read pictures by it and for the recheck.
    "release_examination.name": frozenset({"reply_file_name"}),
    "release_examination.texts": frozenset({"reply_file_content"}),
    "clock_event.reason": frozenset({"extension_reason"}),
    "letters_letter.number": frozenset({"letter", "reply_letter"}),
    "letters_letter.addressee": frozenset({"name"}),
    "letters_letter.facts": _IN_LETTERS,
    "notices_notice.to_address": frozenset({"email"}),
    "notices_notice.subject": frozenset({"number"}),
    "notices_notice.body": frozenset({"number"}),
    "review_proposal.label": frozenset({"number"}),
    "review_proposal.note": frozenset({"proposal_note"}),
    "review_step.opinion": _OF_A_STEP,
    "audit_entry.object_label": frozenset({"number", "letter", "reply_letter"}),
    "audit_entry.canonical": frozenset({"number", "letter", "reply_letter"}) | _OF_A_STEP,
    "audit_entry.details": _OF_A_STEP,
}
KINDS = {
    "audit_entry": "trail",
    "notices_notice": "notice",
    "procrastinate_jobs": "job",
    "django_session": "session",
    "kernel_outbox_event": "outbox",
    "search_document": "index",
}
LIVELY = frozenset({*KINDS, "applications_identity", "applications_draft"})
"""Tables into which much that happens writes, and that hold next to nothing of a case."""


def misplaced(markers: Markers, *, tables: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the kind of leak and its place for each marker that stands where it may not."""
    for table, column in _columns():
        if tables and table not in tables:
            continue
        held = HELD.get(f"{table}.{column}", frozenset())
        for secret in markers.found_in(_values(table, column)):
            if secret.field not in held and not is_of_staff(secret):
                yield KINDS.get(table, "column"), f"{table}.{column} holds {secret.place}"
    if not tables or "django_session" in tables:
        for secret in markers.found_in(_sessions()):
            yield "session", f"a session holds {secret.place}"


def lying_about(markers: Markers) -> dict[str, set[Secret]]:
    """Return by its name which file of the storage holds what, where it holds something."""
    found = {}
    for path in settings.FILES_ROOT.rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode(errors="replace")
            if secrets := markers.found_in([text]):
                found[path.name] = secrets
    return found


def _columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN "
            "information_schema.tables USING (table_schema, table_name) "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type IN "
            "('text', 'character varying', 'jsonb', 'json', 'ARRAY', 'tsvector') ORDER BY 1, 2"
        )
        return list(cursor.fetchall())


def _values(table: str, column: str) -> list[str]:
    with connection.cursor() as cursor:
        asked = sql.SQL("SELECT {0}::text FROM {1} WHERE {0} IS NOT NULL")
        cursor.execute(asked.format(sql.Identifier(column), sql.Identifier(table)))
        return [value for (value,) in cursor.fetchall()]


def _sessions() -> list[str]:
    rows = Session.objects.all()
    return [json.dumps(row.get_decoded(), ensure_ascii=False, default=str) for row in rows]
