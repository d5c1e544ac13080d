"""One case as its page at the desk shows it."""

from datetime import date

from django.utils.translation import gettext as _

from gongkai.applications.access import sees_applicant, visible_cases
from gongkai.applications.contents import content_of
from gongkai.applications.leaving import leaving
from gongkai.applications.models import (
    ApplicantIdentity,
    Case,
    CaseState,
    Extension,
    Reply,
)
from gongkai.applications.naming import DONE
from gongkai.applications.operations.extending import extension_digest, most_working_days
from gongkai.applications.operations.letter_facts import REPLY, SUBJECT_KIND
from gongkai.applications.operations.opening import masked_identity
from gongkai.applications.operations.replying import gaps_of
from gongkai.applications.queries.earlier import earlier_cases
from gongkai.applications.queries.lines import (
    correction_line,
    given_files,
    next_step,
    outcome_label,
    request_line,
    scanned_files,
)
from gongkai.applications.queries.moves import beside_of, moves_of
from gongkai.applications.queries.values import (
    ApplicantCard,
    CasePage,
    DeliveryLine,
    ExtensionLine,
    ReplyView,
    StepLine,
)
from gongkai.applications.rules.lifecycle import Event
from gongkai.applications.rules.precedence import one_outcome
from gongkai.applications.rules.vocabulary import CaseState as State
from gongkai.applications.shipped import regimes
from gongkai.clock.queries import clock_of
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Role, Viewer
from gongkai.letters.queries import letters_of
from gongkai.notices.queries import notices_of
from gongkai.release.operations.gate import look
from gongkai.release.queries.reports import GateReport
from gongkai.release.rules.doors import Door
from gongkai.review.queries import proposal_view, proposals_handed_up_to

_ANSWERED = frozenset({State.REPLIED, State.DELIVERED, State.CLOSED})


def case_page(viewer: Viewer, case_id: int, *, on: date) -> CasePage:
    """Return the case; raises NotFound where there is none that the viewer may see."""
    case = visible_case(viewer, case_id, on=on)
    knows, is_clerk = _sight(viewer, case)
    application = case.application
    reply = _reply_of(case)
    label, party = next_step(case)
    return CasePage(
        case_id=case.pk,
        number=application.number,
        organ_id=case.organ_id,
        organ_name=case.organ.name,
        regime_id=application.regime_id,
        state=case.state,
        state_label=CaseState(case.state).label,
        submitted_at=application.submitted_at,
        received_on=case.received_on,
        ended_at=case.ended_at,
        assigned_to_id=case.assigned_to_id,
        assigned_to_name=case.assigned_to.name if case.assigned_to else "",
        applicant=_applicant(case) if knows else None,
        request=request_line(application, with_hardship=knows),
        files=scanned_files(application.files.select_related("sealed")) if knows else (),
        clock=clock_of(SUBJECT_KIND, case.pk, on=on, limit_key=REPLY),
        next_label=label,
        next_party_label=party,
        moves=moves_of(viewer, case, reply, on=on),
        beside=beside_of(viewer, case),
        corrections=tuple(correction_line(row) for row in case.corrections.all()),
        extensions=_extensions(case),
        most_extension_days=most_working_days(case),
        reply=reply_view(case, reply) if reply else None,
        deliveries=_deliveries(case) if knows else (),
        steps=_steps(case, knows_applicant=knows),
        letters=letters_of(SUBJECT_KIND, case.pk) if knows else (),
        notices=notices_of(SUBJECT_KIND, case.pk, viewer=viewer),
        earlier=earlier_cases(case) if knows else (),
        outcome_label=outcome_label(application.regime_id, case.outcome_code),
        may_show_identity=is_clerk,
        may_reissue_code=is_clerk,
        may_propose_public=is_clerk and _may_propose_public(case, reply),
    )


def _reply_of(case: Case) -> Reply | None:
    # Its items and files are looked at for the page, for the moves and for what is missing.
    rows = Reply.objects.select_related("case__application", "proposal")
    return rows.prefetch_related("items", "files").filter(case=case).first()


def _sight(viewer: Viewer, case: Case) -> tuple[bool, bool]:
    """Return whether the viewer may know who applies, and whether they are a clerk there."""
    knows = sees_applicant(viewer, organ_id=case.organ_id)
    return knows, viewer.holds(Role.CLERK, organ_id=case.organ_id)


def visible_case(viewer: Viewer, case_id: int, *, on: date) -> Case:
    """Return the case of a viewer who may open it; raises NotFound."""
    allowed = visible_cases(viewer, handed_up=proposals_handed_up_to(viewer, on=on))
    rows = Case.objects.filter(allowed, pk=case_id).distinct()
    case = rows.select_related("application", "organ", "assigned_to").first()
    if case is None:
        raise NotFound(_("There is no such case."))
    return case


def reply_view(case: Case, reply: Reply) -> ReplyView:
    """Return the reply as it stands, with what the precedence table says of it."""
    rules = regimes()[case.application.regime_id]
    content = content_of(reply)
    codes = [a.outcome_code for a in content.answers if a.outcome_code in rules.outcomes]
    table = one_outcome(codes, regime=rules).code if codes else ""
    report = gate_report(reply)
    return ReplyView(
        id=reply.pk,
        answers=content.answers,
        outcome_code=reply.outcome_code,
        outcome_label=outcome_label(rules.id, reply.outcome_code),
        outcome_reason=reply.outcome_reason,
        table_outcome_code=table,
        table_outcome_label=outcome_label(rules.id, table),
        digest_now=content.digest(),
        files=given_files(reply.files.all(), report=report),
        gaps=gaps_of(case, reply),
        gate=report,
        proposal=proposal_view(reply.proposal_id) if reply.proposal_id else None,
        letter_id=reply.letter_id,
        record_id=reply.record_id,
    )


def gate_report(reply: Reply) -> GateReport:
    """Return what the release gate says now of a reply on its way to the applicant."""
    subject, files, texts = leaving(reply)
    return look(door=Door.APPLICANT, subject=subject, files=files, texts=texts)


def _applicant(case: Case) -> ApplicantCard:
    application = case.application
    identity = ApplicantIdentity.objects.get(application=application)
    return ApplicantCard(
        kind=application.applicant_kind,
        kind_label=application.get_applicant_kind_display(),
        report_kind_label=application.get_report_kind_display(),
        name=application.name,
        workplace=application.workplace,
        legal_representative=application.legal_representative,
        contact_person=application.contact_person,
        identity_kind_label=identity.get_kind_display(),
        identity_masked=masked_identity(identity),
        address=application.address,
        postcode=application.postcode,
        telephone=application.telephone,
        fax=application.fax,
        email=application.email,
    )


def _extensions(case: Case) -> tuple[ExtensionLine, ...]:
    rows = Extension.objects.filter(case=case).select_related("asked_by", "decided_by")
    return tuple(
        ExtensionLine(
            id=row.pk,
            working_days=row.working_days,
            reason=row.reason,
            asked_at=row.asked_at,
            asked_by_name=row.asked_by.name,
            granted=row.granted,
            opinion=row.opinion,
            decided_at=row.decided_at,
            decided_by_name=row.decided_by.name if row.decided_by else "",
            digest=extension_digest(row),
        )
        for row in rows
    )


def _deliveries(case: Case) -> tuple[DeliveryLine, ...]:
    return tuple(
        DeliveryLine(
            way_label=row.get_way_display(),
            delivered_on=row.delivered_on,
            reference=row.reference,
            recorded_by_name=row.recorded_by_name,
        )
        for row in case.deliveries.all()
    )


def _steps(case: Case, *, knows_applicant: bool) -> tuple[StepLine, ...]:
    return tuple(
        StepLine(
            event=row.event,
            label=DONE[row.event],
            at=row.at,
            by_name=row.by_name,
            # The note of a delivery may be the name of who signed for it.
            note=row.note if knows_applicant or row.event != Event.DELIVER else "",
            to_label=CaseState(row.to_state).label,
        )
        for row in case.steps.all()
    )


def _may_propose_public(case: Case, reply: Reply | None) -> bool:
    outcome = regimes()[case.application.regime_id].outcomes.get(case.outcome_code)
    answered = State(case.state) in _ANSWERED and outcome is not None and outcome.gives
    return answered and reply is not None and reply.record_id is None
