"""Attachments as everybody meets them: listed, fetched through the door, counted, and gone."""

import hashlib
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import translation
from tests.factories.attachments import attached
from tests.factories.records import Office, content
from tests.interfaces.portal.conftest import read

from gongkai.kernel.types import Role
from gongkai.records.clearing import subject_of
from gongkai.records.models import Record, VersionFile
from gongkai.records.operations import begin_new_version, detach_file
from gongkai.release.models import Clearance, Scan
from gongkai.release.operations.counting import download_counts

SAID = "附件规定栖息地禁止开垦"


@pytest.fixture
def file(office: Office) -> VersionFile:
    """The attachment of a published record."""
    version = office.draft(content(text="正文。"))
    file = attached(office, version, SAID, name="附件1 项目清单.csv", title="项目清单")
    office.release(office.approved(version))
    file.refresh_from_db()
    return file


def _record(file: VersionFile) -> Record:
    return Record.objects.get(versions=file.version_id)


def _address(file: VersionFile) -> str:
    return f"/records/{file.version.record_id}/files/{file.pk}/"


@pytest.mark.parametrize("page", ["", "versions/1/"])
def test_the_page_lists_title_kind_size_and_pages(
    citizen: Client, file: VersionFile, page: str
) -> None:
    shown = citizen.get(f"/records/{file.version.record_id}/{page}").content.decode()
    assert "项目清单" in shown
    assert f'href="{_address(file)}"' in shown
    assert "CSV, " in shown
    assert "1页" in shown


def test_the_printed_page_names_it_with_its_digest(citizen: Client, file: VersionFile) -> None:
    shown = citizen.get(f"/records/{file.version.record_id}/print/").content.decode()
    assert "项目清单" in shown
    assert file.stored_id[:8] in shown.replace(" ", "")


def test_it_is_fetched_under_its_chinese_name_with_its_digest(
    citizen: Client, file: VersionFile
) -> None:
    response = citizen.get(_address(file))
    assert response.status_code == 200
    assert read(response).decode() == SAID
    assert "附件1 项目清单.csv" in unquote(response["Content-Disposition"])
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Length"] == str(file.size)
    assert response["ETag"] == f'"{hashlib.sha256(SAID.encode()).hexdigest()}"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_reader_who_holds_it_is_told_so_and_not_counted(
    citizen: Client, file: VersionFile
) -> None:
    tag = f'"{file.stored_id}"'
    assert citizen.get(_address(file), headers={"If-None-Match": tag}).status_code == 304
    assert download_counts(subject_of(_record(file))) == {}


def test_each_download_is_counted(citizen: Client, file: VersionFile) -> None:
    for _ in range(3):
        read(citizen.get(_address(file)))
    assert read(citizen.head(_address(file))) == b""
    assert download_counts(subject_of(_record(file))) == {file.stored_id: 3}


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_a_withdrawal_takes_it_off_at_once(
    citizen: Client, office: Office, file: VersionFile, is_confirmed: bool
) -> None:
    withdrawal = office.hidden(_record(file))
    if is_confirmed:
        office.confirmed(withdrawal)
    for headers in ({}, {"If-None-Match": f'"{file.stored_id}"'}):
        response = citizen.get(_address(file), headers=headers)
        assert response.status_code == 410
        assert SAID not in response.content.decode()


def test_it_is_not_found_under_another_record(
    citizen: Client, office: Office, file: VersionFile
) -> None:
    other = office.released()
    assert citizen.get(f"/records/{other.pk}/files/{file.pk}/").status_code == 404
    assert citizen.get(f"/records/{other.pk}/files/999999/").status_code == 404


def test_a_draft_has_no_attachment_for_the_public(citizen: Client, office: Office) -> None:
    version = office.draft()
    file = attached(office, version)
    assert citizen.get(f"/records/{version.record_id}/files/{file.pk}/").status_code == 404


def test_a_listed_record_shows_and_gives_none(citizen: Client, office: Office) -> None:
    version = office.draft(content("on_application"))
    file = attached(office, version, title="不公开的附件")
    record = office.release(office.approved(version))
    assert "不公开的附件" not in citizen.get(f"/records/{record.pk}/").content.decode()
    assert citizen.get(f"/records/{record.pk}/files/{file.pk}/").status_code == 404


@pytest.mark.parametrize("category", ["on_application", "exempt"])
def test_a_version_that_closes_takes_the_old_ones_off(
    citizen: Client, office: Office, file: VersionFile, category: str
) -> None:
    office.corrected(_record(file), content(category))
    assert citizen.get(_address(file)).status_code in {404, 410}


def test_an_older_version_keeps_what_it_had(
    citizen: Client, office: Office, file: VersionFile
) -> None:
    clerk, record = office.acting(Role.CLERK), _record(file)
    version = begin_new_version(
        actor=clerk, record_id=record.pk, change_note="去掉附件。", change_kind="correction"
    )
    detach_file(actor=clerk, version_id=version.pk, file_id=version.files.get().pk)
    attached(office, version, name="新.pdf", title="新附件")
    office.release(office.approved(type(version).objects.get(pk=version.pk)))
    assert read(citizen.get(_address(file))).decode() == SAID
    now = citizen.get(f"/records/{record.pk}/").content.decode()
    assert ("新附件" in now, "项目清单" in now) == (True, False)
    compared = citizen.get(f"/records/{record.pk}/compare/").content.decode()
    assert "新附件</ins>" in compared
    assert "项目清单</del>" in compared


def test_what_no_clearance_opens_is_not_given(
    citizen: Client, file: VersionFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "gongkai.release.doors._clearances", lambda **_asked: Clearance.objects.none()
    )
    assert citizen.get(_address(file)).status_code == 404


def test_what_the_scanner_finds_later_is_held_back(
    citizen: Client, file: VersionFile, settings: pytest.MonkeyPatch
) -> None:
    settings.CLAMD = "/nowhere/clamd.sock"  # type: ignore[attr-defined]
    record = _record(file)
    Scan.objects.create(stored_id=file.stored_id, state="infected", scanned_at=file.added_at)
    assert citizen.get(_address(file)).status_code >= 400
    assert read(citizen.get(f"/records/{record.pk}/text/"))


def test_a_copy_of_an_attachment_is_known(citizen: Client, file: VersionFile) -> None:
    shown = citizen.get(f"/check-a-copy/?digest={file.stored_id}").content.decode()
    assert "项目清单" in shown
    with translation.override("en"):
        assert (
            "Attachment"
            in citizen.get(f"/en/check-a-copy/?digest={file.stored_id}").content.decode()
        )


def test_what_an_attachment_says_is_found(
    citizen: Client, office: Office, file: VersionFile
) -> None:
    link = f'href="/records/{file.version.record_id}/"'
    assert link in citizen.get("/search/?q=栖息地").content.decode()
    office.hidden(_record(file))
    assert link not in citizen.get("/search/?q=栖息地").content.decode()
