"""Attachments are part of what a version says, and change as the rest of it does: in a draft."""

import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import organs, records
from tests.factories.attachments import a_file, attached
from tests.factories.records import Office, content

from gongkai.audit.models import AuditEntry
from gongkai.kernel.files import store_file
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import Role
from gongkai.records.contents import content_of
from gongkai.records.models import RecordVersion, VersionFile
from gongkai.records.operations import (
    AttachedAlready,
    MoveNotPossible,
    TitleTooLong,
    TooManyFiles,
    attach_file,
    attach_upload,
    begin_new_version,
    detach_file,
    edit_version,
    move_file,
    retitle_file,
)
from gongkai.records.operations.attachments import LONGEST_TITLE, MOST_FILES
from gongkai.records.operations.exchanging import exchange_file
from gongkai.records.rules.content import AttachedFile, VersionContent
from gongkai.release.models import Examination
from gongkai.release.operations.uploads import UploadRefused, begin_upload, upload_in_one_go
from gongkai.release.rules.doors import Subject


def _now(version: RecordVersion) -> RecordVersion:
    return RecordVersion.objects.select_related("proposal").get(pk=version.pk)


def _titles(version: RecordVersion) -> list[str]:
    return list(version.files.values_list("title", flat=True))


def test_a_version_without_attachments_has_the_digest_it_always_had() -> None:
    said = VersionContent(title="关于测试的通知", summary="概述。", generated_on=date(2026, 3, 2))
    known = "d7aaec09c7bde2cd0b65840067cd8c732bcfd9de6b1490f1f4950de17f6eb3f0"
    assert said.digest() == known
    assert '"files"' not in said.canonical()


def test_name_title_bytes_and_order_are_part_of_the_digest() -> None:
    said = VersionContent(title="关于测试的通知", summary="概述。", generated_on=date(2026, 3, 2))
    one = AttachedFile(name="一.pdf", title="附件一", digest="1" * 64)
    two = AttachedFile(name="二.pdf", title="附件二", digest="2" * 64)
    variants = [
        (),
        (one,),
        (replace(one, name="三.pdf"),),
        (replace(one, title="附件三"),),
        (replace(one, digest="3" * 64),),
        (one, two),
        (two, one),
    ]
    digests = {replace(said, files=files).digest() for files in variants}
    assert len(digests) == len(variants)


def test_a_clerk_attaches_a_file_and_it_is_examined(office: Office) -> None:
    version = office.draft()
    digest = store_file("附件正文".encode()).digest
    file = attach_file(
        actor=office.acting(Role.CLERK), version_id=version.pk, digest=digest, name="附件 1.pdf"
    )
    now = _now(version)
    assert (file.title, file.name, file.media_type) == ("附件 1", "附件 1.pdf", "application/pdf")
    assert (file.size, file.added_by_id) == (12, office.clerk.pk)
    assert now.digest == content_of(now).digest() != version.digest
    assert Examination.objects.get(stored_id=digest).state == "waiting"
    entry = AuditEntry.objects.get(action="records.attach_file")
    assert entry.details["file"] == digest
    assert "附件" not in str(entry.details) + entry.object_label


def test_what_was_uploaded_for_the_record_is_attached_by_its_sender(office: Office) -> None:
    version = office.draft()
    subject = Subject(kind="record", id=version.record_id, organ_id=office.organ.pk)
    actor = office.acting(Role.CLERK)
    upload = upload_in_one_go(
        actor=actor, subject=subject, name="清单.csv", stream=_stream("甲,乙\n")
    )
    attach_upload(actor=actor, version_id=version.pk, key=upload.key, title="项目清单")
    assert _titles(version) == ["项目清单"]
    elsewhere = replace(subject, id=version.record_id + 1)
    other = upload_in_one_go(actor=actor, subject=elsewhere, name="别.csv", stream=_stream("丙"))
    with pytest.raises(NotFound):
        attach_upload(actor=actor, version_id=version.pk, key=other.key)
    assert begin_upload(actor=actor, subject=subject, name="另.csv", size=3).stored_id is None


def test_attachments_are_moved_retitled_and_taken_off(office: Office) -> None:
    version, actor = office.draft(), office.acting(Role.CLERK)
    files = [attached(office, version, title=title) for title in ("甲", "乙", "丙")]
    move_file(actor=actor, version_id=version.pk, file_id=files[2].pk, to=1)
    assert _titles(version) == ["丙", "甲", "乙"]
    move_file(actor=actor, version_id=version.pk, file_id=files[2].pk, to=99)
    assert _titles(version) == ["甲", "乙", "丙"]
    retitle_file(actor=actor, version_id=version.pk, file_id=files[1].pk, title=" 新的 名称 ")
    detach_file(actor=actor, version_id=version.pk, file_id=files[0].pk)
    assert _titles(version) == ["新的 名称", "丙"]
    now = _now(version)
    assert now.digest == content_of(now).digest()
    assert [file.title for file in content_of(now).files] == ["新的 名称", "丙"]


def test_editing_the_elements_leaves_the_attachments(office: Office) -> None:
    version = office.draft()
    attached(office, version, title="甲")
    edit_version(actor=office.acting(Role.CLERK), version_id=version.pk, content=content())
    now = _now(version)
    assert [file.title for file in content_of(now).files] == ["甲"]
    assert now.digest == content_of(now).digest()


@pytest.mark.parametrize("stage", ["proposed", "reviewed", "approved"])
def test_a_change_of_attachments_voids_the_proposal(office: Office, stage: str) -> None:
    version = office.draft()
    file = attached(office, version)
    getattr(office, stage)(version)
    detach_file(actor=office.acting(Role.CLERK), version_id=version.pk, file_id=file.pk)
    now = _now(version)
    assert (now.state, now.proposal) == ("draft", None)
    assert office.release(office.approved(now)).standing == "published"


def test_the_next_version_has_the_same_attachments_not_yet_cleared(office: Office) -> None:
    version = office.draft()
    attached(office, version, title="甲")
    attached(office, version, title="乙")
    record = office.release(office.approved(version))
    following = begin_new_version(
        actor=office.acting(Role.CLERK), record_id=record.pk, change_note="更正。"
    )
    assert _titles(following) == ["甲", "乙"]
    assert not following.files.filter(clearance__isnull=False).exists()
    assert not version.files.filter(clearance__isnull=True).exists()
    assert following.digest == content_of(following).digest()


def test_what_cannot_be_attached_is_refused(office: Office) -> None:
    version, actor = office.draft(), office.acting(Role.CLERK)
    file = attached(office, version)
    said = {"actor": actor, "version_id": version.pk, "name": "附件.pdf"}
    with pytest.raises(AttachedAlready):
        attach_file(**said, digest=file.stored_id)
    with pytest.raises(NotFound):
        attach_file(**said, digest=hashlib.sha256(b"nowhere").hexdigest())
    with pytest.raises(TitleTooLong):
        attach_file(**said, digest=a_file(), title="长" * (LONGEST_TITLE + 1))
    with pytest.raises(UploadRefused):
        attach_file(**said | {"name": "program.exe"}, digest=a_file())
    assert version.files.count() == 1


def test_no_more_than_fifty_are_attached(office: Office) -> None:
    version = office.draft()
    file = attached(office, version)
    rows = [
        VersionFile(
            version=version,
            position=position,
            title="附件",
            name="附件.pdf",
            media_type="application/pdf",
            size=1,
            stored_id=store_file(str(position).encode()).digest,
            added_by=office.clerk,
            added_at=file.added_at,
        )
        for position in range(2, MOST_FILES + 1)
    ]
    VersionFile.objects.bulk_create(rows)
    with pytest.raises(TooManyFiles):
        attached(office, version)
    new = exchange_file(
        actor=office.acting(Role.CLERK),
        version_id=version.pk,
        old_digest=file.stored_id,
        digest=a_file(),
        name="附件.pdf",
        keeps_title=True,
    )
    assert (new.position, new.title, version.files.count()) == (1, file.title, MOST_FILES)


def test_only_the_clerk_of_the_organ_attaches(office: Office) -> None:
    version = office.draft()
    other = records.an_office(organs.an_organ())
    for actor in (office.acting(Role.PERSON_IN_CHARGE), other.acting(Role.CLERK)):
        with pytest.raises(NotAllowed):
            attach_file(actor=actor, version_id=version.pk, digest=a_file(), name="附件.pdf")


def test_a_released_version_keeps_its_attachments(office: Office) -> None:
    version = office.draft()
    file = attached(office, version)
    office.release(office.approved(version))
    with pytest.raises(MoveNotPossible):
        detach_file(actor=office.acting(Role.CLERK), version_id=version.pk, file_id=file.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM records_version_file WHERE id = %s",
        "UPDATE records_version_file SET title = 'x' WHERE id = %s",
        "UPDATE records_version_file SET position = 7 WHERE id = %s",
    ],
)
def test_the_database_keeps_what_is_attached_once_it_is_proposed(
    office: Office, statement: str
) -> None:
    version = office.draft()
    file = attached(office, version)
    a_file()
    office.proposed(version)
    refused = pytest.raises(DatabaseError, match="attachments cannot change")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [file.pk])


def _stream(text: str) -> BytesIO:
    return BytesIO(text.encode())
