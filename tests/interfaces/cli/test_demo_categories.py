"""What the demo shows of categories, done by its own people."""

import pytest
from tests.factories import organs, records

from gongkai.interfaces.cli.demo.category_acts import ask_and_put_off
from gongkai.interfaces.cli.demo.founding import Province, Staff
from gongkai.kernel.types import Role
from gongkai.organs.queries import DEMO_PASSWORD
from gongkai.records.queries.embargoes import announced
from gongkai.records.queries.research import questions_put_to


@pytest.mark.django_db
def test_it_ends_with_two_questions_and_a_day_that_is_announced() -> None:
    records.load_tables()
    city = organs.an_organ("东河市人民政府", kind="government", level="city")
    office = records.an_office(organs.an_organ("东河市政府办公室", level="city", parent=city))
    guide = organs.someone(Role.COMPETENT_DEPARTMENT, city)
    guide.username = "competent"
    people = (office.clerk, office.secrecy, office.leader, office.legal, guide)
    for person in people:
        person.set_password(DEMO_PASSWORD)
        person.save()
    staff = Staff(
        clerk=office.clerk.pk,
        reviewer=office.secrecy.pk,
        leader=office.leader.pk,
        legal=office.legal.pk,
    )

    ask_and_put_off(
        Province(
            organs={"east": city.pk, "east-office": office.organ.pk}, staff={"east-office": staff}
        )
    )

    waiting, answered = questions_put_to(organs.viewing(guide))
    assert waiting.answered_at is None
    assert answered.recommended == "voluntary"
    assert [one.text for one in announced()] == ["第二季度供水水质检测结果将予公布。"]
