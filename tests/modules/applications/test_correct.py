"""Asking for a correction, receiving it, and ending what was not corrected; in both regimes."""

from datetime import date

import pytest
import time_machine
from tests.factories.applications import Desk, a_desk, opened
from tests.modules.letters.paper import text_of

from gongkai.applications.access import APPLICANT
from gongkai.applications.models import Application, Case, Correction
from gongkai.applications.operations import (
    Acknowledgement,
    AlreadyAskedOnce,
    AnswerNeeded,
    CorrectionStillPossible,
    DayNeeded,
    MoveNotPossible,
    PointsNeeded,
    TooLong,
    ask_correction,
    correct_application,
    lapse_case,
    withdraw_application,
)
from gongkai.applications.operations.letter_facts import reply_clock
from gongkai.applications.queries import my_cases, tracked_case
from gongkai.audit.models import AuditEntry
from gongkai.clock.queries import clock_of
from gongkai.clock.rules.history import ClockState
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.letters.models import Letter
from gongkai.letters.queries import letter_pdf
from gongkai.notices.models import Notice

POINTS = ("请写明所需信息的年度。", "请附身份证明的正面。")


@pytest.fixture
def old(desk: Desk) -> Acknowledgement:
    """A case under the text of 2007, received on Monday 16 March 2026."""
    return desk.received()


@pytest.fixture
def new(desk: Desk) -> Acknowledgement:
    """A case under the text of 2019, confirmed on the same day."""
    given = desk.received(regime_id="ogi-2019")
    desk.confirmed(given.case_id)
    return given


def _ask(desk: Desk, case_id: int, *points: str, answer_by: date | None = None) -> Correction:
    return ask_correction(
        actor=desk.acting(Role.CLERK),
        case_id=case_id,
        points=points or POINTS,
        answer_by=answer_by,
    )


def _case(given: Acknowledgement) -> Case:
    return Case.objects.get(pk=given.case_id)


class TestAsked:
    """The request and its letter."""

    def test_under_the_2008_text_the_limit_gives_the_last_day(
        self, desk: Desk, old: Acknowledgement
    ) -> None:
        correction = _ask(desk, old.case_id, answer_by=date(2026, 12, 1))
        assert correction.due_on == date(2026, 3, 30), "ten working days, whatever is typed"
        assert correction.points == list(POINTS)
        assert _case(old).state == "correction_asked"

    def test_under_the_2019_text_the_organ_fixes_a_reasonable_period(
        self, desk: Desk, new: Acknowledgement
    ) -> None:
        correction = _ask(desk, new.case_id, answer_by=date(2026, 3, 27))
        assert correction.due_on == date(2026, 3, 27)

    @pytest.mark.parametrize(
        "answer_by",
        [
            None,
            date(2026, 3, 16),
            date(2026, 3, 13),
            date(2026, 3, 28),
            date(2026, 4, 6),
            date(2040, 3, 27),
        ],
    )
    def test_it_is_a_working_day_after_today(
        self, desk: Desk, new: Acknowledgement, answer_by: date | None
    ) -> None:
        with pytest.raises(DayNeeded):
            _ask(desk, new.case_id, answer_by=answer_by)
        assert _case(new).state == "formal_review"
        assert not Letter.objects.filter(kind="correction").exists()

    def test_a_moved_working_day_will_do(self, desk: Desk, new: Acknowledgement) -> None:
        assert _ask(desk, new.case_id, answer_by=date(2026, 5, 9)).due_on == date(2026, 5, 9)

    @pytest.mark.parametrize("points", [(), ("", " \n")])
    def test_it_says_what_to_correct(
        self, desk: Desk, old: Acknowledgement, points: tuple[str, ...]
    ) -> None:
        with pytest.raises(PointsNeeded):
            ask_correction(actor=desk.acting(Role.CLERK), case_id=old.case_id, points=points)

    @pytest.mark.parametrize("points", [["字" * 501], ["字"] * 21])
    def test_there_is_room_for_twenty_points(
        self, desk: Desk, old: Acknowledgement, points: list[str]
    ) -> None:
        with pytest.raises(TooLong):
            _ask(desk, old.case_id, *points)
        assert _ask(desk, old.case_id, *["字" * 500] * 20).letter.kind == "correction"

    @pytest.mark.parametrize("role", [Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE])
    def test_only_the_organs_clerk_asks(self, desk: Desk, old: Acknowledgement, role: Role) -> None:
        for actor in (desk.acting(role), a_desk().acting(Role.CLERK)):
            with pytest.raises(NotAllowed):
                ask_correction(actor=actor, case_id=old.case_id, points=POINTS)

    def test_the_letter_holds_all_points_and_what_waiting_and_silence_do(
        self, desk: Desk, old: Acknowledgement, new: Acknowledgement
    ) -> None:
        for given, answer_by, said in (
            (
                old,
                None,
                ("3月30日", "第二十一条第四项", "不计入答复期限", "视为放弃申请"),
            ),
            (
                new,
                date(2026, 3, 27),
                ("3月27日", "第三十条", "自本机关收到补正的申请之日起计算", "不再处理"),
            ),
        ):
            letter = _ask(desk, given.case_id, answer_by=answer_by).letter
            text = text_of(letter_pdf(letter.pk))
            for words in (*POINTS, *said, given.number):
                assert words.replace(" ", "") in text, words

    def test_the_applicant_is_told_and_sees_the_points(
        self, desk: Desk, old: Acknowledgement
    ) -> None:
        _ask(desk, old.case_id)
        assert Notice.objects.filter(kind="correction_waiting").count() == 1
        seen = tracked_case(opened(old))
        assert seen.correction is not None
        assert (seen.correction.points, seen.may_correct) == (POINTS, True)
        assert seen.letters[-1].kind == "correction"

    def test_the_limit_for_asking_is_met(self, desk: Desk, old: Acknowledgement) -> None:
        _ask(desk, old.case_id)
        formal = clock_of("application_case", old.case_id, limit_key="correction_notice")
        assert formal is not None
        assert (formal.state, formal.stopped_on) == (ClockState.STOPPED, today())


class TestOnceOrAgain:
    """The text of 2019 wants all points at once; that of 2007 does not say so."""

    def test_under_the_2019_text_it_is_asked_once(self, desk: Desk, new: Acknowledgement) -> None:
        _ask(desk, new.case_id, answer_by=date(2026, 3, 27))
        with pytest.raises(MoveNotPossible):
            _ask(desk, new.case_id, answer_by=date(2026, 3, 27))
        desk.corrected(new.case_id)
        with pytest.raises(AlreadyAskedOnce):
            _ask(desk, new.case_id, answer_by=date(2026, 3, 27))
        desk.accepted(new.case_id)

    def test_under_the_2008_text_it_may_be_asked_again(
        self, desk: Desk, old: Acknowledgement
    ) -> None:
        for _time in range(2):
            _ask(desk, old.case_id)
            desk.corrected(old.case_id)
        rows = Correction.objects.filter(case_id=old.case_id, answered_on=today())
        assert rows.count() == 2


class TestClock:
    """What the waiting does to the limit of the reply."""

    def test_under_the_2008_text_it_pauses(
        self, desk: Desk, old: Acknowledgement, fixed_moment: time_machine.Traveller
    ) -> None:
        fixed_moment.move_to("2026-03-18 10:00+08:00")
        _ask(desk, old.case_id)
        assert reply_clock(_case(old)).state is ClockState.PAUSED
        fixed_moment.move_to("2026-03-25 10:00+08:00")
        desk.corrected(old.case_id)
        clock = reply_clock(_case(old))
        # Two of 15 days had run by the 18th; 13 more from the 26th on, without 4-6 April.
        assert (clock.state, clock.due_on) == (ClockState.RUNNING, date(2026, 4, 14))
        assert clock.counted_from == date(2026, 3, 16)

    def test_under_the_2019_text_it_runs_anew(
        self, desk: Desk, new: Acknowledgement, fixed_moment: time_machine.Traveller
    ) -> None:
        fixed_moment.move_to("2026-03-17 10:00+08:00")
        _ask(desk, new.case_id, answer_by=date(2026, 3, 27))
        assert reply_clock(_case(new)).state is ClockState.PAUSED
        fixed_moment.move_to("2026-03-24 10:00+08:00")
        desk.corrected(new.case_id)
        clock = reply_clock(_case(new))
        assert (clock.counted_from, clock.due_on) == (date(2026, 3, 24), date(2026, 4, 22))
        assert _case(new).received_on == date(2026, 3, 16), "the day of receipt stays"

    def test_asked_and_corrected_over_the_spring_festival(
        self, desk: Desk, fixed_moment: time_machine.Traveller
    ) -> None:
        fixed_moment.move_to("2026-02-10 10:00+08:00")
        given = desk.received()
        correction = _ask(desk, given.case_id)
        # 15-23 February are off, 14 and 28 February are worked.
        assert correction.due_on == date(2026, 3, 2)
        fixed_moment.move_to("2026-02-20 10:00+08:00")
        desk.corrected(given.case_id)
        assert reply_clock(_case(given)).due_on == date(2026, 3, 13)


class TestCorrected:
    """What the applicant answers."""

    def test_it_stands_beside_the_application(self, desk: Desk, old: Acknowledgement) -> None:
        before = Application.objects.values().get()
        _ask(desk, old.case_id)
        desk.corrected(old.case_id, "2025年度，\r\n含附表。")
        assert Application.objects.values().get() == before
        correction = Correction.objects.get()
        assert correction.answer == "2025年度，\n含附表。"
        assert correction.answered_on == today()
        assert _case(old).state == "formal_review"
        assert tracked_case(opened(old)).correction is None

    @pytest.mark.parametrize("answer", ["", " \n"])
    def test_it_says_something(self, desk: Desk, old: Acknowledgement, answer: str) -> None:
        _ask(desk, old.case_id)
        with pytest.raises(AnswerNeeded):
            desk.corrected(old.case_id, answer)

    def test_it_has_room_for_five_thousand_characters(
        self, desk: Desk, old: Acknowledgement
    ) -> None:
        _ask(desk, old.case_id)
        with pytest.raises(TooLong):
            desk.corrected(old.case_id, "字" * 5001)
        desk.corrected(old.case_id, "字" * 5000)

    def test_nobody_corrects_what_was_not_asked_for(self, desk: Desk, old: Acknowledgement) -> None:
        with pytest.raises(MoveNotPossible):
            desk.corrected(old.case_id)

    def test_a_clerk_enters_what_came_on_paper_and_nobody_else_does(
        self, desk: Desk, old: Acknowledgement
    ) -> None:
        _ask(desk, old.case_id)
        strangers = [a_desk().acting(Role.CLERK), desk.acting(Role.SECRECY_REVIEWER)]
        for actor in (*strangers, desk.acting(Role.PERSON_IN_CHARGE)):
            with pytest.raises(NotAllowed):
                correct_application(actor=actor, case_id=old.case_id, answer="代答。")
        correct_application(actor=desk.acting(Role.CLERK), case_id=old.case_id, answer="来函补正。")
        entry = AuditEntry.objects.get(action="applications.correct")
        assert entry.actor_id == desk.clerk.pk

    def test_late_it_is_still_taken_as_long_as_nobody_ended_the_case(
        self, desk: Desk, old: Acknowledgement, fixed_moment: time_machine.Traveller
    ) -> None:
        _ask(desk, old.case_id)
        fixed_moment.move_to("2026-04-20 10:00+08:00")
        correct_application(actor=APPLICANT, case_id=old.case_id, answer="2025年度。")
        assert _case(old).state == "formal_review"


class TestLapsed:
    """Not corrected in time: the person in charge ends it, and a letter says so."""

    def _lapse(self, desk: Desk, case_id: int) -> Case:
        return lapse_case(actor=desk.acting(Role.PERSON_IN_CHARGE), case_id=case_id)

    @pytest.mark.parametrize(
        ("regime_id", "last_day", "day_after"),
        [
            ("ogi-2008", "2026-03-30 23:59+08:00", "2026-03-31 00:01+08:00"),
            ("ogi-2019", "2026-03-27 23:59+08:00", "2026-03-28 00:01+08:00"),
        ],
    )
    def test_it_ends_only_once_the_last_day_is_over(
        self,
        desk: Desk,
        fixed_moment: time_machine.Traveller,
        regime_id: str,
        last_day: str,
        day_after: str,
    ) -> None:
        given = desk.received(regime_id=regime_id)
        if regime_id == "ogi-2019":
            desk.confirmed(given.case_id)
        _ask(desk, given.case_id, answer_by=date(2026, 3, 27))
        fixed_moment.move_to(last_day)
        assert my_cases(desk.viewing(Role.PERSON_IN_CHARGE), on=today()) == ()
        with pytest.raises(CorrectionStillPossible):
            self._lapse(desk, given.case_id)
        fixed_moment.move_to(day_after)
        waiting = my_cases(desk.viewing(Role.PERSON_IN_CHARGE), on=today())
        assert [(line.case_id, line.task) for line in waiting] == [(given.case_id, "lapse")]
        case = self._lapse(desk, given.case_id)
        assert (case.state, case.outcome_code) == ("abandoned", "not_corrected")
        assert case.ended_at is not None
        assert reply_clock(case).state is ClockState.STOPPED

    def test_the_letter_is_the_applicants_and_names_the_remedies(
        self, desk: Desk, old: Acknowledgement, fixed_moment: time_machine.Traveller
    ) -> None:
        _ask(desk, old.case_id)
        fixed_moment.move_to("2026-04-01 10:00+08:00")
        self._lapse(desk, old.case_id)
        seen = tracked_case(opened(old))
        assert (seen.state, seen.correction, seen.may_correct) == ("abandoned", None, False)
        assert seen.letters[-1].kind == "not_handled"
        text = text_of(letter_pdf(seen.letters[-1].id))
        assert "申请人在规定的期限内没有补正，视为放弃申请" in text
        assert "60日内" in text
        assert "6个月内" in text
        assert Notice.objects.filter(kind="letter_waiting").count() == 1

    @pytest.mark.parametrize("role", [Role.CLERK, Role.SECRECY_REVIEWER])
    def test_only_the_person_in_charge_ends_it(
        self,
        desk: Desk,
        old: Acknowledgement,
        fixed_moment: time_machine.Traveller,
        role: Role,
    ) -> None:
        _ask(desk, old.case_id)
        fixed_moment.move_to("2026-04-01 10:00+08:00")
        for actor in (desk.acting(role), a_desk().acting(Role.PERSON_IN_CHARGE)):
            with pytest.raises(NotAllowed):
                lapse_case(actor=actor, case_id=old.case_id)

    def test_what_ended_is_corrected_no_more(
        self, desk: Desk, old: Acknowledgement, fixed_moment: time_machine.Traveller
    ) -> None:
        _ask(desk, old.case_id)
        fixed_moment.move_to("2026-04-01 10:00+08:00")
        self._lapse(desk, old.case_id)
        for act in (
            lambda: desk.corrected(old.case_id),
            lambda: withdraw_application(case_id=old.case_id),
            lambda: self._lapse(desk, old.case_id),
        ):
            with pytest.raises(MoveNotPossible):
                act()
        assert Letter.objects.filter(kind="not_handled").count() == 1
