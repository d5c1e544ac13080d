"""The letter goes out: its kind, its remedies, its day; delivery by every way; closing."""

from datetime import date, timedelta

import pytest
import time_machine
from tests.factories import organs
from tests.factories.applications import GRANTED, NOT_HELD, Desk, a_desk, a_submission, opened
from tests.modules.letters.paper import text_of

from gongkai.applications.models import Case, Delivery, Reply
from gongkai.applications.operations import (
    DeliveryDayNotPossible,
    MoveNotPossible,
    ReferenceNeeded,
    WayNotPossible,
    close_case,
    issue_reply,
    record_delivery,
)
from gongkai.applications.operations.letter_facts import reply_clock
from gongkai.applications.queries import tracked_case
from gongkai.applications.rules.regimes import Outcome, legal_sentences
from gongkai.applications.rules.reply import Answer
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.applications.shipped import regimes
from gongkai.clock.rules.history import ClockState
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.letters.models import Letter
from gongkai.letters.queries import letter_pdf
from gongkai.notices.models import Notice
from gongkai.organs.operations import order_stand_in

OFFERED = [
    (regime.id, outcome.code)
    for regime in regimes().values()
    for outcome in regime.outcomes_offered(CaseState.HANDLING, on=date(2026, 3, 16))
]


def _answer(regime_id: str, code: str) -> Answer:
    """Return an answer that says all that the regime wants to be said with this outcome."""
    grounds = regimes()[regime_id].grounds_for(code)
    return Answer(
        asked="资金的安排和使用情况",
        outcome_code=code,
        ground_code=grounds[0].code if grounds else "",
        reasons="理由如下。",
        where="见本机关网站。",
        competent_organ="云梦省档案馆",
        competent_contact="0960-5550188",
        search_note="检索了办公自动化系统。",
        split_reason="内容不可分割。",
    )


def _accepted(desk: Desk, regime_id: str = "ogi-2008", **said: object) -> int:
    given = desk.received(a_submission(**said), regime_id=regime_id)
    if regime_id == "ogi-2019":
        desk.confirmed(given.case_id)
    desk.accepted(given.case_id)
    return given.case_id


def _letter(case_id: int) -> Letter:
    letter = Reply.objects.get(case_id=case_id).letter
    assert letter is not None
    return letter


@pytest.mark.parametrize(("regime_id", "code"), OFFERED)
def test_every_outcome_has_its_letter_with_its_legal_text(
    desk: Desk, regime_id: str, code: str
) -> None:
    case_id = _accepted(desk, regime_id)
    answer = _answer(regime_id, code)
    case = desk.replied(case_id, answer)
    outcome: Outcome = regimes()[regime_id].outcomes[code]
    letter = _letter(case_id)
    assert (case.state, case.outcome_code) == ("delivered", code)
    assert letter.kind == outcome.letter_kind
    assert letter.issued_on == today()
    facts = letter.facts
    ground = regimes()[regime_id].grounds.get(answer.ground_code)
    assert facts["items"][0]["legal_text"] == legal_sentences(outcome, ground)
    assert facts["outcome"] == outcome.label_zh
    assert facts["supply"] == ("网上下载" if outcome.gives else "")
    assert facts["remedy"]
    assert facts["complaint"] == regimes()[regime_id].complaint_zh


def test_both_regimes_were_walked() -> None:
    assert {regime_id for regime_id, _code in OFFERED} == {"ogi-2008", "ogi-2019"}
    assert len(OFFERED) > 40


class TestRemedy:
    """What is open against the answer, by the law of its day; and who reconsiders it."""

    @pytest.fixture
    def department(self, db: None) -> Desk:
        """A department of a city, with a government over it and an organ of its line above."""
        city = organs.an_organ("泽州市人民政府", kind="government", level="city")
        line = organs.an_organ("云梦省水利厅")
        return a_desk(
            organs.an_organ("泽州市水务局", level="city", parent=city, line_superior=line)
        )

    @pytest.mark.parametrize(
        ("on", "regime_id", "code", "says", "says_not"),
        [
            ("2014-06-16", "ogi-2008", "refused_third_party", "3个月内", "应当先"),
            ("2016-06-16", "ogi-2008", "refused_third_party", "6个月内", "应当先"),
            ("2023-12-29", "ogi-2019", "refused_internal", "6个月内", "应当先"),
            ("2024-01-02", "ogi-2019", "refused_internal", "应当先", "6个月内"),
            ("2026-03-16", "ogi-2008", "refused_state_secret", "应当先", "6个月内"),
            ("2026-03-16", "ogi-2008", "not_held", "6个月内", "应当先"),
            ("2026-03-16", "ogi-2008", "granted", "不符合申请的内容或者形式", "应当先"),
            ("2026-03-16", "ogi-2008", "partly_granted", "其他内容不服", "3个月内"),
        ],
    )
    def test_the_clause_is_that_of_the_day_of_the_answer(
        self,
        department: Desk,
        fixed_moment: time_machine.Traveller,
        on: str,
        regime_id: str,
        code: str,
        says: str,
        says_not: str,
    ) -> None:
        fixed_moment.move_to(f"{on} 09:00+08:00")
        case_id = _accepted(department, regime_id, purpose="life")
        department.replied(case_id, _answer(regime_id, code))
        text = text_of(letter_pdf(_letter(case_id).pk))
        assert says in text
        assert says_not not in text
        assert "60日内" in text

    @pytest.mark.parametrize(
        ("on", "bodies"),
        [
            ("2023-12-29", "泽州市人民政府或者云梦省水利厅"),
            ("2024-01-02", "泽州市人民政府"),
        ],
    )
    def test_who_reconsiders_changed_with_the_law_of_2023(
        self, department: Desk, fixed_moment: time_machine.Traveller, on: str, bodies: str
    ) -> None:
        fixed_moment.move_to(f"{on} 09:00+08:00")
        case_id = _accepted(department, "ogi-2019")
        department.replied(case_id, NOT_HELD)
        assert f"向{bodies}申请行政复议" in _letter(case_id).facts["remedy"]

    def test_a_letter_of_no_further_handling_calls_itself_so(self, desk: Desk) -> None:
        case_id = _accepted(desk)
        desk.replied(case_id, _answer("ogi-2008", "repeated"))
        assert "如对本告知书不服" in _letter(case_id).facts["remedy"]


class TestIssued:
    """Number, day and place of the letter."""

    def test_on_line_it_is_delivered_the_day_it_is_issued(
        self, desk: Desk, fixed_moment: time_machine.Traveller
    ) -> None:
        for way in ("online", "e_mail"):
            fixed_moment.move_to("2026-03-16 09:00+08:00")
            given = desk.received(a_submission(supply_way=way))
            desk.accepted(given.case_id)
            fixed_moment.move_to("2026-04-07 23:30+08:00")
            case = desk.replied(given.case_id)
            assert case.state == "delivered"
            delivery = Delivery.objects.get(case=case)
            assert (delivery.way, delivery.delivered_on) == (way, date(2026, 4, 7))
            clock = reply_clock(case)
            assert (clock.state, clock.was_late) == (ClockState.STOPPED, False)
            seen = tracked_case(opened(given))
            assert (seen.state, seen.delivered_on) == ("delivered", date(2026, 4, 7))
            assert seen.letters[-1].kind == "granted"

    def test_by_post_the_applicant_sees_it_once_it_is_posted(self, desk: Desk) -> None:
        given = desk.received(a_submission(supply_way="post"))
        desk.accepted(given.case_id)
        desk.drafted(given.case_id)
        desk.enclosed(given.case_id)
        assert desk.replied(given.case_id).state == "replied"
        seen = tracked_case(opened(given))
        assert [letter.kind for letter in seen.letters] == ["receipt"]
        assert (seen.files, seen.outcome_label, seen.delivered_on) == ((), "", None)
        assert reply_clock(Case.objects.get()).state is ClockState.RUNNING
        desk.posted(given.case_id)
        seen = tracked_case(opened(given))
        assert [letter.kind for letter in seen.letters] == ["receipt", "granted"]
        assert [file.name for file in seen.files] == ["附表.txt"]
        assert seen.outcome_label
        assert seen.delivered_on == today()

    def test_replies_are_numbered_one_after_the_other(self, desk: Desk) -> None:
        for _time in range(3):
            case_id = _accepted(desk)
            desk.replied(case_id, NOT_HELD)
        serials = Letter.objects.filter(series="reply").order_by("pk")
        assert list(serials.values_list("serial", flat=True)) == [1, 2, 3]

    def test_the_applicant_is_told_that_it_is_there(self, desk: Desk) -> None:
        desk.replied(_accepted(desk))
        notice = Notice.objects.get(kind="letter_waiting")
        assert notice.to_address == "shi@example.org"
        assert "granted" not in notice.body
        assert "予以公开" not in notice.body

    @pytest.mark.parametrize("how_far", ["accepted", "drafted", "proposed", "reviewed"])
    def test_nothing_is_issued_before_the_approval(self, desk: Desk, how_far: str) -> None:
        case_id = _accepted(desk)
        ways = {"drafted": [desk.drafted], "proposed": [desk.proposed]}
        ways["reviewed"] = [desk.proposed, desk.reviewed]
        for bring in ways.get(how_far, []):
            bring(case_id)
        with pytest.raises(MoveNotPossible):
            desk.issued(case_id)
        assert not Letter.objects.filter(series="reply").exists()

    def test_clerk_or_person_in_charge_issues_and_nobody_else(self, desk: Desk) -> None:
        case_id = _accepted(desk)
        desk.proposed(case_id)
        desk.reviewed(case_id)
        desk.approved(case_id)
        stranger = a_desk()
        for actor in (
            desk.acting(Role.SECRECY_REVIEWER),
            stranger.acting(Role.CLERK),
            stranger.acting(Role.PERSON_IN_CHARGE),
        ):
            with pytest.raises(NotAllowed):
                issue_reply(actor=actor, case_id=case_id)
        case = issue_reply(actor=desk.acting(Role.PERSON_IN_CHARGE), case_id=case_id)
        assert case.state == "delivered"
        with pytest.raises(MoveNotPossible):
            desk.issued(case_id)
        assert Letter.objects.filter(series="reply").count() == 1


class TestDelivery:
    """Posted, handed over, faxed, read on the spot: recorded by hand."""

    @pytest.fixture
    def case_id(self, desk: Desk, fixed_moment: time_machine.Traveller) -> int:
        """A case due on 7 April, whose letter of the 3rd waits to be delivered on the 10th."""
        case_id = _accepted(desk, supply_way="post")
        fixed_moment.move_to("2026-04-03 09:00+08:00")
        desk.replied(case_id, NOT_HELD)
        fixed_moment.move_to("2026-04-10 09:00+08:00")
        return case_id

    @staticmethod
    def _record(
        desk: Desk, case_id: int, on: date, way: str = "post", reference: str = "XA1"
    ) -> Case:
        return record_delivery(
            actor=desk.acting(Role.CLERK),
            case_id=case_id,
            way=way,
            delivered_on=on,
            reference=reference,
        )

    @pytest.mark.parametrize(
        ("posted_on", "late_by"),
        [
            (date(2026, 4, 3), 0),
            (date(2026, 4, 7), 0),
            (date(2026, 4, 8), 1),
            (date(2026, 4, 10), 3),
        ],
    )
    def test_the_day_it_was_posted_decides_whether_it_was_in_time(
        self, desk: Desk, case_id: int, posted_on: date, late_by: int
    ) -> None:
        case = self._record(desk, case_id, posted_on)
        clock = reply_clock(case)
        assert (clock.stopped_on, clock.late_by_working_days) == (posted_on, late_by)

    @pytest.mark.parametrize("on", [date(2026, 4, 2), date(2026, 4, 11)])
    def test_it_lies_between_the_letter_and_today(self, desk: Desk, case_id: int, on: date) -> None:
        with pytest.raises(DeliveryDayNotPossible):
            self._record(desk, case_id, on)
        assert Case.objects.get(pk=case_id).state == "replied"

    @pytest.mark.parametrize("way", ["post", "pick_up", "fax", "reading"])
    def test_by_whichever_way_the_applicant_is_told_once_it_can_be_read(
        self, desk: Desk, case_id: int, way: str
    ) -> None:
        told = Notice.objects.filter(kind="letter_waiting")
        assert not told.exists()
        self._record(desk, case_id, today(), way)
        assert Delivery.objects.get().way == way
        assert told.count() == 1

    @pytest.mark.parametrize("way", ["online", "e_mail", "pigeon", ""])
    def test_what_goes_by_itself_is_not_recorded_by_hand(
        self, desk: Desk, case_id: int, way: str
    ) -> None:
        with pytest.raises(WayNotPossible):
            self._record(desk, case_id, today(), way)

    def test_it_can_be_proven(self, desk: Desk, case_id: int) -> None:
        with pytest.raises(ReferenceNeeded):
            self._record(desk, case_id, today(), reference=" ")
        self._record(desk, case_id, today(), reference=" XA 1234\n5678 CN ")
        assert Delivery.objects.get().reference == "XA 1234 5678 CN"

    def test_it_is_recorded_once(self, desk: Desk, case_id: int) -> None:
        self._record(desk, case_id, today())
        with pytest.raises(MoveNotPossible):
            self._record(desk, case_id, today())
        assert Delivery.objects.count() == 1

    def test_nobody_else_records_it(self, desk: Desk, case_id: int) -> None:
        for actor in (desk.acting(Role.SECRECY_REVIEWER), a_desk().acting(Role.CLERK)):
            with pytest.raises(NotAllowed):
                record_delivery(
                    actor=actor,
                    case_id=case_id,
                    way="post",
                    delivered_on=today(),
                    reference="XA1",
                )

    def test_a_stand_in_signs_with_whom_they_stand_in_for(self, desk: Desk, case_id: int) -> None:
        stand_in = organs.someone(Role.ARCHIVES, desk.organ, "柳小舟")
        order_stand_in(
            actor=desk.acting(Role.PERSON_IN_CHARGE),
            organ_id=desk.organ.pk,
            absent_id=desk.clerk.pk,
            stand_in_id=stand_in.pk,
            role=Role.CLERK,
            from_on=today(),
            until_on=today() + timedelta(days=3),
            reason="出差",
        )
        record_delivery(
            actor=organs.acting(stand_in, Role.CLERK, desk.organ),
            case_id=case_id,
            way="pick_up",
            delivered_on=today(),
            reference="石小禾签收",
        )
        delivery = Delivery.objects.get()
        assert delivery.recorded_by_name == f"柳小舟（代{desk.clerk.name}）"
        step = Case.objects.get().steps.latest("pk")
        assert step.by_name == delivery.recorded_by_name


class TestClosed:
    """A case that was answered is closed."""

    def test_once_it_is_delivered(self, desk: Desk) -> None:
        case_id = _accepted(desk, supply_way="post")
        desk.replied(case_id)
        with pytest.raises(MoveNotPossible):
            desk.closed(case_id)
        desk.posted(case_id)
        case = desk.closed(case_id)
        assert (case.state, case.outcome_code) == ("closed", "granted")
        assert case.ended_at is not None
        with pytest.raises(MoveNotPossible):
            desk.closed(case_id)

    def test_by_the_organs_office(self, desk: Desk) -> None:
        case_id = _accepted(desk)
        desk.replied(case_id, GRANTED)
        for actor in (desk.acting(Role.SECRECY_REVIEWER), a_desk().acting(Role.CLERK)):
            with pytest.raises(NotAllowed):
                close_case(actor=actor, case_id=case_id)
        case = close_case(actor=desk.acting(Role.PERSON_IN_CHARGE), case_id=case_id)
        assert case.state == "closed"
