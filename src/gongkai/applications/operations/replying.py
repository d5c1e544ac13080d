"""Drafting the reply: what is answered to each matter, with its files, until it is proposed."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.applications.contents import content_of
from gongkai.applications.leaving import leaving, subject_of
from gongkai.applications.models import Case, Reply, ReplyFile, ReplyItem
from gongkai.applications.operations.beginning import end_formal_review
from gongkai.applications.operations.handling import assign_if_nobody
from gongkai.applications.operations.issuing import require_whole_letter
from gongkai.applications.operations.letting_out import require_clear
from gongkai.applications.operations.moving import (
    ReplyNotComplete,
    go,
    locked_case,
    require_move,
)
from gongkai.applications.operations.taking_back import void_open_proposal
from gongkai.applications.operations.trail import leave_trail
from gongkai.applications.rules.lifecycle import Event, Facts, Move
from gongkai.applications.rules.precedence import one_outcome
from gongkai.applications.rules.reply import Answer, Gap, gaps_in, too_much_in
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.applications.shipped import regimes
from gongkai.kernel import time
from gongkai.kernel.files import store_file
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line, clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.release.operations.examining import ask_examination
from gongkai.release.operations.scanning import ask_scan
from gongkai.release.operations.uploads import taken_upload
from gongkai.release.rules.media_types import media_type_of
from gongkai.release.rules.names import clean_name
from gongkai.release.rules.uploads import problem_of_upload
from gongkai.release.wording import problem_text
from gongkai.review.operations import propose

REPLY_SUBJECT = "application_reply"
"""What the proposals of this module are about; the id is the reply's."""
MOST_FILES = 20
FILES = "files"
"""The form field that refusals of files belong to."""


class ReplyGaps(ReplyNotComplete):
    """What is missing, item by item; `gaps` names each place."""

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__(_("The reply is not complete. Mend what is named."))
        self.gaps = gaps


class OutcomeNotPossible(Refusal):
    """Another outcome than the table gives needs a reason, and must be one of the regime's."""


class FileRefused(Refusal):
    """The file cannot go with a reply."""


class ChangedMeanwhile(Refusal):
    """A colleague saved another text of the reply after this one was opened."""


def draft_reply(
    *,
    actor: Actor,
    case_id: int,
    answers: Sequence[Answer],
    outcome_code: str = "",
    outcome_reason: str = "",
    based_on: str | None = None,
) -> Reply:
    """Keep what is answered so far; gaps are allowed until it is proposed.

    `outcome_code` other than the table's needs `outcome_reason`. `based_on` is the digest of the
    text that the form was filled with, empty where there was none: where a colleague has saved
    another, nothing is overwritten. A reply that was proposed is taken back and its reviews are
    void. Raises ReplyGaps where there is no room for what is said, ChangedMeanwhile,
    OutcomeNotPossible, NotAllowed, MoveNotPossible, NotFound.
    """
    said, chosen = [_cleaned(answer) for answer in answers], clean_line(outcome_code)
    if gaps := too_much_in(said):
        raise ReplyGaps(gaps)
    with transaction.atomic():
        case = locked_case(case_id)
        line = require_move(case, Event.DRAFT_REPLY, actor=actor)
        reply = _reply_of(case)
        _require_unchanged(reply, based_on)
        void_open_proposal(case, actor=actor, why="the reply was changed")
        reply.refresh_from_db()
        _require_offered(case, [answer.outcome_code for answer in said])
        _write_items(reply, said)
        _settle(case, reply, said, chosen, clean_text(outcome_reason))
        _take_up(case, actor)
        go(case, line, actor=actor)
    return reply


def add_reply_file(*, actor: Actor, case_id: int, upload: UUID) -> ReplyFile:
    """Put a file with the reply that the actor has uploaded for this case.

    It is being examined from the moment it came; what is found keeps the reply from being proposed
    until it is decided. Raises FileRefused where there are too many, NotAllowed, MoveNotPossible,
    NotFound, and what taken_upload raises.
    """
    with transaction.atomic():
        case = locked_case(case_id)
        line = require_move(case, Event.DRAFT_REPLY, actor=actor)
        found = taken_upload(actor=actor, key=upload, subject=subject_of(case))
        if found.stored is None:
            raise RuntimeError("a complete upload is stored")
        return put_with(case, line, actor, name=found.name, stored=found.stored)


def add_reply_content(*, actor: Actor, case_id: int, name: str, content: bytes) -> ReplyFile:
    """Put a file with the reply whose content is at hand, and have it examined.

    Raises FileRefused, NotAllowed, MoveNotPossible, NotFound.
    """
    if (problem := problem_of_upload(name, len(content))) is not None:
        raise FileRefused(problem_text(problem), field=FILES)
    with transaction.atomic():
        case = locked_case(case_id)
        line = require_move(case, Event.DRAFT_REPLY, actor=actor)
        return put_with(case, line, actor, name=clean_name(name), stored=store_file(content))


def remove_reply_file(*, actor: Actor, case_id: int, file_id: int) -> None:
    """Take a file off the reply. Raises NotAllowed, MoveNotPossible, NotFound."""
    with transaction.atomic():
        case = locked_case(case_id)
        line = require_move(case, Event.DRAFT_REPLY, actor=actor)
        row = ReplyFile.objects.filter(pk=file_id, reply__case=case).first()
        if row is None:
            raise NotFound(_("There is no such file."))
        void_open_proposal(case, actor=actor, why="a file was removed")
        digest = row.stored_id
        row.delete()
        go(case, line, actor=actor)
        leave_trail(actor, "remove_reply_file", case, {"digest": digest})


def propose_reply(*, actor: Actor, case_id: int, note: str = "") -> Reply:
    """Propose the reply: from now on each step is bound to the digest of items and files.

    Raises ReplyGaps, LetterIncomplete where the letter could not go out as the outcome wants it,
    NotCleared where the release gate holds back a text or a file, NotAllowed, MoveNotPossible,
    NotFound.
    """
    with transaction.atomic():
        case = locked_case(case_id)
        reply = Reply.objects.filter(case=case).first()
        gaps = gaps_of(case, reply)
        line = require_move(
            case, Event.PROPOSE_REPLY, actor=actor, facts=Facts(reply_complete=True)
        )
        if reply is None or gaps:
            raise ReplyGaps(gaps)
        content = content_of(reply)
        require_whole_letter(case, content)
        _subject, files, texts = leaving(reply)
        require_clear(case, files=files, texts=texts)
        reply.digest = content.digest()
        reply.proposal = propose(
            actor=actor,
            subject_kind=REPLY_SUBJECT,
            subject_id=reply.pk,
            organ_id=case.organ_id,
            label=case.application.number,
            digest=reply.digest,
            needs_legal=False,
            note=note,
        )
        reply.save(update_fields=["digest", "proposal"])
        go(case, line, actor=actor)
    return reply


def gaps_of(case: Case, reply: Reply | None) -> tuple[Gap, ...]:
    """Return what keeps the reply of the case from being proposed."""
    rules = regimes()[case.application.regime_id]
    if reply is None:
        return gaps_in((), files=0, regime=rules)
    content = content_of(reply)
    return gaps_in(content.answers, files=len(content.files), regime=rules)


def _reply_of(case: Case) -> Reply:
    reply, _made = Reply.objects.get_or_create(case=case)
    return reply


def put_with(case: Case, line: Move, actor: Actor, *, name: str, stored: StoredFile) -> ReplyFile:
    """Put a stored file with the reply; the caller has the case locked and has checked the move.

    Raises FileRefused where there are too many.
    """
    reply = _reply_of(case)
    if reply.files.count() >= MOST_FILES:
        raise FileRefused(
            _("At most %(most)d files go with a reply.") % {"most": MOST_FILES}, field=FILES
        )
    void_open_proposal(case, actor=actor, why="a file was added")
    ask_examination(digest=stored.digest, name=name)
    ask_scan(digest=stored.digest)
    found = ReplyFile.objects.create(
        reply=reply,
        name=name,
        media_type=media_type_of(name),
        size=stored.size,
        stored=stored,
        added_at=time.now(),
        added_by_id=acting_person(actor),
    )
    _take_up(case, actor)
    go(case, line, actor=actor)
    leave_trail(actor, "add_reply_file", case, {"digest": found.stored_id})
    return found


def _require_unchanged(reply: Reply, based_on: str | None) -> None:
    if based_on is None or (based_on == "" and not reply.items.exists()):
        return
    if based_on != content_of(reply).digest():
        raise ChangedMeanwhile(
            _("Somebody changed the reply while you wrote. Compare both before you save yours.")
        )


def _write_items(reply: Reply, answers: Sequence[Answer]) -> None:
    reply.items.all().delete()
    ReplyItem.objects.bulk_create(
        ReplyItem(reply=reply, position=place, **asdict(answer))
        for place, answer in enumerate(answers)
    )


def _require_offered(case: Case, codes: Iterable[str]) -> None:
    """Raise OutcomeNotPossible where the regime does not let a clerk answer so here and today.

    An unknown code is a gap, found when the reply is proposed. Answered on the spot is only what
    needs no handling; once a reply is being drafted, the case is being handled.
    """
    rules = regimes()[case.application.regime_id]
    on_the_spot = case.state == CaseState.FORMAL_REVIEW
    state = CaseState.FORMAL_REVIEW if on_the_spot else CaseState.HANDLING
    offered = {outcome.code for outcome in rules.outcomes_offered(state, on=time.today())}
    if any(code in rules.outcomes and code not in offered for code in codes):
        raise OutcomeNotPossible(
            _("An outcome is not one to be chosen now. Choose one of the list."),
            field="outcome_code",
        )


def _settle(case: Case, reply: Reply, answers: Sequence[Answer], chosen: str, reason: str) -> None:
    """Set the one outcome of the case: the table's, or the clerk's with a reason."""
    rules = regimes()[case.application.regime_id]
    codes = [a.outcome_code for a in answers if a.outcome_code in rules.outcomes]
    given = one_outcome(codes, regime=rules).code if codes else ""
    if chosen in {"", given}:
        chosen, reason = given, ""
    elif chosen not in rules.outcomes:
        raise OutcomeNotPossible(_("Choose one of the outcomes of the list."), field="outcome_code")
    else:
        _require_offered(case, [chosen])
    if chosen != given and not reason:
        raise OutcomeNotPossible(
            _("Say why the case counts under another outcome than the table gives."),
            field="outcome_reason",
        )
    reply.outcome_code, reply.outcome_reason = chosen, reason
    reply.save(update_fields=["outcome_code", "outcome_reason"])


def _take_up(case: Case, actor: Actor) -> None:
    assign_if_nobody(case, actor)
    end_formal_review(case, actor=actor)


def _cleaned(answer: Answer) -> Answer:
    return Answer(
        asked=clean_text(answer.asked),
        outcome_code=clean_line(answer.outcome_code),
        ground_code=clean_line(answer.ground_code),
        reasons=clean_text(answer.reasons),
        where=clean_text(answer.where),
        competent_organ=clean_line(answer.competent_organ),
        competent_contact=clean_line(answer.competent_contact),
        search_note=clean_text(answer.search_note),
        split_reason=clean_text(answer.split_reason),
    )
