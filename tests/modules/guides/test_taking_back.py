"""What should not have been published is taken from the public: editions, opinions, answers."""

from datetime import timedelta

import pytest
import time_machine
from tests.factories.guides import PERIOD, Press

from gongkai.guides.operations import (
    MoveNotPossible,
    OpinionDecided,
    PeriodTooLong,
    SecondPersonNeeded,
    abandon_edition,
    answer_opinions,
    confirm_hiding,
    hide_edition,
    keep_opinion_back,
    open_consultation,
    restore_edition,
    show_opinion,
)
from gongkai.guides.operations.forgetting import forget_who_gave_opinions
from gongkai.guides.queries import (
    consultation,
    current_editions,
    hidden_editions,
    public_edition,
    public_editions,
)
from gongkai.guides.queries.waiting import waiting_editions
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import now, today
from gongkai.kernel.types import PUBLIC, Role
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
    assert [one.task for one in waiting_editions(reviewer, on=today())] == ["confirm_hiding"]
    assert waiting_editions(press.office.viewing(Role.CLERK), on=today()) == ()
    confirm_hiding(actor=press.office.acting(Role.SECRECY_REVIEWER), edition_id=edition.pk)
    [gone] = hidden_editions(PUBLIC, organ)
    assert (gone.number, gone.hidden_on) == (1, today())
    with pytest.raises(MoveNotPossible):
        restore_edition(actor=press.office.acting(Role.SECRECY_REVIEWER), edition_id=edition.pk)


def test_who_hid_it_neither_confirms_nor_restores(press: Press) -> None:
    edition, chief = press.published(), press.office.acting(Role.PERSON_IN_CHARGE)
    hide_edition(actor=chief, edition_id=edition.pk, reason="wrong")
    for decide in (confirm_hiding, restore_edition):
        with pytest.raises(SecondPersonNeeded):
            decide(actor=chief, edition_id=edition.pk)
    restore_edition(actor=press.office.acting(Role.SECRECY_REVIEWER), edition_id=edition.pk)
    assert public_edition(PUBLIC, edition.pk).number == 1
    assert hidden_editions(PUBLIC, press.office.organ.pk) == ()


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
