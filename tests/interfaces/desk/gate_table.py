"""The gate's addresses with who may open them, for the table of all addresses of the desk."""

from collections.abc import Callable

from django.urls import reverse
from tests.interfaces.desk.conftest import PERSONAS, Town

STAFF = {"clerk", "reviewer", "legal", "in_charge"}
RECHECKS = {"clerk", "other_clerk", "reviewer", "in_charge", "competent"}
GATE_ONLY_SENT_TO = {"release_again", "finding_picture"}
"""The latter answers only where a file has a page; test_gate_cases asks it."""


def _nothing(town: Town) -> list[object]:
    return []


def _of_a_draft(town: Town) -> list[object]:
    return ["record", town.draft().pk, "public"]


def _of_a_reply(town: Town) -> list[object]:
    return ["case", town.case("drafted"), "applicant"]


def _of_a_proposed_reply(town: Town) -> list[object]:
    return ["case", town.case("proposed"), "applicant"]


def _in_a_draft(town: Town) -> list[object]:
    record = town.draft(text="联系人电话：13800138000")
    page = town.client("clerk").get(reverse("desk:findings", args=["record", record.pk, "public"]))
    [kind] = page.context["kinds"]
    code, _colon, tag = kind.findings[0].key.partition(":")
    return ["record", record.pk, "public", code, tag, 1]


GATE_TABLE: list[tuple[str, Callable[[Town], list[object]], set[str], set[str]]] = [
    ("findings", _of_a_draft, STAFF, set()),
    ("findings", _of_a_reply, {"clerk", "in_charge"}, set()),
    ("findings", _of_a_proposed_reply, {"clerk", "in_charge", "reviewer"}, set()),
    ("finding", _in_a_draft, STAFF, set()),
    ("release_queue", _nothing, set(PERSONAS) - {"citizen"}, set()),
    ("recheck", _nothing, RECHECKS, set()),
]
