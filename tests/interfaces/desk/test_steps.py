"""From draft to release through the pages, each by its own person."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import organs
from tests.interfaces.desk.conftest import Town

from gongkai.records.models import IndexCounter, Record
from gongkai.review.models import StepKind


def _decide(client: Client, name: str, record: Record, **changes: object) -> int:
    address = reverse(f"desk:{name}", args=[record.pk])
    version = record.versions.order_by("-number")[0]
    sent = {
        "decision": "pass",
        "opinion": "同意公开。",
        "secret": organs.PASSWORD,
        "seen_digest": version.digest,
        **changes,
    }
    return client.post(address, sent).status_code


def _state(record: Record) -> str:
    return record.versions.order_by("-number").values_list("state", flat=True)[0]


def test_a_record_goes_through_every_hand(town: Town) -> None:
    record = town.draft(is_normative=True)
    clerk = town.client("clerk")

    clerk.post(reverse("desk:propose", args=[record.pk]), {"note": "请审查。"})
    _decide(town.client("reviewer"), "secrecy_review", record)
    _decide(town.client("legal"), "legal_review", record)
    _decide(town.client("in_charge"), "approval", record)
    clerk.post(reverse("desk:release", args=[record.pk]))

    record.refresh_from_db()
    assert record.standing == "published"
    assert record.index_number


def test_a_wrong_password_decides_nothing_and_loses_nothing(town: Town) -> None:
    record = town.proposed()
    address = reverse("desk:secrecy_review", args=[record.pk])
    sent = {
        "decision": "return",
        "opinion": "第三段写有他人住址。",
        "secret": "wrong",
        "seen_digest": record.versions.get().digest,
    }

    answer = town.client("reviewer").post(address, sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第三段写有他人住址。" in page
    assert 'href="#id_secret"' in page
    assert "wrong" not in page
    assert _state(record) == "proposed"


def test_what_changed_while_it_was_read_is_not_signed(town: Town) -> None:
    record = town.proposed()

    status = _decide(town.client("reviewer"), "secrecy_review", record, seen_digest="0" * 64)

    assert status == 422
    assert _state(record) == "proposed"


def test_the_page_after_a_refusal_carries_the_digest_of_what_it_shows(town: Town) -> None:
    record = town.proposed()
    address = reverse("desk:secrecy_review", args=[record.pk])
    sent = {"decision": "pass", "secret": organs.PASSWORD, "seen_digest": "0" * 64}

    page = town.client("reviewer").post(address, sent).content.decode()

    digest = record.versions.get().digest
    assert f'name="seen_digest" value="{digest}"' in page


def test_a_return_needs_an_opinion(town: Town) -> None:
    record = town.proposed()

    status = _decide(
        town.client("reviewer"), "secrecy_review", record, decision="return", opinion=""
    )

    assert status == 422
    assert _state(record) == "proposed"


def test_a_returned_draft_stands_in_the_clerks_queue(town: Town) -> None:
    record = town.proposed()

    _decide(town.client("reviewer"), "secrecy_review", record, decision="return")

    items = town.client("clerk").get(reverse("desk:home")).context["items"]
    assert [(line.record_id, line.task) for line, _route in items] == [(record.pk, "returned")]


def test_the_step_page_shows_every_word_that_is_signed(town: Town) -> None:
    record = town.proposed(
        remark="备注一", keywords="词一", text="正文第一行\n正文第二行", genre="通知"
    )
    version = record.versions.get()

    page = town.client("reviewer").get(reverse("desk:secrecy_review", args=[record.pk]))

    shown = page.content.decode()
    told = (version.title, version.summary, version.document_number, version.digest)
    for words in (*told, "备注一", "词一", "正文第一行", "正文第二行", "通知"):
        assert words in shown


def test_a_second_press_of_the_button_changes_nothing(town: Town) -> None:
    record = town.draft()
    address = reverse("desk:propose", args=[record.pk])

    first, second = (town.client("clerk").post(address, {"note": ""}) for _time in range(2))

    assert (first.status_code, second.status_code) == (302, 422)
    assert record.versions.get().proposal is not None


@pytest.mark.parametrize("kind", [StepKind.SECRECY, StepKind.APPROVAL])
def test_a_step_waits_in_the_queue_of_whose_it_is(town: Town, kind: StepKind) -> None:
    record = town.proposed()
    persona = "reviewer"
    if kind is StepKind.APPROVAL:
        town.office.step(record.versions.get(), StepKind.SECRECY)
        persona = "in_charge"

    items = town.client(persona).get(reverse("desk:home")).context["items"]

    assert [line.record_id for line, _route in items] == [record.pk]


def test_undetermined_information_cannot_be_proposed(town: Town) -> None:
    record = town.draft("undetermined")

    answer = town.client("clerk").post(reverse("desk:propose", args=[record.pk]), {"note": ""})

    assert answer.status_code == 422
    assert _state(record) == "draft"


def test_the_record_page_says_who_must_act_and_why_others_may_not(town: Town) -> None:
    record = town.proposed()

    page = town.client("clerk").get(reverse("desk:record", args=[record.pk]))

    moves = {move.label: move for move in page.context["moves"]}
    assert [one.person_id for one in page.context["deciders"]] == [town.office.secrecy.pk]
    assert any(move.why_not and not move.url for move in moves.values())
    assert any(move.url for move in moves.values())


def test_the_release_page_warns_before_the_numbers_run_out(town: Town) -> None:
    record = town.draft()
    town.office.approved(record.versions.get())
    page = reverse("desk:release", args=[record.pk])
    before = town.client("clerk").get(page).content.decode()
    year = record.versions.get().generated_on.year
    IndexCounter.objects.create(
        organ=town.office.organ, class_code=record.class_code, year=year, last_serial=9990
    )
    after = town.client("clerk").get(page).content.decode()
    assert "仅剩" not in before
    assert "仅剩 9 个索引号" in after
