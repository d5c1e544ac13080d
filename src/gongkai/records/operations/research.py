"""Finding out whether undetermined information is to be public (requirement P2).

Notes are kept as they were written. A question goes to the competent department or the secrecy
bureau; its answer recommends a category, and the organ decides. While a question waits the category
can be decided all the same: the limit of disclosure runs on, and the organ answers for it.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.records.access import ASKERS, STAFF
from gongkai.records.models import Ground, OpenQuestion, Record, RecordVersion, ResearchNote
from gongkai.records.operations.marks import require_unmarked
from gongkai.records.operations.moving import locked_record, require_own_organ, require_role
from gongkai.records.operations.question_ending import end_question, waiting_question
from gongkai.records.operations.trail import leave_trail
from gongkai.records.rules.vocabulary import IN_WORK, Category
from gongkai.review.access import CONSULTED
from gongkai.review.queries.referrals import organs_to_ask

LONGEST_TEXT = 5000
"""Characters of a note, a question or an answer."""


class NotUndetermined(Refusal):
    """The category is decided, so there is nothing to find out."""


class NothingSaid(Refusal):
    """A note, a question and an answer each say something, and not too much."""


class AnotherQuestionWaits(Refusal):
    """A question about this record waits for its answer."""


class NoQuestionWaits(Refusal):
    """The question was answered or taken back before, or none was asked."""


class CannotBeAsked(Refusal):
    """The organ has nobody who determines such questions for this one."""


class QuestionAnswered(Refusal):
    """The question was answered before."""


class NotAGroundOfIt(Refusal):
    """The ground is none of the recommended category."""


def add_research_note(*, actor: Actor, record_id: int, text: str) -> ResearchNote:
    """Write down what was found out about an undetermined record.

    Raises NotAllowed, NotUndetermined, NothingSaid, MarkedSecret, NotFound.
    """
    require_role(actor, *STAFF)
    said = _said(text, "text")
    with transaction.atomic():
        record = locked_record(record_id)
        require_own_organ(actor, record.organ_id)
        _undetermined_draft(record)
        note = ResearchNote.objects.create(
            record=record, text=said, noted_by_id=acting_person(actor), noted_at=time.now()
        )
        leave_trail(actor, "add_research_note", record)
    return note


def ask_question(*, actor: Actor, record_id: int, to_organ_id: int, question: str) -> OpenQuestion:
    """Ask the competent department or the secrecy bureau which category a record belongs to.

    Whoever answers reads the draft until then. Raises NotAllowed, NotUndetermined, NothingSaid,
    MarkedSecret, AnotherQuestionWaits, CannotBeAsked, NotFound.
    """
    require_role(actor, *ASKERS)
    said = _said(question, "question")
    with transaction.atomic():
        record = locked_record(record_id)
        require_own_organ(actor, record.organ_id)
        version = _undetermined_draft(record)
        if waiting_question(record) is not None:
            raise AnotherQuestionWaits(
                _("A question about this waits for its answer already. Take it back to ask anew.")
            )
        _require_able(to_organ_id, record.organ_id)
        asked = OpenQuestion.objects.create(
            record=record,
            version=version,
            to_organ_id=to_organ_id,
            question=said,
            asked_by_id=acting_person(actor),
            asked_at=time.now(),
        )
        leave_trail(actor, "ask_question", record, {"to_organ": str(to_organ_id)})
    return asked


def take_back_question(*, actor: Actor, record_id: int) -> OpenQuestion:
    """Take back the question that waits: nobody is asked any more, nor reads the draft.

    The question stays on record, and another can be asked. Raises NotAllowed, NoQuestionWaits,
    NotFound.
    """
    require_role(actor, *ASKERS)
    with transaction.atomic():
        record = locked_record(record_id)
        require_own_organ(actor, record.organ_id)
        asked = end_question(actor, record)
        if asked is None:
            raise NoQuestionWaits(_("No question waits for its answer. Look at the record again."))
    return asked


def answer_question(
    *, actor: Actor, question_id: int, category: str, ground_code: str, answer: str
) -> OpenQuestion:
    """Answer with a category, its ground and the reasons; kept for ever, the organ decides.

    Also where the organ has decided meanwhile. Raises NotAllowed, QuestionAnswered,
    NoQuestionWaits, NotAGroundOfIt, NothingSaid, MarkedSecret, NotFound.
    """
    said = _said(answer, "answer")
    with transaction.atomic():
        rows = OpenQuestion.objects.select_for_update(of=("self",), no_key=True)
        asked = rows.select_related("record").filter(pk=question_id).first()
        if asked is None:
            raise NotFound(_("There is no such question."))
        if actor.role not in CONSULTED or actor.organ_id != asked.to_organ_id:
            raise NotAllowed(_("Only the organ that was asked may answer."))
        if asked.answered_at is not None:
            raise QuestionAnswered(_("This question was answered before."))
        if asked.taken_back_at is not None:
            raise NoQuestionWaits(
                _("The organ took this question back. There is nothing to answer.")
            )
        asked.recommended_category = category
        asked.recommended_ground = _ground(ground_code, category)
        asked.answer = said
        asked.answered_by_id, asked.answered_at = acting_person(actor), time.now()
        asked.save()
        details = {"category": category, "ground": ground_code}
        leave_trail(actor, "answer_question", asked.record, details)
    return asked


def _undetermined_draft(record: Record) -> RecordVersion:
    version = record.versions.filter(
        state__in=IN_WORK, category=Category.UNDETERMINED.value
    ).first()
    if version is None:
        raise NotUndetermined(_("The category is decided. Look at the record again."))
    return version


def _require_able(to_organ_id: int, organ_id: int) -> None:
    if to_organ_id not in {card.id for card in organs_to_ask(organ_id, on=time.today())}:
        raise CannotBeAsked(
            _("Ask the secrecy bureau or the competent department of your area."), field="to_organ"
        )


def _ground(code: str, category: str) -> Ground:
    decided = {member.value for member in Category} - {Category.UNDETERMINED.value}
    found = Ground.objects.filter(code=code, category=category).first()
    if found is None or category not in decided:
        raise NotAGroundOfIt(
            _("Choose a category, and a ground that belongs to it."), field="ground_code"
        )
    return found


def _said(text: str, field: str) -> str:
    said = clean_text(text)
    if not said:
        raise NothingSaid(_("Write down what there is to say."), field=field)
    if len(said) > LONGEST_TEXT:
        raise NothingSaid(
            _("This may have %(most)d characters at most. Shorten it.") % {"most": LONGEST_TEXT},
            field=field,
        )
    require_unmarked(said, field=field)
    return said
