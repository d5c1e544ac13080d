"""What a superior organ's reviewers see of an organ that handed a step up: that step's work."""

import pytest
from tests.factories import organs
from tests.factories.records import Office, an_office, content

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.records.models import RecordVersion
from gongkai.records.operations import review_record
from gongkai.records.queries import desk_record
from gongkai.review.models import Decision, StepKind
from gongkai.review.operations import hand_over_step
from gongkai.review.rules.steps import purpose_of


@pytest.fixture
def superior(office: Office) -> Office:
    """A government with its people; `office` comes with the tables."""
    return an_office(organs.an_organ("云梦市人民政府", kind="government", level="city"))


@pytest.fixture
def below(superior: Office) -> Office:
    """An organ below it."""
    return an_office(organs.an_organ("云梦市水务局", level="city", parent=superior.organ))


def _hand_up(below: Office, superior: Office, kind: StepKind) -> None:
    hand_over_step(
        actor=superior.acting(Role.PERSON_IN_CHARGE),
        organ_id=below.organ.pk,
        kind=kind,
        to_organ_id=superior.organ.pk,
        from_on=today(),
    )


def _sees(office: Office, role: Role, version: RecordVersion) -> bool:
    try:
        desk_record(office.viewing(role), version.record_id)
    except NotFound:
        return False
    return True


def _pass_above(superior: Office, version: RecordVersion) -> None:
    review_record(
        actor=superior.acting(Role.LEGAL_REVIEWER),
        version_id=version.pk,
        kind=StepKind.LEGAL,
        decision=Decision.PASS,
        opinion="",
        seen_digest=version.digest,
        signature=superior.signed(Role.LEGAL_REVIEWER, purpose_of(StepKind.LEGAL), version.digest),
    )


def test_the_legal_step_handed_up_shows_normative_documents_alone(
    below: Office, superior: Office
) -> None:
    _hand_up(below, superior, StepKind.LEGAL)
    plain = below.proposed(below.draft())
    closed = below.proposed(below.draft(content("exempt")))
    normative = below.proposed(below.draft(content(is_normative=True)))
    assert not _sees(superior, Role.LEGAL_REVIEWER, normative), "the secrecy review comes first"
    for version in (plain, closed, normative):
        below.step(version, StepKind.SECRECY)
    assert [_sees(superior, Role.LEGAL_REVIEWER, v) for v in (plain, closed, normative)] == [
        False,
        False,
        True,
    ]
    for role in (Role.CLERK, Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE):
        assert not _sees(superior, role, normative)


def test_what_was_decided_above_stays_in_sight_until_the_review_ends(
    below: Office, superior: Office
) -> None:
    _hand_up(below, superior, StepKind.LEGAL)
    version = below.proposed(below.draft(content(is_normative=True)))
    below.step(version, StepKind.SECRECY)
    _pass_above(superior, version)
    assert _sees(superior, Role.LEGAL_REVIEWER, version)
    below.step(version, StepKind.APPROVAL)
    assert not _sees(superior, Role.LEGAL_REVIEWER, version)


def test_the_secrecy_step_handed_up_shows_what_waits_for_it(
    below: Office, superior: Office
) -> None:
    before = below.proposed(below.draft(content("exempt")))
    below.step(before, StepKind.SECRECY)
    _hand_up(below, superior, StepKind.SECRECY)
    waiting = below.proposed(below.draft(content("exempt")))
    assert _sees(superior, Role.SECRECY_REVIEWER, waiting)
    assert not _sees(superior, Role.SECRECY_REVIEWER, before)
    assert not _sees(superior, Role.SECRECY_REVIEWER, below.draft())
