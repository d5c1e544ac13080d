"""Finding out what undetermined information is: notes, questions, answers, reminders."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import organs
from tests.factories.records import Office, an_office, content

from gongkai.audit.models import AuditEntry
from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.types import Role, Viewer
from gongkai.organs.models import Organ, Person
from gongkai.records.models import OpenQuestion, RecordVersion, ResearchNote
from gongkai.records.operations import abandon_version, edit_version
from gongkai.records.operations.marks import MarkedSecret
from gongkai.records.operations.research import (
    AnotherQuestionWaits,
    CannotBeAsked,
    NoQuestionWaits,
    NotAGroundOfIt,
    NothingSaid,
    NotUndetermined,
    QuestionAnswered,
    add_research_note,
    answer_question,
    ask_question,
    take_back_question,
)
from gongkai.records.queries.research import (
    question_put_to,
    questions_put_to,
    research_counts,
    research_of,
    undetermined_queue,
)


class Asking:
    """An organ below a government whose people can be asked."""

    def __init__(self) -> None:
        self.government: Organ = organs.an_organ()
        self.office: Office = an_office(organs.an_organ(parent=self.government))
        self.guide: Person = organs.someone(Role.COMPETENT_DEPARTMENT, self.government)
        self.version: RecordVersion = self.office.draft(content("undetermined"))

    def ask(self, **changes: object) -> OpenQuestion:
        said: dict[str, object] = {
            "actor": self.office.acting(Role.CLERK),
            "record_id": self.version.record_id,
            "to_organ_id": self.government.pk,
            "question": "是否涉及国家秘密？",
        }
        return ask_question(**(said | changes))  # type: ignore[arg-type]

    def answer(self, asked: OpenQuestion, **changes: object) -> OpenQuestion:
        said: dict[str, object] = {
            "actor": organs.acting(self.guide, Role.COMPETENT_DEPARTMENT, self.government),
            "question_id": asked.pk,
            "category": "voluntary",
            "ground_code": "ogi-2008/vital-interests",
            "answer": "不涉密，应当主动公开。",
        }
        return answer_question(**(said | changes))  # type: ignore[arg-type]

    @property
    def guiding(self) -> Viewer:
        return organs.viewing(self.guide)


@pytest.fixture
def asking(office: Office) -> Asking:
    return Asking()


def test_a_note_is_kept_as_it_was_written(asking: Asking) -> None:
    add_research_note(
        actor=asking.office.acting(Role.LEGAL_REVIEWER),
        record_id=asking.version.record_id,
        text="已查阅条例第九条。",
    )
    (note,) = research_of(asking.version.record_id).notes
    assert (note.text, note.noted_by_name) == ("已查阅条例第九条。", asking.office.legal.name)
    for change in (
        lambda: ResearchNote.objects.update(text="别的"),
        lambda: ResearchNote.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [(" ", NothingSaid), ("字" * 5001, NothingSaid), ("机密★10年\n某事项", MarkedSecret)],
    ids=["empty", "long", "marked"],
)
def test_a_note_says_something_and_nothing_secret(
    asking: Asking, text: str, refusal: type[Refusal]
) -> None:
    clerk = asking.office.acting(Role.CLERK)
    with pytest.raises(refusal):
        add_research_note(actor=clerk, record_id=asking.version.record_id, text=text)
    with pytest.raises(refusal):
        asking.ask(question=text)


def test_a_question_is_read_with_its_draft_by_who_is_asked_and_nobody_else(asking: Asking) -> None:
    asked = asking.ask()
    found = question_put_to(asking.guiding, asked.pk)
    assert found.content is not None
    assert found.content.title == asking.version.title
    assert [line.id for line in questions_put_to(asking.guiding)] == [asked.pk]
    assert research_counts(asking.guiding).asked == 1
    stranger = organs.viewing(organs.someone(Role.COMPETENT_DEPARTMENT, organs.an_organ()))
    for viewer in (stranger, asking.office.viewing(Role.CLERK)):
        assert questions_put_to(viewer) == ()
        with pytest.raises(NotFound):
            question_put_to(viewer, asked.pk)
    asking.answer(asked)
    assert question_put_to(asking.guiding, asked.pk).content is None


def test_the_answer_recommends_and_stays(asking: Asking) -> None:
    asked = asking.answer(asking.ask())
    line = research_of(asking.version.record_id).questions[0]
    assert (line.recommended, line.answer) == ("voluntary", "不涉密，应当主动公开。")
    assert line.answered_by_name == asking.guide.name
    with pytest.raises(QuestionAnswered):
        asking.answer(asked)
    with pytest.raises(DatabaseError), transaction.atomic():
        OpenQuestion.objects.update(answer="别的")
    actions = AuditEntry.objects.filter(object_id=asking.version.record_id).order_by("pk")
    assert list(actions.values_list("action", flat=True))[-2:] == [
        "records.ask_question",
        "records.answer_question",
    ]


def test_while_a_question_waits_the_organ_may_decide_and_the_answer_still_comes(
    asking: Asking,
) -> None:
    asked = asking.ask()
    clerk = asking.office.acting(Role.CLERK)
    edit_version(actor=clerk, version_id=asking.version.pk, content=content("voluntary"))
    assert research_of(asking.version.record_id).waiting is not None
    assert question_put_to(asking.guiding, asked.pk).content is None
    asking.answer(asked, category="exempt", ground_code="ogi-2008/personal-privacy")
    assert research_of(asking.version.record_id).questions[0].recommended == "exempt"


def test_who_may_ask_and_answer_what(asking: Asking) -> None:
    office = asking.office
    with pytest.raises(CannotBeAsked):
        asking.ask(to_organ_id=office.organ.pk)
    with pytest.raises(NotAllowed):
        asking.ask(actor=an_office().acting(Role.CLERK))
    with pytest.raises(NotAllowed):
        asking.ask(actor=office.acting(Role.LEGAL_REVIEWER))
    asked = asking.ask()
    with pytest.raises(AnotherQuestionWaits):
        asking.ask()
    with pytest.raises(NotAllowed):
        asking.answer(asked, actor=office.acting(Role.PERSON_IN_CHARGE))
    with pytest.raises(NotAGroundOfIt):
        asking.answer(asked, ground_code="ogi-2008/state-secret")
    decided = office.draft(content("voluntary"))
    with pytest.raises(NotUndetermined):
        asking.ask(record_id=decided.record_id)


def test_what_waits_too_long_is_marked_and_counted(asking: Asking) -> None:
    clerk = asking.office.viewing(Role.CLERK)
    asked_at = time.now() + timedelta(days=7)
    assert research_counts(clerk).old == 0
    with time_machine.travel(asked_at, tick=False):
        young = asking.office.draft(content("undetermined"))
    with time_machine.travel(time.now() + timedelta(days=16), tick=False):
        lines = undetermined_queue(clerk).items
        assert [line.card.version_id for line in lines] == [asking.version.pk, young.pk]
        assert [line.is_old for line in lines] == [True, False]
        assert (lines[0].age.working_days, lines[0].age.calendar_days) == (12, 16)
        assert research_counts(clerk).old == 1
        old = undetermined_queue(clerk, only_old=True)
        assert (old.items, old.total) == (lines[:1], 1)
        assert undetermined_queue(clerk, organ_ids=[0]).items == ()


def _cost(viewer: Viewer) -> int:
    with CaptureQueriesContext(connection) as captured:
        undetermined_queue(viewer)
        questions_put_to(viewer)
        research_counts(viewer)
    return len(captured)


def test_lists_cost_the_same_for_two_and_for_six_rows(asking: Asking) -> None:
    duties = asking.office.viewing(Role.CLERK).duties + asking.guiding.duties
    viewer = Viewer(person_id=asking.guide.pk, duties=duties)

    def more(count: int) -> None:
        for _ in range(count):
            asking.ask(record_id=asking.office.draft(content("undetermined")).record_id)

    more(2)
    few = _cost(viewer)
    paged = [questions_put_to(viewer, page=number, size=1) for number in (1, 2, 3)]
    assert [len(lines) for lines in paged] == [1, 1, 1]
    more(4)
    assert _cost(viewer) == few


def test_a_question_taken_back_closes_the_draft_and_lets_another_be_asked(asking: Asking) -> None:
    asked = asking.ask()
    record_id = asking.version.record_id
    for actor in (asking.office.acting(Role.LEGAL_REVIEWER), an_office().acting(Role.CLERK)):
        with pytest.raises(NotAllowed):
            take_back_question(actor=actor, record_id=record_id)
    clerk = asking.office.acting(Role.CLERK)
    take_back_question(actor=clerk, record_id=record_id)
    assert research_counts(asking.guiding).asked == 0
    assert questions_put_to(asking.guiding) == ()
    with pytest.raises(NotFound):
        question_put_to(asking.guiding, asked.pk)
    with pytest.raises(NoQuestionWaits):
        asking.answer(asked)
    with pytest.raises(NoQuestionWaits):
        take_back_question(actor=clerk, record_id=record_id)
    assert [line.waits for line in research_of(record_id).questions] == [False]
    assert asking.ask().pk != asked.pk
    with pytest.raises(DatabaseError), transaction.atomic():
        OpenQuestion.objects.filter(pk=asked.pk).update(taken_back_at=None, taken_back_by=None)


def test_the_question_about_a_draft_that_is_given_up_is_taken_back_with_it(asking: Asking) -> None:
    asked = asking.ask()
    clerk = asking.office.acting(Role.CLERK)
    abandon_version(actor=clerk, version_id=asking.version.pk, why="重复登记")
    asked.refresh_from_db()
    assert asked.taken_back_by == asking.office.clerk
    assert research_counts(asking.guiding).asked == 0
    with pytest.raises(NotFound):
        question_put_to(asking.guiding, asked.pk)
