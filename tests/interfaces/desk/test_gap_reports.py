"""Reported gaps at the desk: the list, one report, the answer."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.interfaces.desk.conftest import Town

from gongkai.notices.models import Notice
from gongkai.remedies.models import GapAnswer
from gongkai.remedies.operations import Reported, report_gap

pytestmark = pytest.mark.django_db

TEXT = "找不到2025年度部门决算。"


def _report(town: Town, number: int = 1, *, email: str = "") -> Reported:
    return report_gap(
        organ_id=town.office.organ.pk,
        item="A04",
        text=TEXT,
        email=email,
        language="zh-hans",
        once_key=f"key {number}",
        address="",
    )


def test_the_office_reads_and_answers_and_those_above_read(town: Town) -> None:
    reported = _report(town)
    page = reverse("desk:gap_report", args=[reported.key.report_id])
    answer = reverse("desk:answer_gap", args=[reported.key.report_id])
    clerk = town.client("clerk")

    home = clerk.get(reverse("desk:gap_reports"))
    assert [entry["line"].number for entry in home.context["lines"]] == [reported.number]
    assert TEXT in clerk.get(page).content.decode()
    for persona in ("competent", "supervision"):
        read = town.client(persona).get(page)
        assert TEXT in read.content.decode()
        assert answer not in read.content.decode()
        assert town.client(persona).get(answer).status_code == 404

    refused = clerk.post(answer, {"kind": "published", "index_number": "无此号", "text": "见附件"})
    assert refused.status_code == 422
    assert refused.context["form"]["text"].value() == "见附件"
    assert clerk.post(answer, {"kind": "promised", "promised_on": "2026-03-20"}).status_code == 302
    promised = clerk.get(reverse("desk:gap_reports"), {"state": "promised"})
    assert promised.context["total"] == 1
    record = town.published(statutory_item="A04")
    clerk.post(answer, {"kind": "published", "index_number": record.index_number})
    closed = clerk.get(page).content.decode()
    assert reverse("portal:record", args=[record.pk]) in closed
    assert clerk.get(answer).status_code == 404


def test_a_promise_sent_twice_is_one_answer(town: Town) -> None:
    reported = _report(town)
    address = reverse("desk:answer_gap", args=[reported.key.report_id])
    clerk, answers = town.client("clerk"), GapAnswer.objects.all()
    promise = {"kind": "promised", "promised_on": "2026-03-20", "seen_answers": "0"}

    sent = [clerk.post(address, promise | {"once": "a page"}).status_code for _time in range(2)]
    stale = clerk.post(address, promise | {"once": "another page"})

    assert (sent, answers.count()) == ([302, 302], 1)
    assert stale.status_code == 422
    assert stale.context["form"]["seen_answers"].value() == "1"
    again = clerk.post(address, promise | {"once": "another page", "seen_answers": "1"})
    assert (again.status_code, answers.count()) == (302, 2)


def test_the_list_costs_as_much_with_more_reports(town: Town) -> None:
    client = town.client("clerk")
    _report(town)
    _cost(client)
    few = _cost(client)

    for number in range(2, 12):
        _report(town, number)

    assert _cost(client) == few


def _cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse("desk:gap_reports")).status_code == 200
    return len(seen)


def test_a_mail_that_did_not_get_through_leads_to_its_report(town: Town) -> None:
    reported = _report(town)
    notice = Notice.objects.get(subject_kind="gap_report")

    page = town.client("clerk").get(reverse("desk:notices")).content.decode()

    assert notice.state == "refused"
    assert reverse("desk:gap_report", args=[reported.key.report_id]) in page
