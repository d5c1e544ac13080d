"""The database refuses what the operations would never do, even to its superuser."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories.applications import NOT_HELD, Desk, a_submission

from gongkai.applications.models import (
    ApplicationFile,
    Case,
    CaseStep,
    Correction,
    Extension,
    QueryCode,
    Reply,
    ReplyFile,
)
from gongkai.applications.operations import reissue_code
from gongkai.kernel.types import Role


def _refused(sql: str, *parameters: object, step: tuple[int, str, str] | None = None) -> str:
    """Return what the database says; `step` is written first, as whoever forges would."""
    refused = pytest.raises(DatabaseError)
    with refused as refusal, transaction.atomic(), connection.cursor() as cursor:
        if step is not None:
            _write(*step)
        cursor.execute(sql, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return str(refusal.value)


def _write(case_id: int, before: str, after: str) -> None:
    CaseStep.objects.create(
        case_id=case_id,
        event="issue_reply",
        from_state=before,
        to_state=after,
        on="2026-03-16",
        at="2026-03-16 10:00+08:00",
        by_name="root",
    )


def _accepted(desk: Desk) -> int:
    case_id = desk.received(a_submission(supply_way="post")).case_id
    desk.accepted(case_id)
    return case_id


APPEND_ONLY = [
    ("applications_application", "asked = 'x'"),
    ("applications_application", "number = 'x'"),
    ("applications_file", "name = 'x'"),
    ("applications_case_step", "note = 'x'"),
    ("applications_delivery", "delivered_on = '2026-03-01'"),
    ("applications_opened", "what = 'x'"),
]


@pytest.mark.parametrize(("table", "change"), APPEND_ONLY)
def test_rows_are_only_added(desk: Desk, table: str, change: str) -> None:
    case_id = _accepted(desk)
    desk.replied(case_id, NOT_HELD)
    desk.posted(case_id)
    _an_opening(case_id)
    assert "update or delete rows" in _refused(f"UPDATE {table} SET {change}")  # noqa: S608
    assert "update or delete rows" in _refused(f"DELETE FROM {table}")  # noqa: S608


def _an_opening(case_id: int) -> None:
    Case.objects.get(pk=case_id).openings.create(
        by="code", what="case", at="2026-03-16 10:00+08:00"
    )


@pytest.mark.parametrize(
    "table",
    [
        "applications_case",
        "applications_correction",
        "applications_extension",
        "applications_reply",
        "applications_identity",
    ],
)
def test_what_the_organ_did_is_never_deleted(desk: Desk, table: str) -> None:
    case_id = desk.received().case_id
    desk.asked_to_correct(case_id)
    desk.corrected(case_id)
    desk.accepted(case_id)
    desk.extended(case_id)
    desk.drafted(case_id)
    assert "Cannot delete" in _refused(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize("change", ["kind = 'passport'", "application_id = %s"])
def test_an_identity_stays_with_its_application(desk: Desk, change: str) -> None:
    first, second = desk.received(), desk.received()
    other = Case.objects.get(pk=second.case_id).application_id
    mine = Case.objects.get(pk=first.case_id).application_id
    sql = f"UPDATE applications_identity SET {change} WHERE application_id = %s"  # noqa: S608
    parameters = [other, mine] if "%s" in change else [mine]
    assert "only the seal" in _refused(sql, *parameters)


class TestCase:
    """What a case may become."""

    @pytest.mark.parametrize("change", ["application_id = %s", "organ_id = %s"])
    def test_it_keeps_its_application_and_its_organ(self, desk: Desk, change: str) -> None:
        case_id = desk.received().case_id
        sql = f"UPDATE applications_case SET {change} WHERE id = %s"  # noqa: S608
        assert "keeps its" in _refused(sql, 987_654_321, case_id)

    def test_the_day_of_receipt_is_fixed_once(self, desk: Desk) -> None:
        case_id = desk.received().case_id
        sql = "UPDATE applications_case SET received_on = '2026-03-20' WHERE id = %s"
        assert "fixed once" in _refused(sql, case_id)

    def test_it_does_not_move_without_a_step(self, desk: Desk) -> None:
        case_id = desk.received().case_id
        sql = "UPDATE applications_case SET state = 'handling' WHERE id = %s"
        assert "its last step led to" in _refused(sql, case_id)

    def test_nor_does_a_step_leave_it_behind(self, desk: Desk) -> None:
        case_id = desk.received().case_id
        step = (case_id, "formal_review", "handling")
        assert "its last step led to" in _refused("SELECT 1", step=step)
        assert "begins where" in _refused("SELECT 1", step=(case_id, "handling", "drafted"))

    @pytest.mark.parametrize("state", ["replied", "delivered", "closed", "handling"])
    def test_it_begins_with_its_receipt(self, desk: Desk, state: str) -> None:
        _accepted(desk)
        sql = (
            "INSERT INTO applications_case (application_id, organ_id, state, outcome_code, "
            "received_on) SELECT application_id, organ_id, %s, 'granted', received_on "
            "FROM applications_case"
        )
        assert "begins with its receipt" in _refused(sql, state)

    @pytest.mark.parametrize("how_far", ["accepted", "drafted", "proposed", "reviewed", "approved"])
    @pytest.mark.parametrize("state", ["replied", "delivered", "closed"])
    def test_nothing_is_answered_past_review_approval_and_letter(
        self, desk: Desk, how_far: str, state: str
    ) -> None:
        case_id = _accepted(desk)
        if how_far == "drafted":
            desk.drafted(case_id)
        elif how_far != "accepted":
            desk.proposed(case_id)
            steps = ["proposed", "reviewed", "approved"].index(how_far)
            for bring in (desk.reviewed, desk.approved)[:steps]:
                bring(case_id)
        before = Case.objects.get(pk=case_id).state
        sql = (
            "UPDATE applications_case SET state = %s, outcome_code = 'granted', "
            "ended_at = CASE WHEN %s = 'closed' THEN now() END WHERE id = %s"
        )
        assert "without review" in _refused(
            sql, state, state, case_id, step=(case_id, before, state)
        )

    @pytest.mark.parametrize("change", ["outcome_code = 'granted'", "ended_at = now()"])
    def test_how_and_when_it_ended_does_not_change(self, desk: Desk, change: str) -> None:
        case_id = _accepted(desk)
        desk.replied(case_id, NOT_HELD)
        desk.posted(case_id)
        desk.closed(case_id)
        sql = f"UPDATE applications_case SET {change} WHERE id = %s"  # noqa: S608
        assert "does not change" in _refused(sql, case_id)

    def test_once_ended_it_moves_no_more(self, desk: Desk) -> None:
        case_id = _accepted(desk)
        desk.replied(case_id, NOT_HELD)
        desk.posted(case_id)
        desk.closed(case_id)
        sql = "UPDATE applications_case SET state = 'handling' WHERE id = %s"
        assert "moves no more" in _refused(sql, case_id, step=(case_id, "closed", "handling"))

    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ("ended_at = now()", "case_has_ended_when_its_state_says_so"),
            ("outcome_code = 'granted'", "case_has_an_outcome_once_it_is_answered"),
        ],
    )
    def test_end_and_outcome_belong_to_the_state(
        self, desk: Desk, change: str, constraint: str
    ) -> None:
        case_id = _accepted(desk)
        sql = f"UPDATE applications_case SET {change} WHERE id = %s"  # noqa: S608
        assert constraint in _refused(sql, case_id)


class TestReply:
    """What is reviewed is what goes out."""

    @pytest.fixture
    def proposed(self, desk: Desk) -> Reply:
        """A reply with a file, proposed."""
        case_id = _accepted(desk)
        desk.drafted(case_id)
        desk.enclosed(case_id)
        return desk.proposed(case_id)

    @pytest.mark.parametrize("table", ["applications_reply_item", "applications_reply_file"])
    def test_a_proposed_reply_loses_and_gains_nothing(
        self, desk: Desk, proposed: Reply, table: str
    ) -> None:
        name = "asked" if table.endswith("item") else "name"
        for sql in (
            f"UPDATE {table} SET {name} = 'x'",  # noqa: S608
            f"DELETE FROM {table}",  # noqa: S608
        ):
            assert "take it back first" in _refused(sql)
        draft = desk.drafted(_accepted(desk))
        move = f"UPDATE {table} SET reply_id = %s WHERE reply_id = %s"  # noqa: S608
        assert "take it back first" in _refused(move, draft.pk, proposed.pk)
        more = (
            "INSERT INTO applications_reply_item (reply_id, position, asked, outcome_code, "
            'ground_code, reasons, "where", competent_organ, competent_contact, search_note) '
            "VALUES (%s, 9, 'x', 'granted', '', '', '', '', '', '')"
        )
        assert "take it back first" in _refused(more, proposed.pk)

    @pytest.mark.parametrize(
        "change",
        ["outcome_code = 'not_held'", "outcome_reason = 'x'", f"digest = '{'0' * 64}'"],
    )
    def test_nor_another_outcome_or_digest(self, proposed: Reply, change: str) -> None:
        sql = f"UPDATE applications_reply SET {change} WHERE id = %s"  # noqa: S608
        assert "take it back first" in _refused(sql, proposed.pk)

    def test_it_keeps_its_case(self, desk: Desk, proposed: Reply) -> None:
        sql = "UPDATE applications_reply SET case_id = %s WHERE id = %s"
        assert "keeps its case" in _refused(sql, _accepted(desk), proposed.pk)

    def test_no_letter_without_a_proposal(self, desk: Desk) -> None:
        draft = desk.drafted(_accepted(desk))
        sql = (
            "UPDATE applications_reply SET letter_id = (SELECT max(id) FROM letters_letter) "
            "WHERE id = %s"
        )
        assert "no_letter_without_a_proposal" in _refused(sql, draft.pk)

    @pytest.mark.parametrize("change", ["letter_id = NULL", "proposal_id = NULL, letter_id = NULL"])
    def test_what_was_sent_stays_sent(self, desk: Desk, proposed: Reply, change: str) -> None:
        desk.reviewed(proposed.case_id)
        desk.approved(proposed.case_id)
        desk.issued(proposed.case_id)
        sql = f"UPDATE applications_reply SET {change} WHERE id = %s"  # noqa: S608
        assert "was sent does not change" in _refused(sql, proposed.pk)

    @pytest.mark.parametrize("is_cleared", [False, True])
    def test_no_letter_before_its_files_have_passed_the_gate(
        self, desk: Desk, proposed: Reply, is_cleared: bool
    ) -> None:
        """Neither without a clearance nor with that of other bytes."""
        others = _accepted(desk)
        desk.enclosed(others, content="附表二。".encode())
        desk.replied(others)
        desk.reviewed(proposed.case_id)
        desk.approved(proposed.case_id)
        other = ReplyFile.objects.get(reply__case_id=others)
        clearance = other.clearance_id if is_cleared else None
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE applications_reply_file SET clearance_id = %s WHERE reply_id = %s",
                [clearance, proposed.pk],
            )
        sql = "UPDATE applications_reply SET letter_id = %s WHERE id = %s"
        letter = _letter_of(Case.objects.get(pk=proposed.case_id))
        assert "has passed the release gate" in _refused(sql, letter, proposed.pk)

    def test_another_replys_proposal_does_not_pass_this_one(
        self, desk: Desk, proposed: Reply
    ) -> None:
        desk.reviewed(proposed.case_id)
        desk.approved(proposed.case_id)
        case_id = _accepted(desk)
        draft = desk.drafted(case_id)
        letter = Case.objects.get(pk=case_id)
        Reply.objects.filter(pk=draft.pk).update(
            proposal=proposed.proposal, digest=proposed.digest, letter_id=_letter_of(letter)
        )
        sql = (
            "UPDATE applications_case SET state = 'replied', outcome_code = 'granted' WHERE id = %s"
        )
        step = (case_id, "drafted", "replied")
        assert "without review" in _refused(sql, case_id, step=step)


def _letter_of(case: Case) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM letters_letter WHERE subject_id = %s", [case.pk])
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(
    "change", ["points = '[]'", "due_on = '2027-01-01'", "answer = 'x'", "answered_at = NULL"]
)
def test_what_was_asked_and_answered_stays(desk: Desk, change: str) -> None:
    case_id = desk.received().case_id
    desk.asked_to_correct(case_id)
    desk.corrected(case_id)
    sql = f"UPDATE applications_correction SET {change}"  # noqa: S608
    assert "asked and answered" in _refused(sql)
    assert Correction.objects.get().answer == "2025年度。"


@pytest.mark.parametrize(
    "change",
    ["working_days = 99", "reason = 'x'", "granted = false", "opinion = 'x'", "letter_id = NULL"],
)
def test_what_was_decided_on_more_time_stays(desk: Desk, change: str) -> None:
    case_id = _accepted(desk)
    desk.extended(case_id)
    sql = f"UPDATE applications_extension SET {change}"  # noqa: S608
    assert "asked and decided" in _refused(sql)
    assert Extension.objects.get().granted is True


def test_a_reply_is_extended_once(desk: Desk) -> None:
    case_id = _accepted(desk)
    desk.extended(case_id)
    sql = (
        "INSERT INTO applications_extension (case_id, working_days, reason, asked_at, asked_by_id, "
        "granted, opinion) SELECT case_id, 5, 'x', now(), asked_by_id, NULL, '' "
        "FROM applications_extension"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert "one_extension_waits_at_a_time" in _refused(sql)
    decide = "UPDATE applications_extension SET granted = true WHERE decided_at IS NULL"
    assert "together" in _refused(decide)


def test_an_ended_code_opens_nothing_again(desk: Desk) -> None:
    given = desk.received()
    reissue_code(
        actor=desk.acting(Role.CLERK), case_id=given.case_id, how_identified="出示居民身份证。"
    )
    ended = QueryCode.objects.get(ended_at__isnull=False)
    for change in ("ended_at = NULL", f"code_hash = '{'0' * 64}'"):
        sql = f"UPDATE applications_query_code SET {change} WHERE id = %s"  # noqa: S608
        assert "is ended, and once" in _refused(sql, ended.pk)
    sql = f"UPDATE applications_query_code SET code_hash = '{'0' * 64}'"  # noqa: S608
    assert "is ended, and once" in _refused(sql)
    assert "is refused" in _refused("DELETE FROM applications_query_code")


@pytest.mark.parametrize("change", ["last_serial = 0", "last_serial = 9", "year = 2027"])
def test_a_counter_counts_up_one_by_one(desk: Desk, change: str) -> None:
    desk.received()
    sql = f"UPDATE applications_number_counter SET {change}"  # noqa: S608
    assert "counts up" in _refused(sql)
    assert "never deleted" in _refused("DELETE FROM applications_number_counter")


@pytest.mark.parametrize(
    "table",
    [
        "applications_application",
        "applications_identity",
        "applications_file",
        "applications_query_code",
        "applications_number_counter",
        "applications_case",
        "applications_case_step",
        "applications_correction",
        "applications_extension",
        "applications_delivery",
        "applications_opened",
        "applications_reply",
        "applications_reply_item",
        "applications_reply_file",
    ],
)
def test_tables_are_not_emptied(db: None, table: str) -> None:
    # The tests' own emptying needs these triggers off; a real database has them on.
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
    assert "TRUNCATE" in _refused(f"TRUNCATE {table} CASCADE")


def test_a_draft_of_a_reply_may_still_be_edited_by_hand(desk: Desk) -> None:
    # The guard stops what passes the reviews by, not work on drafts.
    case_id = _accepted(desk)
    draft = desk.drafted(case_id)
    draft.items.update(reasons="改过。")
    assert draft.items.get().reasons == "改过。"
    assert ApplicationFile.objects.count() == 1
