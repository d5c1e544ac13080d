"""Attachments at the desk: added, ordered, taken off; and what the gate says, before one signs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from tests.factories.attachments import attached, decide_all
from tests.factories.records import content
from tests.interfaces.desk.conftest import Town
from tests.interfaces.portal.conftest import read

from gongkai.records.models import Record, RecordVersion, VersionFile
from gongkai.records.operations.clearing import look_at_version
from gongkai.release.operations.counting import count_download
from gongkai.release.rules.findings import Finding, FindingKind, Place

HIDDEN = Finding(kind=FindingKind.HIDDEN_SHEET, place=Place(sheet="内部表"), excerpt="内部表")


@pytest.fixture
def version(town: Town) -> RecordVersion:
    """A draft of the office with two attachments."""
    version = town.draft().versions.get()
    for title in ("甲清单", "乙清单"):
        attached(town.office, version, title=title, name=f"{title}.xlsx")
    return version


def _titles(version: RecordVersion) -> list[str]:
    return list(version.files.values_list("title", flat=True))


def _do(client: Client, file: VersionFile, **said: str) -> HttpResponse:
    address = f"/desk/records/{file.version.record_id}/attachments/{file.pk}/"
    return client.post(address, said)  # type: ignore[return-value]


def test_a_clerk_adds_a_file_with_a_plain_form(town: Town) -> None:
    record = town.draft()
    address = f"/desk/records/{record.pk}/attachments/"
    client = town.client("clerk")
    assert client.get(address).status_code == 200
    sent = {"files": SimpleUploadedFile("项目清单.csv", "甲,乙".encode()), "title": "清单"}
    assert client.post(address, sent).status_code == 302
    (file,) = VersionFile.objects.filter(version__record=record)
    assert (file.title, file.name) == ("清单", "项目清单.csv")
    shown = client.get(f"/desk/records/{record.pk}/").content.decode()
    assert "清单" in shown
    assert "等待检查" in shown or "检查" in shown


def test_what_is_refused_stands_at_the_form(town: Town) -> None:
    record = town.draft()
    sent = {"files": SimpleUploadedFile("程序.exe", b"MZ")}
    response = town.client("clerk").post(f"/desk/records/{record.pk}/attachments/", sent)
    assert response.status_code == 422
    assert not VersionFile.objects.exists()


def test_attachments_are_ordered_retitled_and_taken_off(town: Town, version: RecordVersion) -> None:
    client = town.client("clerk")
    first, second = version.files.all()
    _do(client, second, do="up")
    assert _titles(version) == ["乙清单", "甲清单"]
    _do(client, second, do="down")
    _do(client, first, do="retitle", title="丙清单")
    assert _titles(version) == ["丙清单", "乙清单"]
    _do(client, first, do="remove")
    assert _titles(version) == ["乙清单"]
    assert _do(client, second, do="unknown").status_code == 404


@pytest.mark.parametrize("persona", ["reviewer", "in_charge", "other_clerk", "administrator"])
def test_nobody_else_changes_them(town: Town, version: RecordVersion, persona: str) -> None:
    file = version.files.all()[0]
    response = _do(town.client(persona), file, do="remove")
    assert response.status_code in {403, 404}
    assert len(_titles(version)) == 2


@pytest.mark.parametrize(
    ("persona", "status"),
    [("clerk", 200), ("reviewer", 200), ("other_clerk", 404), ("competent", 404)],
)
def test_who_sees_the_record_opens_its_attachments(
    town: Town, version: RecordVersion, persona: str, status: int
) -> None:
    file = version.files.all()[0]
    address = f"/desk/records/{version.record_id}/attachments/{file.pk}/file/"
    response = town.client(persona).get(address)
    assert response.status_code == status
    if status == 200:
        assert read(response)
        assert response["Cache-Control"] == "no-store, private"


def test_the_reviewer_sees_findings_with_their_decisions(town: Town) -> None:
    version = town.draft().versions.get()
    attached(town.office, version, title="名单", findings=(HIDDEN,))
    decide_all(town.office, look_at_version(version.record, version), reason="空表，可以公开。")
    town.office.proposed(version)
    address = f"/desk/records/{version.record_id}/secrecy-review/"
    shown = town.client("reviewer").get(address).content.decode()
    assert "内部表" in shown
    assert "空表，可以公开。" in shown
    assert f"/desk/gate/record/{version.record_id}/public/" in shown
    assert version.files.get().stored_id in shown


def test_a_finding_keeps_the_proposal_at_the_form(town: Town) -> None:
    record = town.draft(summary="联系电话13800138000")
    response = town.client("clerk").post(f"/desk/records/{record.pk}/propose/", {"note": "急"})
    assert response.status_code == 422
    assert f"/desk/gate/record/{record.pk}/public/" in response.content.decode()
    assert Record.objects.get(pk=record.pk).versions.get().state == "draft"


def test_the_page_says_how_often_each_was_fetched(town: Town, version: RecordVersion) -> None:
    record = town.office.release(town.office.approved(RecordVersion.objects.get(pk=version.pk)))
    file = version.files.all()[0]
    subject = look_at_version(record, RecordVersion.objects.get(pk=version.pk)).subject
    for _ in range(3):
        count_download(subject=subject, digest=file.stored_id, on=version.generated_on)
    with translation.override("en"):
        shown = town.client("clerk").get(f"/en/desk/records/{record.pk}/").content.decode()
    assert "fetched 3 times" in shown
    public = Client().get(f"/en/records/{record.pk}/").content.decode()
    assert "fetched" not in public


def test_a_listed_record_says_that_its_attachments_stay_inside(town: Town) -> None:
    version = town.draft("on_application").versions.get()
    attached(town.office, version, title="不公开")
    with translation.override("en"):
        page = town.client("clerk").get(f"/en/desk/records/{version.record_id}/")
    assert "It stays inside" in page.content.decode()


def test_what_changes_names_the_attachments(town: Town, version: RecordVersion) -> None:
    record = town.office.release(town.office.approved(RecordVersion.objects.get(pk=version.pk)))
    town.office.corrected(record, content())
    following = record.versions.order_by("-number")[0]
    assert _titles(following) == ["甲清单", "乙清单"]
