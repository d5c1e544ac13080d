"""The form that a browser is filling in to one organ: what is kept, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.applications.operations import (
    Acknowledgement,
    NotBound,
    acknowledgement_of,
    require_bound,
    save_draft,
    submit_draft,
)
from gongkai.applications.queries import Draft, draft_of
from gongkai.applications.queries.values import FileLine
from gongkai.applications.rules.regimes import ApplicationRegime
from gongkai.applications.rules.submission import (
    Problem,
    Submission,
    check_proofs,
    check_submission,
    submission_from,
)
from gongkai.applications.rules.vocabulary import ApplicantKind
from gongkai.applications.shipped import regimes
from gongkai.interfaces.portal.applying.form_keys import form_key, new_key
from gongkai.interfaces.portal.applying.steps import Step
from gongkai.interfaces.shared.network import network_of
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import now, today
from gongkai.organs.queries import OrganCard, OrganPage, organ_page

RECEIPT_SHOWN_FOR = timedelta(minutes=30)
"""How long after sending the same browser is shown number and code again."""
PROOF, ATTACHMENT = "proof", "attachment"


@dataclass(frozen=True, slots=True)
class Filling:
    """A form to an organ in one browser."""

    organ: OrganPage
    key: str
    draft: Draft | None
    regime: ApplicationRegime
    on: date
    network: str
    closed: NotFound | None = None
    """Why nobody applies to the organ (any more): what was filled in is shown and not sent."""

    @property
    def organ_id(self) -> int:
        """The organ that is applied to."""
        return self.organ.card.id

    @property
    def answers(self) -> Mapping[str, str]:
        """What was filled in so far."""
        return self.draft.answers if self.draft else {}

    @property
    def files(self) -> tuple[FileLine, ...]:
        """What was added so far."""
        return self.draft.files if self.draft else ()

    @property
    def kind(self) -> ApplicantKind | None:
        """Who applies, None until that is chosen."""
        said = self.answers.get("applicant_kind", "")
        return ApplicantKind(said) if said in set(ApplicantKind) else None

    @property
    def submission(self) -> Submission:
        """What would be sent."""
        return submission_from(self.answers)

    def problems(self) -> tuple[Problem, ...]:
        """Return what keeps the form from being sent, in the order of its pages."""
        proofs = sum(file.role == PROOF for file in self.files)
        return (
            *check_submission(self.submission, regime=self.regime, today=self.on),
            *check_proofs(proofs=proofs, regime=self.regime),
        )

    def problems_on(self, step: Step) -> tuple[Problem, ...]:
        """Return what is wrong on one page."""
        return tuple(problem for problem in self.problems() if problem.field in step.fields)

    @property
    def open_step(self) -> Step:
        """The first page that is not filled in as it must be; the check where all are."""
        return next((step for step in Step if self.problems_on(step)), Step.CHECK)

    def with_answers(self, more: Mapping[str, str]) -> "Filling":
        """Keep more answers beside those that are kept; nothing is checked.

        Raises AnswersTooLong, AlreadySent, TooMuchFromHere, NotFound.
        """
        answers = {**self.answers, **more, "language": get_language() or settings.LANGUAGE_CODE}
        key = self.key or new_key()
        save_draft(key=key, organ_id=self.organ_id, answers=answers, address=self.network)
        return replace(self, key=key, draft=draft_of(key))

    def sent(self) -> Acknowledgement | None:
        """Return what the form was answered with, None where it was not sent."""
        return acknowledgement_of(self.key) if self.key and self.draft is None else None

    def sent_just_now(self) -> Acknowledgement | None:
        """Return the answer as long as this browser may be shown it."""
        sent = self.sent()
        return sent if sent and now() - sent.submitted_at < RECEIPT_SHOWN_FOR else None

    def send(self) -> Acknowledgement:
        """Send the form; sent again, it is answered alike.

        Raises DraftGone, SubmissionNotComplete, NotFound.
        """
        return submit_draft(key=self.key)


def filling_of(request: HttpRequest, organ_id: int) -> Filling:
    """Return the form to this organ, begun or not.

    Raises NotFound where nobody works there, NotBound where nobody applies to it.
    """
    filling = kept_filling(request, organ_id)
    if filling.closed is not None:
        raise filling.closed
    return filling


def kept_filling(request: HttpRequest, organ_id: int) -> Filling:
    """Return the form to this organ, also where it takes none (any more) and says so by `closed`.

    Raises NotFound where there never was such an organ.
    """
    organ = organ_page(organ_id)
    key = form_key(request, organ_id)
    return Filling(
        organ=organ,
        key=key,
        draft=draft_of(key),
        regime=regimes()[settings.REGIME],
        on=today(),
        network=network_of(request),
        closed=_closed(organ.card),
    )


def _closed(organ: OrganCard) -> NotFound | None:
    if not organ.is_active:
        return NotFound(_("This organ does not take applications any more. Choose another one."))
    try:
        require_bound(organ.kind)
    except NotBound as not_bound:
        return not_bound
    return None
