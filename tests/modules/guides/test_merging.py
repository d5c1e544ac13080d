"""An organ is merged: what it was working on ends, and its guide names the successor."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.guides import Press
from tests.factories.merging import merged
from tests.factories.records import an_office

from gongkai.guides.operations import OrganIsNoMore
from gongkai.guides.queries import consultation, open_consultations
from gongkai.guides.rules.vocabulary import EditionKind
from gongkai.kernel.types import PUBLIC


def test_a_merger_ends_what_is_in_work_and_the_guide_names_the_successor(
    client: Client, press: Press
) -> None:
    guide = press.published()
    open_one = press.consulting(press.compiled(EditionKind.CATALOGUE))
    successor = an_office()
    merged(press.office, successor)
    with pytest.raises(OrganIsNoMore):
        press.compiled()
    open_one.refresh_from_db()
    assert (open_one.state, open_consultations(PUBLIC)) == ("abandoned", ())
    assert consultation(PUBLIC, open_one.pk).is_given_up
    for route, pk in (("guide", press.office.organ.pk), ("edition", guide.pk)):
        text = client.get(reverse(f"portal:{route}", args=[pk])).content.decode()
        assert reverse("portal:guide", args=[successor.organ.pk]) in text
