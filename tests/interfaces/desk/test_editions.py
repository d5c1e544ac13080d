"""Editions at the desk: who opens which page in which state, and the steps by their forms."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import guides, organs
from tests.factories.guides import PERIOD, Press
from tests.factories.records import content
from tests.interfaces.desk.conftest import Town

from gongkai.guides.models import Edition, Opinion
from gongkai.guides.operations import give_opinion, write_sections
from gongkai.guides.rules.facts import Section
from gongkai.guides.rules.vocabulary import EditionKind
from gongkai.interfaces.shared.routes import all_routes
from gongkai.kernel.time import now, today
from gongkai.release.models import Recheck, RecheckedItem
from gongkai.release.rules.doors import GATE_RULES

THEIRS = Section(heading="戊", text="同事写的。")
NEW_PHONE = "0000-7654321"
WHO = ("citizen", "clerk", "reviewer", "other_clerk", "competent")
STAFF, OFFICE = {"clerk", "reviewer"}, {"clerk"}
EDITION_ROUTES = {
    "editions",
    "editions_below",
    "compile_edition",
    "edition",
    "edition_entries",
    "edition_sections",
    "refresh_edition",
    "open_consultation",
    "close_consultation",
    "opinions",
    "decide_opinion",
    "answer_opinions",
    "send_edition",
    "decide_edition",
    "publish_edition",
    "abandon_edition",
    "hide_edition",
    "confirm_edition_hiding",
    "restore_edition",
}


@pytest.fixture
def press(town: Town) -> Press:
    """All who make an edition of the town's office."""
    return guides.a_press(town.office, town.government, town.people["competent"])


def who_reads(town: Town, route: str, *args: object) -> set[str]:
    """Return who gets the page; everybody else must be led away or refused."""
    address = reverse(f"desk:{route}", args=args)
    found = {one: town.client(one).get(address).status_code for one in WHO}
    assert found["citizen"] == 302
    assert set(found.values()) <= {200, 302, 403, 404, 409, 422}, found
    return {one for one, status in found.items() if status == 200}


def send(client: Client, route: str, *args: object, **said: object) -> None:
    """Send a form that must be accepted."""
    response = client.post(reverse(f"desk:{route}", args=args), said)
    assert response.status_code == 302, response.content.decode()[:4000]


def test_every_route_is_looked_at_here() -> None:
    ours = {r.name.removeprefix("desk:") for r in all_routes() if "/editions/" in f"/{r.path}"}
    assert {name for name in ours if not name.startswith("portal:")} >= EDITION_ROUTES


def test_who_writes_over_a_colleague_is_told_first_and_no_box_is_lost(
    town: Town, press: Press
) -> None:
    clerk = town.client("clerk")
    edition = press.written(*(Section(heading=one, text=one) for one in "甲乙丙"))
    address = reverse("desk:edition_sections", args=[edition.pk])
    opened = clerk.get(address).context["form"]["seen_digest"].value()
    write_sections(actor=press.clerk, edition_id=edition.pk, sections=[THEIRS], change_note="")
    typed = {f"{part}_{number}": "丁" for part in ("heading", "text") for number in range(1, 6)}

    refused = clerk.post(address, typed | {"seen_digest": opened})

    assert refused.status_code == 422
    form = refused.context["form"]
    assert form["text_5"].value() == "丁"
    assert "同事" in refused.content.decode()
    assert [row.label for row in refused.context["theirs"]][1:] == ["戊"]
    again = clerk.post(address, typed | {"seen_digest": form["seen_digest"].value()})
    assert again.status_code == 302
    edition.refresh_from_db()
    assert len(edition.sections) == 5


def test_each_page_opens_to_its_people_and_each_step_by_its_form(town: Town, press: Press) -> None:
    clerk = town.client("clerk")
    organ = town.office.organ.pk
    assert who_reads(town, "editions") == STAFF | {"other_clerk", "competent"}
    assert who_reads(town, "editions_below") == {"competent"}
    assert who_reads(town, "compile_edition", organ, "guide") == {"clerk"}
    send(clerk, "compile_edition", organ, "guide", change_note="首次编制。")
    pk = Edition.objects.get().pk
    assert who_reads(town, "edition", pk) == STAFF
    for route in ("edition_sections", "refresh_edition"):
        assert who_reads(town, route, pk) == {"clerk"}
    assert who_reads(town, "abandon_edition", pk) == OFFICE
    assert who_reads(town, "send_edition", pk) == set()
    send(
        clerk, "edition_sections", pk,
        change_note="首次编制。", heading_1="便民提示", text_1="设有无障碍通道。",
        heading_2="", text_2="",
    )  # fmt: skip
    assert who_reads(town, "open_consultation", pk) == OFFICE
    send(clerk, "open_consultation", pk, until_on=(today() + PERIOD).isoformat())
    give_opinion(edition_id=pk, text="建议周六开放。", name="某居民")
    assert who_reads(town, "close_consultation", pk) == set()
    assert who_reads(town, "opinions", pk) == OFFICE
    assert who_reads(town, "decide_opinion", pk, 1) == OFFICE
    send(clerk, "decide_opinion", pk, 1, decision="show", why="")
    assert Opinion.objects.get().state == "shown"
    with time_machine.travel(now() + PERIOD + timedelta(days=1), tick=False):
        # Two weeks later everybody signs in anew.
        town.clients.clear()
        _after_the_period(town, pk)


def _after_the_period(town: Town, pk: int) -> None:
    clerk, competent = town.client("clerk"), town.client("competent")
    send(clerk, "close_consultation", pk)
    assert who_reads(town, "answer_opinions", pk) == OFFICE
    send(clerk, "answer_opinions", pk, answer="周六开放已采纳。")
    assert who_reads(town, "send_edition", pk) == OFFICE
    send(clerk, "send_edition", pk)
    assert who_reads(town, "edition", pk) == STAFF | {"competent"}
    assert who_reads(town, "decide_edition", pk) == {"competent"}
    assert "待审批" in competent.get(reverse("desk:home")).content.decode()
    digest = Edition.objects.get(pk=pk).digest
    send(
        competent, "decide_edition", pk,
        decision="approve", opinion="", secret=organs.PASSWORD, seen_digest=digest,
    )  # fmt: skip
    assert who_reads(town, "publish_edition", pk) == OFFICE
    send(clerk, "publish_edition", pk)
    assert Edition.objects.get(pk=pk).state == "published"
    assert who_reads(town, "hide_edition", pk) == OFFICE
    send(clerk, "hide_edition", pk, reason="privacy", note="电话是私人的。")
    for route in ("confirm_edition_hiding", "restore_edition"):
        assert who_reads(town, route, pk) == {"reviewer"}
    assert "确认或恢复" in town.client("reviewer").get(reverse("desk:home")).content.decode()
    send(town.client("reviewer"), "restore_edition", pk)
    send(clerk, "hide_edition", pk, reason="privacy", note="")
    send(town.client("reviewer"), "confirm_edition_hiding", pk, secret=organs.PASSWORD)


def test_an_edition_is_returned_with_reasons_or_not_at_all(town: Town, press: Press) -> None:
    edition = press.sent()
    competent, address = town.client("competent"), reverse("desk:decide_edition", args=[edition.pk])
    said = {"decision": "return", "secret": organs.PASSWORD, "seen_digest": edition.digest}
    refused = competent.post(address, {**said, "opinion": ""})
    assert refused.status_code == 422
    assert "请说明需要修改的内容" in refused.content.decode()
    assert competent.post(address, {**said, "opinion": "请补充。"}).status_code == 302
    page = town.client("clerk").get(reverse("desk:edition", args=[edition.pk]))
    assert "请补充。" in page.content.decode()


def test_who_approves_a_catalogue_reads_its_entries_and_what_is_new(
    town: Town, press: Press
) -> None:
    kept = town.office.released(content(title="供水管网改造通知"))
    gone = town.office.released(content(title="作废的通知"))
    press.published_catalogue()
    town.office.confirmed(town.office.hidden(gone))
    town.office.released(content(title="新增的通知"))
    edition = press.compiled(EditionKind.CATALOGUE)
    assert who_reads(town, "edition_entries", edition.pk) == STAFF
    press.sent(edition, why="条目更新。")
    assert who_reads(town, "edition_entries", edition.pk) == STAFF | {"competent"}
    page = town.client("competent").get(reverse("desk:edition_entries", args=[edition.pk]))
    text = page.content.decode()
    assert text.count("新增的通知") == 2
    assert text.count("供水管网改造通知") == 1
    assert "作废的通知" not in text
    assert all((record.index_number or "?") in text for record in (kept, gone))


def test_a_changed_telephone_reminds_on_the_home_page_and_the_overview(
    town: Town, press: Press
) -> None:
    press.published()
    press.published_catalogue()
    clerk, competent = town.client("clerk"), town.client("competent")
    home, below = reverse("desk:home"), reverse("desk:editions_below")
    assert "请编制新版" not in clerk.get(home).content.decode()
    guides.introduce(town.office.organ, telephone=NEW_PHONE)
    assert "请编制新版" in clerk.get(home).content.decode()
    for page in (clerk.get(reverse("desk:editions")), competent.get(below)):
        assert "政府信息公开工作机构：电话" in page.content.decode()
    press.updated()
    assert "请编制新版" not in clerk.get(home).content.decode()


def test_a_year_later_both_are_due(town: Town, press: Press) -> None:
    press.published()
    press.published_catalogue()
    with time_machine.travel(now() + timedelta(days=366), tick=False):
        town.clients.clear()
        page = town.client("clerk").get(reverse("desk:editions")).content.decode()
    assert page.count("公布已满一年") == 2


def test_own_words_that_may_not_leave_lead_to_their_findings(town: Town, press: Press) -> None:
    edition = press.written(guides.Section(heading="联系人", text="请拨打13800138000。"))
    clerk = town.client("clerk")
    refused = clerk.post(
        reverse("desk:open_consultation", args=[edition.pk]),
        {"until_on": (today() + PERIOD).isoformat()},
    )
    assert refused.status_code == 422
    found = clerk.get(reverse("desk:findings", args=["edition", edition.pk, "public"]))
    assert found.status_code == 200
    [kind] = found.context["kinds"]
    assert len(kind.findings) == 1


def test_what_would_not_pass_of_an_edition_leads_to_its_page_and_findings(
    town: Town, press: Press
) -> None:
    edition = press.consulted(answer="周六开放已采纳。")
    row = Recheck.objects.create(
        rules=GATE_RULES, why="a test", checked=1, waiting=0, begun_at=now(), ended_at=now()
    )
    RecheckedItem.objects.create(
        recheck=row, door="public", subject_kind="edition", subject_id=edition.pk,
        organ=town.office.organ, label="公开指南第1版", digest="0" * 64, name="",
        obstacles=["undecided"], findings=[{"kind": "mobile", "excerpt": "1********00"}],
    )  # fmt: skip
    clerk = town.client("clerk")
    findings = f"{reverse('desk:findings', args=['edition', edition.pk, 'public'])}?out=on"
    said = clerk.get(reverse("desk:recheck")).content.decode()
    assert findings in said
    assert reverse("desk:edition", args=[edition.pk]) in said
    parts = clerk.get(findings).context["going"].texts.parts
    assert {"answer", "opinion 1"} <= dict(parts).keys()


def test_the_overview_asks_as_often_for_many_organs_as_for_two(town: Town, press: Press) -> None:
    competent = town.client("competent")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert competent.get(reverse("desk:editions_below")).status_code == 200
        return len(queries)

    press.published()
    few = asked()
    for number in range(30):
        organs.an_organ(f"云梦市第{number}局", level="city", parent=town.government)
    assert asked() == few
