"""A step that a superior organ decides for a small one, through the pages."""

from django.urls import reverse
from tests.factories import organs
from tests.interfaces.desk.conftest import Town

from gongkai.kernel.types import Role
from gongkai.review.models import StepKind
from gongkai.review.operations import hand_over_step


def test_who_approves_for_another_organ_is_led_back_to_the_queue(town: Town) -> None:
    """With the approval the version leaves their sight: no page about it answers any more."""
    leader = organs.someone(Role.PERSON_IN_CHARGE, town.government)
    town.people["superior"] = leader
    hand_over_step(
        actor=organs.acting(leader, Role.PERSON_IN_CHARGE, town.government),
        organ_id=town.office.organ.pk,
        kind=StepKind.APPROVAL,
        to_organ_id=town.government.pk,
        from_on=organs.today(),
    )
    version = town.office.reviewed(town.draft().versions.get())
    sent = {
        "decision": "pass",
        "opinion": "同意公开。",
        "secret": organs.PASSWORD,
        "seen_digest": version.digest,
    }

    address = reverse("desk:approval", args=[version.record_id])
    answer = town.client("superior").post(address, sent, follow=True)

    assert answer.redirect_chain == [(reverse("desk:home"), 302)]
    assert answer.status_code == 200
    assert [str(said) for said in answer.context["messages"]] != []
    version.refresh_from_db()
    assert version.state == "approved"
