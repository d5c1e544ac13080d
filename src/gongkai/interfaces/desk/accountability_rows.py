"""Rows of the pages and files of accountability."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gongkai.audit.queries import AuditLine
from gongkai.interfaces.desk.wording import ACTION_NAMES, DECISION_NAMES, STEP_NAMES, name_of
from gongkai.interfaces.shared.templatetags.gongkai import moment
from gongkai.organs.models.people import RoleName
from gongkai.records.queries.accountability import AnsweredStep, ReviewerLine
from gongkai.review.models.proposal import StepKind

Row = Sequence[str]
_ROLES = dict(RoleName.choices)


@dataclass(frozen=True, slots=True)
class ShownAct:
    """One act of the trail: what, by whom, in which role, for whom, when."""

    what: str
    name: str
    role: str
    organ_name: str
    standing_in_for_name: str
    at: datetime


def act_rows(acts: Iterable[AuditLine]) -> list[ShownAct]:
    """Return releases and withdrawals in words; of the trail's details nothing is shown."""
    return [
        ShownAct(
            what=str(name_of(ACTION_NAMES, act.action)),
            name=act.actor_name,
            role=str(_ROLES.get(act.actor_role, act.actor_role)),
            organ_name=act.actor_organ_name,
            standing_in_for_name=act.standing_in_for_name,
            at=act.at,
        )
        for act in acts
    ]


def reviewer_table(lines: Iterable[ReviewerLine]) -> tuple[Row, list[Row]]:
    """Return headings and rows of the figures by person: a row for each kind of step."""
    headings = [
        _("Person"),
        _("Step"),
        _("Passed"),
        _("Returned"),
        _("Taken over"),
        _("Withdrawn later, of all steps"),
        _("For these reasons"),
    ]
    return headings, [
        [
            line.person_name,
            str(STEP_NAMES[tally.kind]),
            str(tally.passed),
            str(tally.returned),
            str(tally.repeated),
            str(line.withdrawn),
            _reasons(line),
        ]
        for line in lines
        for tally in line.tallies
    ]


def person_table(steps: Iterable[AnsweredStep]) -> tuple[Row, list[Row]]:
    """Return headings and rows of everything that one person decided."""
    headings = [
        _("Decided"),
        _("Organ"),
        _("Index number"),
        _("Name of the information"),
        _("Step"),
        _("Decision"),
        _("Opinion"),
        _("Standing in for"),
        _("Remark"),
        _("Withdrawn later"),
        _("Digest"),
    ]
    return headings, [_person_row(one) for one in steps]


def _person_row(one: AnsweredStep) -> Row:
    step = one.step
    return [
        moment(step.decided_at),
        step.organ_name,
        one.index_number,
        one.title or f"#{one.record_id or step.subject_id}",
        str(STEP_NAMES[step.kind]),
        str(DECISION_NAMES[step.decision]),
        step.opinion if one.shows_words else "",
        step.standing_in_for_name,
        remarks(one),
        one.withdrawn.reason_label if one.withdrawn else "",
        step.digest,
    ]


def remarks(one: AnsweredStep) -> str:
    """Return what is special about a step: taken over, revoked, handed up, shared."""
    step = one.step
    said = {
        _("review of the same content, taken over"): step.is_repeat,
        _("revoked"): step.is_revoked,
        _("done for another organ"): step.for_organ_name != step.organ_name,
        _("steps shared by two people"): step.is_shared and step.kind is StepKind.APPROVAL,
    }
    return _(", ").join(words for words, holds in said.items() if holds)


def _reasons(line: ReviewerLine) -> str:
    return _(", ").join(f"{reason} {count}" for reason, count in line.reasons)
