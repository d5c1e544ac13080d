"""The deadline calculator, as a citizen sees it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


def _page(client: Client, address: str = "/en/deadline/", **asked: str) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200
    return str(response.content.decode())


def test_an_empty_page_asks_and_complains_of_nothing(client: Client) -> None:
    page = _page(client)
    assert "Deadline calculator" in page
    assert "govuk-error-summary" not in page
    assert 'method="get"' in page


def test_the_answer_stands_with_its_derivation(client: Client) -> None:
    page = _page(client, received="2009-01-16", limit="ogi-2008:reply")
    assert "11 February 2009" in page
    assert "The limit is 15 working days." in page
    assert "Holiday · Spring Festival" in page
    assert "Moved working day, counted · Spring Festival" in page
    assert page.count('<tr class="govuk-table__row">') == 1 + 27


def test_the_page_speaks_chinese(client: Client) -> None:
    page = _page(client, "/deadline/", received="2009年1月16日", limit="ogi-2008:reply")
    assert "2009年2月11日" in page
    assert "为什么是这一天？" in page
    assert "节假日 · 春节" in page
    assert "15 个工作日" in page


def test_a_count_into_the_next_year_is_provisional(client: Client) -> None:
    page = _page(client, received="2026-12-20", limit="ogi-2019:reply")
    assert "Provisional: holidays are announced up to 2026" in page
    assert "year not yet announced" in page


def test_overlapping_pauses_count_once(client: Client) -> None:
    page = _page(
        client, received="2026-03-02", limit="ogi-2019:reply",
        sent1="2026-03-09", ended1="2026-03-24", sent2="2026-03-16", ended2="2026-03-30",
    )  # fmt: skip
    assert "21 April 2026" in page
    assert "15 days were not counted because the clock was paused." in page
    assert '<details class="govuk-details" open>' in page


def test_ones_own_number_of_working_days(client: Client) -> None:
    page = _page(client, received="2026-09-30", limit="own", days="3")
    assert "10 October 2026" in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"received": "soon", "limit": "own", "days": "3"}, "Enter the date as year, month"),
        ({"received": "", "limit": "own", "days": "3"}, "Enter “Day of receipt”."),
        ({"received": "2006-12-31", "limit": "own", "days": "3"}, "Enter a date from 2007-01-01"),
        ({"received": "2028-12-20", "limit": "own", "days": "3"}, "Enter an earlier date"),
        ({"received": "9999-12-31", "limit": "own", "days": "3"}, "Enter a date up to"),
        ({"received": "2026-03-02", "limit": "own"}, "Enter how many working days"),
        ({"received": "2026-03-02", "limit": "own", "days": "0"}, "greater than or equal to 1"),
        ({"received": "2026-03-02", "limit": "ogi-1999:reply"}, "Select a valid choice"),
        (
            {"received": "2026-03-02", "limit": "ogi-2019:reply", "sent1": "2026-03-09"},
            "Enter the day on which the answer was received",
        ),
        (
            {"received": "2026-03-02", "limit": "ogi-2019:reply", "ended1": "2026-03-09"},
            "Enter the day on which the letter was sent",
        ),
        (
            {
                "received": "2026-03-02", "limit": "ogi-2019:reply",
                "sent2": "2026-03-09", "ended2": "2026-03-08",
            },
            "The answer cannot come before the letter",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client, asked: dict[str, str], said: str
) -> None:
    page = _page(client, **asked)
    assert said in page
    assert "govuk-error-summary" in page
    assert "is the last day in time" not in page
    for typed in filter(None, (asked["received"], asked.get("ended2"))):
        assert f'value="{typed}"' in page


def test_the_page_costs_few_queries_however_long_the_count(client: Client) -> None:
    costs = []
    for days in ("2", "200"):
        with CaptureQueriesContext(connection) as captured:
            _page(client, received="2024-03-02", limit="own", days=days)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 6
