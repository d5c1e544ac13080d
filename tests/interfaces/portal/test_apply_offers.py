"""What is public already is offered before one applies: published records, and nothing else."""

import pytest
from django.test import Client
from tests.factories import organs, records
from tests.factories.applications import a_submission, received
from tests.factories.records import Office, content
from tests.interfaces.portal.applicants import Applicant

from gongkai.applications.models import ApplicationDraft

pytestmark = pytest.mark.django_db

ASKED = "保障性住房分配方案"


@pytest.fixture
def reader(client: Client, office: Office) -> Applicant:
    """Somebody who has said who applies."""
    applicant = Applicant(client, office.organ.pk)
    applicant.fill("kind")
    return applicant


def _inline(reader: Applicant, **typed: str) -> str:
    address = reader.address("what/offers/")
    response = reader.client.post(address, typed, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    return response.content.decode()


def test_what_is_public_is_shown_before_one_goes_on(reader: Applicant, office: Office) -> None:
    record = office.released(content(title=f"2025年{ASKED}"))
    response = reader.fill("what", asked=ASKED)
    assert response["Location"] == reader.address("public/")
    page = reader.see("public/")
    assert f'href="/records/{record.pk}/"' in page
    assert f'href="{reader.address("how/")}"' in page


def test_where_nothing_is_public_one_goes_on(reader: Applicant) -> None:
    assert reader.fill("what", asked="鬯鬱鬱")["Location"] == reader.address("how/")
    assert reader.client.get(reader.address("public/"))["Location"] == reader.address("how/")


def test_who_changes_something_goes_back_to_the_check(reader: Applicant, office: Office) -> None:
    office.released(content(title=ASKED))
    said = {"asked": ASKED}
    response = reader.client.post(f"{reader.address('what/')}?then=check", said)
    assert response["Location"] == reader.address("check/")


def test_a_document_number_finds_its_record_first(reader: Applicant, office: Office) -> None:
    office.released(content(title=f"{ASKED}说明"))
    record = office.released(
        content(title="关于印发分配办法的通知", document_number="云建发〔2025〕88号")
    )
    page = _inline(reader, asked=ASKED, document_number="云建发[2025]88号")
    assert page.index(f"/records/{record.pk}/") < page.index(ASKED)


def test_the_organs_own_come_first_and_five_at_most(reader: Applicant, office: Office) -> None:
    other = records.an_office(organs.an_organ("云梦省财政厅", parent=office.organ.parent))
    foreign = other.released(content(title=ASKED))
    own = [office.released(content(title=f"{ASKED}（{n}）")) for n in range(3)]
    page = _inline(reader, asked=ASKED)
    assert page.count("portal-records__item") == 4
    assert max(page.index(f"/records/{one.pk}/") for one in own) < page.index(
        f"/records/{foreign.pk}/"
    )
    for n in range(3, 6):
        office.released(content(title=f"{ASKED}（{n}）"))
    assert _inline(reader, asked=ASKED).count("portal-records__item") == 5


def test_what_is_not_public_is_not_offered(reader: Applicant, office: Office) -> None:
    office.draft(content(title=f"{ASKED}草稿"))
    office.released(content("exempt", title=f"{ASKED}秘密"))
    office.hidden(office.released(content(title=f"{ASKED}撤回")))
    assert _inline(reader, asked=ASKED).strip() == ""
    assert reader.fill("what", asked=ASKED)["Location"] == reader.address("how/")


def test_a_star_record_is_marked_as_such(reader: Applicant, office: Office) -> None:
    office.released(content("on_application", title=ASKED))
    assert "★" in _inline(reader, title=ASKED)


def test_other_peoples_cases_are_never_offered(reader: Applicant, office: Office) -> None:
    received(office.organ, a_submission(asked=ASKED, title=ASKED, name="木大年"))
    page = _inline(reader, asked=ASKED, title=ASKED)
    assert page.strip() == ""


def test_the_fragment_keeps_nothing_and_takes_whatever_is_typed(
    reader: Applicant, office: Office
) -> None:
    before = list(ApplicationDraft.objects.values())
    for typed in ("", "\0", "查" * 50_000, "'; DROP TABLE", "😀", "《》〔〕()"):
        _inline(reader, asked=typed, title=typed, document_number=typed, index_number=typed)
    assert list(ApplicationDraft.objects.values()) == before
    assert reader.client.get(reader.address("what/offers/")).status_code == 405
