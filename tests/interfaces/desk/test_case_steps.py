"""From receipt to closing through the pages, each step by its own person."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import organs
from tests.interfaces.desk.conftest import Town

from gongkai.applications.models import Case, CaseStep, Reply
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.letters.models import Letter
from gongkai.records.models import Record

NUL = "东湖\0片区"


def _post(client: Client, name: str, case_id: int, /, **sent: object) -> int:
    return client.post(reverse(f"desk:{name}", args=[case_id]), sent).status_code


def _page(client: Client, name: str, case_id: int, /, **sent: object) -> str:
    answer = client.post(reverse(f"desk:{name}", args=[case_id]), sent)
    assert answer.status_code == 422, answer.status_code
    return answer.content.decode()


def _state(case_id: int) -> str:
    return Case.objects.get(pk=case_id).state


def _signed(case_id: int, **changes: object) -> dict[str, object]:
    digest = Reply.objects.get(case_id=case_id).digest
    said = {"decision": "pass", "opinion": "同意。", "secret": organs.PASSWORD, "files_read": "on"}
    return {**said, "seen_digest": digest, **changes}


def test_a_case_goes_through_every_hand(town: Town) -> None:
    case_id = town.case("received")
    clerk, in_charge = town.client("clerk"), town.client("in_charge")

    assert _post(clerk, "ask_correction", case_id, points="写明年度。\n补充证件背面。") == 302
    assert _post(clerk, "enter_correction", case_id, answer="2025年度。") == 302
    assert _post(clerk, "accept", case_id, assigned_to=town.office.clerk.pk) == 302
    saved = {
        "items": 1,
        "item0_asked": "资金使用情况",
        "item0_outcome_code": "granted",
        "item0_where": "随本答复书提供。",
        "do": "save",
    }
    assert _post(clerk, "reply", case_id, **saved) == 302
    assert _post(clerk, "propose_reply", case_id, note="请审查。") == 302
    assert _post(town.client("reviewer"), "review_reply", case_id, **_signed(case_id)) == 302
    assert _post(in_charge, "approve_reply", case_id, **_signed(case_id)) == 302
    assert _post(clerk, "issue_reply", case_id) == 302
    assert _post(clerk, "close_case", case_id) == 302

    assert _state(case_id) == "closed"
    kinds = Letter.objects.filter(subject_id=case_id).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["receipt", "correction", "granted"]


def test_the_receipt_is_confirmed_and_the_clock_starts(town: Town) -> None:
    case_id = town.case("confirming")

    assert _post(town.client("clerk"), "confirm_receipt", case_id) == 302

    page = town.client("clerk").get(reverse("desk:case", args=[case_id])).context["page"]
    assert page.state == "formal_review"
    assert (page.received_on, page.clock.remaining_working_days) == (today(), 20)


@pytest.mark.parametrize(
    ("name", "state", "sent", "field"),
    [
        ("ask_correction", "received", {"points": ""}, "points"),
        ("ask_correction", "received", {"points": "长" * 501}, "points"),
        ("ask_correction", "received", {"points": NUL}, "points"),
        ("ask_correction", "confirmed", {"points": "写明年度。"}, "answer_by"),
        (
            "ask_correction",
            "confirmed",
            {"points": "写明年度。", "answer_by": "2026-03-21"},
            "answer_by",
        ),
        ("enter_correction", "asked", {"answer": ""}, "answer"),
        ("enter_correction", "asked", {"answer": "长" * 5001}, "answer"),
        ("accept", "received", {"assigned_to": ""}, "assigned_to"),
        ("accept", "received", {"assigned_to": "999999"}, "assigned_to"),
        ("ask_extension", "accepted", {"working_days": "16", "reason": "忙"}, "working_days"),
        ("ask_extension", "accepted", {"working_days": "十", "reason": "忙"}, "working_days"),
        ("ask_extension", "accepted", {"working_days": "5", "reason": "长" * 1001}, "reason"),
        (
            "deliver",
            "replied",
            {"way": "post", "delivered_on": "2026-03-17", "reference": "XA1"},
            "delivered_on",
        ),
        ("deliver", "replied", {"way": "post", "delivered_on": "2026-03-16"}, "reference"),
        (
            "deliver",
            "replied",
            {"way": "online", "delivered_on": "2026-03-16", "reference": "XA1"},
            "way",
        ),
        ("reissue_code", "received", {"how_identified": ""}, "how_identified"),
        ("reissue_code", "received", {"how_identified": "长" * 201}, "how_identified"),
        (
            "propose_public",
            "closed",
            {"title": "长" * 501, "summary": "概述", "generated_on": "2026-03-02"},
            "title",
        ),
    ],
)
def test_what_is_refused_is_said_at_its_field_and_what_was_typed_stays(
    town: Town, name: str, state: str, sent: dict[str, str], field: str
) -> None:
    case_id = town.case(state)
    before = CaseStep.objects.filter(case_id=case_id).count()

    answer = town.client("clerk").post(reverse(f"desk:{name}", args=[case_id]), sent)

    assert answer.status_code == 422
    form = answer.context["form"]
    assert field in form.errors
    assert {key: form[key].value() for key in sent if key in form.fields} == sent
    assert f'href="#id_{field}' in answer.content.decode()
    assert CaseStep.objects.filter(case_id=case_id).count() == before


@pytest.mark.parametrize(
    ("name", "state", "sent"),
    [
        ("confirm_receipt", "confirming", {}),
        ("ask_correction", "received", {"points": "写明年度。"}),
        ("enter_correction", "asked", {"answer": "2025年度。"}),
        ("propose_reply", "decided", {"note": ""}),
        ("issue_reply", "approved", {}),
        ("close_case", "delivered", {}),
        ("ask_extension", "accepted", {"working_days": "5", "reason": "忙"}),
        (
            "propose_public",
            "closed",
            {"title": "资金表", "summary": "概述", "generated_on": "2026-03-02"},
        ),
    ],
)
def test_a_second_press_of_the_button_changes_nothing(
    town: Town, name: str, state: str, sent: dict[str, str]
) -> None:
    case_id = town.case(state)
    clerk = town.client("clerk")
    first = _post(clerk, name, case_id, **sent)
    steps = CaseStep.objects.filter(case_id=case_id).count()
    letters, records = Letter.objects.count(), Record.objects.count()

    second = _post(clerk, name, case_id, **sent)

    assert (first, second) == (302, 422)
    assert CaseStep.objects.filter(case_id=case_id).count() == steps
    assert (Letter.objects.count(), Record.objects.count()) == (letters, records)


@pytest.mark.parametrize(
    ("name", "state", "sent"),
    [
        ("accept", "received", {"assigned_to": "1"}),
        ("ask_correction", "received", {"points": "写明年度。"}),
        ("propose_reply", "drafted", {"note": ""}),
        ("ask_extension", "accepted", {"working_days": "5", "reason": "忙"}),
    ],
)
def test_the_person_in_charge_does_no_step_of_the_clerk(
    town: Town, name: str, state: str, sent: dict[str, str]
) -> None:
    case_id = town.case(state)
    before = _state(case_id)
    if name == "accept":
        sent = {"assigned_to": str(town.office.clerk.pk)}

    page = _page(town.client("in_charge"), name, case_id, **sent)

    assert "您今日在该机关没有可办理此环节的职责。" in page
    assert _state(case_id) == before


def test_a_clerk_of_another_organ_learns_nothing_by_sending_either(town: Town) -> None:
    case_id = town.case("accepted")

    statuses = {
        _post(town.client("other_clerk"), name, case_id)
        for name in ("accept", "reply", "close_case", "reissue_code", "show_identity")
    }

    assert statuses == {404}


def test_a_case_is_handed_to_a_colleague(town: Town) -> None:
    case_id = town.case("accepted")
    colleague = organs.someone(Role.CLERK, town.office.organ, "邹禾")

    assert _post(town.client("in_charge"), "assign", case_id, assigned_to=colleague.pk) == 302

    assert Case.objects.get(pk=case_id).assigned_to_id == colleague.pk


def test_where_there_is_no_colleague_the_page_says_so(town: Town) -> None:
    case_id = town.case("accepted")

    answer = town.client("clerk").get(reverse("desk:assign", args=[case_id]))

    assert answer.status_code == 409
    assert "没有其他公开工作机构经办人" in answer.content.decode()


def test_scans_come_with_a_correction_on_paper(town: Town) -> None:
    case_id = town.case("asked")
    scans = [
        SimpleUploadedFile(f"补正{number}.txt", "2025年度。".encode(), "text/plain")
        for number in (1, 2)
    ]

    sent = {"answer": "见附件", "attachment": scans}
    assert _post(town.client("clerk"), "enter_correction", case_id, **sent) == 302

    page = town.client("clerk").get(reverse("desk:case", args=[case_id])).context["page"]
    assert [file.name for file in page.files] == [
        "身份证复印件.png",
        "补正1.txt",
        "补正2.txt",
    ]


def test_a_program_among_the_scans_is_refused_and_the_answer_stays(town: Town) -> None:
    case_id = town.case("asked")
    scan = SimpleUploadedFile("补正.exe", b"MZ\x90", "application/pdf")

    page = _page(
        town.client("clerk"), "enter_correction", case_id, answer="见附件", attachment=[scan]
    )

    assert "见附件" in page
    assert 'href="#id_attachment"' in page
    assert _state(case_id) == "correction_asked"


def test_not_corrected_in_time_is_decided_by_the_person_in_charge(town: Town) -> None:
    case_id = town.case("not_corrected")
    waiting = town.client("in_charge").get(reverse("desk:home")).context["cases"]
    assert [(line.case_id, route) for line, _task, route in waiting] == [(case_id, "desk:lapse")]

    assert _post(town.client("in_charge"), "lapse", case_id) == 302

    assert _state(case_id) == "abandoned"


def test_while_there_is_time_to_correct_the_page_says_so(town: Town) -> None:
    case_id = town.case("asked")

    answer = town.client("in_charge").get(reverse("desk:lapse", args=[case_id]))

    assert answer.status_code == 409


def test_an_answer_by_post_is_delivered_on_the_day_it_was_posted(town: Town) -> None:
    case_id = town.case("replied")
    sent = {"way": "post", "delivered_on": today().isoformat(), "reference": "XA 1234"}

    assert _post(town.client("clerk"), "deliver", case_id, **sent) == 302

    page = town.client("clerk").get(reverse("desk:case", args=[case_id])).context["page"]
    assert page.clock.stopped_on == today()
    assert [one.reference for one in page.deliveries] == ["XA 1234"]


def test_what_was_given_becomes_a_draft_record_once(town: Town) -> None:
    case_id = town.case("closed")
    sent = {"title": "资金使用情况表", "summary": "概述", "generated_on": "2026-03-02"}

    answer = town.client("clerk").post(reverse("desk:propose_public", args=[case_id]), sent)

    record = Record.objects.get()
    assert answer.headers["Location"] == reverse("desk:record", args=[record.pk])
    again = town.client("clerk").get(reverse("desk:propose_public", args=[case_id]))
    assert again.status_code == 409


def test_the_letter_that_would_ask_for_a_correction_can_be_looked_at(town: Town) -> None:
    case_id = town.case("received")
    address = reverse("desk:correction_letter", args=[case_id])

    answer = town.client("clerk").post(address, {"points": "写明年度。"})

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.getvalue().startswith(b"%PDF")
    assert _state(case_id) == "formal_review"
    assert town.client("clerk").post(address, {"points": ""}).status_code == 422
