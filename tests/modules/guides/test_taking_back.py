"""What should not have been published is taken from the public: editions, opinions, answers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from tests.factories.guides import PERIOD, WORDS, Press

from gongkai.clock.queries import clock_of
from gongkai.clock.rules.history import ClockState
from gongkai.guides.operations import (
    MoveNotPossible,
    OpinionDecided,
    PeriodTooLong,
    SecondPersonNeeded,
    abandon_edition,
    answer_opinions,
    hide_edition,
    keep_opinion_back,
    open_consultation,
    restore_edition,
    show_opinion,
    write_sections,
)
from gongkai.guides.operations.forgetting import forget_who_gave_opinions
from gongkai.guides.queries import (
    consultation,
    current_editions,
    hidden_editions,
    public_edition,
    public_editions,
)
from gongkai.guides.queries.desk import desk_edition
from gongkai.guides.queries.waiting import waiting_editions
from gongkai.guides.rules.facts import Section
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import now, today
from gongkai.kernel.types import PUBLIC, Role
from gongkai.organs.operations import SignatureDoesNotFit
from gongkai.records.operations.withdrawal import NotAReason
from gongkai.release.outlets import everything_out, is_out
from gongkai.release.rules.doors import Door


def test_an_edition_is_hidden_at_once_and_a_second_person_decides(press: Press) -> None:
    edition, organ = press.published(), press.office.organ.pk
    assert consultation(PUBLIC, edition.pk).is_out
    with pytest.raises(NotAReason):
        hide_edition(actor=press.clerk, edition_id=edition.pk, reason="张三的电话")
    hide_edition(actor=press.clerk, edition_id=edition.pk, reason="privacy", note="有私人电话。")
    with pytest.raises(NotFound):
        public_edition(PUBLIC, edition.pk)
    assert (current_editions(PUBLIC, organ), public_editions(PUBLIC, organ)) == ({}, ())
    assert not is_out(subject_kind="edition", door=Door.PUBLIC, subject_id=edition.pk)
    assert not consultation(PUBLIC, edition.pk).is_out
    reviewer = press.office.viewing(Role.SECRECY_REVIEWER)
    [waiting] = waiting_editions(reviewer, on=today())
    assert waiting.task == "confirm_hiding"
    assert waiting.clock is not None
    assert waiting.clock.due_on == date(2026, 3, 17)
    assert waiting_editions(press.office.viewing(Role.CLERK), on=today()) == ()
    press.hiding_confirmed(edition)
    reading = clock_of("edition_hiding", edition.hidings.get().pk)
    assert reading is not None
    assert reading.state is ClockState.STOPPED
    [gone] = hidden_editions(PUBLIC, organ)
    assert (gone.number, gone.hidden_on) == (1, today())
    with pytest.raises(MoveNotPossible):
        restore_edition(actor=press.office.acting(Role.SECRECY_REVIEWER), edition_id=edition.pk)


def test_who_hid_it_neither_confirms_nor_restores(press: Press) -> None:
    edition, chief = press.published(), press.office.acting(Role.PERSON_IN_CHARGE)
    hide_edition(actor=chief, edition_id=edition.pk, reason="wrong")
    with pytest.raises(SecondPersonNeeded):
        press.hiding_confirmed(edition, Role.PERSON_IN_CHARGE)
    with pytest.raises(SecondPersonNeeded):
        restore_edition(actor=chief, edition_id=edition.pk)
    restore_edition(actor=press.office.acting(Role.SECRECY_REVIEWER), edition_id=edition.pk)
    assert public_edition(PUBLIC, edition.pk).number == 1
    assert hidden_editions(PUBLIC, press.office.organ.pk) == ()


def test_the_confirmation_is_signed_for_this_edition_and_reason(press: Press) -> None:
    edition = press.published()
    hide_edition(actor=press.clerk, edition_id=edition.pk, reason="privacy")
    with pytest.raises(SignatureDoesNotFit):
        press.hiding_confirmed(edition, digest=edition.digest)
    press.hiding_confirmed(edition)
    assert edition.moves.get(event="confirm_hiding").signature is not None


def test_what_was_hidden_is_not_taken_over_and_may_be_left_out_at_once(press: Press) -> None:
    private = Section(heading="联系人", text="请找王五。")
    first = press.published(
        press.approved(press.sent(press.consulted(press.written(WORDS, private))))
    )
    hide_edition(actor=press.clerk, edition_id=first.pk, reason="privacy")
    edition = press.compiled()
    assert edition.sections == []
    assert desk_edition(press.office.viewing(Role.CLERK), edition.pk).follows_hidden
    for sections, is_update in (([WORDS], True), ([WORDS, replace(private, text="请找。")], False)):
        edition = write_sections(
            actor=press.clerk, edition_id=edition.pk, sections=sections, change_note=""
        )
        found = desk_edition(press.office.viewing(Role.CLERK), edition.pk)
        assert found.is_update is is_update


def test_a_superseded_edition_is_taken_back_too_and_the_next_one_stays(press: Press) -> None:
    first = press.published()
    second = press.updated()
    hide_edition(actor=press.clerk, edition_id=first.pk, reason="privacy")
    with pytest.raises(NotFound):
        public_edition(PUBLIC, first.pk)
    assert public_edition(PUBLIC, second.pk).number == 2


def test_a_shown_opinion_and_an_answer_are_taken_from_the_public(press: Press) -> None:
    edition = press.published(press.approved(press.sent(press.consulted(answer="请找李四。"))))
    opinion = edition.opinions.get()
    keep_opinion_back(actor=press.clerk, opinion_id=opinion.pk, why="含个人信息。")
    with pytest.raises(OpinionDecided):
        keep_opinion_back(actor=press.clerk, opinion_id=opinion.pk, why="含个人信息。")
    answer_opinions(actor=press.clerk, edition_id=edition.pk, answer="请找办公室。")
    said = consultation(PUBLIC, edition.pk)
    assert (said.opinions, said.kept_back, said.answer) == ((), 1, "请找办公室。")
    edition.refresh_from_db()
    assert edition.answer_clearance is not None
    show_opinion(actor=press.clerk, opinion_id=opinion.pk)
    assert len(consultation(PUBLIC, edition.pk).opinions) == 1


def test_answer_and_shown_opinions_are_looked_at_again(press: Press) -> None:
    edition = press.consulted(answer="周六开放已采纳。")
    assert is_out(subject_kind="edition", door=Door.PUBLIC, subject_id=edition.pk)
    [found] = [out for out in everything_out() if out.subject.kind == "edition"]
    assert found.texts is not None
    assert dict(found.texts.parts) == {"answer": "周六开放已采纳。", "opinion 1": "建议周六开放。"}


@pytest.mark.parametrize("is_given_up", [False, True])
def test_who_gave_an_opinion_is_forgotten_half_a_year_later(
    press: Press, *, is_given_up: bool
) -> None:
    edition = press.consulted(answer="周六开放已采纳。")
    if is_given_up:
        abandon_edition(actor=press.clerk, edition_id=edition.pk, why="重新编制。")
    else:
        press.published(press.approved(press.sent(edition)))
    assert forget_who_gave_opinions() == 0
    with time_machine.travel(now() + timedelta(days=181)):
        assert (forget_who_gave_opinions(), forget_who_gave_opinions()) == (1, 0)
    opinion = edition.opinions.get()
    assert (opinion.sealed_name, opinion.sealed_contact) == ("", "")
    assert opinion.text


def test_a_period_has_an_end_and_the_office_is_told_of_it(press: Press) -> None:
    edition = press.written()
    with pytest.raises(PeriodTooLong):
        open_consultation(
            actor=press.clerk, edition_id=edition.pk, until_on=today() + timedelta(days=36 * 365)
        )
    press.consulting(edition)
    clerk = press.office.viewing(Role.CLERK)
    assert waiting_editions(clerk, on=today() + PERIOD) == ()
    with time_machine.travel(now() + PERIOD + timedelta(days=1)):
        assert [one.task for one in waiting_editions(clerk, on=today())] == ["period_over"]
