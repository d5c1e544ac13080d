"""What says at its head that it is secret is not taken: neither in one go nor in pieces."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pytest_django import Settings
from tests.modules.release.sending import Sender, a_sender, spools

from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotFound
from gongkai.release.first_look import says_it_is_secret
from gongkai.release.models import Upload
from gongkai.release.operations.uploads import MarkedSecret, complete_upload, upload_in_one_go

pytestmark = pytest.mark.django_db
MARKED = "机密★10年\n关于某事项的报告".encode()


@pytest.fixture
def sender(settings: Settings, tmp_path: Path) -> Sender:
    """A clerk who sends files."""
    settings.FILES_ROOT = tmp_path / "files"
    return a_sender()


def test_a_marked_file_of_a_plain_form_is_not_stored(sender: Sender) -> None:
    with pytest.raises(MarkedSecret) as refused:
        upload_in_one_go(
            actor=sender.actor, subject=sender.subject, name="报告.txt", stream=BytesIO(MARKED)
        )
    assert "保密工作人员" in str(refused.value.message)
    assert not StoredFile.objects.exists()


def test_a_marked_file_in_pieces_is_forgotten_when_it_is_whole(sender: Sender) -> None:
    upload = sender.begun(MARKED, name="报告.txt")
    sender.sent(upload, MARKED)
    with pytest.raises(MarkedSecret):
        complete_upload(person_id=sender.person.pk, key=upload.key)
    assert not StoredFile.objects.exists()
    assert not spools()
    assert not Upload.objects.exists()
    with pytest.raises(NotFound):
        complete_upload(person_id=sender.person.pk, key=upload.key)


def test_talk_of_secrets_is_taken(sender: Sender) -> None:
    said = "关于商业秘密保护的规定\n第一条 根据保守国家秘密法，制定本规定。".encode()
    upload_in_one_go(
        actor=sender.actor, subject=sender.subject, name="规定.txt", stream=BytesIO(said)
    )
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(("line", "is_marked"), [("秘密★1年", True), ("商业秘密保护规定", False)])
def test_a_document_is_looked_into_apart(tmp_path: Path, line: str, is_marked: bool) -> None:
    document = Document()
    document.add_paragraph(line)
    document.add_paragraph("正文")
    path = tmp_path / "sent"
    document.save(str(path))
    assert says_it_is_secret(path, "通知.docx") is is_marked


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_is_read_in_the_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "sent"
    path.write_bytes(("绝密\n" + "云梦省人民政府文件" * 400).encode(encoding))
    assert says_it_is_secret(path, "文件.txt")


def test_what_cannot_be_seen_hides_no_mark_from_the_first_look(tmp_path: Path) -> None:
    path = tmp_path / "sent"
    path.write_bytes(("\u200b" * 3_000).encode() + MARKED + b"\xff")
    assert says_it_is_secret(path, "文件.txt")
