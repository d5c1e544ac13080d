"""A step of the review that a small organ handed up: who decides it above, and what they see."""

import pytest
from tests.factories import organs
from tests.factories.applications import Desk, a_desk, a_submission

from gongkai.applications.models import Case
from gongkai.applications.operations import ask_extension, propose_reply
from gongkai.applications.queries import case_page, my_cases
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role, Viewer
from gongkai.review.models import StepKind
from gongkai.review.operations import hand_over_step

SECRECY, APPROVAL = StepKind.SECRECY, StepKind.APPROVAL
REVIEWER, IN_CHARGE = Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE


@pytest.fixture
def superior(db: None) -> Desk:
    """The government above it."""
    return a_desk(organs.an_organ("泽州市人民政府", kind="government", level="city"))


@pytest.fixture
def below(superior: Desk) -> Desk:
    """The small organ."""
    return a_desk(organs.an_organ("泽州市史志办", level="city", parent=superior.organ))


@pytest.fixture
def handed(below: Desk) -> int:
    """A case of the small organ whose reply is proposed."""
    given = below.received(a_submission(asks_waiver=True, waiver_reason="本人系低保户。"))
    below.accepted(given.case_id)
    below.proposed(given.case_id)
    return given.case_id


def _hand_up(below: Desk, superior: Desk, kind: StepKind) -> None:
    hand_over_step(
        actor=superior.acting(IN_CHARGE),
        organ_id=below.organ.pk,
        kind=kind,
        to_organ_id=superior.organ.pk,
        from_on=today(),
    )


def test_the_superiors_reviewer_reviews_and_the_own_one_does_not(
    below: Desk, superior: Desk, handed: int
) -> None:
    _hand_up(below, superior, SECRECY)
    with pytest.raises(NotAllowed):
        below.reviewed(handed)
    assert [line.case_id for line in my_cases(superior.viewing(REVIEWER), on=today())] == [handed]
    assert _open_moves(superior.viewing(REVIEWER), handed) == {"pass_review"}
    below.decided(handed, SECRECY, by=superior.acting(REVIEWER))
    assert below.approved(handed).state == "approved"


def test_the_superiors_person_in_charge_approves(below: Desk, superior: Desk, handed: int) -> None:
    _hand_up(below, superior, APPROVAL)
    below.reviewed(handed)
    with pytest.raises(NotAllowed):
        below.approved(handed)
    assert _open_moves(superior.viewing(IN_CHARGE), handed) == {"approve"}
    below.decided(handed, APPROVAL, by=superior.acting(IN_CHARGE))
    assert Case.objects.get(pk=handed).state == "approved"


def test_the_superior_does_nothing_else_to_the_case(
    below: Desk, superior: Desk, handed: int
) -> None:
    _hand_up(below, superior, APPROVAL)
    for role in (Role.CLERK, IN_CHARGE):
        with pytest.raises(NotAllowed):
            ask_extension(
                actor=superior.acting(role), case_id=handed, working_days=1, reason="忙。"
            )
        with pytest.raises(NotAllowed):
            propose_reply(actor=superior.acting(role), case_id=handed)


def test_who_decides_above_sees_the_reply_and_not_who_applies(
    below: Desk, superior: Desk, handed: int
) -> None:
    _hand_up(below, superior, SECRECY)
    page = case_page(superior.viewing(REVIEWER), handed, on=today())
    assert page.reply is not None
    assert page.applicant is None
    assert (page.files, page.letters, page.notices, page.earlier) == ((), (), (), ())
    assert "石小禾" not in repr(page)
    assert page.request.waiver_reason == ""
    for role in (Role.CLERK, IN_CHARGE):
        with pytest.raises(NotFound):
            case_page(superior.viewing(role), handed, on=today())
    below.decided(handed, SECRECY, by=superior.acting(REVIEWER))
    below.approved(handed)
    with pytest.raises(NotFound):
        case_page(superior.viewing(REVIEWER), handed, on=today())


def _open_moves(viewer: Viewer, case_id: int) -> set[str]:
    page = case_page(viewer, case_id, on=today())
    return {move.event for move in page.moves if not move.why_not}
