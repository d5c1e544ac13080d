"""Drafting a reply: items come and go, outcomes bring their fields, nothing typed is lost."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import organs
from tests.factories.applications import GRANTED, NOT_HELD
from tests.factories.case_states import PARTLY
from tests.factories.examined import examined
from tests.interfaces.desk.conftest import Town

from gongkai.applications.models import Case, Reply, ReplyItem
from gongkai.applications.operations import draft_reply
from gongkai.interfaces.desk.forms.reply import ReplyForm
from gongkai.kernel.types import Role

LIST = "电话13900139000".encode()
FORBIDDEN_HERE = ("refused_internal", "not_corrected")


def _items(*items: dict[str, str], **whole: object) -> dict[str, object]:
    sent: dict[str, object] = {"items": len(items), "do": "save", **whole}
    for place, item in enumerate(items):
        sent |= {f"item{place}_{name}": value for name, value in item.items()}
    return sent


def _send(client: Client, case_id: int, sent: dict[str, object]) -> tuple[int, ReplyForm | None]:
    answer = client.post(reverse("desk:reply", args=[case_id]), sent)
    return answer.status_code, answer.context["form"] if answer.context else None


def _shown(form: ReplyForm | None, place: int = 0) -> list[str]:
    assert form is not None
    return [field.name.partition("_")[2] for field in form.parts()[place].shown]


def _kept(case_id: int) -> list[tuple[str, str]]:
    rows = ReplyItem.objects.filter(reply__case_id=case_id)
    return [(row.asked, row.outcome_code) for row in rows]


def test_a_first_draft_begins_with_what_was_asked(town: Town) -> None:
    case_id = town.case("accepted")

    form = town.client("clerk").get(reverse("desk:reply", args=[case_id])).context["form"]

    assert form["item0_asked"].value() == Case.objects.get(pk=case_id).application.asked
    assert _shown(form) == ["asked", "outcome_code"]


@pytest.mark.parametrize(
    ("outcome", "fields"),
    [
        ("granted", ["where"]),
        ("partly_granted", ["ground_code", "reasons", "where"]),
        ("refused_internal", ["ground_code", "reasons", "split_reason"]),
        ("not_held", ["competent_organ", "competent_contact", "search_note"]),
        ("not_this_organ", ["reasons", "competent_organ", "competent_contact"]),
        ("already_public", ["where"]),
    ],
)
def test_an_outcome_brings_the_fields_that_it_asks_for(
    town: Town, outcome: str, fields: list[str]
) -> None:
    case_id = town.case("accepted")

    status, form = _send(
        town.client("clerk"), case_id, _items({"outcome_code": outcome}, do="choose")
    )

    shown = _shown(form)
    assert status == 200
    assert shown == ["asked", "outcome_code", *fields]
    assert _kept(case_id) == []


def test_only_grounds_of_the_outcome_are_offered(town: Town) -> None:
    case_id = town.case("accepted")
    sent = _items({"outcome_code": "refused_internal"}, do="choose")

    _status, form = _send(town.client("clerk"), case_id, sent)

    assert form is not None
    codes = [code for code, _label in form.fields["item0_ground_code"].choices]
    assert codes == ["", "ogi-2008/internal-management"]


@pytest.mark.parametrize("outcome", FORBIDDEN_HERE)
def test_an_answer_on_the_spot_offers_no_refusal_and_takes_none(town: Town, outcome: str) -> None:
    case_id = town.case("received")
    page = town.client("clerk").get(reverse("desk:reply", args=[case_id]))
    offered = str(page.context["form"]["item0_outcome_code"])

    status, form = _send(
        town.client("clerk"), case_id, _items({"asked": "资金", "outcome_code": outcome})
    )

    assert f'value="{outcome}"' not in offered
    assert 'value="already_public"' in offered
    assert status == 422
    assert form is not None
    assert "item0_outcome_code" in form.errors
    assert _kept(case_id) == []


def test_items_come_and_go_and_everything_typed_stays(town: Town) -> None:
    case_id = town.case("accepted")
    first = {"asked": "第一项", "outcome_code": "granted", "where": "见附件"}
    second = {"asked": "第二项", "outcome_code": "not_held", "search_note": "检索了档案"}

    _status, form = _send(town.client("clerk"), case_id, _items(first, do="add"))
    assert form is not None
    assert [part.number for part in form.parts()] == [1, 2]
    assert form["item0_where"].value() == "见附件"

    _status, form = _send(town.client("clerk"), case_id, _items(first, second, do="remove-0"))
    assert form is not None
    assert form.places == 1
    assert form["item0_asked"].value() == "第二项"
    assert form["item0_search_note"].value() == "检索了档案"
    assert _kept(case_id) == []


@pytest.mark.parametrize("do", ["remove-0", "remove-7", "remove--1", "remove-x", "remove-"])
def test_the_last_item_cannot_be_removed_nor_one_that_is_not_there(town: Town, do: str) -> None:
    case_id = town.case("accepted")

    status, form = _send(town.client("clerk"), case_id, _items({"asked": "第一项"}, do=do))

    assert status == 200
    assert form is not None
    assert [form["item0_asked"].value(), form.places] == ["第一项", 1]


@pytest.mark.parametrize("count", ["31", "999", "9" * 30, "-1", "0", "x", "", "１"])
def test_a_number_of_items_that_is_none_is_put_right(town: Town, count: str) -> None:
    case_id = town.case("accepted")

    status, form = _send(
        town.client("clerk"), case_id, {"items": count, "item0_asked": "第一项", "do": "choose"}
    )

    assert status == 200
    assert form is not None
    assert 1 <= form.places <= 30


def test_what_another_outcome_asked_for_is_kept_while_choosing_and_not_saved(town: Town) -> None:
    case_id = town.case("accepted")
    item = {"asked": "资金", "outcome_code": "granted", "where": "见附件", "reasons": "内部管理"}

    _status, form = _send(town.client("clerk"), case_id, _items(item, do="choose"))
    assert form is not None
    assert form["item0_reasons"].value() == "内部管理"
    assert "reasons" not in _shown(form)

    assert _send(town.client("clerk"), case_id, _items(item))[0] == 302
    saved = ReplyItem.objects.get(reply__case_id=case_id)
    assert (saved.where, saved.reasons) == ("见附件", "")


def test_a_draft_may_have_gaps_and_the_page_names_them(town: Town) -> None:
    case_id = town.case("accepted")

    status, _form = _send(
        town.client("clerk"), case_id, _items({"asked": "意见", "outcome_code": "partly_granted"})
    )

    page = town.client("clerk").get(reverse("desk:reply", args=[case_id]))
    assert status == 302
    assert "第 1 项：请选择依据。" in page.content.decode()
    assert (
        town.client("clerk").get(reverse("desk:propose_reply", args=[case_id])).status_code == 409
    )


def test_the_one_outcome_is_shown_with_its_why(town: Town) -> None:
    case_id = town.case("accepted")
    sent = _items({"outcome_code": "granted"}, {"outcome_code": "not_held"}, do="choose")

    page = town.client("clerk").post(reverse("desk:reply", args=[case_id]), sent)

    assert page.context["one_outcome"][0] == "部分公开"
    assert str(page.context["one_outcome"][1]) in page.content.decode()


def test_another_outcome_needs_a_reason_which_is_kept(town: Town) -> None:
    case_id = town.case("accepted")
    items = (
        {"asked": "甲", "outcome_code": "granted", "where": "见附件"},
        {"asked": "乙", "outcome_code": "not_held", "search_note": "检索了档案"},
    )

    status, form = _send(
        town.client("clerk"), case_id, _items(*items, outcome_code="granted", outcome_reason="")
    )
    assert status == 422
    assert form is not None
    assert list(form.errors) == ["outcome_reason"]
    assert form.is_counted_otherwise

    reason = "乙项为甲项的附表，随甲项提供。"
    sent = _items(*items, outcome_code="granted", outcome_reason=reason)
    assert _send(town.client("clerk"), case_id, sent)[0] == 302
    kept = Reply.objects.get(case_id=case_id)
    assert (kept.outcome_code, kept.outcome_reason) == ("granted", reason)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("asked", "长" * 5001),
        ("where", "长" * 5001),
        ("where", "见\0附件"),
        ("competent_organ", "长" * 201),
    ],
)
def test_what_there_is_no_room_for_is_said_at_its_field(town: Town, field: str, value: str) -> None:
    case_id = town.case("accepted")
    outcome = "not_this_organ" if field == "competent_organ" else "granted"
    item = {"asked": "资金", "outcome_code": outcome, field: value}

    status, form = _send(town.client("clerk"), case_id, _items(item))

    assert status == 422
    assert form is not None
    assert list(form.errors) == [f"item0_{field}"]
    assert form[f"item0_{field}"].value() == value
    assert _kept(case_id) == []


def test_a_colleagues_text_is_not_overwritten_unseen(town: Town) -> None:
    case_id = town.case("drafted")
    form = town.client("clerk").get(reverse("desk:reply", args=[case_id])).context["form"]
    based_on = form["based_on"].value()
    colleague = organs.someone(Role.CLERK, town.office.organ)
    draft_reply(
        actor=organs.acting(colleague, Role.CLERK, town.office.organ),
        case_id=case_id,
        answers=[replace(GRANTED, where="同事写的途径")],
    )
    mine = {"asked": "资金", "outcome_code": "granted", "where": "我写的途径"}
    address = reverse("desk:reply", args=[case_id])

    answer = town.client("clerk").post(address, _items(mine, based_on=based_on))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "同事写的途径" in page
    assert "我写的途径" in page
    assert ReplyItem.objects.get(reply__case_id=case_id).where == "同事写的途径"

    again = answer.context["form"]["based_on"].value()
    assert again != based_on
    assert town.client("clerk").post(address, _items(mine, based_on=again)).status_code == 302
    assert ReplyItem.objects.get(reply__case_id=case_id).where == "我写的途径"


def test_two_first_drafts_do_not_overwrite_each_other(town: Town) -> None:
    case_id = town.case("accepted")
    town.desk.drafted(case_id, NOT_HELD)

    status, _form = _send(
        town.client("clerk"), case_id, _items({"asked": "资金", "outcome_code": "granted"})
    )

    assert status == 422
    assert _kept(case_id) == [(NOT_HELD.asked, "not_held")]


def test_saving_a_proposed_reply_takes_it_back(town: Town) -> None:
    case_id = town.case("reviewed")
    page = town.client("clerk").get(reverse("desk:reply", args=[case_id]))
    assert page.context["takes_back"]
    based_on = page.context["form"]["based_on"].value()
    item = {"asked": "资金", "outcome_code": "granted", "where": "见附件"}

    assert _send(town.client("clerk"), case_id, _items(item, based_on=based_on))[0] == 302

    assert Case.objects.get(pk=case_id).state == "drafted"
    assert Reply.objects.get(case_id=case_id).proposal is None


def test_the_fragment_for_scripts_is_the_same_fields_without_a_page(town: Town) -> None:
    case_id = town.case("accepted")

    answer = town.client("clerk").post(
        reverse("desk:reply", args=[case_id]),
        _items({"outcome_code": "granted"}, do="choose"),
        headers={"HX-Request": "true"},
    )

    part = answer.content.decode()
    assert 'name="item0_where"' in part
    assert "<html" not in part


def test_a_file_is_added_once_with_what_was_found_in_it(town: Town) -> None:
    case_id = town.case("drafted")
    address = reverse("desk:reply_files", args=[case_id])
    once = town.client("clerk").get(address).context["form"]["once"].value()

    for _time in range(2):
        file = SimpleUploadedFile("名单.txt", LIST, "text/plain")
        assert town.client("clerk").post(address, {"files": file, "once": once}).status_code == 302

    shown = town.client("clerk").get(address)
    assert [file.name for file in shown.context["files"]][1:] == ["名单.txt"]
    assert "仍在检查" in shown.content.decode()
    added = Reply.objects.get(case_id=case_id).files.get(name="名单.txt")
    examined(added.stored_id, added.name)
    shown = town.client("clerk").get(address)
    assert "手机号码 1********00" in shown.content.decode()
    assert reverse("desk:findings", args=["case", case_id, "applicant"]) in shown.content.decode()
    assert "13900139000" not in shown.content.decode()


def test_the_reviewer_sees_every_finding_with_decision_and_reason(town: Town) -> None:
    case_id = town.case("proposed")

    shown = town.client("reviewer").get(reverse("desk:review_reply", args=[case_id]))

    said = shown.content.decode()
    assert [kind.code for kind in shown.context["gate"].kinds] == ["mobile"]
    assert "本人已同意。" in said
    assert "13800138000" not in said
    assert "11010519491231002X" not in said, "the applicant's own number is no finding"


def test_a_proposal_that_the_gate_holds_back_says_so(town: Town) -> None:
    case_id = town.case("drafted")

    answer = town.client("clerk").post(reverse("desk:propose_reply", args=[case_id]), {"note": ""})

    assert answer.status_code == 422
    assert reverse("desk:findings", args=["case", case_id, "applicant"]) in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [("名单.exe", b"MZ"), ("名单.doc", b"not taken"), ("空.txt", b"")],
)
def test_a_file_that_is_not_taken_is_said_at_its_field(
    town: Town, name: str, content: bytes
) -> None:
    case_id = town.case("accepted")
    file = SimpleUploadedFile("x.txt", content, "text/plain")
    file._name = name

    answer = town.client("clerk").post(reverse("desk:reply_files", args=[case_id]), {"files": file})

    assert answer.status_code == 422
    assert 'href="#id_files"' in answer.content.decode()


def test_a_file_is_removed(town: Town) -> None:
    case_id = town.case("drafted")
    file = Reply.objects.get(case_id=case_id).files.get()

    answer = town.client("clerk").post(
        reverse("desk:remove_reply_file", args=[case_id, file.pk]), follow=True
    )

    assert answer.context["files"] == []


def test_a_file_of_another_case_is_not_removed(town: Town) -> None:
    mine, other = town.case("drafted"), town.case("drafted")
    file = Reply.objects.get(case_id=other).files.get()

    answer = town.client("clerk").post(reverse("desk:remove_reply_file", args=[mine, file.pk]))

    assert answer.status_code == 404
    assert Reply.objects.get(case_id=other).files.count() == 1


def test_the_letter_can_be_looked_at_once_every_item_has_its_outcome(town: Town) -> None:
    case_id = town.case("accepted")
    address = reverse("desk:reply_letter", args=[case_id])
    assert town.client("clerk").get(address).status_code == 409

    town.desk.drafted(case_id, GRANTED, PARTLY)

    assert town.client("clerk").get(address).getvalue().startswith(b"%PDF")
