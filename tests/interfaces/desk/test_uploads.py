"""Sending files from the desk: tus 1.0.0 by the letter, the plain form, and who may do either."""

import base64
import json
import tempfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.interfaces.desk.conftest import Town
from tests.interfaces.desk.upload_page import ADDRESS, SUBJECT_ID
from tests.modules.release.sending import content_of, digest_of, spools

from gongkai.interfaces.desk.upload_tickets import make_ticket
from gongkai.kernel.types import Role
from gongkai.release.models import Upload
from gongkai.release.rules.doors import Subject
from gongkai.release.rules.uploads import LARGEST_UPLOAD

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.interfaces.desk.upload_page")]
CONTENT = content_of(300_000)
NAME = "供水改造（2026）明细.pdf"
SPOKEN = {"Tus-Resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def empty_root(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def subject(town: Town) -> Subject:
    """What the clerk adds files to."""
    return Subject(kind="record", id=SUBJECT_ID, organ_id=town.office.organ.pk)


@pytest.fixture
def ticket(town: Town, subject: Subject) -> str:
    """What the page gives the clerk's browser."""
    return make_ticket(town.office.acting(Role.CLERK), subject)


def _begin(
    client: Client, ticket: str, name: str = NAME, size: object = len(CONTENT)
) -> HttpResponse:
    said = {"filename": name, "ticket": ticket}
    pairs = [f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items()]
    headers = {**SPOKEN, "Upload-Length": str(size), "Upload-Metadata": ",".join(pairs)}
    return _answer(client, "POST", reverse("desk:uploads"), headers)


def _patch(client: Client, url: str, offset: object, content: bytes, **more: str) -> HttpResponse:
    headers = {**SPOKEN, "Upload-Offset": str(offset), **more}
    return _answer(client, "PATCH", url, headers, content)


def _answer(
    client: Client, method: str, url: str, headers: Mapping[str, str], content: bytes = b""
) -> HttpResponse:
    kind = headers.get("Content-Type", "application/offset+octet-stream")
    return client.generic(method, url, content, content_type=kind, headers=dict(headers))  # type: ignore[return-value]


def test_what_is_spoken_here(town: Town) -> None:
    answer = town.client("clerk").options(reverse("desk:uploads"))
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,termination"
    assert answer.headers["Tus-Max-Size"] == "500000000"
    assert answer.headers["Tus-Resumable"] == "1.0.0"


def test_begun_broken_off_asked_gone_on_and_complete(town: Town, ticket: str) -> None:
    client = town.client("clerk")
    begun = _begin(client, ticket)
    assert begun.status_code == 201
    url = begun.headers["Location"]
    assert _patch(client, url, 0, CONTENT[:77_777]).headers["Upload-Offset"] == "77777"
    asked = _answer(client, "HEAD", url, SPOKEN)
    assert asked.status_code == 200
    assert asked.headers["Upload-Offset"] == "77777"
    assert asked.headers["Upload-Length"] == str(len(CONTENT))
    assert "no-store" in asked.headers["Cache-Control"]
    last = _patch(client, url, 77_777, CONTENT[77_777:])
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(CONTENT)))
    upload = Upload.objects.get()
    assert (upload.name, upload.state, upload.stored_id) == (NAME, "complete", digest_of(CONTENT))


def test_a_proxy_that_lets_only_post_through(town: Town, ticket: str) -> None:
    client = town.client("clerk")
    url = _begin(client, ticket).headers["Location"]
    for method, status in (("PATCH", 204), ("GET", 405)):
        headers = {**SPOKEN, "Upload-Offset": "0", "X-HTTP-Method-Override": method}
        assert _answer(client, "POST", url, headers, CONTENT).status_code == status
    assert Upload.objects.get().state == "complete"


def test_a_wrong_offset_is_a_conflict_with_the_right_one(town: Town, ticket: str) -> None:
    client = town.client("clerk")
    url = _begin(client, ticket).headers["Location"]
    _patch(client, url, 0, CONTENT[:10])
    answer = _patch(client, url, 11, CONTENT[11:])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "10")


@pytest.mark.parametrize(
    ("more", "offset", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 0, 412),
        ({"Content-Type": "application/octet-stream"}, 0, 415),
        ({}, "x", 400),
        ({}, "-1", 400),
        ({}, "\uff19", 400),
        ({}, "9" * 40, 400),
        ({}, "", 400),
    ],
)
def test_what_the_protocol_does_not_say_is_refused(
    town: Town, ticket: str, more: dict[str, str], offset: object, status: int
) -> None:
    client = town.client("clerk")
    url = _begin(client, ticket).headers["Location"]
    if not str(offset).isascii():
        offset = str(offset).encode().decode("latin-1")
    assert _patch(client, url, offset, CONTENT, **more).status_code == status
    assert Upload.objects.get().received == 0


def test_more_than_announced(town: Town, ticket: str) -> None:
    client = town.client("clerk")
    url = _begin(client, ticket, size=5).headers["Location"]
    assert _patch(client, url, 0, b"123456").status_code == 413


def test_terminated(town: Town, ticket: str) -> None:
    client = town.client("clerk")
    url = _begin(client, ticket).headers["Location"]
    assert _answer(client, "DELETE", url, SPOKEN).status_code == 204
    assert _answer(client, "HEAD", url, SPOKEN).status_code == 404
    assert not Upload.objects.exists()
    assert spools() == []


@pytest.mark.parametrize(
    ("name", "size", "status", "said"),
    [
        ("通\0知.pdf", 5, 400, "重新命名"),
        ("程序.exe", 5, 400, "程序"),
        ("通知.wps", 5, 400, "PDF"),
        ("通知.pdf", 0, 400, "空"),
        ("通知.pdf", LARGEST_UPLOAD + 1, 413, "500 MB"),
    ],
)
def test_refusals_are_said_in_the_language_of_the_pages(
    town: Town, ticket: str, name: str, size: int, status: int, said: str
) -> None:
    answer = _begin(town.client("clerk"), ticket, name=name, size=size)
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert said in answer.content.decode()
    assert not Upload.objects.exists()


def test_long_chinese_names_are_kept(town: Town, ticket: str) -> None:
    assert _begin(town.client("clerk"), ticket, name="长" * 200 + ".pdf").status_code == 201
    assert Upload.objects.get().name == "长" * 196 + ".pdf"


def test_metadata_that_cannot_be_read(town: Town) -> None:
    headers = {**SPOKEN, "Upload-Length": "5", "Upload-Metadata": "filename ???"}
    answer = _answer(town.client("clerk"), "POST", reverse("desk:uploads"), headers)
    assert answer.status_code == 400


def test_only_with_the_own_ticket(town: Town, ticket: str, subject: Subject) -> None:
    theirs = make_ticket(town.other.acting(Role.CLERK), subject)
    for persona, given in (
        ("other_clerk", ticket),
        ("clerk", ""),
        ("clerk", ticket + "x"),
        ("clerk", theirs),
        ("other_clerk", theirs),
    ):
        assert _begin(town.client(persona), given).status_code == 403
    assert not Upload.objects.exists()


def test_nobody_else_sees_an_upload(town: Town, ticket: str) -> None:
    url = _begin(town.client("clerk"), ticket).headers["Location"]
    for persona in ("in_charge", "other_clerk", "administrator"):
        client = town.client(persona)
        assert _answer(client, "HEAD", url, SPOKEN).status_code == 404
        assert _patch(client, url, 0, CONTENT).status_code == 404
        assert _answer(client, "DELETE", url, SPOKEN).status_code == 404
    citizen = town.client("citizen")
    assert _answer(citizen, "HEAD", url, SPOKEN).status_code == 302
    assert _patch(citizen, url, 0, CONTENT).status_code == 302
    assert Upload.objects.get().received == 0


def test_the_token_of_forms_is_asked_for(town: Town, ticket: str) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = town.client("clerk").cookies
    assert _begin(careful, ticket).status_code == 403
    page = careful.get(ADDRESS)
    token = str(page.context["csrf_token"])
    url = reverse("desk:uploads")
    pairs = f"filename {base64.b64encode(NAME.encode()).decode()},ticket "
    pairs += base64.b64encode(ticket.encode()).decode()
    headers = {**SPOKEN, "Upload-Length": "5", "Upload-Metadata": pairs, "X-CSRFToken": token}
    begun = _answer(careful, "POST", url, headers)
    assert begun.status_code == 201
    place = begun.headers["Location"]
    assert _patch(careful, place, 0, b"12345").status_code == 403
    assert _patch(careful, place, 0, b"12345", **{"X-CSRFToken": token}).status_code == 204


def test_a_plain_form_with_several_files(town: Town) -> None:
    files = [SimpleUploadedFile(name, CONTENT + name.encode()) for name in (NAME, "二.txt")]
    answer = town.client("clerk").post(ADDRESS, {"files": files, "note": "有"})
    taken = [
        [name, len(CONTENT + name.encode()), digest_of(CONTENT + name.encode())]
        for name in (NAME, "二.txt")
    ]
    assert json.loads(answer.content) == {"taken": taken}
    assert spools() == []


def test_what_was_sent_ahead_is_named_by_its_key(town: Town, ticket: str) -> None:
    client = town.client("clerk")
    url = _begin(client, ticket).headers["Location"]
    _patch(client, url, 0, CONTENT)
    key = url.rstrip("/").rpartition("/")[2]
    answer = client.post(ADDRESS, {"files-key": [key], "note": "有"})
    assert json.loads(answer.content) == {"taken": [[NAME, len(CONTENT), digest_of(CONTENT)]]}


def test_files_stay_with_the_form_when_another_field_is_wrong(town: Town) -> None:
    client = town.client("clerk")
    answer = client.post(ADDRESS, {"files": SimpleUploadedFile(NAME, CONTENT), "note": ""})
    assert answer.status_code == 422
    key = Upload.objects.get().key
    assert f'name="files-key" value="{key}"' in " ".join(answer.content.decode().split())
    assert NAME in answer.content.decode()
    again = client.post(ADDRESS, {"files-key": str(key), "note": "有"})
    assert json.loads(again.content)["taken"] == [[NAME, len(CONTENT), digest_of(CONTENT)]]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("程序.exe", b"MZ", "程序.exe"),
        ("空.pdf", b"", "空.pdf"),
        ("通知.wps", b"x", "通知.wps"),
    ],
)
def test_a_refused_file_is_named_and_the_others_are_kept(
    town: Town, name: str, content: bytes, said: str
) -> None:
    files = [SimpleUploadedFile(NAME, CONTENT), SimpleUploadedFile(name, content)]
    answer = town.client("clerk").post(ADDRESS, {"files": files, "note": "有"})
    assert answer.status_code == 422
    assert f"{said}: " in str(answer.context["form"].errors["files"])
    assert str(Upload.objects.get().key) in answer.content.decode()


@pytest.mark.parametrize(
    "key", ["", "x", "5b2c1e7a-0d3f-4c7e-9a41-6f0b8d2e4c11", "../../etc/passwd"]
)
def test_a_key_that_is_none_of_ones_own(town: Town, key: str) -> None:
    answer = town.client("clerk").post(ADDRESS, {"files-key": key, "note": "有"})
    assert b"taken" not in answer.content or json.loads(answer.content) == {"taken": []}


def test_nothing_chosen_is_asked_for(town: Town) -> None:
    answer = town.client("clerk").post(ADDRESS, {"note": "有"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["files"]


def test_files_of_staff_lie_on_the_disk_they_are_stored_on(
    town: Town, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    made: list[object] = []
    make = tempfile.TemporaryFile

    def note(**named: object) -> object:
        made.append(named["dir"])
        return make(**named)  # type: ignore[call-overload]

    monkeypatch.setattr(tempfile, "TemporaryFile", note)
    town.client("clerk").post(ADDRESS, {"files": SimpleUploadedFile(NAME, b"small"), "note": "x"})
    assert made == [Path(settings.FILES_ROOT) / ".uploads"]


class Unread(BytesIO):
    """A body that must not be read."""

    def read(self, *_size: object) -> bytes:
        raise AssertionError("the body was read")

    readline = read  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("persona", "address", "length"),
    [
        ("citizen", ADDRESS, 400_000_000),
        ("administrator", "/viewer/", 400_000_000),
        ("clerk", "/viewer/", 400_000_000),
        ("clerk", "/nowhere/", 400_000_000),
        ("clerk", ADDRESS, 600_000_000),
        ("clerk", ADDRESS, 10**30),
    ],
)
def test_only_staff_send_much_and_only_where_it_is_taken(
    town: Town, persona: str, address: str, length: int
) -> None:
    answer = town.client(persona).post(
        address,
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(length), "wsgi.input": Unread()},  # type: ignore[arg-type]
    )
    assert answer.status_code == 413
