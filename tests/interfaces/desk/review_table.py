"""Addresses around the review with who may open them, for the table of all addresses."""

from collections.abc import Callable

from tests.interfaces.desk.conftest import PERSONAS, Town

from gongkai.kernel.types import Role
from gongkai.records.models import Record
from gongkai.review.models import Decision, Referral, StepKind
from gongkai.review.operations import refer_step

STAFF = {"clerk", "reviewer", "legal", "in_charge"}
EVERYBODY = set(PERSONAS) - {"citizen"}


def _nothing(town: Town) -> list[object]:
    return []


def _draft(town: Town) -> list[object]:
    return [town.draft().pk]


def _proposed(town: Town) -> list[object]:
    return [town.proposed().pk]


def _again(town: Town) -> list[object]:
    return [reviewed_again(town).pk, "secrecy"]


def _referral(town: Town) -> list[object]:
    return [referred(town).pk]


def _reviewer(town: Town) -> list[object]:
    _again(town)
    return [town.office.secrecy.pk]


def reviewed_again(town: Town) -> Record:
    """Return a record that the leader returned and that was proposed again word for word."""
    version = town.office.reviewed(town.draft().versions.get())
    version = town.office.step(version, StepKind.APPROVAL, Decision.RETURN)
    return town.office.proposed(version).record


def referred(town: Town, **changes: object) -> Referral:
    """Return a doubt that the reviewer put to the competent department."""
    version = town.proposed(**changes).versions.get()  # type: ignore[arg-type]
    assert version.proposal is not None
    return refer_step(
        actor=town.office.acting(Role.SECRECY_REVIEWER),
        proposal_id=version.proposal.pk,
        to_organ_id=town.government.pk,
        question="附图能否公开？",
    )


REVIEW_TABLE: list[tuple[str, Callable[[Town], list[object]], set[str], set[str]]] = [
    ("take_back", _proposed, {"clerk"}, STAFF - {"clerk"}),
    ("revoke_review", _again, {"reviewer"}, STAFF - {"reviewer"}),
    ("refer", _proposed, {"reviewer"}, STAFF - {"reviewer"}),
    ("referrals", _nothing, {"competent"}, set()),
    ("referral", _referral, {"competent"}, set()),
    ("accountability", _nothing, EVERYBODY, set()),
    ("accountability_csv", _nothing, {"in_charge", "supervision"}, set()),
    ("answered_for", _draft, STAFF | {"competent", "supervision"}, set()),
    ("signed_by", _reviewer, {"reviewer", "in_charge", "supervision"}, set()),
    ("signed_by_csv", _reviewer, {"reviewer", "in_charge", "supervision"}, set()),
]
