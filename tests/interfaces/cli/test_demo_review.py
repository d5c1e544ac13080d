"""The chain of review that the demo shows, walked by its own people."""

import pytest
from tests.factories import organs, records

from gongkai.interfaces.cli.demo.founding import Province, Staff
from gongkai.interfaces.cli.demo.review_acts import walk_the_review
from gongkai.kernel.types import Role
from gongkai.organs.queries import DEMO_PASSWORD
from gongkai.records.models import RecordVersion
from gongkai.records.queries.reviewed import reviews_counted_again
from gongkai.review.queries import referrals_waiting_for


@pytest.mark.django_db
def test_it_ends_with_a_review_that_counts_again_and_a_doubt_that_waits() -> None:
    records.load_tables()
    city = organs.an_organ("东河市人民政府", kind="government", level="city")
    office = records.an_office(organs.an_organ("东河市政府办公室", level="city", parent=city))
    bureau = organs.someone(Role.SECRECY_BUREAU, city)
    people = (office.clerk, office.secrecy, office.leader, office.legal)
    for person in people:
        person.set_password(DEMO_PASSWORD)
        person.save()
    clerk, reviewer, leader, legal = (person.pk for person in people)
    staff = Staff(clerk=clerk, reviewer=reviewer, leader=leader, legal=legal)

    walk_the_review(
        Province(
            organs={"east": city.pk, "east-office": office.organ.pk}, staff={"east-office": staff}
        )
    )

    states = RecordVersion.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["reviewed", "proposed"]
    assert len(reviews_counted_again(organs.viewing(office.secrecy))) == 1
    assert len(reviews_counted_again(organs.viewing(office.legal))) == 1
    assert len(referrals_waiting_for(organs.viewing(bureau))) == 1
