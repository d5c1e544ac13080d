"""Secrecy review, approval and more time: signed over exactly what the page shows."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import organs
from tests.factories.applications import Desk
from tests.factories.case_states import a_case
from tests.interfaces.desk.conftest import Town

from gongkai.applications.models import Case, Extension, Reply
from gongkai.applications.operations import extension_digest
from gongkai.kernel.types import Role
from gongkai.organs.models import Signature
from gongkai.review.models import StepKind
from gongkai.review.operations import hand_over_step

STEPS = [
    ("reviewer", "review_reply", "proposed", "reviewed"),
    ("in_charge", "approve_reply", "reviewed", "approved"),
]


def _decide(client: Client, name: str, case_id: int, **changes: object) -> int:
    digest = Reply.objects.get(case_id=case_id).digest
    sent = {
        "decision": "pass",
        "opinion": "同意。",
        "files_read": "on",
        "secret": organs.PASSWORD,
        "seen_digest": digest,
        **changes,
    }
    return client.post(reverse(f"desk:{name}", args=[case_id]), sent).status_code


def _state(case_id: int) -> str:
    return Case.objects.get(pk=case_id).state


@pytest.mark.parametrize(("persona", "name", "state", "after"), STEPS)
def test_a_step_is_signed(town: Town, persona: str, name: str, state: str, after: str) -> None:
    case_id = town.case(state)

    assert _decide(town.client(persona), name, case_id) == 302

    assert _state(case_id) == after


@pytest.mark.parametrize(("persona", "name", "state", "after"), STEPS)
def test_a_return_needs_an_opinion_and_leads_back_to_the_clerk(
    town: Town, persona: str, name: str, state: str, after: str
) -> None:
    case_id = town.case(state)

    assert _decide(town.client(persona), name, case_id, decision="return", opinion="") == 422
    assert _state(case_id) == state
    said = {"decision": "return", "opinion": "附件第1页有他人电话。", "files_read": ""}
    assert _decide(town.client(persona), name, case_id, **said) == 302

    waiting = town.client("clerk").get(reverse("desk:home")).context["cases"]
    assert _state(case_id) == "drafted"
    assert [str(task) for _line, task, _route in waiting] == ["退回修改"]


@pytest.mark.parametrize(("persona", "name", "state", "after"), STEPS)
def test_a_wrong_password_keeps_everything(
    town: Town, persona: str, name: str, state: str, after: str
) -> None:
    case_id = town.case(state)
    sent = {
        "decision": "pass",
        "opinion": "附件已核对。",
        "files_read": "on",
        "secret": "not-my-password",
        "seen_digest": Reply.objects.get(case_id=case_id).digest,
    }

    answer = town.client(persona).post(reverse(f"desk:{name}", args=[case_id]), sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "附件已核对。" in page
    assert 'href="#id_secret"' in page
    assert "not-my-password" not in page
    form = answer.context["form"]
    assert (form["decision"].value(), bool(form["files_read"].value())) == ("pass", True)
    assert _state(case_id) == state


@pytest.mark.parametrize(("persona", "name", "state", "after"), STEPS)
def test_what_was_not_seen_is_not_signed(
    town: Town, persona: str, name: str, state: str, after: str
) -> None:
    case_id = town.case(state)

    assert _decide(town.client(persona), name, case_id, seen_digest="0" * 64) == 422
    assert _decide(town.client(persona), name, case_id, seen_digest="not a digest") == 422

    page = town.client(persona).get(reverse(f"desk:{name}", args=[case_id])).content.decode()
    digest = Reply.objects.get(case_id=case_id).digest
    assert f'name="seen_digest" value="{digest}"' in page
    assert _state(case_id) == state


@pytest.mark.parametrize(("persona", "name", "state", "after"), STEPS)
def test_files_that_are_let_pass_have_been_read(
    town: Town, persona: str, name: str, state: str, after: str
) -> None:
    case_id = town.case(state)

    assert _decide(town.client(persona), name, case_id, files_read="") == 422

    assert _state(case_id) == state


def test_the_page_says_which_files_the_reviewer_has_opened(town: Town) -> None:
    case_id = town.case("proposed")
    address = reverse("desk:review_reply", args=[case_id])
    [file] = town.client("reviewer").get(address).context["files"]
    assert file.opened_at is None

    handed = town.client("reviewer").get(file.url)

    assert handed.headers["Content-Disposition"].startswith("attachment")
    assert handed.headers["Cache-Control"] == "no-store, private"
    assert "资金共计1200万元".encode() in handed.getvalue()
    [file] = town.client("reviewer").get(address).context["files"]
    assert file.opened_at is not None
    [seen_by_another] = (
        town.client("reviewer").get(reverse("desk:case", args=[case_id])).context["files"]
    )
    assert seen_by_another.opened_at is None


def test_the_reviewer_learns_nothing_of_who_applies(town: Town) -> None:
    case_id = town.case("proposed")
    pages = [
        town.client("reviewer").get(reverse(f"desk:{name}", args=args)).content.decode()
        for name, args in (("home", []), ("case", [case_id]), ("review_reply", [case_id]))
    ]

    for page in pages:
        for known in ("石小禾", "0960-5550123", "shi@example.org", "002X）", "身份证复印件"):
            assert known not in page
    assert "2025年度东湖片区危旧房改造资金的安排和使用情况" in pages[2]


def test_the_person_in_charge_sees_clock_reviews_and_what_is_asked_for(town: Town) -> None:
    case_id = town.case("more_time")

    answer = town.client("in_charge").get(reverse("desk:case", args=[case_id]))
    approval = town.client("in_charge").get(reverse("desk:approve_reply", args=[case_id]))

    moves = {move.label: move for move in answer.context["moves"]}
    assert str(moves["决定是否延期"].url).endswith("/more-time/decide/")
    assert moves["决定是否延期"].is_main
    assert moves["批准或者退回答复"].why_not == "已经提请延期，请先作出决定。"
    assert approval.status_code == 409


@pytest.mark.parametrize(
    ("decision", "opinion", "extensions"), [("grant", "", 1), ("refuse", "请按期答复。", 0)]
)
def test_more_time_is_decided_and_signed(
    town: Town, decision: str, opinion: str, extensions: int
) -> None:
    case_id = town.case("more_time")
    asked = Extension.objects.get(case_id=case_id)
    sent = {
        "decision": decision,
        "opinion": opinion,
        "secret": organs.PASSWORD,
        "seen_digest": extension_digest(asked),
    }
    address = reverse("desk:decide_extension", args=[case_id])
    before = town.client("in_charge").get(address)
    assert f'name="seen_digest" value="{extension_digest(asked)}"' in before.content.decode()

    assert town.client("in_charge").post(address, sent).status_code == 302

    page = town.client("clerk").get(reverse("desk:case", args=[case_id])).context["page"]
    assert page.clock.extensions == extensions
    assert town.client("in_charge").post(address, sent).status_code in {409, 422}
    assert Signature.objects.filter(purpose="applications.extension").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"secret": "wrong"}, "secret"),
        ({"seen_digest": "0" * 64}, ""),
        ({"decision": ""}, "decision"),
        ({"decision": "refuse"}, "opinion"),
    ],
)
def test_a_refused_decision_on_more_time_keeps_what_was_typed(
    town: Town, changes: dict[str, str], field: str
) -> None:
    case_id = town.case("more_time")
    sent = {
        "decision": "grant",
        "opinion": "",
        "secret": organs.PASSWORD,
        "seen_digest": extension_digest(Extension.objects.get(case_id=case_id)),
        **changes,
    }

    answer = town.client("in_charge").post(reverse("desk:decide_extension", args=[case_id]), sent)

    form = answer.context["form"]
    assert answer.status_code == 422
    assert list(form.errors) == [field or "__all__"]
    assert form["decision"].value() == sent["decision"]
    assert Extension.objects.get(case_id=case_id).decided_at is None


def test_who_reviews_for_another_organ_is_led_back_to_the_queue(town: Town) -> None:
    reviewer = organs.someone(Role.SECRECY_REVIEWER, town.government)
    leader = organs.someone(Role.PERSON_IN_CHARGE, town.government)
    town.people["superior"] = reviewer
    hand_over_step(
        actor=organs.acting(leader, Role.PERSON_IN_CHARGE, town.government),
        organ_id=town.office.organ.pk,
        kind=StepKind.SECRECY,
        to_organ_id=town.government.pk,
        from_on=organs.today(),
    )
    case_id = town.case("proposed")
    waiting = town.client("superior").get(reverse("desk:home"))
    assert [line.case_id for line, _task, _route in waiting.context["cases"]] == [case_id]
    assert "石小禾" not in waiting.content.decode()
    assert _decide(town.client("reviewer"), "review_reply", case_id) == 422
    sent = {
        "decision": "pass",
        "opinion": "同意。",
        "files_read": "on",
        "secret": organs.PASSWORD,
        "seen_digest": Reply.objects.get(case_id=case_id).digest,
    }

    answer = town.client("superior").post(
        reverse("desk:review_reply", args=[case_id]), sent, follow=True
    )

    assert answer.redirect_chain[-1] in {
        (reverse("desk:home"), 302),
        (reverse("desk:case", args=[case_id]), 302),
    }
    assert answer.status_code == 200
    assert _state(case_id) == "reviewed"
    town.desk.approved(case_id)
    assert town.client("superior").get(reverse("desk:case", args=[case_id])).status_code == 404


def test_who_drafted_does_not_review(town: Town) -> None:
    """Four eyes: a clerk who is a reviewer too is told so and shown who may."""
    organs.a_role(town.office.clerk, town.office.organ, Role.SECRECY_REVIEWER)
    case_id = town.case("proposed")

    answer = town.client("clerk").get(reverse("desk:case", args=[case_id]))

    deciders = [one.person_id for one in answer.context["deciders"]]
    assert deciders == [town.office.secrecy.pk]
    assert _decide(town.client("clerk"), "review_reply", case_id) == 422


def test_a_case_of_another_desk_is_nobodys_here(town: Town) -> None:
    other = Desk(
        organ=town.other.organ,
        clerk=town.other.clerk,
        secrecy=town.other.secrecy,
        in_charge=town.other.leader,
    )
    case_id = a_case(other, "proposed")

    statuses = {
        town.client(persona).get(reverse("desk:case", args=[case_id])).status_code
        for persona in ("clerk", "reviewer", "in_charge", "competent", "administrator")
    }

    assert statuses == {404}
