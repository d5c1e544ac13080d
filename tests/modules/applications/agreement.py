"""What must agree after every step of a case: state, clock, letters, trail, review, views."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from django.db import connection

from gongkai.applications.access import CaseKey
from gongkai.applications.contents import content_of
from gongkai.applications.models import Case, Reply
from gongkai.applications.operations.letter_facts import REPLY
from gongkai.applications.queries import my_cases, tracked_case
from gongkai.applications.rules.lifecycle import TABLE, awaited
from gongkai.applications.rules.vocabulary import ENDED, CaseState
from gongkai.applications.shipped import regimes
from gongkai.clock.models import StatutoryClock
from gongkai.clock.queries.calendars import installed_calendar
from gongkai.clock.queries.stored import events_from
from gongkai.clock.rules.calendar import WorkingCalendar
from gongkai.clock.rules.history import ClockState
from gongkai.clock.rules.reading import ClockReading, read_clock
from gongkai.kernel.time import today
from gongkai.kernel.types import Viewer
from gongkai.letters.rules.facts import REPLY_KINDS
from gongkai.review.models import Step

S = CaseState
KIND = "application_case"
LINES = {(line.event.value, line.state.value, line.to.value) for line in TABLE}
PASSED = frozenset({S.APPROVED, S.REPLIED, S.DELIVERED, S.CLOSED})
ANSWERED = frozenset({S.REPLIED, S.DELIVERED, S.CLOSED})
TO_THE_APPLICANT = frozenset({S.DELIVERED, S.CLOSED, S.ABANDONED})
SHOWN = frozenset(CaseState) - {S.DRAFTED, S.PROPOSED, S.REVIEWED, S.APPROVED}
_ENDS_FORMAL_REVIEW = frozenset({"ask_correction", "accept", "draft_reply", "withdraw"})
# Of the organ's cases; what is counted is counted of all.
_SNAPSHOT = """
WITH c AS (SELECT * FROM applications_case WHERE organ_id = %s),
     r AS (SELECT * FROM applications_reply WHERE case_id IN (SELECT id FROM c))
SELECT (SELECT array_agg(c::text ORDER BY id) FROM c),
       (SELECT array_agg(r::text ORDER BY id) FROM r),
       (SELECT array_agg(i::text ORDER BY id) FROM applications_reply_item i),
       (SELECT array_agg(f::text ORDER BY id) FROM applications_reply_file f),
       (SELECT array_agg(k::text ORDER BY id) FROM applications_correction k),
       (SELECT array_agg(e::text ORDER BY id) FROM applications_extension e),
       (SELECT array_agg(p::text ORDER BY id) FROM review_proposal p),
       (SELECT sum(last_serial) FROM letters_series),
       (SELECT count(*) FROM applications_case_step), (SELECT count(*) FROM review_step),
       (SELECT count(*) FROM clock_event), (SELECT count(*) FROM letters_letter),
       (SELECT count(*) FROM audit_entry), (SELECT count(*) FROM applications_delivery),
       (SELECT count(*) FROM notices_notice)
"""
# One question for all that is written of a case: five hundred histories are checked at each step.
_WRITTEN = """
SELECT (SELECT array_agg(ARRAY[event, from_state, to_state]::text[] ORDER BY id)
        FROM applications_case_step WHERE case_id = c.id),
       (SELECT coalesce(array_agg(kind::text), '{}') FROM letters_letter
        WHERE subject_kind = 'application_case' AND subject_id = c.id),
       (SELECT array_agg(action::text ORDER BY id) FROM audit_entry
        WHERE object_kind = 'application_case' AND object_id = c.id::text),
       (SELECT coalesce(array_agg(p.state::text), '{}') FROM review_proposal p
        JOIN applications_reply r ON r.id = p.subject_id
        WHERE p.subject_kind = 'application_reply' AND r.case_id = c.id),
       (SELECT coalesce(array_agg(granted), '{}') FROM applications_extension
        WHERE case_id = c.id),
       (SELECT count(*) FROM applications_correction WHERE case_id = c.id),
       (SELECT count(*) FROM applications_delivery WHERE case_id = c.id),
       (SELECT count(*) FROM clock_event e JOIN clock_statutory_clock k ON k.id = e.clock_id
        WHERE k.subject_kind = 'application_case' AND k.subject_id = c.id)
FROM applications_case c WHERE c.id = %s
"""
_SERIALS = """
SELECT array_agg(serial ORDER BY serial) FROM letters_letter WHERE organ_id = %s
GROUP BY series, year
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the tables about one case."""

    steps: list[list[str]]
    """Event, state before, state after."""
    letters: list[str]
    trail: list[str]
    proposals: list[str]
    extensions: list[bool | None]
    corrections: int
    deliveries: int
    clock_events: int

    def times(self, event: str) -> int:
        """Return how often something was done."""
        return sum(step[0] == event for step in self.steps)


def _row(sql: str, *parameters: object) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
    assert row is not None
    return tuple(row)


def snapshot(organ_id: int) -> tuple[object, ...]:
    """Return everything that an act on a case of the organ may change."""
    return _row(_SNAPSHOT, organ_id)


def check_case(key: CaseKey, *, clerks: frozenset[int]) -> CaseState:
    """Fail where anything about the case disagrees with anything else; return where it stands.

    `clerks` are those of the organ.
    """
    case_id = key.case_id
    case = Case.objects.select_related("application").get(pk=case_id)
    written = Written(*_row(_WRITTEN, case_id))  # type: ignore[arg-type] # the columns in order
    state = S(case.state)
    _state_follows_steps(case, written)
    _clock_stands_as_the_state_says(case, state, written)
    _each_letter_has_its_step(case, written)
    _trail_tells_the_steps(written)
    _nothing_is_answered_without_review(case, state, written)
    _somebody_has_it(case, state, clerks)
    _applicant_sees_no_inner_work(key, state)
    return state


def _state_follows_steps(case: Case, written: Written) -> None:
    assert written.steps[0][:2] == ["receive", ""]
    assert written.steps[-1][2] == case.state
    for before, after in pairwise(written.steps):
        assert before[2] == after[1]
        assert tuple(after) in LINES
    has_ended = S(case.state) in ENDED
    assert (case.ended_at is not None) == has_ended
    assert bool(case.outcome_code) == (has_ended or S(case.state) in ANSWERED)


def _clock_stands_as_the_state_says(case: Case, state: S, written: Written) -> None:
    clocks = _clocks_of(case)
    clock, formal = clocks.get(REPLY), clocks.get("correction_notice")
    assert (clock is None) == (formal is None) == (case.received_on is None)
    if clock is None or formal is None:
        assert state in {S.CONFIRMING, S.WITHDRAWN}
        return
    wanted = ClockState.RUNNING
    if state in ENDED or state is S.DELIVERED:
        wanted = ClockState.STOPPED
    elif state is S.CORRECTION_ASKED:
        wanted = ClockState.PAUSED
    assert clock.state is wanted, (state, clock.state)
    assert clock.started_on == case.received_on
    assert clock.extensions == written.extensions.count(True)
    is_over = any(step[0] in _ENDS_FORMAL_REVIEW for step in written.steps)
    assert formal.state is (ClockState.STOPPED if is_over else ClockState.RUNNING)


def _clocks_of(case: Case) -> dict[str, ClockReading]:
    rows = StatutoryClock.objects.filter(subject_kind=KIND, subject_id=case.pk)
    return {
        row.limit_key: read_clock(
            events_from(row.events.all()), calendar=_calendar(row.region_code), on=today()
        )
        for row in rows.prefetch_related("events")
    }


@cache
def _calendar(region_code: str) -> WorkingCalendar:
    return installed_calendar(region_code)


def _each_letter_has_its_step(case: Case, written: Written) -> None:
    kinds = Counter(written.letters)
    replies = [kind for kind in written.letters if kind in REPLY_KINDS]
    assert kinds["receipt"] == (case.received_on is not None)
    assert kinds["correction"] == written.times("ask_correction") == written.corrections
    assert kinds["extension"] == written.extensions.count(True) <= 1
    assert len(replies) == written.times("issue_reply") + written.times("lapse") <= 1
    others = kinds["receipt"] + kinds["correction"] + kinds["extension"]
    assert len(written.letters) == others + len(replies)
    if replies:
        outcome = regimes()[case.application.regime_id].outcomes[case.outcome_code]
        assert replies[0] == outcome.letter_kind
    assert written.deliveries == written.times("deliver") <= 1


def check_numbers(organ_id: int) -> None:
    """Fail where a series of the organ's letters has a gap or a double."""
    with connection.cursor() as cursor:
        cursor.execute(_SERIALS, [organ_id])
        for (serials,) in cursor.fetchall():
            assert serials == list(range(1, len(serials) + 1))


def _trail_tells_the_steps(written: Written) -> None:
    events = [f"applications.{step[0]}" for step in written.steps]
    assert [action for action in written.trail if action in set(events)] == events
    counts = Counter(written.trail)
    assert counts["applications.ask_extension"] == len(written.extensions)
    decided = [granted for granted in written.extensions if granted is not None]
    assert counts["applications.decide_extension"] == len(decided)
    clock = [action for action in written.trail if action.startswith("clock.")]
    assert len(clock) == written.clock_events


def _nothing_is_answered_without_review(case: Case, state: S, written: Written) -> None:
    reply = Reply.objects.select_related("proposal", "case__application").filter(case=case).first()
    proposals = Counter(written.proposals)
    assert proposals["open"] == (state in {S.PROPOSED, S.REVIEWED})
    assert proposals["passed"] == (state in PASSED)
    if reply is None:
        assert state not in PASSED | {S.DRAFTED, S.PROPOSED, S.REVIEWED}
        return
    assert (reply.letter_id is not None) == (state in ANSWERED)
    if state not in PASSED:
        return
    proposal, digest = reply.proposal, content_of(reply).digest()
    assert proposal is not None
    assert (proposal.state, proposal.digest, reply.digest) == ("passed", digest, digest)
    steps = list(Step.objects.filter(proposal=proposal, decision="pass").order_by("pk"))
    assert [step.kind for step in steps] == ["secrecy", "approval"]
    assert {step.digest for step in steps} == {digest}
    assert len({proposal.proposed_by_id, *(step.decided_by_id for step in steps)}) == 3


def _somebody_has_it(case: Case, state: S, clerks: frozenset[int]) -> None:
    line = awaited(state)
    assert (line is None) == (state in ENDED)
    assert line is None or line.parties
    # Nobody's is everybody's: it waits in the list of each clerk.
    assert case.assigned_to_id in {None, *clerks}


def _applicant_sees_no_inner_work(key: CaseKey, state: S) -> None:
    seen = tracked_case(key)
    assert S(seen.state) in SHOWN
    assert seen.state == (state.value if state in SHOWN else "handling")
    theirs = state in TO_THE_APPLICANT
    assert any(letter.kind in REPLY_KINDS for letter in seen.letters) == theirs
    assert bool(seen.outcome_label) == theirs
    assert theirs or not seen.files
    assert (seen.correction is not None) == (state is S.CORRECTION_ASKED)
    assert seen.may_correct == (state is S.CORRECTION_ASKED)


def check_that_it_waits_for_somebody(case_id: int, viewers: Iterable[Viewer]) -> None:
    """Fail where a case goes on and is in nobody's list, unless it is the applicant's turn."""
    case = Case.objects.get(pk=case_id)
    waiting = case.corrections.filter(answered_at__isnull=True).first()
    is_applicants = (
        case.state == S.CORRECTION_ASKED and waiting is not None and waiting.due_on >= today()
    )
    is_offered = any(
        line.case_id == case_id and line.task
        for viewer in viewers
        for line in my_cases(viewer, on=today())
    )
    if S(case.state) in ENDED:
        assert not is_offered
    elif is_applicants:
        # More time may have been asked for before.
        assert is_offered == case.extensions.filter(decided_at__isnull=True).exists()
    else:
        assert is_offered, case.state
