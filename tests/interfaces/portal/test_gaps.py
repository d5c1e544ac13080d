"""What is empty on an organ's page, the report of a gap, its answer, and the figures of all."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.factories import organs
from tests.factories.records import Office, content

from gongkai.kernel.types import Role
from gongkai.organs.models import Organ
from gongkai.remedies.models import GapReport
from gongkai.remedies.operations import answer_gap
from gongkai.remedies.rules.gaps import AnswerKind

pytestmark = pytest.mark.django_db

TEXT = "找不到2025年度部门决算，电话13800138000"


def _organ_page(client: Client, office: Office) -> str:
    return client.get(reverse("portal:organ", args=[office.organ.pk])).content.decode()


def _send(client: Client, office: Office, **changes: str) -> object:
    address = reverse("portal:report_gap", args=[office.organ.pk])
    said = {"item": "A04", "text": TEXT, "email": "", "once": "key"}
    return client.post(address, said | changes, follow=True)


def test_every_item_stands_there_and_the_empty_ones_lead_to_a_report(
    citizen: Client, office: Office
) -> None:
    office.released(content(statutory_item="A04", title="关于2025年度预算的公告"))
    office.released(content("on_application", statutory_item="A05"))
    office.draft(content(statutory_item="A03", title="尚未公开的统计"))

    page = _organ_page(citizen, office)

    report = reverse("portal:report_gap", args=[office.organ.pk])
    assert page.count("尚未公开内容") == 11  # A01-A11 and S01 without A04; ★ alone fills no item
    for item in ("A03", "A05", "S01"):
        assert f"{report}?item={item}" in page
    assert f"{report}?item=A04" not in page
    assert "12项中已有公开1项" in page
    assert "尚未公开的统计" not in page
    assert "★" in page


def test_an_organ_on_which_no_list_binds_has_its_set_up(citizen: Client, office: Office) -> None:
    congress = organs.an_organ("云梦省人大常委会", kind="legislature")
    address = reverse("portal:organ", args=[congress.pk])

    page = citizen.get(address).content.decode()

    assert page.count("?item=") == 1
    assert "?item=S01" in page


def test_a_report_is_sent_followed_and_answered(citizen: Client, office: Office) -> None:
    form = citizen.get(reverse("portal:report_gap", args=[office.organ.pk]), {"item": "A04"})
    assert form.context["form"]["item"].value() == "A04"
    answer = _send(citizen, office)
    assert answer.redirect_chain == [(reverse("portal:gap_sent"), 302)]  # type: ignore[attr-defined]
    sent = answer.context["reported"]  # type: ignore[attr-defined]
    _send(citizen, office)
    assert GapReport.objects.count() == 1

    stranger = Client()
    assert stranger.get(reverse("portal:gap_sent")).status_code == 302
    assert stranger.get(reverse("portal:gap_report")).status_code == 302
    wrong = stranger.post(reverse("portal:track_gap"), {"number": sent.number, "code": "3"})
    assert TEXT not in wrong.content.decode()
    assert wrong.context["form"]["number"].value() == sent.number
    opened = stranger.post(
        reverse("portal:track_gap"), {"number": sent.number, "code": sent.code}, follow=True
    )
    assert TEXT in opened.content.decode()
    assert opened.headers["Cache-Control"] == "no-store, private"

    clerk = organs.acting(office.clerk, Role.CLERK, office.organ)
    answer_gap(
        actor=clerk,
        report_id=sent.key.report_id,
        kind=AnswerKind.PROMISED,
        promised_on=date(2026, 3, 31),
    )
    page = stranger.get(reverse("portal:gap_report")).content.decode()
    assert "2026年3月31日" in page
    assert office.clerk.name not in page
    stranger.post(reverse("portal:leave_gap"))
    assert stranger.get(reverse("portal:gap_report")).status_code == 302


def test_an_answer_leads_to_no_form_of_an_organ_that_takes_no_applications(
    citizen: Client, office: Office
) -> None:
    sent = _send(citizen, office).context["reported"]  # type: ignore[attr-defined]
    answer_gap(
        actor=organs.acting(office.clerk, Role.CLERK, office.organ),
        report_id=sent.key.report_id,
        kind=AnswerKind.DOES_NOT_EXIST,
        text="没有编制。",
    )
    opening = {"number": sent.number, "code": sent.code}
    form = reverse("portal:apply_begin", args=[office.organ.pk])
    page = citizen.post(reverse("portal:track_gap"), opening, follow=True).content.decode()
    assert form in page
    Organ.objects.filter(pk=office.organ.pk).update(is_active=False)

    page = citizen.get(reverse("portal:gap_report")).content.decode()

    assert "没有编制。" in page
    assert form not in page


def test_the_code_is_shown_for_half_an_hour_and_to_nobody_after(
    citizen: Client, office: Office, fixed_moment: time_machine.Traveller
) -> None:
    sent, status = reverse("portal:gap_sent"), reverse("portal:gap_report")
    _send(citizen, office)
    assert citizen.get(sent).status_code == 200
    fixed_moment.shift(20 * 60)
    assert citizen.get(status).status_code == 200
    fixed_moment.shift(20 * 60)
    assert citizen.get(sent).status_code == 302
    assert citizen.get(status).status_code == 200

    _send(citizen, office, once="mine")
    theirs = _send(Client(), office, once="theirs").context["reported"]  # type: ignore[attr-defined]
    said = {"number": theirs.number, "code": theirs.code}
    citizen.post(reverse("portal:track_gap"), said, follow=True)
    assert citizen.get(sent).status_code == 302


def test_bad_input_loses_nothing(citizen: Client, office: Office) -> None:
    for changes in ({"text": ""}, {"email": "nobody"}, {"text": "长" * 1001}):
        answer = _send(citizen, office, **changes)
        form = answer.context["form"]  # type: ignore[attr-defined]
        assert form.errors.keys() == changes.keys()
        assert form["item"].value() == "A04"
        assert (form["text"].value(), form["email"].value()) == (
            changes.get("text", TEXT),
            changes.get("email", ""),
        )
        assert form["once"].value() == "key"
    assert not GapReport.objects.exists()


def test_who_sends_too_much_is_told_and_loses_nothing(
    citizen: Client, office: Office, settings: object
) -> None:
    settings.FORMS_PER_HOUR = 1  # type: ignore[attr-defined]
    _send(citizen, office)

    answer = _send(citizen, office, once="another")

    assert answer.status_code == 429  # type: ignore[attr-defined]
    assert answer.context["form"]["text"].value() == TEXT  # type: ignore[attr-defined]


def test_what_was_reported_is_public_as_a_number_alone(citizen: Client, office: Office) -> None:
    _send(citizen, office, email="reader@example.cn")

    for name, arguments in (("coverage", []), ("organ", [office.organ.pk]), ("organs", [])):
        for language in ("zh-hans", "en"):
            with translation.override(language):
                page = Client().get(reverse(f"portal:{name}", args=arguments))
            assert TEXT not in page.content.decode()
            assert "reader@example.cn" not in page.content.decode()
    lines = [
        line
        for region in Client().get(reverse("portal:coverage")).context["regions"]
        for line in region["rows"]
        if line["row"].organ_id == office.organ.pk
    ]
    assert [line["gaps"].reported for line in lines] == [1]
