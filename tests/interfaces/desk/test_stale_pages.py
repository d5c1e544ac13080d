"""What is sent from a page that is out of date is refused in words, with all that was typed."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from tests.factories import organs
from tests.factories.deliveries import a_place
from tests.factories.registers import a_matter
from tests.interfaces.desk.conftest import Town

from gongkai.deliveries.operations import close_place
from gongkai.kernel.types import Role
from gongkai.registers.operations import end_matter
from gongkai.remedies.operations import answer_gap, report_gap
from gongkai.remedies.rules.gaps import AnswerKind

pytestmark = pytest.mark.django_db

MATTER = {
    "name": "取水许可", "basis": "某法", "conditions": "甲", "procedure": "乙",
    "statutory_days": "20", "materials": "丙", "office": "大厅", "telephone": "0000-1234567",
}  # fmt: skip
PLACE = {
    "kind": "reading_room", "name": "新阅览室", "address": "某路1号", "hours": "9:00-17:00",
    "telephone": "0000-1234567",
}  # fmt: skip


def _ended_matter(town: Town) -> int:
    actor, organ_id = town.office.acting(Role.CLERK), town.office.organ.pk
    matter_id = a_matter(town.office).pk
    end_matter(actor=actor, organ_id=organ_id, matter_id=matter_id)
    return matter_id


def _closed_place(town: Town) -> int:
    actor, organ_id = town.office.acting(Role.CLERK), town.office.organ.pk
    place_id = a_place(town.office).pk
    close_place(actor=actor, organ_id=organ_id, place_id=place_id)
    return place_id


def _answered_gap(town: Town) -> int:
    reported = report_gap(
        organ_id=town.office.organ.pk,
        item="A04",
        text="缺少年度报告。",
        email="",
        language="zh-hans",
        once_key="one",
        address="",
    )
    answer_gap(
        actor=town.office.acting(Role.CLERK),
        report_id=reported.key.report_id,
        kind=AnswerKind.EXEMPT,
    )
    return reported.key.report_id


def _cancelled(town: Town) -> int:
    return town.office.approved(town.draft().versions.get()).record.pk


def test_a_merger_shown_before_is_signed_anew_as_it_is_shown_now(town: Town) -> None:
    address = reverse("desk:merge_organ", args=[town.other.organ.pk])
    order = {"to_id": town.office.organ.pk, "merged_on": "2026-03-01", "basis": "某文〔2026〕1号"}
    ordering = town.client("administrator")
    early = ordering.post(address, order | {"merged_on": "2099-01-01"})
    stale = ordering.post(address, order | {"secret": organs.PASSWORD, "seen_digest": "0" * 64})
    shown = stale.context["form"]["seen_digest"].value()
    signed = ordering.post(address, order | {"secret": organs.PASSWORD, "seen_digest": shown})

    assert (early.status_code, stale.status_code) == (422, 422)
    assert "merged_on" in early.context["form"].errors
    assert "seen_digest" not in early.context["form"].fields
    assert signed.status_code == 302


@pytest.mark.parametrize(
    ("route", "made", "persona", "typed"),
    [
        ("licensing_matter", _ended_matter, "clerk", MATTER),
        ("end_matter", _ended_matter, "clerk", {}),
        ("reading_place", _closed_place, "clerk", PLACE),
        (
            "answer_gap",
            _answered_gap,
            "clerk",
            {"kind": "does_not_exist", "text": "未制作。"},
        ),
        ("announce_embargo", _cancelled, "reviewer", {}),
        ("cancel_embargo", _cancelled, "in_charge", {"why": "日期有误。"}),
    ],
)
def test_nothing_typed_is_lost(
    town: Town, route: str, made: Callable[[Town], int], persona: str, typed: dict[str, str]
) -> None:
    answer = town.client(persona).post(reverse(f"desk:{route}", args=[made(town)]), typed)

    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors
    assert {name: form[name].value() for name in typed} == typed
