"""Files of the form: what is taken, why not, and whose they are."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings
from tests.factories.applications import Desk
from tests.interfaces.portal.applicants import PNG, Applicant, errors_in

from gongkai.applications.models import Application, ApplicationFile, DraftFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def applicant(applicant: Applicant) -> Applicant:
    """A citizen who has come to the page of the files."""
    for step in ("kind", "who", "contact", "what", "how"):
        applicant.fill(step)
    return applicant


def test_without_a_proof_one_does_not_go_on(applicant: Applicant) -> None:
    response = applicant.client.post(applicant.address("proofs/"), {})
    assert response.status_code == 200
    assert "身份证明复印件" in "".join(errors_in(response))
    assert 'href="#id_proof"' in response.content.decode()


def test_files_are_listed_with_size_and_go_along(applicant: Applicant) -> None:
    assert applicant.add(stay="1")["Location"] == applicant.address("proofs/")
    applicant.add("授权委托书.txt", "兹委托。".encode(), box="attachment", stay="1")
    page = applicant.see("proofs/")
    assert "身份证.png" in page
    assert "授权委托书.txt" in page
    assert "148" in page
    assert applicant.client.post(applicant.address("proofs/"), {}).status_code == 302
    applicant.send()
    kept = ApplicationFile.objects.values_list("name", "role")
    assert list(kept) == [("身份证.png", "proof"), ("授权委托书.txt", "attachment")]


def test_several_are_chosen_at_once_and_the_good_ones_stay(applicant: Applicant) -> None:
    chosen = [
        SimpleUploadedFile("正面.png", PNG),
        SimpleUploadedFile("程序.exe", b"MZ"),
        SimpleUploadedFile("反面.png", PNG),
    ]
    response = applicant.client.post(applicant.address("proofs/"), {"proof": chosen})
    assert response.status_code == 200
    said = errors_in(response)
    assert len(said) == 1
    assert said[0].startswith("程序.exe: ")
    assert [file.name for file in DraftFile.objects.all()] == ["正面.png", "反面.png"]
    assert "反面.png" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.txt", b""),
        ("照片.png", b"no picture"),
        ("宏.docm", b"PK\x03\x04"),
        ("大.txt", b"a" * 20_000_001),
        ("通知.exe.pdf", b"%PDF-1.7"),
    ],
)
def test_what_is_not_taken_is_said_with_its_name(
    applicant: Applicant, name: str, content: bytes
) -> None:
    response = applicant.add(name, content)
    assert response.status_code == 200
    assert errors_in(response)[0].startswith(name)
    assert not DraftFile.objects.exists()
    assert "石小禾" in applicant.see("check/"), "nothing else is lost"


def test_one_file_too_many(applicant: Applicant) -> None:
    for number in range(10):
        assert applicant.add(f"{number}.png").status_code == 302
    assert "10" in errors_in(applicant.add("11.png"))[0]
    assert DraftFile.objects.count() == 10


def test_names_keep_their_characters_and_lose_their_folders(applicant: Applicant) -> None:
    applicant.add("㛃𠮷<b>的证件.png")
    applicant.add("C:\\fakepath\\正面.png")
    page = applicant.see("proofs/")
    assert "㛃𠮷&lt;b&gt;的证件.png" in page
    assert "fakepath" not in page


def test_a_file_is_removed_once(applicant: Applicant) -> None:
    applicant.add()
    removal = re.search(r'action="(/apply/\d+/proofs/\d+/remove/)"', applicant.see("proofs/"))
    assert removal is not None
    for _time in range(2):
        response = applicant.client.post(removal[1])
        assert response["Location"] == applicant.address("proofs/")
    assert not DraftFile.objects.exists()
    assert applicant.client.get(removal[1]).status_code == 405


def test_nobody_removes_anothers_file(applicant: Applicant, desk: Desk) -> None:
    applicant.add()
    file_id = DraftFile.objects.get().pk
    other = Applicant(Client(), desk.organ.pk)
    assert other.client.post(other.address(f"proofs/{file_id}/remove/")).status_code == 302
    other.fill("kind")
    assert other.client.post(other.address(f"proofs/{file_id}/remove/")).status_code == 302
    assert DraftFile.objects.filter(pk=file_id).exists()


def test_too_much_from_one_network_is_refused_and_nothing_else_lost(
    applicant: Applicant, settings: Settings
) -> None:
    settings.UPLOADS_PER_HOUR = 1
    content = "说明。".encode() * 60_000
    assert applicant.add("一.txt", content).status_code == 302
    response = applicant.add("二.txt", content)
    assert response.status_code == 429
    assert "二.txt" in errors_in(response)[0]
    assert applicant.send().status_code == 302
    assert Application.objects.count() == 1
