"""An organ is merged: what it was working on ends, and its guide names the successor."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import organs
from tests.factories.guides import Press
from tests.factories.records import an_office

from gongkai.guides.operations import OrganIsNoMore
from gongkai.guides.queries import consultation, open_consultations
from gongkai.guides.rules.vocabulary import EditionKind
from gongkai.kernel.time import today
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.operations.transfer import MERGE_PURPOSE, Merger, merge_organs


def test_a_merger_ends_what_is_in_work_and_the_guide_names_the_successor(
    client: Client, press: Press
) -> None:
    guide = press.published()
    open_one = press.consulting(press.compiled(EditionKind.CATALOGUE))
    successor = an_office().organ
    merge_into(press, successor.pk)
    with pytest.raises(OrganIsNoMore):
        press.compiled()
    open_one.refresh_from_db()
    assert (open_one.state, open_consultations(PUBLIC)) == ("abandoned", ())
    assert consultation(PUBLIC, open_one.pk).is_given_up
    for route, pk in (("guide", press.office.organ.pk), ("edition", guide.pk)):
        text = client.get(reverse(f"portal:{route}", args=[pk])).content.decode()
        assert reverse("portal:guide", args=[successor.pk]) in text


def merge_into(press: Press, successor_id: int) -> None:
    """Merge the press's organ into another, as the administrator who signs it."""
    person = organs.someone(Role.SYSTEM_ADMINISTRATOR, press.government)
    merger = Merger(
        from_id=press.office.organ.pk,
        to_id=successor_id,
        merged_on=today(),
        basis="云政发〔2026〕9号",
    )
    merge_organs(
        actor=organs.acting(person, Role.SYSTEM_ADMINISTRATOR, press.government),
        merger=merger,
        signature=organs.signed(person, merger.digest(), MERGE_PURPOSE),
    )
