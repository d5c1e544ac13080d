"""Every page of the portal answers everybody, in both languages, and says what it is."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.factories.records import Office, content
from tests.interfaces.portal.conftest import read

LASTING = (
    "home",
    "search",
    "suggestions",
    "organs",
    "catalogue",
    "catalogue_csv",
    "catalogue_xlsx",
    "changes",
    "withdrawn",
    "feed",
    "ledger_days",
    "check_copy",
    "apply",
    "apply_blank_form",
    "track",
    "how_to_obtain",
    "complain",
    "subscribe",
    "accessibility",
    "deadline",
)
OF_A_RECORD = ("record", "record_print", "record_text", "versions", "compare")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", LASTING)
def test_answers_when_nothing_is_published(
    citizen: Client, db: None, name: str, language: str
) -> None:
    with translation.override(language):
        address = reverse(f"portal:{name}")
    assert citizen.get(address).status_code == 200


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_answers_with_records(citizen: Client, office: Office, language: str) -> None:
    record = office.released(content())
    office.corrected(record, content(title="更正后的通知"))
    listed = office.released(content("on_application"))
    with translation.override(language):
        addresses = [reverse(f"portal:{name}") for name in LASTING]
        addresses += [reverse(f"portal:{name}", args=[record.pk]) for name in OF_A_RECORD]
        addresses.append(reverse("portal:organ", args=[office.organ.pk]))
        addresses.append(reverse("portal:version", args=[record.pk, 1]))
        addresses.append(reverse("portal:version_text", args=[record.pk, 1]))
        addresses.append(reverse("portal:record", args=[listed.pk]))
        addresses.append(reverse("portal:record_print", args=[listed.pk]))
    found = {}
    for address in addresses:
        response = citizen.get(address)
        found[address] = response.status_code
        read(response)
    assert set(found.values()) == {200}, found
