"""Lists of cases at the desk: the inbox in order of receipt, and what waits for whom."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.applications.access import handled_organs, sees_applicant
from gongkai.applications.models import Case, CaseState, Correction, Extension, Reply
from gongkai.applications.operations.letter_facts import REPLY, SUBJECT_KIND
from gongkai.applications.operations.replying import REPLY_SUBJECT
from gongkai.applications.queries.lines import next_step
from gongkai.applications.queries.values import CaseCounts, CaseLine
from gongkai.applications.rules.lifecycle import Event, awaited
from gongkai.applications.rules.numbers import parse_application_number
from gongkai.applications.rules.vocabulary import AT_WORK, ENDED, Party
from gongkai.applications.rules.vocabulary import CaseState as State
from gongkai.clock.queries import clocks_of
from gongkai.clock.rules.reading import ClockReading
from gongkai.kernel import time
from gongkai.kernel.types import Role, Viewer
from gongkai.records.queries.values import Page, page_of
from gongkai.review.models import ProposalState, StepKind
from gongkai.review.queries import WaitingStep, steps_waiting_for

EXCERPT = 60
"""Characters of what was asked in a line of a list."""
DECIDE_EXTENSION = "decide_extension"
RETURNED = "returned"
"""A reply that a reviewer or the person in charge gave back to the clerk."""
_CLERKS_STEP = [
    state.value
    for state in State
    if (line := awaited(state)) is not None and Party.CLERK in line.parties
]
_OPEN = [state.value for state in AT_WORK]


def inbox(
    viewer: Viewer,
    *,
    organ_ids: Collection[int] | None = None,
    state: str = "",
    mine: bool = False,
    only_open: bool = False,
    overdue: bool = False,
    text: str = "",
    page: int = 1,
    size: int = 20,
) -> Page[CaseLine]:
    """Return the cases of the organs whose cases the viewer handles, in the order of receipt.

    Who came first stands first (requirement A7). `text` looks in number, name, title and what was
    asked. The number of queries does not grow with the rows.
    """
    organs = handled_organs(viewer)
    if organ_ids is not None:
        organs &= frozenset(organ_ids)
    rows = _joined().filter(organ_id__in=organs)
    if state:
        rows = rows.filter(state=state)
    if only_open or overdue:
        rows = rows.filter(state__in=_OPEN)
    if mine:
        rows = rows.filter(_assigned_to(viewer))
    if words := text.replace("\0", "").strip():
        rows = rows.filter(_about(words))
    rows = rows.order_by("application__submitted_at", "pk")
    page, size = max(page, 1), min(max(size, 1), 100)
    if overdue:
        # Whether a limit has run out is computed, never stored; only open cases can be late.
        return _page_of_late(list(rows), viewer, page, size)
    total, start = rows.count(), (page - 1) * size
    found = list(rows[start : start + size])
    return page_of(case_lines(found, viewer), total=total, page=page, size=size)


def my_cases(viewer: Viewer, *, on: date) -> tuple[CaseLine, ...]:
    """Return the cases that wait for the viewer, in the order of receipt.

    Steps of a review are those that four eyes let the viewer decide. Somebody else's assigned
    case is not offered. Where the time to correct is over, the person in charge decides whether
    the case ends. The number of queries does not grow with the rows.
    """
    steps = _steps_by_reply(viewer, on)
    rows = list(
        _joined()
        .filter(_waits_for(viewer, steps, on))
        .order_by("application__submitted_at", "pk")
        .distinct()
    )
    waiting = set(_undecided(viewer).filter(case__in=rows).values_list("case_id", flat=True))
    return case_lines(
        rows,
        viewer,
        tasks={row.pk: _task_of(row, steps, waiting, viewer) for row in rows},
    )


def case_counts(viewer: Viewer, *, on: date) -> CaseCounts:
    """Return the figures of the side list, in a fixed number of queries."""
    own = Case.objects.filter(organ_id__in=handled_organs(viewer), state__in=_OPEN)
    ids = list(own.values_list("pk", flat=True))
    clocks = clocks_of(SUBJECT_KIND, ids, on=on, limit_key=REPLY) if ids else {}
    waiting = Case.objects.filter(_waits_for(viewer, _steps_by_reply(viewer, on), on))
    return CaseCounts(
        waiting=waiting.distinct().count(),
        mine=own.filter(_assigned_to(viewer)).count(),
        open=len(ids),
        overdue=sum(reading.overdue for reading in clocks.values()),
    )


def case_lines(
    rows: Iterable[Case], viewer: Viewer, *, tasks: dict[int, str] | None = None
) -> tuple[CaseLine, ...]:
    """Return the lines of cases that were read together with application, organ and assignee."""
    rows = list(rows)
    clocks = clocks_of(SUBJECT_KIND, [row.pk for row in rows], on=time.today(), limit_key=REPLY)
    return tuple(
        _line(row, viewer, clocks.get(row.pk), (tasks or {}).get(row.pk, "")) for row in rows
    )


def _line(case: Case, viewer: Viewer, clock: ClockReading | None, task: str) -> CaseLine:
    application = case.application
    label, party = next_step(case)
    knows = sees_applicant(viewer, organ_id=case.organ_id)
    return CaseLine(
        case_id=case.pk,
        number=application.number,
        organ_id=case.organ_id,
        organ_name=case.organ.name,
        applicant=application.name if knows else "",
        is_organisation=application.applicant_kind == "organisation",
        asked=_excerpt(application.title or application.asked),
        state=case.state,
        state_label=CaseState(case.state).label,
        submitted_at=application.submitted_at,
        received_on=case.received_on,
        assigned_to_id=case.assigned_to_id,
        assigned_to_name=case.assigned_to.name if case.assigned_to else "",
        clock=clock,
        next_label=label,
        next_party_label=party,
        is_mine=bool(task),
        task=task,
    )


def _excerpt(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"


def _joined() -> QuerySet[Case]:
    return Case.objects.select_related("application", "organ", "assigned_to", "reply__proposal")


def _about(words: str) -> Q:
    number = parse_application_number(words)
    return (
        Q(application__number=number or words)
        | Q(application__number__icontains=words)
        | Q(application__name__icontains=words)
        | Q(application__title__icontains=words)
        | Q(application__asked__icontains=words)
    )


def _page_of_late(rows: list[Case], viewer: Viewer, page: int, size: int) -> Page[CaseLine]:
    clocks = clocks_of(SUBJECT_KIND, [row.pk for row in rows], on=time.today(), limit_key=REPLY)
    late = [row for row in rows if row.pk in clocks and clocks[row.pk].overdue]
    start = (page - 1) * size
    lines = case_lines(late[start : start + size], viewer)
    return page_of(lines, total=len(late), page=page, size=size)


def _steps_by_reply(viewer: Viewer, on: date) -> dict[int, WaitingStep]:
    return {
        step.subject_id: step
        for step in steps_waiting_for(viewer, on=on)
        if step.subject_kind == REPLY_SUBJECT
    }


def _waits_for(viewer: Viewer, steps: Collection[int], on: date) -> Q:
    return (
        Q(reply__pk__in=steps)
        | _own_work(viewer)
        | _extensions_waiting(viewer)
        | _corrections_overdue(viewer, on)
    )


def _own_work(viewer: Viewer) -> Q:
    """Return what the viewer's own hands have to do, besides decisions."""
    clerk = viewer.organs_as(Role.CLERK)
    nobodys_or_mine = Q(assigned_to__isnull=True) | _assigned_to(viewer)
    return (
        Q(organ_id__in=clerk, state__in=_CLERKS_STEP)
        & nobodys_or_mine
        & ~Q(state=State.CORRECTION_ASKED.value)
    )


def _assigned_to(viewer: Viewer) -> Q:
    """Return the viewer's own cases, and those of the clerks for whom they stand in."""
    found = Q(assigned_to_id=viewer.person_id)
    for duty in viewer.duties:
        if duty.role is Role.CLERK and duty.standing_in_for_id is not None:
            found |= Q(organ_id=duty.organ_id, assigned_to_id=duty.standing_in_for_id)
    return found


def _extensions_waiting(viewer: Viewer) -> Q:
    waiting = Q(
        organ_id__in=viewer.organs_as(Role.PERSON_IN_CHARGE),
        pk__in=_undecided(viewer).values("case_id"),
    )
    return waiting & ~Q(state__in=[state.value for state in ENDED])


def _undecided(viewer: Viewer) -> QuerySet[Extension]:
    """Return what was asked for and waits for its decision; nobody decides what they asked for."""
    return Extension.objects.filter(decided_at__isnull=True).exclude(asked_by_id=viewer.person_id)


def _corrections_overdue(viewer: Viewer, on: date) -> Q:
    overdue = Correction.objects.filter(answered_at__isnull=True, due_on__lt=on)
    return Q(
        organ_id__in=viewer.organs_as(Role.PERSON_IN_CHARGE),
        state=State.CORRECTION_ASKED.value,
        pk__in=overdue.values("case_id"),
    )


def _task_of(
    case: Case, steps: dict[int, WaitingStep], waiting: Collection[int], viewer: Viewer
) -> str:
    if case.pk in waiting and viewer.holds(Role.PERSON_IN_CHARGE, organ_id=case.organ_id):
        # Before the approval, which waits for it.
        return DECIDE_EXTENSION
    reply = getattr(case, "reply", None)
    if reply is not None and reply.pk in steps:
        kind = steps[reply.pk].kind
        return (Event.PASS_REVIEW if kind is StepKind.SECRECY else Event.APPROVE).value
    if case.state == State.CORRECTION_ASKED:
        return Event.LAPSE.value
    if case.state == State.DRAFTED and _was_returned(reply):
        return RETURNED
    line = awaited(State(case.state))
    return line.event.value if line else ""


def _was_returned(reply: Reply | None) -> bool:
    proposal = reply.proposal if reply else None
    return proposal is not None and proposal.state == ProposalState.RETURNED


def case_count() -> int:
    """Return how many cases there are in the whole installation; a figure, nothing of them."""
    return Case.objects.count()


def state_of(case_id: int) -> State:
    """Return where a case stands; the caller handles it. Raises Case.DoesNotExist."""
    return State(Case.objects.values_list("state", flat=True).get(pk=case_id))


def reply_digest(case_id: int) -> str:
    """Return the digest under which the reply was proposed; empty where it is a draft."""
    digests = Reply.objects.filter(case_id=case_id).values_list("digest", flat=True)
    return digests.first() or ""
