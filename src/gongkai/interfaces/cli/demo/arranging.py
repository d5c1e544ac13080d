"""What small offices need: a step handed up, leave to share steps, somebody standing in."""

from datetime import timedelta

from gongkai.interfaces.cli.demo.founding import Province
from gongkai.kernel import time
from gongkai.kernel.types import Role
from gongkai.organs.operations import order_stand_in
from gongkai.organs.queries import actor_for, holders_of
from gongkai.review.models import StepKind
from gongkai.review.operations import allow_shared_steps, hand_over_step

_A_YEAR = timedelta(days=365)


def arrange_small_offices(province: Province) -> None:
    """Hand up one step, allow one office to share steps, and order one substitution."""
    today, city = time.today(), province.organs["east"]
    competent = actor_for(
        person_id=holders_of(Role.COMPETENT_DEPARTMENT, organ_id=city, on=today)[0][0],
        role=Role.COMPETENT_DEPARTMENT,
        organ_id=city,
        on=today,
    )
    hand_over_step(
        actor=competent,
        organ_id=province.organs["apricot"],
        kind=StepKind.SECRECY,
        to_organ_id=province.organs["willow"],
        from_on=today,
        until_on=today + _A_YEAR,
    )
    allow_shared_steps(
        actor=competent,
        organ_id=province.organs["pine-street"],
        from_on=today,
        until_on=today + _A_YEAR,
        reason="街道办事处编制少，暂无第三名工作人员。",
    )
    _let_somebody_stand_in(province)


def _let_somebody_stand_in(province: Province) -> None:
    today, office = time.today(), province.organs["east-office"]
    staff = province.staff["east-office"]
    order_stand_in(
        actor=actor_for(
            person_id=staff.leader, role=Role.PERSON_IN_CHARGE, organ_id=office, on=today
        ),
        organ_id=office,
        absent_id=staff.legal,
        stand_in_id=province.staff["east-legal"].legal,
        role=Role.LEGAL_REVIEWER,
        from_on=today,
        until_on=today + timedelta(days=10),
        reason="参加业务培训",
    )
