"""The release gate's pages: what holds something back, findings decided, shown in their place."""

from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.applications import GRANTED
from tests.interfaces.desk.conftest import Town

from gongkai.applications.models import ReplyFile
from gongkai.applications.rules.reply import Answer
from gongkai.audit.models import AuditEntry
from gongkai.kernel.files import store_file
from gongkai.kernel.time import now
from gongkai.release.models import Examination, FindingDecision
from gongkai.release.operations import examining
from gongkai.release.rules.findings import Finding, FindingKind, Place
from gongkai.release.rules.inspection import FileKind, Inspection, TextPart
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

    assert _decide(town, address, kinds=["mobile"]).status_code == 302

    assert FindingDecision.objects.filter(kind="mobile", verdict="may_leave").count() == 2
    assert town.client("clerk").get(address).context["is_clear"]


def test_a_kind_at_once_leaves_what_was_decided_before(town: Town, record_id: int) -> None:
    address = _page(record_id)
    [(_kind, first), _second] = _findings(town, address)
    _decide(town, address, findings=[first], verdict="must_go")

    _decide(town, address, kinds=["mobile"])

    verdicts = FindingDecision.objects.order_by("pk").values_list("verdict", flat=True)
    assert list(verdicts) == ["must_go", "may_leave"]


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


# Cases: files and texts of a reply.


def _case(town: Town, *names: str, said: Inspection | None = None) -> int:
    """Return a case whose reply names a telephone and has these files, examined as `said`."""
    case_id = town.case("accepted")
    answer = Answer(**{**_fields(GRANTED), "reasons": f"请致电联系人电话：{PHONES[0]}。"})
    reply = town.desk.drafted(case_id, answer)
    for name in names:
        stored = store_file(name.encode())
        ReplyFile.objects.create(
            reply=reply, name=name, media_type="text/plain", size=stored.size, stored=stored,
            added_at=now(),
        )  # fmt: skip
        if said is not None:
            _examined(stored.digest, name, said)
    return case_id


def _fields(answer: Answer) -> dict[str, str]:
    return {name: getattr(answer, name) for name in answer.__dataclass_fields__}


def _examined(digest: str, name: str, said: Inspection) -> Examination:
    row = examining.ask_examination(digest=digest, name=name)
    examining._keep(_running(row), said)
    return row


def _running(row: Examination) -> Examination:
    row.state, row.started_at, row.attempts = "running", now(), 1
    row.save()
    return row


def _case_page(case_id: int) -> str:
    return reverse("desk:findings", args=["case", case_id, "applicant"])


FOUND = Inspection(
    kind=FileKind.TEXT,
    findings=(
        Finding(
            kind=FindingKind.MOBILE,
            place=Place(line=2),
            excerpt=mask(FindingKind.MOBILE, PHONES[1]),
            value=PHONES[1],
        ),
    ),
    texts=(TextPart(label="", text=f"名单\n电话：{PHONES[1]}\n完"),),
)


@pytest.mark.parametrize(
    ("persona", "status"),
    [("clerk", 200), ("in_charge", 200), ("reviewer", 404), ("legal", 404),
     ("other_clerk", 404), ("competent", 404), ("administrator", 404)],
)  # fmt: skip
def test_who_sees_the_findings_of_a_drafted_reply(town: Town, persona: str, status: int) -> None:
    assert town.client(persona).get(_case_page(_case(town))).status_code == status


def test_who_looks_in_full_at_a_reply_is_kept_in_the_trail(town: Town) -> None:
    case_id = _case(town)
    url = _finding_url(town, _case_page(case_id))

    masked = town.client("clerk").get(url).content.decode()
    whole = town.client("clerk").post(url, {"do": "full"}).content.decode()

    assert PHONES[0] not in masked
    assert PHONES[0] in whole
    [entry] = AuditEntry.objects.filter(action="release.look_in_full")
    assert (entry.object_kind, entry.object_id, entry.details["kind"]) == (
        "case", str(case_id), "mobile",
    )  # fmt: skip
    assert PHONES[0] not in str(entry.details)


def test_a_file_is_asked_for_once_it_was_forgotten(town: Town) -> None:
    case_id = _case(town, "名单.txt")
    address = _case_page(case_id)
    page = town.client("clerk").get(address)

    assert 'value="ask"' in page.content.decode()
    assert not page.context["is_under_way"]
    assert town.client("clerk").post(address, {"do": "ask"}).status_code == 302

    assert town.client("clerk").get(address).context["is_under_way"]
    assert Examination.objects.get().name == "名单.txt"


def test_a_page_that_waits_asks_again_by_itself_and_disturbs_nobody(town: Town) -> None:
    case_id = _case(town, "名单.txt")
    address = _case_page(case_id)
    town.client("clerk").post(address, {"do": "ask"})
    page = town.client("clerk").get(address)
    seen = page.context["seen"]
    assert f'hx-get="{address}?seen={seen}"' in page.content.decode()

    htmx = {"HX-Request": "true"}
    same = town.client("clerk").get(address, {"seen": seen}, headers=htmx)
    examining._keep(_running(Examination.objects.get()), FOUND)
    changed = town.client("clerk").get(address, {"seen": seen}, headers=htmx)

    assert same.status_code == 204
    said = changed.content.decode()
    assert "hx-get" not in said
    assert 'id="gate-status"' in said
    assert "<html" not in said


def test_a_stuck_file_is_tried_again_from_the_page(town: Town) -> None:
    case_id = _case(town, "名单.txt")
    address = _case_page(case_id)
    town.client("clerk").post(address, {"do": "ask"})
    Examination.objects.update(state="stuck", attempts=3, ended_at=now(), trouble="killed")
    row = Examination.objects.get()

    assert f'value="again-{row.pk}"' in town.client("clerk").get(address).content.decode()
    other = town.client("clerk").post(address, {"do": "again-999999"})
    again = town.client("clerk").post(address, {"do": f"again-{row.pk}"})

    assert (other.status_code, again.status_code) == (404, 302)
    row.refresh_from_db()
    assert row.state == "waiting"


def test_nobody_tries_again_what_another_organ_has(town: Town) -> None:
    town.client("clerk").post(_case_page(_case(town, "名单.txt")), {"do": "ask"})
    Examination.objects.update(state="stuck", attempts=3, ended_at=now(), trouble="killed")
    row = Examination.objects.get()
    own = _page(town.draft(text=TEXT).pk)

    assert town.client("clerk").post(own, {"do": f"again-{row.pk}"}).status_code == 404
    assert town.client("other_clerk").post(own, {"do": "ask"}).status_code == 404


def test_a_finding_in_a_file_is_shown_from_what_was_read_of_it(town: Town) -> None:
    case_id = _case(town, "名单.txt", said=FOUND)
    [kind] = town.client("clerk").get(_case_page(case_id)).context["kinds"]
    in_file = next(one for one in kind.findings if "名单.txt" in one.places[0])

    said = town.client("clerk").get(in_file.url).content.decode()

    assert f"<mark>{mask(FindingKind.MOBILE, PHONES[1])}</mark>" in said
    assert PHONES[1] not in said


PAGE = Inspection(
    kind=FileKind.PDF,
    pages=1,
    findings=(
        Finding(
            kind=FindingKind.MOBILE,
            place=Place(page=1, box=(0.2, 0.3, 0.4, 0.33)),
            excerpt=mask(FindingKind.MOBILE, PHONES[1]),
            value=PHONES[1],
        ),
    ),
)


def test_the_page_of_a_finding_is_a_picture_that_nobody_keeps(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[object] = []

    def draw(_source: Path, page: int, out: Path, *, marked: tuple[object, ...]) -> None:
        drawn.extend([page, *marked])
        out.write_bytes(b"\x89PNG")

    monkeypatch.setattr("gongkai.release.showing.page_picture_apart", draw)
    case_id = _case(town, "名单.pdf", said=PAGE)
    [kind] = town.client("clerk").get(_case_page(case_id)).context["kinds"]
    in_file = next(one for one in kind.findings if "名单.pdf" in one.places[0])
    page = town.client("clerk").get(in_file.url)

    picture = town.client("clerk").get(page.context["picture_url"])

    assert page.context["picture_alt"] in page.content.decode()
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
    assert "no-store" in picture.headers["Cache-Control"]
    assert drawn[0] == 1
    assert len(drawn) == 2
    assert AuditEntry.objects.filter(action="release.look_in_full").count() == 1
    assert town.client("other_clerk").get(page.context["picture_url"]).status_code == 404
    assert town.client("administrator").get(page.context["picture_url"]).status_code == 404


def test_as_many_questions_for_twenty_files_as_for_two(town: Town) -> None:
    counts = []
    for files in (2, 20):
        case_id = _case(town, *(f"{files}-{n}.txt" for n in range(files)), said=FOUND)
        client = town.client("clerk")
        client.get(_case_page(case_id))
        with CaptureQueriesContext(connection) as asked:
            client.get(_case_page(case_id))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_as_many_questions_for_twenty_findings_as_for_two(town: Town) -> None:
    counts = []
    for found in (2, 20):
        text = "\n".join(f"联系电话：138{n:08d}" for n in range(10_000, 10_000 + found))
        record = town.draft(text=text)
        address = _page(record.pk)
        _decide(town, address, kinds=["mobile"])
        with CaptureQueriesContext(connection) as asked:
            page = town.client("clerk").get(address)
        assert page.context["kinds"][0].total == found
        counts.append(len(asked))

    assert counts[0] == counts[1]
