"""Checking a copy: known, older, unknown; nothing is kept and nothing withdrawn is told."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories.records import Office, content
from tests.interfaces.portal.conftest import read

from gongkai.kernel.models import StoredFile
from gongkai.records.models import Record

CHECK = "/check-a-copy/"


@pytest.fixture
def record(office: Office) -> Record:
    """A record with two versions."""
    found = office.released(content(title="水价公告", text="每吨5元。"))
    return office.corrected(found, content(title="水价公告", text="每吨6元。"))


def _upload(client: Client, body: bytes) -> str:
    response = client.post(CHECK, {"file": SimpleUploadedFile("公告.txt", body)})
    assert response.status_code == 200
    return response.content.decode()


def test_a_downloaded_file_is_known_again(citizen: Client, record: Record) -> None:
    page = _upload(citizen, read(citizen.get(f"/records/{record.pk}/text/")))
    assert "与现行公开文本一致" in page
    assert f'href="/records/{record.pk}/"' in page


def test_an_older_version_is_told_as_such(citizen: Client, record: Record) -> None:
    page = _upload(citizen, read(citizen.get(f"/records/{record.pk}/versions/1/text/")))
    assert "旧版本" in page
    assert f'href="/records/{record.pk}/versions/1/"' in page


def test_one_changed_letter_is_unknown(citizen: Client, record: Record) -> None:
    body = read(citizen.get(f"/records/{record.pk}/text/")).replace(b"6", b"7")
    assert "未找到一致的文本" in _upload(citizen, body)


def test_a_digest_is_read_with_spaces_and_capitals(citizen: Client, record: Record) -> None:
    response = citizen.get(f"/records/{record.pk}/text/")
    read(response)
    digest = response["ETag"].strip('"').upper()
    grouped = " ".join(digest[n : n + 8] for n in range(0, 64, 8))
    assert "与现行公开文本一致" in citizen.get(CHECK, {"digest": grouped}).content.decode()


def test_nothing_given_and_nonsense_are_said_at_the_field(citizen: Client, db: None) -> None:
    assert "请选择文件，或者填写摘要值。" in citizen.post(CHECK, {}).content.decode()
    page = citizen.post(CHECK, {"digest": "12zz"}).content.decode()
    assert "SHA-256 摘要值为 64 个字符" in page
    assert 'value="12zz"' in page
    assert citizen.post(CHECK, {"digest": "\0"}).status_code == 200


def test_the_file_is_not_kept(citizen: Client, record: Record) -> None:
    before = set(StoredFile.objects.values_list("digest", flat=True))
    files = sorted(settings.FILES_ROOT.rglob("*"))
    _upload(citizen, b"x" * 3_000_000)
    assert set(StoredFile.objects.values_list("digest", flat=True)) == before
    assert sorted(settings.FILES_ROOT.rglob("*")) == files


def test_an_empty_file_is_only_unknown(citizen: Client, record: Record) -> None:
    assert "未找到一致的文本" in _upload(citizen, b"")


def test_a_withdrawn_text_is_unknown(citizen: Client, office: Office, record: Record) -> None:
    body = read(citizen.get(f"/records/{record.pk}/text/"))
    office.hidden(record)
    page = _upload(citizen, body)
    assert "未找到一致的文本" in page
    assert "水价公告" not in page


def test_it_works_without_cookies(record: Record) -> None:
    assert "未找到一致的文本" in _upload(Client(enforce_csrf_checks=True), b"other")
