"""Receiving an application: number, code, case, clock and receipt in one, and once."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import organs
from tests.factories.applications import (
    Desk,
    a_proof,
    a_submission,
    an_organisations_submission,
    opened,
    received,
)
from tests.factories.clock import notice_file

from gongkai.applications.models import (
    ApplicantIdentity,
    Application,
    ApplicationFile,
    Case,
    CaseStep,
    NumberCounter,
)
from gongkai.applications.operations import (
    SubmissionNotComplete,
    receive_application,
    receiving,
    show_identity,
)
from gongkai.applications.operations.letter_facts import reply_clock
from gongkai.applications.queries import tracked_case
from gongkai.applications.rules.numbers import parse_application_number
from gongkai.applications.rules.submission import (
    LIMITS,
    Problem,
    ProblemCode,
    Submission,
    submission_digest,
)
from gongkai.audit.models import AuditEntry
from gongkai.clock.models import StatutoryClock
from gongkai.clock.operations import import_calendar
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.sealing import read_sealed
from gongkai.kernel.types import SYSTEM, Role
from gongkai.letters.models import Letter
from gongkai.notices.models import Notice
from gongkai.organs.models import Organ

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sent_at", "received_on", "due_on"),
    [
        ("2026-03-16 09:00+08:00", date(2026, 3, 16), date(2026, 4, 7)),
        # Late in the evening it is the next day in no time zone but ours.
        ("2026-03-16 23:59+08:00", date(2026, 3, 16), date(2026, 4, 7)),
        ("2026-03-17 00:01+08:00", date(2026, 3, 17), date(2026, 4, 8)),
        # A Sunday, and a day in the Spring Festival: the day of receipt is not counted.
        ("2026-03-15 12:00+08:00", date(2026, 3, 15), date(2026, 4, 3)),
        ("2026-02-17 12:00+08:00", date(2026, 2, 17), date(2026, 3, 13)),
    ],
)
def test_under_the_2008_text_the_systems_day_is_the_day_of_receipt(
    desk: Desk,
    fixed_moment: time_machine.Traveller,
    sent_at: str,
    received_on: date,
    due_on: date,
) -> None:
    fixed_moment.move_to(sent_at)
    given = desk.received()
    case = Case.objects.get(pk=given.case_id)
    assert (case.state, case.received_on) == ("formal_review", received_on)
    assert reply_clock(case).due_on == due_on
    assert Letter.objects.get().facts["due_on"] == due_on.isoformat()


def test_where_the_calendar_ends_it_is_received_all_the_same(
    desk: Desk, fixed_moment: time_machine.Traveller
) -> None:
    fixed_moment.move_to("2027-12-20 09:00+08:00")
    given = desk.received()
    case = Case.objects.get(pk=given.case_id)
    assert (case.state, case.received_on) == ("formal_review", date(2027, 12, 20))
    reading = reply_clock(case)
    assert (reading.due_on, reading.calendar_missing_for) == (None, 2028)
    assert Letter.objects.get().facts["due_on"] is None
    assert [letter.kind for letter in tracked_case(opened(given)).letters] == ["receipt"]
    assert given.number in Notice.objects.get(kind="office_new_application").subject
    for year in (2027, 2028):
        import_calendar(actor=SYSTEM, content=notice_file(year), file_name=f"{year}.json")
    assert reply_clock(case).due_on == date(2028, 1, 10)


def test_under_the_2019_text_nothing_runs_before_both_have_confirmed(desk: Desk) -> None:
    given = desk.received(regime_id="ogi-2019")
    case = Case.objects.get(pk=given.case_id)
    assert (case.state, case.received_on) == ("confirming", None)
    assert not StatutoryClock.objects.exists()
    assert not Letter.objects.exists()
    office = Notice.objects.get(kind="office_new_application")
    assert given.number in office.subject


def test_all_that_was_sent_is_kept_as_it_came(desk: Desk) -> None:
    said = a_submission(asks_waiver=True, waiver_reason="低保户", hints="见市政府常务会议纪要")
    given = desk.received(said)
    kept = Application.objects.get()
    apart = {"identity_kind", "identity_number", "unchosen"}
    for field in fields(Submission):
        if field.name not in apart:
            assert getattr(kept, field.name) == getattr(said, field.name), field.name
    proof = ApplicationFile.objects.get()
    assert (proof.role, proof.name) == ("proof", "身份证复印件.png")
    assert read_sealed(proof.sealed).startswith(b"\x89PNG")
    assert kept.digest == submission_digest(said, [proof.sealed.digest])
    assert kept.number == given.number == parse_application_number(given.number)


def test_columns_are_as_wide_as_the_form_lets_write() -> None:
    for name, limit in LIMITS.items():
        widest = Application._meta.get_field(name).max_length
        assert widest is None or widest >= limit, name


def test_the_first_step_is_the_applicants_and_names_nobody(desk: Desk) -> None:
    desk.received()
    step = CaseStep.objects.get()
    assert (step.event, step.from_state, step.to_state) == ("receive", "", "formal_review")
    assert (step.by_id, step.by_name) == (None, "Applicant")
    entry = AuditEntry.objects.get(action="applications.receive")
    assert entry.details == {"digest": Application.objects.get().digest}
    told = "".join(AuditEntry.objects.values_list("canonical", flat=True))
    assert "石小禾" not in told
    assert "危旧房" not in told


def test_the_receipt_shows_how_the_last_day_was_counted(desk: Desk) -> None:
    desk.received()
    facts = Letter.objects.get(kind="receipt").facts
    counted = facts["counted"]
    assert [line["on"] for line in counted] == [
        str(date(2026, 3, 16) + timedelta(days=place)) for place in range(23)
    ]
    assert [line["number"] for line in counted if line["number"]] == list(range(1, 16))
    assert "清明" in "".join(line["meaning"] for line in counted)
    assert facts["enclosures"] == ["身份证复印件.png"]
    assert (facts["working_days"], facts["article"]) == (15, "24")
    assert facts["digest"] == Application.objects.get().digest


def test_applicant_and_office_are_told(desk: Desk) -> None:
    given = desk.received()
    told = {notice.kind: notice for notice in Notice.objects.all()}
    assert set(told) == {"application_received", "office_new_application"}
    assert told["application_received"].to_address == "shi@example.org"
    assert told["office_new_application"].to_address == "gongkai@example.org"
    for notice in told.values():
        assert given.number in notice.subject
        assert given.code not in notice.body
        assert "危旧房" not in notice.body


def test_who_gave_no_address_is_not_written_to(desk: Desk) -> None:
    desk.received(a_submission(email=""))
    assert [notice.kind for notice in Notice.objects.all()] == ["office_new_application"]


def test_an_organ_without_an_office_receives_all_the_same(db: None) -> None:
    organ = organs.an_organ()
    received(organ)
    assert Letter.objects.get().facts["case"]["contact"]["office"] == organ.name


class TestIdentity:
    """The number that proves who applies."""

    def test_it_is_sealed_and_shown_whole_to_a_clerk_alone(self, desk: Desk) -> None:
        given = desk.received(a_submission(identity_number=" 110105-19491231-002x"))
        kept = ApplicantIdentity.objects.get()
        assert "19491231" not in kept.sealed_number
        shown = show_identity(actor=desk.acting(Role.CLERK), case_id=given.case_id)
        assert shown == "11010519491231002X"
        for role in (Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE):
            with pytest.raises(NotAllowed):
                show_identity(actor=desk.acting(role), case_id=given.case_id)
        entry = AuditEntry.objects.get(action="applications.show_identity")
        assert "19491231" not in entry.canonical
        assert Case.objects.get().openings.get().what == "identity"

    def test_it_stands_in_no_table(self, desk: Desk) -> None:
        desk.received()
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')  # noqa: S608
                assert not any("11010519491231002X" in row for (row,) in cursor.fetchall()), table

    def test_the_same_applicant_is_known_again_and_nobody_else(self, desk: Desk) -> None:
        for number in ("11010519491231002X", "11010519491231002x", "110105194912310038"):
            desk.received(a_submission(identity_number=number))
        first, again, other = Application.objects.order_by("pk").values_list(
            "fingerprint", flat=True
        )
        assert first == again != other

    def test_what_an_organ_knows_again_another_does_not(self, desk: Desk) -> None:
        desk.received()
        received(organs.an_organ())
        here, there = Application.objects.values_list("fingerprint", flat=True)
        assert here != there


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"asked": " "}, "asked", ProblemCode.MISSING),
        ({"telephone": ""}, "telephone", ProblemCode.MISSING),
        ({"asked": "字" * 5001}, "asked", ProblemCode.TOO_LONG),
        ({"name": "石\0"}, "name", ProblemCode.UNREADABLE),
        (
            {"identity_number": "110105194912310021"},
            "identity_number",
            ProblemCode.WRONG_CHECK_CHARACTER,
        ),
    ],
)
def test_what_is_not_complete_is_not_received(
    desk: Desk, changes: dict[str, object], field: str, code: ProblemCode
) -> None:
    with pytest.raises(SubmissionNotComplete) as refused:
        desk.received(a_submission(**changes))
    assert refused.value.problems == (Problem(field, code),)
    assert not Application.objects.exists()
    assert not NumberCounter.objects.exists()
    assert not Notice.objects.exists()


def test_without_a_proof_nothing_is_received(desk: Desk) -> None:
    with pytest.raises(SubmissionNotComplete) as refused:
        receive_application(
            organ_id=desk.organ.pk,
            submission=a_submission(),
            once_key="form",
            files=[replace(a_proof(), role="attachment")],
        )
    assert refused.value.problems == (Problem("proof", ProblemCode.NO_PROOF),)


def test_an_organisation_applies_too(desk: Desk) -> None:
    given = desk.received(an_organisations_submission())
    assert tracked_case(opened(given)).number == given.number
    assert Letter.objects.get().facts["case"]["is_organisation"] is True


def test_an_organ_that_is_gone_receives_nothing(desk: Desk) -> None:
    Organ.objects.filter(pk=desk.organ.pk).update(is_active=False)
    with pytest.raises(NotFound):
        desk.received()
    with pytest.raises(NotFound):
        receive_application(
            organ_id=desk.organ.pk + 1,
            submission=a_submission(),
            once_key="form",
            files=[a_proof()],
        )


def test_the_same_words_in_another_form_are_another_application(desk: Desk) -> None:
    first, second = desk.received(), desk.received()
    assert first.number != second.number
    assert first.code != second.code
    assert not second.was_there


def test_a_form_without_a_secret_is_a_fault_of_the_caller(desk: Desk) -> None:
    with pytest.raises(ValueError, match="secret"):
        receive_application(
            organ_id=desk.organ.pk, submission=a_submission(), once_key="", files=[a_proof()]
        )


def test_numbers_count_for_each_organ_and_year(
    desk: Desk, fixed_moment: time_machine.Traveller
) -> None:
    other = organs.an_organ()
    numbers = [desk.received().number, desk.received().number, received(other).number]
    fixed_moment.move_to("2027-01-04 09:00+08:00")
    numbers.append(desk.received().number)
    own, others = desk.organ.organisation_code, other.organisation_code
    assert [number.rpartition("-")[0] for number in numbers] == [
        f"SQ-{own}-2026-00001",
        f"SQ-{own}-2026-00002",
        f"SQ-{others}-2026-00001",
        f"SQ-{own}-2027-00001",
    ]


def test_what_is_sent_before_midnight_is_that_years(
    desk: Desk, fixed_moment: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others may be waited for, over midnight too."""
    fixed_moment.move_to("2026-12-31 23:59:59+08:00")
    at_once = receiving.locked_counter

    def after_a_while(*, organ_id: int, year: int) -> NumberCounter:
        fixed_moment.shift(timedelta(minutes=1))
        return at_once(organ_id=organ_id, year=year)

    monkeypatch.setattr(receiving, "locked_counter", after_a_while)
    given = desk.received()
    assert "-2026-00001-" in given.number
    assert Case.objects.get().received_on == date(2026, 12, 31)
    clock = reply_clock(Case.objects.get())
    assert (clock.started_on, clock.provisional) == (date(2026, 12, 31), True)


def test_each_keeps_the_text_it_was_received_under(desk: Desk) -> None:
    """Requirement L1."""
    desk.received(regime_id="ogi-2008")
    desk.received(regime_id="ogi-2019")
    kept = Application.objects.order_by("pk").values_list("regime_id", flat=True)
    assert list(kept) == ["ogi-2008", "ogi-2019"]
    clocks = StatutoryClock.objects.filter(subject_kind="application_case")
    assert {clock.regime_id for clock in clocks} == {"ogi-2008"}


def test_an_application_holds_its_organ_so_that_a_merger_waits_for_it() -> None:
    organ = organs.an_organ()
    with CaptureQueriesContext(connection) as queries:
        received(organ)
    asked = [query["sql"] for query in queries]
    [held] = [place for place, sql in enumerate(asked) if sql.endswith("FOR SHARE")]
    assert held < next(place for place, sql in enumerate(asked) if "is_active" in sql)
