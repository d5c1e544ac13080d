"""Who sees which records: the one place that says so.

The public sees published and listed (★) records, of ★ ones never the text. An organ's clerks,
reviewers and person in charge see all of their own organ's work, exempt content included; nobody
else sees exempt content (requirement P3). A superior organ's reviewer sees what waits for a step
that was handed up. The competent department sees counts by category of the organs below, and the
system administrator sees nothing by virtue of the role.
"""

from datetime import date

from django.db.models import Q

from gongkai.kernel.types import Role, Viewer
from gongkai.organs.queries import organs_below
from gongkai.records.models import RecordVersion
from gongkai.records.rules.vocabulary import Category, Standing, VersionState
from gongkai.review.models import ProposalState, StepHandover, StepKind

PUBLIC_STANDINGS = (Standing.PUBLISHED.value, Standing.LISTED.value)
STAFF = (
    Role.CLERK,
    Role.SECRECY_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.PERSON_IN_CHARGE,
)
_ROLE_OF_STEP = {
    StepKind.SECRECY: Role.SECRECY_REVIEWER,
    StepKind.LEGAL: Role.LEGAL_REVIEWER,
    StepKind.APPROVAL: Role.PERSON_IN_CHARGE,
}


def is_public() -> Q:
    """Return the condition on Record under which the public knows that it exists."""
    return Q(standing__in=PUBLIC_STANDINGS)


def visible_to(viewer: Viewer, *, on: date) -> Q:
    """Return the condition on Record under which the viewer may see it on that day.

    For everybody it begins with what is public; staff see their own organ's work besides.
    """
    condition = is_public()
    if viewer.person_id is None:
        return condition
    condition |= Q(organ_id__in=viewer.organs_as(*STAFF))
    if handed := handed_up_to(viewer, on=on):
        condition |= Q(pk__in=_waiting_records(handed))
    return condition


def handed_up_to(viewer: Viewer, *, on: date) -> frozenset[int]:
    """Return the organs whose steps are done by the viewer for their superior organ."""
    condition = Q(pk__in=())
    for kind, role in _ROLE_OF_STEP.items():
        condition |= Q(kind=kind, to_organ_id__in=viewer.organs_as(role))
    rows = StepHandover.objects.filter(condition, from_on__lte=on).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=on)
    )
    return frozenset(rows.values_list("organ_id", flat=True))


def _waiting_records(organ_ids: frozenset[int]) -> list[int]:
    return list(
        RecordVersion.objects.filter(
            record__organ_id__in=organ_ids,
            state__in=[VersionState.PROPOSED.value, VersionState.REVIEWED.value],
            proposal__state=ProposalState.OPEN,
        ).values_list("record_id", flat=True)
    )


def countable_by(viewer: Viewer) -> frozenset[int]:
    """Return the organs whose records the viewer may count by category, without content."""
    own = viewer.organs_as(Role.COMPETENT_DEPARTMENT)
    below: set[int] = set()
    for organ_id in own:
        below |= set(organs_below(organ_id))
    return viewer.organs_as(*STAFF) | own | frozenset(below)


def is_staff_of(viewer: Viewer, organ_id: int) -> bool:
    """Say whether the viewer works with the organ's records."""
    return organ_id in viewer.organs_as(*STAFF)


def text_is_public(*, standing: str, category: str) -> bool:
    """Say whether the text of a released version is public: only voluntary and published.

    A version that was once listed stays closed when a later one is published, and an open one
    closes when a later one is listed or held back.
    """
    return standing == Standing.PUBLISHED and category == Category.VOLUNTARY
