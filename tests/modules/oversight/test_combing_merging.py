"""Organs are merged while a campaign runs, and after its end: no work and no figure is lost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import combing, records
from tests.factories.combing import County
from tests.factories.merging import merged
from tests.factories.records import Office

from gongkai.audit.models import AuditEntry
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.organs.operations.organs import WasMerged
from gongkai.oversight.models import CombingCampaign, CombingIntake, CombingItem
from gongkai.oversight.operations.combing_campaigns import alter_campaign, close_campaign
from gongkai.oversight.operations.combing_intake import read_intake, take_intake, take_rows
from gongkai.oversight.operations.combing_items import register_all
from gongkai.oversight.operations.combing_rechecks import confirm_public
from gongkai.oversight.operations.inapplicable import state_inapplicable
from gongkai.oversight.queries.combing_progress import Figures, organ_progress
from gongkai.oversight.queries.combing_rechecks import public_records


@pytest.fixture
def county(db: None) -> County:
    """A government with two organs below it."""
    records.load_tables()
    return combing.a_county()


def _figures(campaign: CombingCampaign, office: Office) -> Figures:
    viewer = office.viewing(Role.CLERK)
    return organ_progress(viewer, campaign.pk, office.organ.pk, on=today())


def test_the_successor_goes_on_with_what_the_organ_had_sent_in(county: County) -> None:
    office, other = county.offices
    campaign = county.running()
    items = combing.taken(campaign, office, *(combing.row(number) for number in (1, 2, 3)))
    combing.decided(campaign, office, items, "voluntary")
    combing.taken(campaign, other, combing.row(3))
    sent = combing.sent(campaign, office, combing.csv_table([combing.row(4), combing.row(3)]))
    asked = {"campaign_id": campaign.pk, "person_id": office.clerk.pk}

    merged(office, other)

    assert register_all(organ_id=office.organ.pk, **asked) == 0
    theirs = {"campaign_id": campaign.pk, "person_id": other.clerk.pk}
    assert register_all(organ_id=other.organ.pk, **theirs) == 3
    read_intake(intake_id=sent.pk)
    found = CombingIntake.objects.get(pk=sent.pk)
    assert (found.organ_id, found.good, found.known) == (other.organ.pk, 1, 1)
    take_intake(actor=other.acting(Role.CLERK), intake_id=sent.pk)
    figures = _figures(campaign, other)
    assert (figures.total, figures.registered, figures.undecided) == (5, 3, 2)
    # What both had sent in stands twice, and the organ that ended takes part no more.
    assert not CombingItem.objects.filter(organ=office.organ).exists()
    twins = CombingItem.objects.filter(title=items[2].title).order_by("pk")
    assert [(one.pk == items[2].pk, one.record is None) for one in twins] == [
        (True, False),
        (False, True),
    ]
    with pytest.raises(NotFound):
        _figures(campaign, office)
    entry = AuditEntry.objects.get(action="oversight.hand_campaign_on")
    assert (entry.details["items"], entry.details["twins"]) == ("3", "1")


def test_rows_that_are_just_taken_over_become_items_of_their_own(county: County) -> None:
    office, other = county.offices
    campaign = county.running()
    combing.taken(campaign, other, combing.row(1))
    sent = combing.sent(campaign, office, combing.csv_table([combing.row(1), combing.row(2)]))
    CombingIntake.objects.filter(pk=sent.pk).update(state="taking")

    merged(office, other)
    take_rows(intake_id=sent.pk)

    assert CombingIntake.objects.get(pk=sent.pk).taken == 2
    assert _figures(campaign, other).total == 3


def test_of_what_bears_one_number_the_item_that_came_farther_goes_on(county: County) -> None:
    office, other = county.offices
    campaign = county.running()
    printed = [_numbered(number) for number in range(5)]
    ours = combing.taken(campaign, office, *printed)
    theirs = combing.taken(campaign, other, *printed[:4])
    sent = combing.sent(campaign, other, combing.csv_table(printed[4:]))
    CombingIntake.objects.filter(pk=sent.pk).update(state="taking")
    combing.decided(campaign, office, ours[:2], "voluntary")
    combing.decided(campaign, other, theirs[1:3], "voluntary")
    # Registered by the one, decided by the other; decided by the one; undecided by both.
    register_all(campaign_id=campaign.pk, organ_id=office.organ.pk, person_id=office.clerk.pk)

    merged(office, other)
    take_rows(intake_id=sent.pk)

    there = CombingItem.objects.filter(organ=other.organ)
    assert set(there) == {ours[0], ours[1], theirs[2], theirs[3], ours[4]}
    assert CombingItem.objects.filter(organ=office.organ).count() == 4
    again = {"campaign_id": campaign.pk, "person_id": other.clerk.pk}
    assert register_all(organ_id=other.organ.pk, **again) == 1
    figures = _figures(campaign, other)
    assert (figures.total, figures.registered, figures.undecided) == (5, 3, 2)
    close_campaign(actor=county.guiding(), campaign_id=campaign.pk)
    details = AuditEntry.objects.get(action="oversight.hand_campaign_on").details
    assert (details["items"], details["twins"], details["set_aside"]) == ("3", "0", "4")
    assert AuditEntry.objects.get(action="oversight.close_campaign").details["undecided"] == "2"


def _numbered(number: int) -> combing.Row:
    return combing.row(
        number,
        以前公开日期="2004-06-01",
        以前公开位置="县政府网站",
        当时的索引号=f"000014349/2004-{number:05}",
    )


def test_who_sets_the_organs_of_a_campaign_waits_for_a_merger_before(county: County) -> None:
    campaign = county.drafted()
    with CaptureQueriesContext(connection) as captured:
        alter_campaign(actor=county.guiding(), campaign_id=campaign.pk, plan=county.plan())
        county.drafted()
    locks = [one["sql"] for one in captured if "FOR SHARE" in one["sql"] or "_lock(" in one["sql"]]
    # The other way round, the two would wait for each other.
    assert ["_lock(" in sql for sql in locks] == [True, False, True, False]


def test_a_closed_campaign_stays_as_it_was_counted(county: County) -> None:
    office, other = county.offices
    said = [records.content(generated_on=date(2004, 5, day)) for day in (1, 2)]
    looked_at, _open = (office.released(one) for one in said)
    other.released(records.content(generated_on=date(2004, 5, 3)))
    campaign = county.running()
    confirm_public(
        actor=office.acting(Role.CLERK),
        campaign_id=campaign.pk,
        organ_id=office.organ.pk,
        seen={looked_at.pk: looked_at.public_version_id or 0},
    )
    close_campaign(actor=county.guiding(), campaign_id=campaign.pk)
    before = [_figures(campaign, one) for one in county.offices]

    merged(office, other)

    assert [_figures(campaign, one) for one in county.offices] == before
    assert [(one.to_recheck, one.rechecked) for one in before] == [(2, 1), (1, 0)]
    lines = public_records(
        other.viewing(Role.CLERK), campaign_id=campaign.pk, organ_id=other.organ.pk
    )
    assert lines.total == 1


def test_a_merger_that_ends_after_the_campaign_counts_as_later(county: County) -> None:
    office, other = county.offices
    office.released(records.content(generated_on=date(2004, 5, 1)))
    campaign = county.running()
    close_campaign(actor=county.guiding(), campaign_id=campaign.pk)
    merged(office, other)
    # It was ordered before the end, and had not reached the campaign yet.
    CombingCampaign.objects.filter(pk=campaign.pk).update(closed_at=time.now())
    assert [_figures(campaign, one).to_recheck for one in county.offices] == [1, 0]


def test_no_campaign_is_prepared_for_an_organ_that_ended(county: County) -> None:
    office, other = county.offices
    campaign = county.drafted()
    merged(office, other)
    with pytest.raises(WasMerged):
        county.drafted()
    with pytest.raises(WasMerged):
        alter_campaign(actor=county.guiding(), campaign_id=campaign.pk, plan=county.plan())


def test_the_organ_is_held_before_it_is_asked_whether_it_ended(county: County) -> None:
    with CaptureQueriesContext(connection) as captured:
        state_inapplicable(
            actor=county.office.acting(Role.CLERK),
            organ_id=county.office.organ.pk,
            item="A05",
            reason="本机关不收费。",
        )
    locks = [one["sql"] for one in captured if " FOR " in one["sql"]]
    # The other way round, two at once would wait for each other.
    assert "FOR NO KEY UPDATE" in locks[0]


def test_nothing_is_sent_in_or_stated_for_an_organ_that_ended(county: County) -> None:
    office, other = county.offices
    campaign = county.running()
    merged(office, other)
    with pytest.raises(NotFound):
        combing.sent(campaign, office, combing.csv_table([combing.row(1)]))
    with pytest.raises(WasMerged):
        state_inapplicable(
            actor=office.acting(Role.CLERK),
            organ_id=office.organ.pk,
            item="2007-10-6",
            reason="本机关不收费。",
        )
