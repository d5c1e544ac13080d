"""The demo gives numbers and codes of invented applications away; no other site does."""

import pytest
from pytest_django.fixtures import Settings
from tests.factories.applications import ADDRESS, Desk, received

from gongkai.applications.operations import open_case
from gongkai.applications.queries import demo_applications, demo_form

pytestmark = pytest.mark.django_db


def test_what_is_shown_opens_the_case(desk: Desk, settings: Settings) -> None:
    settings.DEMO = True
    given = received(desk.organ, once_key=demo_form(3))
    desk.accepted(given.case_id)
    (shown,) = demo_applications()
    key = open_case(number=shown.number, code=shown.code, address=ADDRESS)
    assert key.case_id == given.case_id


def test_no_other_site_gives_anything_away(desk: Desk) -> None:
    given = received(desk.organ, once_key=demo_form(3))
    desk.accepted(given.case_id)
    assert demo_applications() == ()
