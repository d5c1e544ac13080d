"""The life of an edition: who may take which step, and what it leaves behind."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction
from tests.factories import guides, organs, records
from tests.factories.guides import PERIOD, WORDS, Press

from gongkai.audit.models import AuditEntry
from gongkai.guides.models import Edition, EditionState
from gongkai.guides.operations import (
    DECIDE_PURPOSE,
    AlreadyConsulted,
    ConsultationNotOpen,
    EditionChanged,
    EditionInWork,
    MoveNotPossible,
    OfficeIncomplete,
    OpinionHoldsPersonalData,
    OpinionsFirst,
    OpinionsUnanswered,
    PeriodRunning,
    PeriodTooShort,
    ReasonsNeeded,
    SecondPersonNeeded,
    SectionRefused,
    TooManyOpinions,
    abandon_edition,
    approve_edition,
    close_consultation,
    compile_edition,
    give_opinion,
    keep_opinion_back,
    open_consultation,
    publish_edition,
    refresh_facts,
    send_up,
    show_opinion,
    write_sections,
)
from gongkai.guides.operations.opinions import forget_addresses
from gongkai.guides.queries import (
    consultation,
    current_editions,
    open_consultations,
    public_edition,
    public_guide,
)
from gongkai.guides.queries.desk import desk_edition, editions_sent_up, opinions_of
from gongkai.guides.rules.facts import Section
from gongkai.guides.rules.lifecycle import Event
from gongkai.guides.rules.vocabulary import EditionKind
from gongkai.kernel.public import public_epoch
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import now, today
from gongkai.kernel.types import PUBLIC, Role
from gongkai.release.operations.gate import NotCleared
from gongkai.release.outlets import everything_out, is_out
from gongkai.release.rules.doors import Door


def test_a_guide_goes_from_live_data_to_the_public(press: Press) -> None:
    edition = press.published(
        press.approved(press.sent(press.consulted(answer="周六开放已采纳。")))
    )
    guide = public_guide(PUBLIC, edition.pk)
    assert guide.facts.disclosure.telephone == "0000-1234567"
    assert guide.facts.organ_name == press.office.organ.name
    assert guide.sections == (WORDS,)
    assert current_editions(PUBLIC, press.office.organ.pk)["guide"].number == 1
    events = [move.event for move in edition.moves.order_by("pk")]
    assert events == [
        "compile", "edit", "open_consultation", "close_consultation", "answer", "send_up",
        "approve", "publish",
    ]  # fmt: skip
    recorded = AuditEntry.objects.filter(object_kind="edition", object_id=str(edition.pk))
    assert {f"guides.{event}" for event in events} <= {entry.action for entry in recorded}


def test_nothing_is_public_before_it_lies_open_or_is_published(press: Press) -> None:
    edition = press.written()
    for step in (press.consulted, press.sent, press.approved):
        with pytest.raises(NotFound):
            public_edition(PUBLIC, edition.pk)
        edition = step(edition)
    with pytest.raises(NotFound):
        public_edition(PUBLIC, edition.pk)


def test_a_draft_is_readable_only_while_it_lies_open(press: Press) -> None:
    before = public_epoch()
    edition = press.consulting()
    assert public_edition(PUBLIC, edition.pk).state == "consulting"
    assert [card.id for card in open_consultations(PUBLIC)] == [edition.pk]
    with time_machine.travel(now() + PERIOD + timedelta(days=1)):
        assert open_consultations(PUBLIC) == ()
        with pytest.raises(NotFound):
            public_edition(PUBLIC, edition.pk)
        assert not is_out(subject_kind="edition", door=Door.PUBLIC, subject_id=edition.pk)
        close_consultation(actor=press.clerk, edition_id=edition.pk)
    with pytest.raises(NotFound):
        public_edition(PUBLIC, edition.pk)
    assert not consultation(PUBLIC, edition.pk).is_open
    assert public_epoch() >= before


def test_an_update_of_facts_needs_no_opinions_but_a_reason(press: Press) -> None:
    first = press.published()
    guides.introduce(press.office.organ, telephone="0000-7654321")
    compiled = press.compiled()
    with pytest.raises(ReasonsNeeded):
        press.sent(compiled)
    second = press.published(press.approved(press.sent(compiled, why="电话变更。")))
    first.refresh_from_db()
    assert (first.state, first.superseded_at is not None) == ("superseded", True)
    assert public_guide(PUBLIC, first.pk).facts.disclosure.telephone == "0000-1234567"
    assert public_guide(PUBLIC, second.pk).facts.disclosure.telephone == "0000-7654321"


def test_other_words_need_opinions_first(press: Press) -> None:
    press.published()
    compiled = press.compiled()
    edition = write_sections(
        actor=press.clerk,
        edition_id=compiled.pk,
        sections=[Section(heading="提示", text="新的内容。")],
        change_note="",
    )
    with pytest.raises(OpinionsFirst):
        press.sent(edition, why="不必。")


def test_the_first_guide_needs_opinions(press: Press) -> None:
    with pytest.raises(OpinionsFirst):
        press.sent(press.written(), why="急。")


def test_opinions_are_looked_at_and_answered_before_it_is_sent(press: Press) -> None:
    edition = press.consulting()
    given = give_opinion(edition_id=edition.pk, text="建议周六开放。")
    with time_machine.travel(now() + PERIOD + timedelta(days=1)):
        close_consultation(actor=press.clerk, edition_id=edition.pk)
        with pytest.raises(OpinionsUnanswered):
            send_up(actor=press.clerk, edition_id=edition.pk)
        keep_opinion_back(actor=press.clerk, opinion_id=given.pk, why="与本指南无关。")
        with pytest.raises(OpinionsUnanswered):
            send_up(actor=press.clerk, edition_id=edition.pk)


def test_who_gave_an_opinion_is_sealed_and_read_by_the_office_alone(press: Press) -> None:
    edition = press.consulting()
    given = give_opinion(
        edition_id=edition.pk, text="字太小。", name="某居民", contact="a@b.example"
    )
    given.refresh_from_db()
    assert "某居民" not in given.sealed_name
    assert "a@b.example" not in given.sealed_contact
    [read] = opinions_of(press.office.viewing(Role.CLERK), edition.pk).items
    assert (read.name, read.contact) == ("某居民", "a@b.example")
    with pytest.raises(NotFound):
        opinions_of(press.office.viewing(Role.SECRECY_REVIEWER), edition.pk)
    assert consultation(PUBLIC, edition.pk).opinions == ()
    show_opinion(actor=press.clerk, opinion_id=given.pk)
    [shown] = consultation(PUBLIC, edition.pk).opinions
    assert shown.text == "字太小。"


def test_an_opinion_with_personal_data_is_not_shown(press: Press) -> None:
    edition = press.consulting()
    given = give_opinion(edition_id=edition.pk, text="请打13800138000联系。")
    with pytest.raises(OpinionHoldsPersonalData):
        show_opinion(actor=press.clerk, opinion_id=given.pk)
    keep_opinion_back(actor=press.clerk, opinion_id=given.pk, why="含个人电话。")
    assert consultation(PUBLIC, edition.pk).kept_back == 1


def test_one_network_cannot_fill_the_list(press: Press) -> None:
    edition = press.consulting()
    for _number in range(5):
        give_opinion(edition_id=edition.pk, text="意见。", address="192.0.2.7")
    with pytest.raises(TooManyOpinions):
        give_opinion(edition_id=edition.pk, text="意见。", address="192.0.2.7")
    give_opinion(edition_id=edition.pk, text="意见。", address="192.0.2.8")
    with time_machine.travel(now() + timedelta(hours=2)):
        assert forget_addresses() == 6
        give_opinion(edition_id=edition.pk, text="意见。", address="192.0.2.7")


def test_opinions_come_only_while_it_lies_open(press: Press) -> None:
    edition = press.consulted()
    with pytest.raises(ConsultationNotOpen):
        give_opinion(edition_id=edition.pk, text="迟到的意见。")


def test_the_period_is_a_week_at_least_and_runs_to_its_end(press: Press) -> None:
    edition = press.written()
    with pytest.raises(PeriodTooShort):
        open_consultation(
            actor=press.clerk, edition_id=edition.pk, until_on=today() + timedelta(days=5)
        )
    open_consultation(
        actor=press.clerk, edition_id=edition.pk, until_on=today() + timedelta(days=6)
    )
    with time_machine.travel(now() + timedelta(days=6)), pytest.raises(PeriodRunning):
        close_consultation(actor=press.clerk, edition_id=edition.pk)


def test_own_words_pass_the_gate_before_the_public_reads_them(press: Press) -> None:
    words = Section(heading="联系人", text="请拨打13800138000。")
    edition = press.written(words)
    with pytest.raises(NotCleared):
        open_consultation(actor=press.clerk, edition_id=edition.pk, until_on=today() + PERIOD)
    edition.refresh_from_db()
    assert edition.state == EditionState.COMPILED


def test_what_is_out_can_be_looked_at_again(press: Press) -> None:
    edition = press.written()
    assert not is_out(subject_kind="edition", door=Door.PUBLIC, subject_id=edition.pk)
    press.consulting(edition)
    assert is_out(subject_kind="edition", door=Door.PUBLIC, subject_id=edition.pk)
    [found] = [out for out in everything_out() if out.subject.kind == "edition"]
    assert found.texts is not None
    assert WORDS.text in dict(found.texts.parts).values()


def test_who_compiled_does_not_approve(press: Press) -> None:
    organs.a_role(press.office.clerk, press.government, Role.COMPETENT_DEPARTMENT)
    edition = press.sent()
    actor = organs.acting(press.office.clerk, Role.COMPETENT_DEPARTMENT, press.government)
    signature = organs.signed(press.office.clerk, edition.digest, DECIDE_PURPOSE)
    with pytest.raises(SecondPersonNeeded):
        approve_edition(
            actor=actor, edition_id=edition.pk, seen_digest=edition.digest, signature=signature
        )


def test_an_approval_binds_to_what_was_seen(press: Press) -> None:
    edition = press.sent()
    other = organs.a_digest("other")
    with pytest.raises(EditionChanged):
        approve_edition(
            actor=press.competent,
            edition_id=edition.pk,
            seen_digest=other,
            signature=organs.signed(press.above, other, DECIDE_PURPOSE),
        )


def test_only_the_competent_department_above_decides(press: Press) -> None:
    edition = press.sent()
    elsewhere = organs.an_organ("河西市人民政府", level="city", kind="government")
    stranger = organs.someone(Role.COMPETENT_DEPARTMENT, elsewhere)
    actor = organs.acting(stranger, Role.COMPETENT_DEPARTMENT, elsewhere)
    with pytest.raises(NotAllowed):
        approve_edition(
            actor=actor,
            edition_id=edition.pk,
            seen_digest=edition.digest,
            signature=organs.signed(stranger, edition.digest, DECIDE_PURPOSE),
        )
    assert editions_sent_up(organs.viewing(stranger)) == ()
    assert [card.id for card in editions_sent_up(organs.viewing(press.above))] == [edition.pk]


def test_the_highest_government_looks_at_its_own_guide(press: Press) -> None:
    above = guides.a_press(records.an_office(press.government), press.government, press.above)
    edition = above.approved()
    assert edition.approved_for_id == press.government.pk


def test_a_returned_edition_is_worked_on_and_needs_no_second_consultation(press: Press) -> None:
    edition = press.returned(press.sent())
    assert (edition.state, edition.sent_digest) == ("compiled", "")
    [returned] = [move for move in edition.moves.all() if move.event == "return"]
    assert returned.note == "请补充查阅场所。"
    with pytest.raises(AlreadyConsulted):
        press.consulting(edition)
    write_sections(
        actor=press.clerk,
        edition_id=edition.pk,
        sections=[WORDS, Section(heading="查阅场所", text="一楼大厅。")],
        change_note="",
    )
    assert press.approved(press.sent(edition)).state == "approved"


def test_the_reasons_of_a_return_are_needed(press: Press) -> None:
    with pytest.raises(ReasonsNeeded):
        press.returned(press.sent(), reasons=" ")


def test_an_organ_works_on_one_edition_of_a_kind(press: Press) -> None:
    press.compiled()
    press.compiled(EditionKind.CATALOGUE)
    with pytest.raises(EditionInWork):
        press.compiled()


def test_an_edition_is_given_up_with_a_reason_and_its_consultation_stays_known(
    press: Press,
) -> None:
    edition = press.consulting()
    give_opinion(edition_id=edition.pk, text="意见。")
    with pytest.raises(ReasonsNeeded):
        abandon_edition(actor=press.clerk, edition_id=edition.pk, why="")
    abandon_edition(actor=press.clerk, edition_id=edition.pk, why="机构改革。")
    assert consultation(PUBLIC, edition.pk).is_given_up
    with pytest.raises(NotFound):
        public_edition(PUBLIC, edition.pk)


def test_a_guide_without_an_office_goes_nowhere(press: Press) -> None:
    press.office.organ.offices.all().delete()
    edition = press.compiled()
    with pytest.raises(OfficeIncomplete):
        press.consulting(edition)
    guides.introduce(press.office.organ)
    assert (
        desk_edition(press.office.viewing(Role.CLERK), edition.pk)
        .moved[0]
        .startswith("disclosure.")
    )
    refresh_facts(actor=press.clerk, edition_id=edition.pk)
    press.consulting(edition)


@pytest.mark.parametrize(
    ("heading", "text", "field"),
    [("标题", "", "text_1"), ("", "正文", "heading_1"), ("长" * 61, "正文", "heading_1")],
    ids=["no text", "no heading", "long heading"],
)
def test_a_section_is_whole(press: Press, heading: str, text: str, field: str) -> None:
    edition = press.compiled()
    with pytest.raises(SectionRefused) as refused:
        write_sections(
            actor=press.clerk,
            edition_id=edition.pk,
            sections=[Section(heading=heading, text=text)],
            change_note="",
        )
    assert refused.value.field == field


def test_a_catalogue_edition_is_not_edited(press: Press) -> None:
    edition = press.compiled(EditionKind.CATALOGUE)
    with pytest.raises(MoveNotPossible):
        refresh_facts(actor=press.clerk, edition_id=edition.pk)


def test_another_organ_has_no_hand_in_it(press: Press) -> None:
    other = organs.an_organ("云梦市教育局", level="city", parent=press.government)
    clerk = organs.someone(Role.CLERK, other)
    actor = organs.acting(clerk, Role.CLERK, other)
    edition = press.compiled()
    with pytest.raises(NotAllowed):
        compile_edition(actor=actor, organ_id=press.office.organ.pk, kind=EditionKind.GUIDE)
    with pytest.raises(NotAllowed):
        refresh_facts(actor=actor, edition_id=edition.pk)
    with pytest.raises(NotFound):
        desk_edition(organs.viewing(clerk), edition.pk)


def test_the_competent_department_sees_it_from_the_moment_it_is_sent(press: Press) -> None:
    edition = press.consulted()
    viewer = organs.viewing(press.above)
    with pytest.raises(NotFound):
        desk_edition(viewer, edition.pk)
    press.sent(edition)
    moves = {move.event: move for move in desk_edition(viewer, edition.pk).moves}
    assert moves[Event.APPROVE].is_allowed
    assert not moves[Event.RETURN].reason


def test_the_database_keeps_what_was_published(press: Press) -> None:
    edition = press.published()
    rows = Edition.objects.filter(pk=edition.pk)
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows.update(facts={})
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(approved_by=press.office.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(approved_by=None, approved_at=None, approved_for=None, signature=None)


def test_nobody_publishes_what_was_not_approved(press: Press) -> None:
    edition = press.sent()
    with pytest.raises(MoveNotPossible):
        publish_edition(actor=press.clerk, edition_id=edition.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(state="approved")
