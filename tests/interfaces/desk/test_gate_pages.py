"""The release gate's pages: what holds something back, findings decided, shown in their place."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.interfaces.desk.conftest import Town

from gongkai.audit.models import AuditEntry
from gongkai.records.models import RecordVersion
from gongkai.release.models import FindingDecision
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.masking import mask

PHONES = ("13800138000", "13912345678")
TEXT = f"第一条 办事指南如下。\n第二条 联系人电话：{PHONES[0]}。\n第三条 另一电话：{PHONES[1]}。"
SEEN_BY = {"clerk": 200, "reviewer": 200, "legal": 200, "in_charge": 200}


@pytest.fixture
def record_id(town: Town) -> int:
    """Return a draft of the office with two telephone numbers in its text."""
    return town.draft(text=TEXT).pk


def _page(record_id: int) -> str:
    return reverse("desk:findings", args=["record", record_id, "public"])


def _findings(town: Town, address: str, persona: str = "clerk") -> list[tuple[str, str]]:
    kinds = town.client(persona).get(address).context["kinds"]
    return [(kind.code, one.key) for kind in kinds for one in kind.findings]


def _all(town: Town, address: str) -> str:
    """Return the box by which all of the one kind are decided that wait."""
    [kind] = town.client("clerk").get(address).context["kinds"]
    return str(kind.key)


def _decide(town: Town, address: str, persona: str = "clerk", **sent: object) -> HttpResponse:
    said = {"verdict": "may_leave", "reason": "窗口公开电话，非个人信息。", **sent}
    return town.client(persona).post(address, said)


@pytest.mark.parametrize(
    "persona",
    ["citizen", "clerk", "reviewer", "legal", "in_charge", "other_clerk", "competent",
     "supervision", "deputy", "administrator"],
)  # fmt: skip
def test_who_sees_the_findings_of_a_record(town: Town, record_id: int, persona: str) -> None:
    answer = town.client(persona).get(_page(record_id))

    if persona == "citizen":
        assert answer.status_code == 302
    else:
        assert answer.status_code == SEEN_BY.get(persona, 404)
    assert PHONES[0] not in answer.content.decode()


def test_findings_stand_masked_by_kind_with_their_places(town: Town, record_id: int) -> None:
    page = town.client("clerk").get(_page(record_id))

    [kind] = page.context["kinds"]
    assert (kind.code, kind.total, kind.undecided) == ("mobile", 2, 2)
    assert {len(one.places) for one in kind.findings} == {1}
    said = page.content.decode()
    assert not any(phone in said for phone in PHONES)


@pytest.mark.parametrize(
    ("persona", "decides"),
    [("clerk", True), ("in_charge", True), ("reviewer", False), ("legal", False)],
)
def test_who_decides(town: Town, record_id: int, persona: str, decides: bool) -> None:
    address = _page(record_id)
    keys = [key for _kind, key in _findings(town, address)]

    shown = town.client(persona).get(address).content.decode()
    answer = _decide(town, address, persona, findings=keys)

    assert ('name="verdict"' in shown) is decides
    assert answer.status_code == (302 if decides else 422)
    assert FindingDecision.objects.count() == (2 if decides else 0)


def test_a_decision_is_shown_with_who_when_and_why(town: Town, record_id: int) -> None:
    address = _page(record_id)
    [(_kind, first), _second] = _findings(town, address)

    _decide(town, address, findings=[first], verdict="must_go", reason="他人手机号码，须删去。")

    page = town.client("reviewer").get(address)
    [kind] = page.context["kinds"]
    decided = [one for one in kind.findings if one.decision]
    assert [one.key for one in decided] == [first]
    assert kind.findings[-1].key == first
    said = page.content.decode()
    assert "他人手机号码，须删去。" in said
    assert town.office.clerk.name in said


def test_all_of_a_kind_are_decided_at_once(town: Town, record_id: int) -> None:
    address = _page(record_id)

    assert _decide(town, address, kinds=[_all(town, address)]).status_code == 302

    assert FindingDecision.objects.filter(kind="mobile", verdict="may_leave").count() == 2
    assert town.client("clerk").get(address).context["is_clear"]


def test_a_kind_at_once_leaves_what_was_decided_before(town: Town, record_id: int) -> None:
    address = _page(record_id)
    [(_kind, first), _second] = _findings(town, address)
    _decide(town, address, findings=[first], verdict="must_go")

    _decide(town, address, kinds=[_all(town, address)])

    verdicts = FindingDecision.objects.order_by("pk").values_list("verdict", flat=True)
    assert list(verdicts) == ["must_go", "may_leave"]


def test_a_kind_at_once_decides_nothing_that_came_up_since_the_page_was_shown(
    town: Town, record_id: int
) -> None:
    address = _page(record_id)
    seen = _all(town, address)
    RecordVersion.objects.filter(record=record_id).update(remark="电话：13911112222")

    assert _decide(town, address, kinds=[seen]).status_code == 422
    assert not FindingDecision.objects.exists()


def test_what_is_missing_is_said_and_what_was_typed_stays(town: Town, record_id: int) -> None:
    address = _page(record_id)
    [(_kind, first), _second] = _findings(town, address)

    nothing = _decide(town, address, reason="窗口电话")
    empty = _decide(town, address, findings=[first], verdict="", reason="")
    typed = _decide(town, address, findings=[first], verdict="", reason="窗口电话")

    assert {nothing.status_code, empty.status_code, typed.status_code} == {422}
    assert 'href="#id_findings"' in nothing.content.decode()
    assert 'href="#id_reason"' in empty.content.decode()
    said = typed.content.decode()
    assert "窗口电话" in said
    assert f'value="{first}" checked' in said
    assert not FindingDecision.objects.exists()


@pytest.mark.parametrize(
    "sent",
    ["mobile:" + "0" * 64, "nonsense", "", "mobile", "mobile:\x00", "identity_number:" + "a" * 64],
)
def test_what_the_gate_does_not_report_is_ignored(town: Town, record_id: int, sent: str) -> None:
    address = _page(record_id)
    [(_kind, first), _second] = _findings(town, address)

    assert _decide(town, address, findings=[sent]).status_code == 422
    assert _decide(town, address, findings=[sent, first], kinds=[f"{sent}s"]).status_code == 302

    assert FindingDecision.objects.count() == 1


def test_what_is_decided_is_the_value_and_holds_wherever_it_stands(town: Town) -> None:
    record = town.draft(text=TEXT, remark=f"电话：{PHONES[0]}")
    address = _page(record.pk)
    [kind] = town.client("clerk").get(address).context["kinds"]
    twice = next(one for one in kind.findings if len(one.places) == 2)

    _decide(town, address, findings=[twice.key])

    [kind] = town.client("clerk").get(address).context["kinds"]
    assert (kind.total, kind.undecided) == (2, 1)


def test_a_wrong_door_or_kind_is_nowhere(town: Town, record_id: int) -> None:
    client = town.client("clerk")

    assert client.get(_page(record_id).replace("/public/", "/applicant/")).status_code == 404
    assert client.get(_page(record_id).replace("/record/", "/letter/")).status_code == 404
    assert client.get(_page(record_id).replace("/public/", "/back/")).status_code == 404


# A finding in its place.


def _finding_url(town: Town, address: str, place: int = 0) -> str:
    [kind] = town.client("clerk").get(address).context["kinds"]
    return kind.findings[place].url


def test_a_finding_is_shown_masked_among_its_lines(town: Town, record_id: int) -> None:
    page = town.client("clerk").get(_finding_url(town, _page(record_id)))

    said = page.content.decode()
    assert "第一条 办事指南如下。" in said
    assert f"<mark>{mask(FindingKind.MOBILE, PHONES[0])}</mark>" in said
    assert not any(phone in said for phone in PHONES)


def test_one_goes_from_finding_to_finding(town: Town, record_id: int) -> None:
    client, first = town.client("clerk"), _finding_url(town, _page(record_id))

    second = client.get(first).context["next_url"]

    assert client.get(first).context["previous_url"] == ""
    assert client.get(second).context["previous_url"] == first
    assert client.get(second).context["next_url"] == ""


def test_decided_in_its_place_one_goes_on_to_the_next(town: Town, record_id: int) -> None:
    address = _page(record_id)
    first, second = (_finding_url(town, address, place) for place in (0, 1))
    key = town.client("clerk").get(first).context["finding"].key

    assert _decide(town, address, findings=[key], go="next").headers["Location"] == second
    last = town.client("clerk").get(second).context["finding"].key
    assert _decide(town, address, findings=[last], go="next").headers["Location"] == address


def test_a_finding_of_a_record_is_shown_in_full_to_its_staff(town: Town, record_id: int) -> None:
    url = _finding_url(town, _page(record_id))

    said = town.client("reviewer").post(url, {"do": "full"}).content.decode()

    assert PHONES[0] in said
    assert town.client("other_clerk").post(url, {"do": "full"}).status_code == 404
    assert not AuditEntry.objects.filter(action="release.look_in_full").exists()


def test_what_is_not_reported_any_more_says_so(town: Town, record_id: int) -> None:
    url = _finding_url(town, _page(record_id))
    gone = url.replace(url.split("/")[-3], "0" * 64)

    assert town.client("clerk").get(gone).status_code == 404
    assert town.client("clerk").get(f"{url[:-2]}9/").status_code == 404


def test_as_many_questions_for_twenty_findings_as_for_two(town: Town) -> None:
    counts = []
    for found in (2, 20):
        text = "\n".join(f"联系电话：138{n:08d}" for n in range(10_000, 10_000 + found))
        record = town.draft(text=text)
        address = _page(record.pk)
        _decide(town, address, kinds=[_all(town, address)])
        with CaptureQueriesContext(connection) as asked:
            page = town.client("clerk").get(address)
        assert page.context["kinds"][0].total == found
        counts.append(len(asked))

    assert counts[0] == counts[1]
