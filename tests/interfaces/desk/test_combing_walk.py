"""A backlog of many organs from upload to progress page, by the addresses that browsers ask.

5,000 items of 40 organs in a thorough run; 200 of 4 in every run.
"""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.amount import thorough_or
from tests.factories import combing, organs, records
from tests.factories.records import Office

from gongkai.kernel.time import today
from gongkai.oversight.models import CombingCampaign, CombingIntake, CombingItem
from gongkai.oversight.operations.combing_intake import read_intake, take_rows
from gongkai.oversight.operations.combing_items import register_all
from gongkai.oversight.queries.combing_progress import overview
from gongkai.records.models import Record

ITEMS, ORGANS = thorough_or(5_000, 200), thorough_or(40, 4)


def _browser(person: AbstractBaseUser) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_backlog_of_many_organs_from_upload_to_progress_page(db: None) -> None:
    records.load_tables()
    county = combing.a_county(ORGANS)
    campaign = county.running()
    each = ITEMS // ORGANS
    for at, office in enumerate(county.offices):
        numbers = range(at * each, (at + 1) * each)
        _walk(campaign, office, numbers)

    address = reverse("desk:combing_campaign", args=[campaign.pk])
    page = _browser(county.guide).get(address)

    assert page.context["progress"].whole.total == ITEMS
    assert page.context["progress"].whole.registered == ITEMS == Record.objects.count()
    assert len(page.context["rows"]) == ORGANS
    viewer = organs.viewing(county.guide)
    with CaptureQueriesContext(connection) as asked:
        overview(viewer, campaign.pk, on=today())
    assert len(asked) < 10


def _walk(campaign: CombingCampaign, office: Office, numbers: Sequence[int]) -> None:
    clerk = _browser(office.clerk)
    home = reverse("desk:combing_organ", args=[campaign.pk, office.organ.pk])
    table = combing.xlsx_table([combing.row(number) for number in numbers]).getvalue()
    sent = clerk.post(home, {"table": SimpleUploadedFile("清理.xlsx", table)})
    intake = CombingIntake.objects.get(organ=office.organ)
    # What a worker does with a table that is too large to be waited for.
    read_intake(intake_id=intake.pk)
    assert clerk.get(sent["Location"]).context["intake"].good == len(numbers)
    clerk.post(sent["Location"], {"do": "take"})
    take_rows(intake_id=intake.pk)
    items = reverse("desk:combing_items", args=[campaign.pk, office.organ.pk]) + "?stage=undecided"
    while lines := clerk.get(items).context["lines"]:
        chosen = [line.id for line in lines]
        clerk.post(items, {"do": "adopt", "as-category": "undetermined", "chosen": chosen})
    clerk.post(reverse("desk:combing_register", args=[campaign.pk, office.organ.pk]))
    register_all(campaign_id=campaign.pk, organ_id=office.organ.pk, person_id=office.clerk.pk)
    left = CombingItem.objects.filter(organ=office.organ, record__isnull=True)
    assert not left.exists()
