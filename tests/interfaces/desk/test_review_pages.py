"""The review through the pages: what changed since, what was answered, doubts, accountability."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import organs
from tests.factories.attachments import attached, decide_all
from tests.interfaces.desk.conftest import Town
from tests.interfaces.desk.review_table import referred, reviewed_again

from gongkai.kernel.types import Role
from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations import edit_version
from gongkai.records.operations.clearing import look_at_version
from gongkai.records.operations.embargo import Plan, announce_embargo, set_embargo
from gongkai.records.operations.embargo_run import release_due
from gongkai.release.rules.findings import Finding, FindingKind, Place
from gongkai.review.models import Decision, StepKind

HIDDEN = Finding(kind=FindingKind.HIDDEN_SHEET, place=Place(sheet="内部"), excerpt="内部")
SECRECY = "desk:secrecy_review"


def _page(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def _edited(town: Town, version: RecordVersion, **changes: object) -> RecordVersion:
    said = replace(content_of(version), **changes)  # type: ignore[arg-type]
    clerk = town.office.acting(Role.CLERK)
    return edit_version(actor=clerk, version_id=version.pk, content=said)


def _returned(town: Town, **changes: object) -> RecordVersion:
    version = town.proposed(**changes).versions.get()  # type: ignore[arg-type]
    return town.office.step(version, StepKind.SECRECY, Decision.RETURN)


def test_a_first_review_shows_the_whole_and_says_so(town: Town) -> None:
    record = town.proposed()
    answer = town.client("reviewer").get(reverse(SECRECY, args=[record.pk]))
    assert "seen" not in answer.context
    assert record.versions.get().text.split("\n")[0] in answer.content.decode()


def test_the_reviewer_sees_what_changed_since_their_own_last_review(town: Town) -> None:
    version = _returned(town, text="第一行\n住址：东街一号\n第三行", remark="旧备注")
    attached(town.office, version, "附件正文", name="附件.txt")
    version = _edited(town, version, text="第一行\n住址已删\n第三行", remark="新备注")
    town.office.proposed(version)

    answer = town.client("reviewer").get(reverse(SECRECY, args=[version.record_id]))

    since = answer.context["since"]
    assert [(old, new) for _element, old, new in since["changed"]] == [("旧备注", "新备注")]
    lines = [(line.kind, line.text) for line in since["lines"]]
    assert ("removed", "住址：东街一号") in lines
    assert ("added", "住址已删") in lines
    [file] = since["changed_files"]
    assert (file.change, file.after.name) == ("added", "附件.txt")


def test_the_leader_sees_what_changed_since_their_return_not_since_the_reviewers(
    town: Town,
) -> None:
    version = town.office.reviewed(town.draft(remark="一").versions.get())
    version = town.office.step(version, StepKind.APPROVAL, Decision.RETURN)
    version = _edited(town, version, remark="二")
    version = town.office.step(town.office.proposed(version), StepKind.SECRECY, Decision.RETURN)
    version = town.office.reviewed(_edited(town, version, remark="三"))

    answer = town.client("in_charge").get(reverse("desk:approval", args=[version.record_id]))

    changed = answer.context["since"]["changed"]
    assert [(old, new) for _element, old, new in changed] == [("一", "三")]


def test_the_clerk_reads_the_reasons_in_the_form_and_the_reviewer_reads_the_answer(
    town: Town,
) -> None:
    version = _returned(town)
    clerk = town.client("clerk")
    assert "已审。" in _page(clerk, "desk:edit", version.record_id)
    address = reverse("desk:propose", args=[version.record_id])
    assert clerk.post(address, {"note": ""}).status_code == 422
    assert clerk.post(address, {"note": "已删去住址。"}).status_code == 302
    page = town.client("reviewer").get(reverse(SECRECY, args=[version.record_id]))
    [line] = page.context["returns"]
    assert (line.step.opinion, line.answer) == ("已审。", "已删去住址。")
    assert "已删去住址。" in page.content.decode()


def test_decisions_are_signed_with_the_content_through_the_page(town: Town) -> None:
    record = town.draft()
    version = record.versions.get()
    attached(town.office, version, findings=(HIDDEN,))
    decide_all(town.office, look_at_version(record, version))
    version = town.office.proposed(version)
    client, address = town.client("reviewer"), reverse(SECRECY, args=[record.pk])
    basis = client.get(address).context["basis"]
    sent = {
        "decision": "pass",
        "opinion": "同意。",
        "secret": organs.PASSWORD,
        "seen_digest": version.digest,
    }
    assert client.post(address, sent).status_code == 422
    assert client.post(address, {**sent, "seen_basis": basis}).status_code == 302
    decide_all(town.office, look_at_version(record, version))
    for persona, name in (("clerk", "desk:record"), ("in_charge", "desk:approval")):
        answer = town.client(persona).get(reverse(name, args=[record.pk]))
        assert answer.context["outdated"] == (StepKind.SECRECY,)


def test_what_looks_normative_asks_the_clerk_and_tells_the_reviewer(town: Town) -> None:
    record = town.draft(title="云梦市城市供水管理办法")
    clerk, address = town.client("clerk"), reverse("desk:propose", args=[record.pk])
    assert "why_not_normative" in clerk.get(address).context["form"].fields
    refused = clerk.post(address, {"note": ""})
    assert (refused.status_code, "why_not_normative" in refused.context["form"].errors) == (
        422,
        True,
    )
    why = "国家部委规章的转载件。"
    assert clerk.post(address, {"note": "", "why_not_normative": why}).status_code == 302
    assert why in _page(town.client("reviewer"), SECRECY, record.pk)


def test_a_review_that_counts_again_stands_in_the_reviewers_queue_and_is_revoked(
    town: Town,
) -> None:
    record = reviewed_again(town)
    client = town.client("reviewer")
    [line] = client.get(reverse("desk:home")).context["again"]
    assert (line.record_id, line.kind) == (record.pk, StepKind.SECRECY)
    address = reverse("desk:revoke_review", args=[record.pk, "secrecy"])
    assert client.post(address, {"why": "有新的规定。"}).status_code == 302
    assert record.versions.get().state == "draft"
    assert client.get(reverse("desk:home")).context["again"] == ()


def test_a_doubt_is_referred_read_and_determined_through_the_pages(town: Town) -> None:
    record = town.proposed()
    reviewer, above = town.client("reviewer"), town.client("competent")
    page = reverse("desk:record", args=[record.pk])
    assert above.get(page).status_code == 404
    said = {"to_organ": town.government.pk, "question": "附图能否公开？"}
    assert reviewer.post(reverse("desk:refer", args=[record.pk]), said).status_code == 302
    [doubt] = above.get(reverse("desk:referrals")).context["waiting"]
    assert "附图能否公开？" in _page(above, "desk:referral", doubt.id)
    assert record.versions.get().text.split("\n")[0] in above.get(page).content.decode()

    answer = {"may_be_public": "no", "answer": "坐标精度超限。"}
    address = reverse("desk:referral", args=[doubt.id])
    assert above.post(address, answer).status_code == 302

    assert above.get(page).status_code == 404
    assert "坐标精度超限。" in _page(above, "desk:referral", doubt.id)
    assert "坐标精度超限。" in _page(reviewer, SECRECY, record.pk)


def test_nobody_else_answers_and_the_answered_is_not_answered_again(town: Town) -> None:
    doubt = referred(town)
    address = reverse("desk:referral", args=[doubt.pk])
    sent = {"may_be_public": "yes", "answer": "可以。"}
    assert town.client("reviewer").post(address, sent).status_code == 404
    assert town.client("competent").post(address, sent).status_code == 302
    assert town.client("competent").post(address, sent).status_code == 422


@pytest.mark.parametrize("persona", ["competent", "supervision"])
def test_from_above_words_are_read_of_what_is_public_alone(town: Town, persona: str) -> None:
    client = town.client(persona)
    secret = town.office.reviewed(town.draft("exempt").versions.get())
    public = town.published()
    hidden = town.published()
    town.office.hidden(hidden)
    for record_id, is_read in ((secret.record_id, False), (public.pk, True), (hidden.pk, False)):
        page = _page(client, "desk:answered_for", record_id)
        title = RecordVersion.objects.get(record_id=record_id).title
        assert (title in page, "已审。" in page) == (is_read, is_read)
        assert town.office.secrecy.name in page
    assert secret.title in _page(town.client("legal"), "desk:answered_for", secret.record_id)


def test_the_supervision_finds_the_page_by_its_index_number(town: Town) -> None:
    record = town.published()
    address = reverse("desk:accountability")
    found = town.client("supervision").get(address, {"index_number": record.index_number})
    assert found.headers["Location"] == reverse("desk:answered_for", args=[record.pk])
    other = town.client("other_clerk").get(address, {"index_number": record.index_number})
    assert other.status_code == 200


def test_the_figures_say_what_was_withdrawn_later_and_why(town: Town) -> None:
    for _number in range(2):
        town.published()
    record = town.published()
    town.office.confirmed(town.office.hidden(record))
    town.office.restored(_hidden_again(town))

    page = town.client("in_charge").get(reverse("desk:accountability"))
    lines = {line.person_name: line for line in page.context["lines"]}
    line = lines[town.office.secrecy.name]
    assert (line.passed, line.returned, line.withdrawn) == (4, 0, 1)
    assert [count for _reason, count in line.reasons] == [1]

    signed = town.client("reviewer").get(reverse("desk:signed_by", args=[town.office.secrecy.pk]))
    assert signed.context["passed"] == 4
    assert [one.record_id for one in signed.context["withdrawn"]] == [record.pk]
    early = reverse("desk:signed_by", args=[town.office.secrecy.pk])
    none = town.client("reviewer").get(f"{early}?from_on=2020-01-01&until_on=2020-12-31")
    assert none.context["total"] == 0


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_period_to_the_end_of_time_is_passed_over(town: Town, day: str) -> None:
    town.published()
    asked = {"from_on": day, "until_on": day}
    for name in ("accountability", "accountability_csv", "signed_by", "signed_by_csv"):
        args = [town.office.secrecy.pk] if name.startswith("signed") else []
        answer = town.client("in_charge").get(reverse(f"desk:{name}", args=args), asked)
        assert answer.status_code == 200
        assert day not in answer.headers.get("Content-Disposition", "")


def test_nobody_reads_names_by_counting_on(town: Town) -> None:
    signed = reverse("desk:signed_by", args=[town.office.secrecy.pk])
    assert town.client("in_charge").get(signed).status_code == 404
    assert town.client("reviewer").get(signed).status_code == 200
    town.proposed()
    assert town.client("in_charge").get(signed).status_code == 404
    town.published()
    old = {"from_on": "2020-01-01", "until_on": "2020-01-02"}
    assert town.client("in_charge").get(signed, old).status_code == 200


def _hidden_again(town: Town) -> Record:
    record = town.published()
    town.office.hidden(record)
    return record


def test_who_set_the_day_and_let_its_words_out_answers_for_it(town: Town) -> None:
    office = town.office
    version = office.approved(town.draft().versions.get())
    plan = Plan(publish_on=date(2026, 3, 20), reason="同步。", announcement="将予公布。")
    set_embargo(actor=office.acting(Role.PERSON_IN_CHARGE), version_id=version.pk, plan=plan)
    announce_embargo(actor=office.acting(Role.SECRECY_REVIEWER), version_id=version.pk)
    with time_machine.travel("2026-03-20T00:05:00+08:00", tick=False):
        release_due()
        town.clients.clear()
        address = reverse("desk:answered_for", args=[version.record_id])
        acts = town.client("in_charge").get(address).context["acts"]
    assert [act.name for act in acts] == [
        office.leader.name,
        office.secrecy.name,
        "Gongkai",
        office.leader.name,
    ]


def test_the_files_hold_the_same_and_no_formulas(town: Town) -> None:
    version = town.proposed(title="=1+1 的通知").versions.get()
    town.office.step(version, StepKind.SECRECY)
    address = reverse("desk:signed_by_csv", args=[town.office.secrecy.pk])
    answer = town.client("in_charge").get(address)
    table = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "'=1+1 的通知" in table
    figures = town.client("supervision").get(reverse("desk:accountability_csv"))
    assert town.office.secrecy.name in b"".join(figures.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    # From above, the name of what is not public is not in the file either.
    seen = town.client("supervision").get(address)
    assert "=1+1" not in b"".join(seen.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("persona", "name"),
    [("in_charge", "accountability"), ("reviewer", "signed_by"), ("reviewer", "home")],
)
def test_queries_do_not_grow(town: Town, persona: str, name: str) -> None:
    args = [town.office.secrecy.pk] if name == "signed_by" else []
    address = reverse(f"desk:{name}", args=args)

    def asked() -> int:
        client = town.client(persona)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    def more() -> None:
        reviewed_again(town)
        town.office.hidden(town.published())

    more()
    few = asked()
    for _number in range(3):
        more()
    assert asked() == few


def test_queries_of_a_records_account_do_not_grow_with_its_versions(town: Town) -> None:
    record = town.published()
    address = reverse("desk:answered_for", args=[record.pk])
    client = town.client("supervision")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(2):
        town.office.corrected(
            record,
            replace(content_of(record.versions.order_by("-number")[0]), remark=f"更正{number}"),
        )
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
