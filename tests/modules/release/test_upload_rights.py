"""What may be sent, by whom, and who may take it."""

from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils.translation import override
from pytest_django import Settings
from tests.factories import organs
from tests.modules.release.sending import (
    NAME,
    Sender,
    a_sender,
    digest_of,
    spools,
)

from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import SYSTEM, Role
from gongkai.release.models import Upload
from gongkai.release.operations.uploads import (
    NotAllThere,
    UploadRefused,
    begin_upload,
    discard_upload,
    receive_piece,
    taken_upload,
    upload_in_one_go,
)
from gongkai.release.rules.doors import Subject
from gongkai.release.rules.inspection import FileProblem
from gongkai.release.rules.uploads import LARGEST_UPLOAD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_root(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def sender() -> Sender:
    """A clerk who sends files."""
    return a_sender()


@pytest.mark.parametrize(
    ("name", "size", "problem"),
    [
        ("通\0知.pdf", 10, FileProblem.UNREADABLE_NAME),
        ("", 10, FileProblem.NO_NAME),
        ("...", 10, FileProblem.NO_NAME),
        ("工资表.exe", 10, FileProblem.PROGRAM),
        ("通知.exe.pdf", 10, FileProblem.PROGRAM),
        ("通知.wps", 10, FileProblem.KIND_NOT_TAKEN),
        ("通知", 10, FileProblem.KIND_NOT_TAKEN),
        ("通知.pdf", 0, FileProblem.EMPTY),
        ("通知.pdf", LARGEST_UPLOAD + 1, FileProblem.TOO_LARGE),
    ],
)
def test_what_is_not_taken_is_said_at_once(
    sender: Sender, name: str, size: int, problem: FileProblem
) -> None:
    with pytest.raises(UploadRefused) as refused, override("en"):
        begin_upload(actor=sender.actor, subject=sender.subject, name=name, size=size)
    assert refused.value.problem is problem
    assert refused.value.field == "files"
    with override("en"):
        assert len(str(refused.value)) > 15
    assert not Upload.objects.exists()
    assert spools() == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("长" * 200 + ".pdf", "长" * 196 + ".pdf"),
        ("长" * 196 + ".pdf", "长" * 196 + ".pdf"),
        ("C:\\fakepath\\关于  供水的通知（2026）.PDF", "关于  供水的通知（2026）.PDF"),
    ],
)
def test_chinese_names_are_kept(sender: Sender, name: str, kept: str) -> None:
    upload = begin_upload(actor=sender.actor, subject=sender.subject, name=name, size=5)
    assert upload.name == kept


def test_the_largest_file_is_taken(sender: Sender) -> None:
    upload = begin_upload(
        actor=sender.actor, subject=sender.subject, name=NAME, size=LARGEST_UPLOAD
    )
    assert upload.size == 500_000_000


def test_only_clerks_and_persons_in_charge_of_the_organ_send(sender: Sender) -> None:
    other = organs.an_organ()
    strangers = [
        organs.acting(organs.someone(Role.CLERK, other), Role.CLERK, other),
        organs.acting(
            organs.someone(Role.SECRECY_REVIEWER, sender.organ),
            Role.SECRECY_REVIEWER,
            sender.organ,
        ),
        SYSTEM,
    ]
    for actor in strangers:
        with pytest.raises(NotAllowed):
            begin_upload(actor=actor, subject=sender.subject, name=NAME, size=5)
        with pytest.raises(NotAllowed):
            upload_in_one_go(actor=actor, subject=sender.subject, name=NAME, stream=BytesIO(b"x"))
    assert not Upload.objects.exists()


def test_nobody_else_sees_or_takes_an_upload(sender: Sender) -> None:
    colleague = organs.someone(Role.CLERK, sender.organ)
    upload = sender.begun(b"12345")
    with pytest.raises(NotFound):
        receive_piece(person_id=colleague.pk, key=upload.key, offset=0, stream=BytesIO(b"1"))
    with pytest.raises(NotFound):
        discard_upload(person_id=colleague.pk, key=upload.key)
    sender.sent(upload, b"12345")
    theirs = organs.acting(colleague, Role.CLERK, sender.organ)
    with pytest.raises(NotFound):
        taken_upload(actor=theirs, key=upload.key, subject=sender.subject)
    with pytest.raises(NotFound):
        taken_upload(actor=SYSTEM, key=upload.key, subject=sender.subject)


def test_an_upload_is_taken_for_its_own_subject_alone(sender: Sender) -> None:
    upload = sender.begun(b"12345")
    sender.sent(upload, b"12345")
    organ_id = sender.organ.pk
    for kind, number in (("record", 8), ("case", 7)):
        subject = Subject(kind=kind, id=number, organ_id=organ_id)
        with pytest.raises(NotFound):
            taken_upload(actor=sender.actor, key=upload.key, subject=subject)
    with pytest.raises(NotFound):
        taken_upload(actor=sender.actor, key=uuid4(), subject=sender.subject)
    taken = taken_upload(actor=sender.actor, key=upload.key, subject=sender.subject)
    assert taken.stored_id == digest_of(b"12345")


def test_an_unfinished_upload_is_not_taken(sender: Sender) -> None:
    upload = sender.begun(b"12345")
    sender.sent(upload, b"123")
    with pytest.raises(NotAllThere):
        taken_upload(actor=sender.actor, key=upload.key, subject=sender.subject)
