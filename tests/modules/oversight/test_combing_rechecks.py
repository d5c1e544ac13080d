"""What was public when a campaign began is looked at again: stays, is corrected, is withdrawn."""

from dataclasses import replace
from datetime import date

import pytest
from tests.factories import combing, records
from tests.factories.combing import County

from gongkai.audit.models import AuditEntry
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import PUBLIC, Role
from gongkai.organs.models import Organ
from gongkai.oversight.models import CombingCampaign, CombingOrgan
from gongkai.oversight.operations.combing_campaigns import (
    CampaignIncomplete,
    CampaignNotSo,
    NotBelow,
    OrganHasItems,
    alter_campaign,
    close_campaign,
    draft_campaign,
    open_campaign,
)
from gongkai.oversight.operations.combing_rechecks import (
    ChangedSinceSeen,
    confirm_public,
    correct_public,
    withdraw_public,
)
from gongkai.oversight.queries.combing_campaigns import campaign as campaign_page
from gongkai.oversight.queries.combing_campaigns import campaigns, reminders
from gongkai.oversight.queries.combing_progress import organ_progress
from gongkai.oversight.queries.combing_rechecks import OPEN, public_records
from gongkai.oversight.rules.combing import Deadline
from gongkai.records.models import Record


@pytest.fixture
def county(db: None) -> County:
    """A government with two organs below it."""
    records.load_tables()
    return combing.a_county()


def _public(county: County, number: int = 1) -> list[Record]:
    """Return records of the period that were published before the campaign began."""
    said = [records.content(generated_on=date(2004, 5, day)) for day in range(1, number + 1)]
    return [county.office.released(one) for one in said]


def _of(campaign: CombingCampaign, county: County) -> dict[str, int]:
    return {"campaign_id": campaign.pk, "organ_id": county.office.organ.pk}


def _seen(*public: Record) -> dict[int, int]:
    return {record.pk: record.public_version_id or 0 for record in public}


def test_only_what_was_public_before_and_is_of_the_period_is_listed(county: County) -> None:
    (old,) = _public(county)
    county.office.released(records.content())
    campaign = county.running()
    _public(county)

    found = public_records(county.office.viewing(Role.CLERK), **_of(campaign, county))

    assert [line.record_id for line in found.items] == [old.pk]
    assert found.items[0].is_public


def test_what_stays_is_said_for_a_page_at_once_and_each_is_in_the_trail(county: County) -> None:
    public = _public(county, 3)
    campaign = county.running()
    clerk = county.office.acting(Role.CLERK)

    number = confirm_public(actor=clerk, seen=_seen(*public[:2]), **_of(campaign, county))

    assert number == 2
    assert AuditEntry.objects.filter(action="oversight.recheck").count() == 2
    viewer = county.office.viewing(Role.CLERK)
    left = public_records(viewer, **_of(campaign, county), outcome=OPEN)
    assert [line.record_id for line in left.items] == [public[2].pk]
    figures = organ_progress(viewer, **_of(campaign, county), on=today())
    assert (figures.to_recheck, figures.rechecked, figures.unchecked) == (3, 2, 1)


def test_what_stays_is_the_version_that_was_seen_and_a_later_one_is_looked_at_again(
    county: County,
) -> None:
    (record,) = _public(county)
    campaign = county.running()
    clerk, of = county.office.acting(Role.CLERK), _of(campaign, county)
    seen = _seen(record)
    confirm_public(actor=clerk, seen=seen, **of)
    changed = records.content(generated_on=date(2004, 5, 1), title="另一内容")

    county.office.corrected(records.fresh(record), changed)

    viewer = county.office.viewing(Role.CLERK)
    (line,) = public_records(viewer, **of, outcome=OPEN).items
    assert (line.outcome, line.key) != ("stays", f"{record.pk}.{seen[record.pk]}")
    assert organ_progress(viewer, **of, on=today()).unchecked == 1
    with pytest.raises(ChangedSinceSeen):
        confirm_public(actor=clerk, seen=seen, **of)
    confirm_public(actor=clerk, seen=_seen(records.fresh(record)), **of)
    assert organ_progress(viewer, **of, on=today()).unchecked == 0
    close_campaign(actor=county.guiding(), campaign_id=campaign.pk)
    county.office.corrected(records.fresh(record), replace(changed, title="更晚的内容"))
    assert organ_progress(viewer, **of, on=today()).unchecked == 0


def test_what_happens_after_the_end_changes_no_figure(county: County) -> None:
    seen, unseen = _public(county, 2)
    campaign = county.running()
    clerk, of = county.office.acting(Role.CLERK), _of(campaign, county)
    confirm_public(actor=clerk, seen=_seen(seen), **of)
    changed = records.content(generated_on=date(2004, 5, 1), title="另一内容")
    county.office.corrected(records.fresh(seen), changed)
    close_campaign(actor=county.guiding(), campaign_id=campaign.pk)
    viewer = county.office.viewing(Role.CLERK)
    at_the_end = organ_progress(viewer, **of, on=today())
    assert (at_the_end.unchecked, at_the_end.withdrawn) == (2, 0)

    later = replace(changed, title="更晚的内容", generated_on=date(2020, 1, 1))
    county.office.corrected(records.fresh(seen), later)
    assert organ_progress(viewer, **of, on=today()) == at_the_end
    for record in (seen, unseen):
        county.office.hidden(records.fresh(record))

    assert organ_progress(viewer, **of, on=today()) == at_the_end


def test_what_is_wrongly_public_is_hidden_at_once_and_counted_as_withdrawn(
    county: County,
) -> None:
    (record,) = _public(county)
    campaign = county.running()

    withdraw_public(
        actor=county.office.acting(Role.CLERK),
        record_id=record.pk,
        reason="privacy",
        note="含个人信息。",
        title_may_show=False,
        **_of(campaign, county),
    )

    assert records.fresh(record).standing == "hidden"
    viewer = county.office.viewing(Role.CLERK)
    (line,) = public_records(viewer, **_of(campaign, county)).items
    assert (line.outcome, line.is_public) == ("withdraw", False)
    assert organ_progress(viewer, **_of(campaign, county), on=today()).withdrawn == 1
    guide = county.looking(Role.COMPETENT_DEPARTMENT)
    assert not public_records(guide, **_of(campaign, county)).items


def test_what_must_be_corrected_gets_its_next_version_and_stays_in_the_list(
    county: County,
) -> None:
    (record,) = _public(county)
    campaign = county.running()

    version = correct_public(
        actor=county.office.acting(Role.CLERK),
        record_id=record.pk,
        change_note="更正日期。",
        **_of(campaign, county),
    )

    assert (version.number, version.state) == (2, "draft")
    (line,) = public_records(county.office.viewing(Role.CLERK), **_of(campaign, county)).items
    assert line.outcome == "correct"


def test_a_second_look_is_the_organs_own(county: County) -> None:
    (record,) = _public(county)
    campaign = county.running()
    other = county.offices[1]

    with pytest.raises(NotAllowed):
        confirm_public(actor=other.acting(Role.CLERK), seen=_seen(record), **_of(campaign, county))
    with pytest.raises(NotFound):
        confirm_public(
            actor=other.acting(Role.CLERK),
            seen=_seen(record),
            campaign_id=campaign.pk,
            organ_id=other.organ.pk,
        )
    for viewer in (PUBLIC, county.looking(Role.DEPUTY), other.viewing(Role.CLERK)):
        with pytest.raises(NotFound):
            public_records(viewer, **_of(campaign, county))


def test_a_campaign_in_preparation_is_its_departments_alone(county: County) -> None:
    draft = county.drafted()
    everybody = [county.office.viewing(Role.CLERK), county.looking(Role.SUPERVISION), PUBLIC]
    assert [line.id for line in campaigns(county.looking(Role.COMPETENT_DEPARTMENT), on=today())]
    assert not any(campaigns(viewer, on=today()) for viewer in everybody)

    open_campaign(actor=county.guiding(), campaign_id=draft.pk)

    assert all(campaigns(viewer, on=today()) for viewer in everybody[:2])
    assert not campaigns(PUBLIC, on=today())
    with pytest.raises(NotFound):
        campaign_page(PUBLIC, draft.pk, on=today())


def test_what_is_altered_is_in_the_trail_and_an_organ_with_items_stays(county: County) -> None:
    campaign = county.running()
    combing.taken(campaign, county.office, combing.row(1))
    later = county.plan(due_on=date(2028, 1, 31))
    alter_campaign(actor=county.guiding(), campaign_id=campaign.pk, plan=later)

    entry = AuditEntry.objects.filter(action="oversight.alter_campaign").get()
    assert entry.details == {"due_on": "2028-01-31", "due_on_before": "2027-06-30"}
    without = county.plan(organ_ids=frozenset({county.offices[1].organ.pk}))
    with pytest.raises(OrganHasItems):
        alter_campaign(actor=county.guiding(), campaign_id=campaign.pk, plan=without)
    only_first = county.plan(organ_ids=frozenset({county.office.organ.pk}))
    alter_campaign(actor=county.guiding(), campaign_id=campaign.pk, plan=only_first)
    assert CombingOrgan.objects.get().organ_id == county.office.organ.pk


def _stranger(_county: County) -> Organ:
    return records.an_office().organ


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"until_on": date(2002, 1, 1)}, "until_on"),
        ({"until_on": date(2099, 1, 1)}, "until_on"),
        ({"due_on": date(2008, 1, 1)}, "due_on"),
        ({"organ_ids": frozenset()}, "organs"),
    ],
)
def test_a_campaign_says_what_every_campaign_says(
    county: County, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(CampaignIncomplete) as refused:
        county.drafted(**changes)

    assert refused.value.field == field


def test_who_orders_a_campaign_and_of_whom(county: County) -> None:
    with pytest.raises(NotBelow):
        county.drafted(organ_ids=frozenset({_stranger(county).pk}))
    with pytest.raises(NotAllowed):
        draft_campaign(
            actor=county.office.acting(Role.CLERK),
            organ_id=county.government.pk,
            plan=county.plan(),
        )
    campaign = county.running()
    close_campaign(actor=county.guiding(), campaign_id=campaign.pk)
    with pytest.raises(CampaignNotSo):
        close_campaign(actor=county.guiding(), campaign_id=campaign.pk)


def test_organs_are_reminded_before_the_deadline(county: County) -> None:
    campaign = county.running(due_on=date(2026, 4, 30))
    combing.taken(campaign, county.office, combing.row(1), combing.row(2))
    viewer = county.office.viewing(Role.CLERK)

    def said(on: date) -> list[tuple[Deadline, int, bool]]:
        return [(one.deadline, one.waiting, one.is_urgent) for one in reminders(viewer, on=on)]

    assert said(date(2026, 4, 1)) == [(Deadline.FAR, 2, False)]
    assert said(date(2026, 4, 20)) == [(Deadline.NEAR, 2, True)]
    assert said(date(2026, 5, 1)) == [(Deadline.PASSED, 2, True)]
    silent = county.offices[1].viewing(Role.CLERK)
    assert [one.is_urgent for one in reminders(silent, on=date(2026, 4, 20))] == [True]
    assert not reminders(PUBLIC, on=date(2026, 4, 20))
