"""More time for the reply: the clerk asks, the person in charge decides and signs.

Decided not later than the due date, once, at most as long as the regime allows (2007 art. 24: 15
working days; 2019 art. 33: 20), and the applicant is told by letter.
"""

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.applications.access import require_handler
from gongkai.applications.models import Case, Extension
from gongkai.applications.operations.issuing_letters import issue_case_letter
from gongkai.applications.operations.letter_facts import (
    REPLY,
    SUBJECT_KIND,
    facts_of,
    reply_clock,
)
from gongkai.applications.operations.letting_out import let_words_out, require_clear_words
from gongkai.applications.operations.moving import (
    MoveNotPossible,
    acting_name,
    locked_case,
)
from gongkai.applications.operations.telling import tell_applicant
from gongkai.applications.operations.trail import leave_trail
from gongkai.applications.rules.vocabulary import ENDED, MAY_BE_EXTENDED, CaseState
from gongkai.clock.operations import extend_clock
from gongkai.clock.queries import regime
from gongkai.clock.rules.reading import ClockReading
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor, Role
from gongkai.letters.models import Letter
from gongkai.letters.rules.facts import ExtensionFacts, LetterKind
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.organs.access import acting_person
from gongkai.organs.models import Signature
from gongkai.organs.operations import require_signature

EXTENSION_PURPOSE = "applications.extension"
LONGEST_REASON = 1000


class NoExtensionPossible(Refusal):
    """The regime gives none, or it was used, or the limit has run out."""


class ExtensionAlreadyAsked(Refusal):
    """One request waits for its decision."""


class ExtensionDecided(Refusal):
    """It has been decided already."""


class ReasonNeeded(Refusal):
    """Asking, or saying no, needs a reason."""


class DaysNotPossible(Refusal):
    """Not a number of working days that the regime allows."""


class ExtensionChanged(Refusal):
    """What was signed is not what is asked."""


class CorrectionAwaited(Refusal):
    """The limit stands still until the applicant corrects: no last day can be promised."""


class AskedItYourself(Refusal):
    """Who asks for more time does not decide on it."""


def ask_extension(*, actor: Actor, case_id: int, working_days: int, reason: str) -> Extension:
    """Ask the person in charge for more time.

    Raises NotAllowed, NoExtensionPossible, ExtensionAlreadyAsked, DaysNotPossible, ReasonNeeded,
    PersonalDataInText, NotFound.
    """
    why = _checked_reason(reason)
    with transaction.atomic():
        case = locked_case(case_id)
        require_handler(actor, Role.CLERK, organ_id=case.organ_id)
        _require_extendable(case, working_days)
        require_clear_words(case, [why], field="reason")
        extension = Extension.objects.create(
            case=case,
            working_days=working_days,
            reason=why,
            asked_at=time.now(),
            asked_by_id=acting_person(actor),
        )
        leave_trail(actor, "ask_extension", case, {"working_days": str(working_days)})
    return extension


def decide_extension(
    *,
    actor: Actor,
    extension_id: int,
    granted: bool,
    opinion: str,
    seen_digest: str,
    signature: Signature,
) -> Extension:
    """Grant or refuse more time; granted, the clock is extended and the letter goes out.

    `seen_digest` and the signature are over `extension_digest`. Raises NotAllowed,
    ExtensionDecided, MoveNotPossible once the case has ended, CorrectionAwaited where it would be
    granted, AskedItYourself, ExtensionChanged, ReasonNeeded, PersonalDataInText where the reason
    may not go out as it stands, NotFound, what require_signature and extend_clock raise
    (ExtensionTooLate after the due date).
    """
    said = clean_text(opinion)
    with transaction.atomic():
        extension, case = _locked(extension_id)
        require_handler(actor, Role.PERSON_IN_CHARGE, organ_id=case.organ_id)
        _require_open(case, granted=granted)
        _require_other_person(extension, actor)
        _require_same(extension, seen_digest)
        require_signature(
            actor=actor, signature=signature, purpose=EXTENSION_PURPOSE, digest=seen_digest
        )
        if not granted and not said:
            raise ReasonNeeded(_("Say why more time is refused."), field="opinion")
        _decide(extension, granted=granted, opinion=said, actor=actor, signature=signature)
        if granted:
            extension.letter = _lengthen(case, extension, actor)
            extension.save(update_fields=["letter"])
            tell_applicant(case, NoticeKind.LETTER_WAITING, once=f"extension:{extension.pk}")
        leave_trail(actor, "decide_extension", case, {"granted": str(granted).lower()})
    return extension


def extension_digest(extension: Extension) -> str:
    """Return the SHA-256 of what the person in charge decides on."""
    said = {
        "format": "gongkai-extension-1",
        "id": extension.pk,
        "case": extension.case_id,
        "working_days": extension.working_days,
        "reason": extension.reason,
    }
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def most_working_days(case: Case) -> int:
    """Return by how much the reply can be extended at most; 0 where it cannot."""
    allowed = regime(case.application.regime_id).limit(REPLY).extension
    if allowed is None or case.extensions.filter(granted=True).count() >= allowed.times:
        return 0
    return allowed.amount


def why_not_extendable(case: Case) -> Refusal | None:
    """Return why no more time can be asked for now, None where it can."""
    if CaseState(case.state) not in MAY_BE_EXTENDED:
        return MoveNotPossible(_("The reply is not being worked on. No more time is needed."))
    if not most_working_days(case):
        return NoExtensionPossible(_("The reply was extended before. It can be extended once."))
    if case.extensions.filter(decided_at__isnull=True).exists():
        return ExtensionAlreadyAsked(_("More time was asked for and waits for its decision."))
    if reply_clock(case).overdue:
        return NoExtensionPossible(
            _("The limit has run out. More time is decided not later than the due date.")
        )
    return None


def _require_extendable(case: Case, working_days: int) -> None:
    if refusal := why_not_extendable(case):
        raise refusal
    most = most_working_days(case)
    if not 1 <= working_days <= most:
        raise DaysNotPossible(
            _("Enter 1 to %(most)d working days.") % {"most": most}, field="working_days"
        )


def _locked(extension_id: int) -> tuple[Extension, Case]:
    case_id = Extension.objects.filter(pk=extension_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound(_("There is no such request for more time."))
    case = locked_case(case_id)
    extension = Extension.objects.select_for_update().get(pk=extension_id)
    if extension.decided_at is not None:
        raise ExtensionDecided(_("This request has been decided. Look at the case again."))
    return extension, case


def _require_open(case: Case, *, granted: bool) -> None:
    state = CaseState(case.state)
    if state in ENDED:
        raise MoveNotPossible(_("The case has ended. Nothing is left to be decided."))
    if granted and state not in MAY_BE_EXTENDED:
        # The letter would name a last day that the correction moves.
        raise CorrectionAwaited(
            _(
                "The applicant's correction is awaited, and the last day is not known before it "
                "comes. Grant more time then, or refuse it now."
            ),
            field="decision",
        )


def _require_other_person(extension: Extension, actor: Actor) -> None:
    if extension.asked_by_id == acting_person(actor):
        raise AskedItYourself(_("You asked for this yourself. Another person must decide it."))


def _require_same(extension: Extension, seen_digest: str) -> None:
    if seen_digest != extension_digest(extension):
        raise ExtensionChanged(_("This is not the request that you saw. Open it again."))


def _decide(
    extension: Extension, *, granted: bool, opinion: str, actor: Actor, signature: Signature
) -> None:
    extension.granted = granted
    extension.opinion = opinion
    extension.decided_at = time.now()
    extension.decided_by_id = acting_person(actor)
    extension.signature = signature
    extension.save(update_fields=["granted", "opinion", "decided_at", "decided_by", "signature"])


def _lengthen(case: Case, extension: Extension, actor: Actor) -> Letter:
    before = reply_clock(case)
    extend_clock(
        actor=actor,
        subject_kind=SUBJECT_KIND,
        subject_id=case.pk,
        limit_key=REPLY,
        on=time.today(),
        working_days=extension.working_days,
        reason=extension.reason,
    )
    let_words_out(case, [extension.reason], actor=actor, field="opinion")
    facts = _facts(case, extension, before, reply_clock(case), actor)
    return issue_case_letter(case, LetterKind.EXTENSION, facts, actor=actor)


def _facts(
    case: Case, extension: Extension, before: ClockReading, after: ClockReading, actor: Actor
) -> ExtensionFacts:
    allowed = regime(case.application.regime_id).limit(REPLY).extension
    if before.due_on is None or after.due_on is None or allowed is None:
        raise RuntimeError("an extended limit has a last day and an article")
    return ExtensionFacts(
        case=facts_of(case),
        reason=extension.reason,
        working_days=extension.working_days,
        old_due_on=before.due_on,
        new_due_on=after.due_on,
        provisional=after.provisional,
        article=allowed.article,
        approved_by=acting_name(actor),
    )


def _checked_reason(reason: str) -> str:
    why = clean_text(reason)
    if not why:
        raise ReasonNeeded(
            _("Say why more time is needed; the applicant reads it."), field="reason"
        )
    if len(why) > LONGEST_REASON:
        raise ReasonNeeded(
            _("The reason may have %(limit)d characters at most. Shorten it.")
            % {"limit": LONGEST_REASON},
            field="reason",
        )
    return why
