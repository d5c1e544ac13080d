"""Items of a backlog: decided with their ground, registered as drafts, counted; P1, P4."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import combing, organs, records
from tests.factories.combing import County, row

from gongkai.audit.models import AuditEntry
from gongkai.clock.queries import clock_of
from gongkai.clock.rules.history import ClockState
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import PUBLIC, Role
from gongkai.oversight.models import CombingDecision, CombingItem
from gongkai.oversight.operations.combing_campaigns import close_campaign
from gongkai.oversight.operations.combing_items import (
    Decision,
    DecisionIncomplete,
    adopt_proposals,
    ask_registration,
    decide_items,
    register_all,
    register_items,
)
from gongkai.oversight.queries.combing_items import combing_items
from gongkai.oversight.queries.combing_progress import (
    Figures,
    burn_down_of,
    organ_progress,
    progress,
)
from gongkai.records.contents import content_of
from gongkai.records.models import Record
from gongkai.records.operations import edit_version
from gongkai.records.operations.marks import MarkedSecret


@pytest.fixture
def county(db: None) -> County:
    """A government with two organs below it."""
    records.load_tables()
    return combing.a_county()


def test_each_decision_is_kept_and_is_in_the_trail_without_its_reason(county: County) -> None:
    campaign = county.running()
    items = combing.taken(campaign, county.office, row(1), row(2))

    combing.decided(campaign, county.office, items, "exempt")

    first = CombingItem.objects.get(pk=items[0].pk)
    assert (first.category, first.ground_reason) == ("exempt", "经研究确定。")
    assert CombingDecision.objects.filter(item=first, change=-1).count() == 1
    entries = AuditEntry.objects.filter(action="oversight.decide_item")
    assert {entry.object_label for entry in entries} == {f"#{item.pk}" for item in items}
    assert "经研究" not in str([entry.details for entry in entries])


@pytest.mark.parametrize(
    ("decision", "field"),
    [
        (Decision(category="exempt"), "ground_code"),
        (Decision(category="exempt", ground_code=combing.SECRET), "reason"),
        (Decision(category="voluntary", ground_code=combing.SECRET), "ground_code"),
        (Decision(category="undetermined", ground_code=combing.SECRET), "ground_code"),
        (Decision(category="nonsense"), "category"),
        (
            Decision(category="exempt", ground_code=combing.SECRET, reason="机密★10年 某文件"),
            "reason",
        ),
    ],
)
def test_no_ground_no_exemption(county: County, decision: Decision, field: str) -> None:
    campaign = county.running()
    (item,) = combing.taken(campaign, county.office, row(1))

    with pytest.raises((DecisionIncomplete, MarkedSecret)) as refused:
        decide_items(
            actor=county.office.acting(Role.CLERK),
            campaign_id=campaign.pk,
            organ_id=county.office.organ.pk,
            item_ids=[item.pk],
            decision=decision,
        )

    assert refused.value.field == field
    assert not CombingDecision.objects.exists()


def test_proposals_are_adopted_and_what_has_none_stays_open(county: County) -> None:
    campaign, office = county.running(), county.office
    items = combing.taken(
        campaign, office, row(1), row(2, 建议公开类别="", 公开或者不予公开的依据="")
    )

    outcome = adopt_proposals(
        actor=office.acting(Role.CLERK),
        campaign_id=campaign.pk,
        organ_id=office.organ.pk,
        item_ids=[item.pk for item in items],
    )

    assert (outcome.done, outcome.left) == (1, 1)
    categories = CombingItem.objects.order_by("line").values_list("category", flat=True)
    assert list(categories) == ["voluntary", "undetermined"]


def test_registered_items_are_drafts_with_their_evidence_and_no_limit(county: County) -> None:
    campaign, office = county.running(), county.office
    told = row(1, 以前公开日期="2004-06-01", 以前公开位置="县公报2004年第6期", 当时的索引号="旧-7")
    items = combing.taken(campaign, office, told, row(2), row(3))
    combing.decided(campaign, office, items[:2], "voluntary")

    outcome = register_items(
        actor=office.acting(Role.CLERK),
        campaign_id=campaign.pk,
        organ_id=office.organ.pk,
        item_ids=[item.pk for item in items],
    )

    assert (outcome.done, outcome.left, outcome.refused) == (2, 1, ())
    first = CombingItem.objects.select_related("record").get(pk=items[0].pk).record
    assert first is not None
    assert (first.index_number, first.index_is_foreign) == ("旧-7", True)
    assert (first.first_disclosed_on, first.standing) == (date(2004, 6, 1), "unreleased")
    version = first.versions.get()
    assert (version.state, version.category, version.summary) == (
        "draft",
        "voluntary",
        "关于第1号旧文件的通知",
    )
    for record in Record.objects.all():
        reading = clock_of("record", record.pk, on=today(), limit_key="publish")
        assert reading is not None
        assert reading.state is ClockState.NOT_APPLICABLE
    assert AuditEntry.objects.filter(action="records.register").count() == 2


def test_what_was_generated_under_the_regulations_has_its_limit(county: County) -> None:
    campaign = county.running(until_on=date(2026, 3, 1))
    items = combing.taken(campaign, county.office, row(1, 生成日期="2026-02-27"))
    combing.decided(campaign, county.office, items, "voluntary")
    register_items(
        actor=county.office.acting(Role.CLERK),
        campaign_id=campaign.pk,
        organ_id=county.office.organ.pk,
        item_ids=[items[0].pk],
    )

    reading = clock_of("record", Record.objects.get().pk, on=today(), limit_key="publish")

    assert reading is not None
    assert (reading.state, reading.counted_from) == (ClockState.RUNNING, date(2026, 2, 27))


def test_an_index_number_that_is_taken_keeps_its_item_alone_back(county: County) -> None:
    campaign, office = county.running(), county.office
    told = {"以前公开日期": "2004-06-01", "以前公开位置": "公报", "当时的索引号": "旧-7"}
    items = combing.taken(campaign, office, row(1, **told), row(2, **told), row(3))
    combing.decided(campaign, office, items, "voluntary")

    outcome = register_items(
        actor=office.acting(Role.CLERK),
        campaign_id=campaign.pk,
        organ_id=office.organ.pk,
        item_ids=[item.pk for item in items],
    )

    assert outcome.done == 2
    ((title, why),) = outcome.refused
    assert title == items[1].title
    assert "旧-7" in why


def test_a_job_registers_all_and_a_second_one_finds_nothing(county: County) -> None:
    campaign, office = county.running(), county.office
    items = combing.taken(campaign, office, *(row(number) for number in range(3)))
    combing.decided(campaign, office, items[:2], "on_application")
    asked = {"campaign_id": campaign.pk, "organ_id": office.organ.pk}

    assert ask_registration(actor=office.acting(Role.CLERK), **asked) == 2
    assert register_all(person_id=office.clerk.pk, **asked) == 2

    assert register_all(person_id=office.clerk.pk, **asked) == 0
    assert Record.objects.count() == 2


def test_a_registered_item_is_decided_on_its_record_alone(county: County) -> None:
    campaign, office = county.running(), county.office
    items = combing.taken(campaign, office, row(1))
    combing.decided(campaign, office, items, "voluntary")
    register_all(campaign_id=campaign.pk, organ_id=office.organ.pk, person_id=office.clerk.pk)

    combing.decided(campaign, office, items, "exempt")

    assert CombingItem.objects.get().category == "voluntary"


def test_items_are_the_organs_own(county: County) -> None:
    campaign = county.running()
    (item,) = combing.taken(campaign, county.office, row(1))
    other = county.offices[1]

    with pytest.raises(NotAllowed):
        decide_items(
            actor=other.acting(Role.CLERK),
            campaign_id=campaign.pk,
            organ_id=county.office.organ.pk,
            item_ids=[item.pk],
            decision=Decision(category="undetermined"),
        )
    outcome = adopt_proposals(
        actor=other.acting(Role.CLERK),
        campaign_id=campaign.pk,
        organ_id=other.organ.pk,
        item_ids=[item.pk],
    )

    assert (outcome.done, outcome.left) == (0, 0)


def test_who_oversees_reads_names_of_what_is_to_be_disclosed_alone(county: County) -> None:
    campaign, office = county.running(), county.office
    items = combing.taken(campaign, office, *(row(number) for number in range(3)))
    combing.decided(campaign, office, items[:1], "voluntary")
    combing.decided(campaign, office, items[1:2], "exempt")
    of = {"campaign_id": campaign.pk, "organ_id": office.organ.pk}

    def named(viewer: object) -> list[str]:
        return [line.title for line in combing_items(viewer, **of).items]  # type: ignore[arg-type]

    assert len(named(office.viewing(Role.SECRECY_REVIEWER))) == 3
    for role in (Role.COMPETENT_DEPARTMENT, Role.SUPERVISION):
        assert named(county.looking(role)) == [items[0].title]
    outsiders = (
        PUBLIC,
        county.looking(Role.DEPUTY),
        county.looking(Role.SYSTEM_ADMINISTRATOR),
        county.offices[1].viewing(Role.CLERK),
    )
    for viewer in outsiders:
        with pytest.raises(NotFound):
            named(viewer)


def test_who_oversees_reads_no_name_that_its_record_keeps_in_the_organ(county: County) -> None:
    campaign, office = county.running(), county.office
    items = combing.taken(campaign, office, *(row(number) for number in range(3)))
    combing.decided(campaign, office, items, "on_application")
    of = {"campaign_id": campaign.pk, "organ_id": office.organ.pk}
    register_all(person_id=office.clerk.pk, **of)
    first, second, third = (one.record for one in CombingItem.objects.order_by("line"))
    assert first is not None
    assert second is not None
    assert third is not None
    draft = first.versions.get()
    said = replace(
        content_of(draft),
        category="exempt",
        ground_code=combing.SECRET,
        ground_reason="经研究确定。",
        time_limit="long_term",
    )
    edit_version(actor=office.acting(Role.CLERK), version_id=draft.pk, content=said)
    office.hidden(office.release(office.approved(second.versions.get())))

    page = combing_items(county.looking(Role.SUPERVISION), **of)

    (line,) = page.items
    assert (page.total, line.title, line.record_id) == (1, items[2].title, third.pk)
    inner = (line.kept_at, line.note, line.proposed_category, line.proposed_ground)
    assert inner == ("", "", "", "")
    assert combing_items(county.looking(Role.SUPERVISION), **of, text="档案室").total == 0
    assert combing_items(office.viewing(Role.CLERK), **of, text="档案室").total == 3


def test_progress_is_counted_from_the_items_and_follows_their_records(county: County) -> None:
    campaign, office = county.running(), county.office
    items = combing.taken(campaign, office, *(row(number) for number in range(4)))
    combing.decided(campaign, office, items[:2], "on_application")
    combing.decided(campaign, office, items[2:3], "voluntary")
    of = {"campaign_id": campaign.pk, "organ_id": office.organ.pk}
    register_all(person_id=office.clerk.pk, **of)
    record = CombingItem.objects.select_related("record").get(pk=items[0].pk).record
    assert record is not None
    office.release(office.approved(record.versions.get()))

    figures = organ_progress(office.viewing(Role.CLERK), **of, on=today())

    assert figures == Figures(
        total=4, undecided=1, voluntary=1, on_application=2, registered=3, released=1
    )
    late = organ_progress(office.viewing(Role.CLERK), **of, on=date(2099, 1, 1))
    assert late.overdue == 3
    second = CombingItem.objects.select_related("record").get(pk=items[1].pk).record
    assert second is not None
    with time_machine.travel(datetime(campaign.due_on.year + 1, 1, 1, tzinfo=UTC)):
        office.release(office.approved(second.versions.get()))
    late = organ_progress(office.viewing(Role.CLERK), **of, on=date(2099, 1, 1))
    assert (late.released, late.overdue) == (2, 3)
    close_campaign(actor=county.guiding(), campaign_id=campaign.pk)
    closed = organ_progress(office.viewing(Role.CLERK), **of, on=date(2099, 1, 1))
    assert closed.overdue == 0
    whole = progress(county.looking(Role.DEPUTY), campaign.pk, on=today())
    # What was released after the end counts as left open for ever.
    assert (len(whole.organs), whole.whole) == (2, figures)
    with pytest.raises(NotFound):
        progress(PUBLIC, campaign.pk, on=today())
    with pytest.raises(NotFound):
        organ_progress(county.offices[1].viewing(Role.CLERK), **of, on=today())


def test_the_burn_down_ends_with_what_is_left(county: County) -> None:
    campaign, office = county.running(), county.office
    items = combing.taken(campaign, office, *(row(number) for number in range(4)))
    combing.decided(campaign, office, items[:3], "voluntary")
    combing.decided(campaign, office, items[:1], "undetermined")

    points = burn_down_of(county.looking(Role.SUPERVISION), campaign.pk, on=today())

    assert (points[-1].undecided, points[-1].unfinished) == (2, 4)


def test_the_overview_asks_as_many_questions_for_forty_organs_as_for_two(db: None) -> None:
    records.load_tables()
    county = combing.a_county(1)
    campaign = county.running()
    viewer = county.looking(Role.COMPETENT_DEPARTMENT)
    with CaptureQueriesContext(connection) as few:
        progress(viewer, campaign.pk, on=today())
    for _each in range(12):
        organs.an_organ(level="county", parent=county.government)

    with CaptureQueriesContext(connection) as many:
        progress(viewer, campaign.pk, on=today())

    assert len(many) == len(few) < 9


def test_what_was_held_back_in_time_and_opened_later_was_finished_in_time(county: County) -> None:
    campaign, office = county.running(), county.office
    [item] = combing.taken(campaign, office, row(1))
    combing.decided(campaign, office, [item], "exempt")
    of = {"campaign_id": campaign.pk, "organ_id": office.organ.pk}
    register_all(person_id=office.clerk.pk, **of)
    record = CombingItem.objects.select_related("record").get().record
    assert record is not None
    held = edit_version(
        actor=office.acting(Role.CLERK),
        version_id=record.versions.get().pk,
        content=records.content("exempt", generated_on=item.generated_on),
    )
    office.release(office.approved(held))
    with time_machine.travel(datetime(campaign.due_on.year + 1, 1, 1, tzinfo=UTC)):
        office.corrected(records.fresh(record), records.content(generated_on=item.generated_on))
    assert records.fresh(record).standing == "published"

    viewer, later = office.viewing(Role.CLERK), date(2099, 1, 1)

    assert organ_progress(viewer, **of, on=later).overdue == 0
    points = burn_down_of(viewer, campaign.pk, on=later)
    assert [point.unfinished for point in points[:1]] == [0]


def test_a_campaign_that_is_being_closed_lets_nobody_decide_meanwhile(county: County) -> None:
    campaign, office = county.running(), county.office
    items = combing.taken(campaign, office, row(1))
    with CaptureQueriesContext(connection) as asked:
        combing.decided(campaign, office, items, "voluntary")
    held = [one["sql"] for one in asked if "combing_campaign" in one["sql"]]
    # Shared: the organs of a campaign do not wait for each other, and who closes it for all.
    assert any("FOR SHARE" in sql for sql in held)
    assert not any("UPDATE" in sql for sql in held)
