"""The gate's pages of a reply: its files, what is shown in full, what is tried again."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.applications import GRANTED
from tests.interfaces.desk.conftest import Town

from gongkai.applications.models import ReplyFile
from gongkai.applications.rules.reply import Answer
from gongkai.audit.models import AuditEntry
from gongkai.kernel.files import store_file
from gongkai.kernel.time import now
from gongkai.release.models import Examination
from gongkai.release.operations import examining
from gongkai.release.rules.findings import Finding, FindingKind, Place
from gongkai.release.rules.inspection import FileKind, Inspection, TextPart
from gongkai.release.rules.masking import mask

PHONES = ("13800138000", "13912345678")


def _finding_url(town: Town, address: str, place: int = 0) -> str:
    [kind] = town.client("clerk").get(address).context["kinds"]
    return kind.findings[place].url


def _page(record_id: int) -> str:
    return reverse("desk:findings", args=["record", record_id, "public"])


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
    own = _page(town.draft(text=f"联系人电话：{PHONES[0]}。").pk)

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

    def draw(_source: Path, page: int, *, marked: tuple[object, ...]) -> bytes:
        drawn.extend([page, *marked])
        return b"\x89PNG"

    monkeypatch.setattr("gongkai.release.showing.page_png_apart", draw)
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
