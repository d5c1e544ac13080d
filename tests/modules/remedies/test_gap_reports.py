"""Somebody reports a gap; the organ answers; what was written is forgotten in time."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from tests.conftest import MOMENT
from tests.factories import organs, records
from tests.factories.records import Office, content

from gongkai.audit.models import AuditEntry
from gongkai.clock.queries import clock_of
from gongkai.kernel.public import public_epoch
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.types import PUBLIC, Role
from gongkai.notices.models import Notice, NoticeState
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.organs.operations import set_office
from gongkai.organs.queries import viewer_for
from gongkai.records.events import RecordsTransferred
from gongkai.remedies.access import ReportKey
from gongkai.remedies.merging import ReportsOpen, refuse_while_reports_are_open
from gongkai.remedies.models import GapAnswer, GapReport
from gongkai.remedies.operations import (
    SUBJECT_KIND,
    AddressNotUsable,
    AlreadyAnswered,
    AnswerNotCleared,
    AnswerNotWhole,
    NothingReported,
    NotPublishedThere,
    Reported,
    TooManyReports,
    TooManyWrongCodes,
    WrongReportCode,
    answer_gap,
    forget_old_reports,
    open_report,
    report_gap,
)
from gongkai.remedies.queries import (
    BROKEN,
    gap_figures,
    gap_report,
    gap_reports,
    tracked_report,
    waiting_reports,
)
from gongkai.remedies.rules.gaps import AnswerKind, ReportState

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 16)
TEXT = "找不到2025年度部门决算。"
EMAIL = "reader@example.cn"


@pytest.fixture
def government() -> object:
    records.load_tables()
    return organs.an_organ("云梦市人民政府", kind="government", level="city")


@pytest.fixture
def office(government: object) -> Office:
    """Return a bureau with an office that has an address."""
    bureau = organs.an_organ("云梦市水务局", level="city", parent=government)  # type: ignore[arg-type]
    set_office(
        actor=organs.SYSTEM,
        organ_id=bureau.pk,
        kind="disclosure",
        name="政务公开科",
        email="office@shuiwu.example",
    )
    return records.an_office(bureau)


def _report(office: Office, **changes: str) -> Reported:
    said = {
        "item": "A04",
        "text": TEXT,
        "email": EMAIL,
        "language": "zh-hans",
        "once_key": "first",
        "address": "",
    }
    return report_gap(organ_id=office.organ.pk, **(said | changes))  # type: ignore[arg-type]


def _answer(office: Office, reported: Reported, kind: AnswerKind, **said: object) -> GapAnswer:
    return answer_gap(
        actor=office.acting(Role.CLERK),
        report_id=reported.key.report_id,
        kind=kind,
        **said,  # type: ignore[arg-type]
    )


def test_it_is_numbered_sealed_clocked_and_told_to_the_office(office: Office) -> None:
    before = public_epoch()

    reported = _report(office)

    row = GapReport.objects.get(number=reported.number)
    assert reported.number.startswith(f"QB-{office.organ.organisation_code}-2026-00001-")
    assert TEXT not in row.sealed_text
    assert EMAIL not in row.sealed_email
    clock = clock_of(SUBJECT_KIND, row.pk)
    assert clock is not None
    assert clock.due_on == date(2026, 4, 7)
    notice = Notice.objects.get(subject_kind=SUBJECT_KIND, subject_id=row.pk)
    assert notice.kind == NoticeKind.OFFICE_GAP_REPORTED
    assert notice.to_address == "office@shuiwu.example"
    assert TEXT not in notice.body
    assert f"/desk/gap-reports/{row.pk}/" in notice.body
    entry = AuditEntry.objects.get(action="remedies.report_gap")
    assert (entry.object_label, entry.actor_name) == (reported.number, "Reporter")
    assert TEXT not in entry.canonical
    transaction.on_commit(lambda: None)
    assert public_epoch() >= before


def test_sent_twice_it_is_one_report_and_answered_with_the_same_code(office: Office) -> None:
    first, second = _report(office), _report(office, text="另一次点击")

    assert first == second
    assert GapReport.objects.count() == 1
    assert _report(office, once_key="another").number.split("-")[3] == "00002"


def test_an_item_that_is_no_cell_of_the_organ_is_passed_over(office: Office) -> None:
    reported = _report(office, item="C08")

    assert GapReport.objects.get(number=reported.number).item == ""


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"text": "  "}, NothingReported, "text"),
        ({"text": "缺" * 1001}, NothingReported, "text"),
        ({"email": "not an address"}, AddressNotUsable, "email"),
    ],
    ids=["nothing", "too long", "address"],
)
def test_what_cannot_be_taken_is_refused_at_its_field(
    office: Office, changes: dict[str, str], refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        _report(office, **changes)

    assert refused.value.field == field
    assert not GapReport.objects.exists()


def test_one_network_sends_so_many_an_hour(office: Office, settings: object) -> None:
    settings.FORMS_PER_HOUR = 2  # type: ignore[attr-defined]
    for number in range(2):
        _report(office, once_key=f"key {number}", address="203.0.113.7")

    with pytest.raises(TooManyReports):
        _report(office, once_key="key 3", address="203.0.113.7")
    assert _report(office, once_key="key 4", address="203.0.113.8")


def test_number_and_code_open_it_however_they_are_typed(office: Office) -> None:
    reported = _report(office)
    typed = reported.number.lower().replace("-", " "), reported.code.lower().replace("-", "")

    key = open_report(number=typed[0], code=typed[1], address="198.51.100.1")

    assert key == reported.key
    seen = tracked_report(key, on=TODAY)
    assert (seen.text, seen.state, seen.due_on) == (TEXT, ReportState.OPEN, date(2026, 4, 7))


def test_wrong_codes_close_the_door(office: Office) -> None:
    reported = _report(office)
    for _time in range(5):
        with pytest.raises(WrongReportCode):
            open_report(number=reported.number, code="3333-3333-3333", address="198.51.100.1")

    with pytest.raises(TooManyWrongCodes):
        open_report(number=reported.number, code=reported.code, address="198.51.100.1")


def test_published_now_names_the_record_as_long_as_it_is_public(office: Office) -> None:
    reported = _report(office)
    record = office.released(content(statutory_item="A04"))

    _answer(office, reported, AnswerKind.PUBLISHED, index_number=record.index_number)

    seen = tracked_report(reported.key, on=TODAY)
    assert seen.state is ReportState.CLOSED
    assert seen.answers[0].record is not None
    assert seen.answers[0].record.id == record.pk
    assert seen.answers[0].answered_by == ""
    notice = Notice.objects.get(kind=NoticeKind.GAP_ANSWERED)
    assert (notice.to_address, TEXT in notice.body) == (EMAIL, False)
    clock = clock_of(SUBJECT_KIND, reported.key.report_id)
    assert clock is not None
    assert clock.stopped_on == TODAY
    office.hidden(record)
    assert tracked_report(reported.key, on=TODAY).answers[0].record is None


def test_a_record_that_is_not_public_or_not_theirs_is_no_answer(office: Office) -> None:
    reported = _report(office)
    other = records.an_office(organs.an_organ("云梦市林业局", level="city"))
    listed = office.released(content("on_application"))
    theirs = other.released(content())

    for number in ("无此号", listed.index_number, theirs.index_number):
        with pytest.raises(NotPublishedThere):
            _answer(office, reported, AnswerKind.PUBLISHED, index_number=number)


def test_a_promise_stays_open_is_seen_when_broken_and_kept_by_publishing(office: Office) -> None:
    reported = _report(office)
    by = TODAY + timedelta(days=10)
    _answer(office, reported, AnswerKind.PROMISED, promised_on=by)
    viewer = office.viewing(Role.CLERK)

    line = gap_reports(viewer, on=TODAY, state="promised").lines[0]
    assert (line.promised_on, line.is_broken) == (by, False)
    late = by + timedelta(days=1)
    assert [one.is_broken for one in gap_reports(viewer, on=late, state=BROKEN).lines] == [True]

    record = office.released(content(statutory_item="A04"))
    _answer(office, reported, AnswerKind.PUBLISHED, index_number=record.index_number)
    kinds = [one.kind for one in tracked_report(reported.key, on=TODAY).answers]
    assert kinds == [AnswerKind.PROMISED, AnswerKind.PUBLISHED]
    assert gap_reports(viewer, on=late, state=BROKEN).total == 0


def test_another_promise_keeps_none_that_was_broken(office: Office) -> None:
    reported = _report(office)
    _answer(office, reported, AnswerKind.PROMISED, promised_on=TODAY)
    late = TODAY + timedelta(days=1)
    _answer(office, reported, AnswerKind.PROMISED, promised_on=late + timedelta(days=30))
    viewer = office.viewing(Role.CLERK)

    (line,) = gap_reports(viewer, on=late, state=BROKEN).lines

    assert (line.is_broken, line.promised_on) == (True, late + timedelta(days=30))
    assert gap_report(viewer, reported.key.report_id, on=late).line.is_broken


def test_an_organ_is_not_merged_while_somebody_waits_for_its_answer(office: Office) -> None:
    reported = _report(office)
    event = RecordsTransferred(
        transfer_id=1, from_organ_id=office.organ.pk, to_organ_id=1, record_ids=""
    )

    with pytest.raises(ReportsOpen):
        refuse_while_reports_are_open(event)

    _answer(office, reported, AnswerKind.EXEMPT)
    refuse_while_reports_are_open(event)


def test_another_organ_and_nothing_and_not_disclosed(office: Office, government: object) -> None:
    reported = [_report(office, once_key=f"key {number}") for number in range(3)]

    _answer(office, reported[0], AnswerKind.NOT_OURS, other_organ_id=government.pk)  # type: ignore[attr-defined]
    _answer(office, reported[1], AnswerKind.DOES_NOT_EXIST, text="本局不实施行政许可。")
    _answer(office, reported[2], AnswerKind.EXEMPT)

    answers = [tracked_report(one.key, on=TODAY).answers[0] for one in reported]
    assert answers[0].other_organ_name == "云梦市人民政府"
    assert answers[1].text == "本局不实施行政许可。"
    assert (answers[2].text, answers[2].record) == ("", None)
    with pytest.raises(AlreadyAnswered):
        _answer(office, reported[2], AnswerKind.EXEMPT)


def test_an_answer_with_somebodys_data_stays_in_the_house(office: Office) -> None:
    reported = _report(office)

    with pytest.raises(AnswerNotCleared) as refused:
        _answer(office, reported, AnswerKind.DOES_NOT_EXIST, text="请致电13800138000。")

    assert refused.value.field == "text"
    assert tracked_report(reported.key, on=TODAY).answers == ()


def test_an_answer_that_is_not_whole_is_refused_at_its_field(office: Office) -> None:
    reported = _report(office)

    with pytest.raises(AnswerNotWhole) as refused:
        _answer(office, reported, AnswerKind.EXEMPT, text="涉及某案。")

    assert refused.value.field == "text"


def test_who_reads_and_who_answers(office: Office, government: object) -> None:
    reported = _report(office)
    neighbour = records.an_office(organs.an_organ("云梦市林业局", level="city"))
    above = {
        role: viewer_for(organs.someone(role, government), on=TODAY)  # type: ignore[arg-type]
        for role in (Role.COMPETENT_DEPARTMENT, Role.SUPERVISION, Role.DEPUTY, Role.NEWS_OFFICE)
    }
    report_id = reported.key.report_id

    for role in (Role.COMPETENT_DEPARTMENT, Role.SUPERVISION):
        view = gap_report(above[role], report_id, on=TODAY)
        assert (view.text, view.may_answer) == (TEXT, False)
    assert gap_report(office.viewing(Role.CLERK), report_id, on=TODAY).may_answer
    outsiders = [PUBLIC, neighbour.viewing(Role.CLERK), office.viewing(Role.SECRECY_REVIEWER)]
    for viewer in (*outsiders, above[Role.DEPUTY], above[Role.NEWS_OFFICE]):
        assert gap_reports(viewer, on=TODAY).total == 0
        with pytest.raises(NotFound):
            gap_report(viewer, report_id, on=TODAY)
    with pytest.raises(NotAllowed):
        answer_gap(actor=neighbour.acting(Role.CLERK), report_id=report_id, kind=AnswerKind.EXEMPT)
    assert [waiting_reports(v) for v in (office.viewing(Role.CLERK), outsiders[1])] == [1, 0]
    assert gap_figures()[office.organ.pk].reported == 1


def test_what_was_written_is_forgotten_half_a_year_after_the_answer(office: Office) -> None:
    closed, still_open = _report(office), _report(office, once_key="second")
    _answer(office, closed, AnswerKind.EXEMPT)

    with time_machine.travel(MOMENT + timedelta(days=179)):
        assert forget_old_reports() == 0
    with time_machine.travel(MOMENT + timedelta(days=181)):
        assert forget_old_reports() == 1
        assert forget_old_reports() == 0

    view = gap_report(office.viewing(Role.CLERK), closed.key.report_id, on=TODAY)
    assert (view.text, view.has_address, view.is_forgotten) == ("", False, True)
    assert len(view.answers) == 1
    notice = Notice.objects.get(kind=NoticeKind.GAP_ANSWERED)
    assert (notice.to_address, notice.forgotten_at is not None) == ("", True)
    assert gap_report(office.viewing(Role.CLERK), still_open.key.report_id, on=TODAY).text == TEXT


def test_what_was_promised_long_ago_is_forgotten_though_it_stays_open(office: Office) -> None:
    reported = _report(office)
    _answer(office, reported, AnswerKind.PROMISED, promised_on=TODAY + timedelta(days=10))

    with time_machine.travel(MOMENT + timedelta(days=185)):
        assert forget_old_reports() == 0
    with time_machine.travel(MOMENT + timedelta(days=192)):
        assert forget_old_reports() == 1

    view = gap_report(office.viewing(Role.CLERK), reported.key.report_id, on=TODAY)
    assert (view.text, view.has_address, view.may_answer) == ("", False, True)
    _answer(office, reported, AnswerKind.EXEMPT)


def test_the_database_keeps_reports_answers_and_addresses(office: Office) -> None:
    reported = _report(office)
    answer = _answer(office, reported, AnswerKind.EXEMPT)
    notices = Notice.objects.filter(kind=NoticeKind.GAP_ANSWERED)
    wrong = [
        lambda: GapReport.objects.filter(pk=reported.key.report_id).delete(),
        lambda: GapReport.objects.update(item="A01"),
        lambda: GapReport.objects.update(sealed_text=""),
        lambda: GapReport.objects.update(state="open"),
        lambda: GapAnswer.objects.filter(pk=answer.pk).update(text="别的"),
        lambda: GapAnswer.objects.filter(pk=answer.pk).delete(),
        lambda: notices.update(to_address="somebody@example.cn"),
        lambda: notices.update(to_address=""),
    ]
    for act in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert notices.get().state == NoticeState.OFF
    assert ReportKey(answer.report_id) == reported.key
