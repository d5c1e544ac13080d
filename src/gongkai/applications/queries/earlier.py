"""Earlier cases of the same applicant or about the same document, for the staff of that organ."""

from django.db.models import Q

from gongkai.applications.models import Case, CaseState
from gongkai.applications.queries.lines import outcome_label
from gongkai.applications.queries.values import EarlierCase

MOST = 10


def earlier_cases(case: Case) -> tuple[EarlierCase, ...]:
    """Return what came before to the same organ, the newest first; one query.

    An applicant who asks for the same again after an answer is not answered twice (2007 practice;
    2019 art. 36(6)): the clerk sees it here. The caller has checked that the viewer handles the
    cases of this organ.
    """
    application = case.application
    same = Q(application__fingerprint=application.fingerprint)
    for field in ("document_number", "index_number", "title"):
        if value := getattr(application, field):
            same |= Q(**{f"application__{field}": value})
    rows = (
        Case.objects.filter(same, organ_id=case.organ_id)
        .filter(application__submitted_at__lt=application.submitted_at)
        .select_related("application")
        .order_by("-application__submitted_at")[:MOST]
    )
    return tuple(
        EarlierCase(
            case_id=row.pk,
            number=row.application.number,
            submitted_at=row.application.submitted_at,
            state_label=CaseState(row.state).label,
            outcome_label=outcome_label(row.application.regime_id, row.outcome_code),
            is_same_applicant=row.application.fingerprint == application.fingerprint,
        )
        for row in rows
    )
