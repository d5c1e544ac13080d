"""Every address of the desk by every person: what status they get."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from tests.factories import organs
from tests.factories.records import content
from tests.interfaces.desk.bulk_table import BULK_FILES, BULK_ONLY_SENT_TO, BULK_TABLE
from tests.interfaces.desk.case_table import CASE_TABLE, ONLY_SENT_TO
from tests.interfaces.desk.category_table import CATEGORY_TABLE
from tests.interfaces.desk.combing_table import COMBING_TABLE
from tests.interfaces.desk.conftest import PERSONAS, Town
from tests.interfaces.desk.delivery_table import DELIVERY_TABLE
from tests.interfaces.desk.elements_table import ELEMENTS_TABLE
from tests.interfaces.desk.gate_table import GATE_ONLY_SENT_TO, GATE_TABLE
from tests.interfaces.desk.list_table import LIST_TABLE
from tests.interfaces.desk.redaction_table import REDACTION_ROUTES
from tests.interfaces.desk.register_table import REGISTER_ONLY_SENT_TO, REGISTER_TABLE
from tests.interfaces.desk.review_table import REVIEW_TABLE
from tests.interfaces.desk.test_editions import EDITION_ROUTES

from gongkai.interfaces.shared.routes import all_routes
from gongkai.kernel.types import Role
from gongkai.organs.operations import grant_role, order_stand_in
from gongkai.organs.queries import organ_cards
from gongkai.records.models import RecordVersion
from gongkai.records.operations import withdraw_version
from gongkai.review.models import StepKind
from gongkai.review.operations import allow_shared_steps, hand_over_step

Address = tuple[str, list[object]]
STAFF = {"clerk", "reviewer", "legal", "in_charge"}
GUIDES = {"competent", "supervision", "deputy"}
EVERYBODY = set(PERSONAS) - {"citizen"}


def _draft(town: Town) -> list[object]:
    return [town.draft().pk]


def _undecided(town: Town) -> list[object]:
    return [town.draft("undetermined").pk]


def _proposed(town: Town) -> list[object]:
    return [town.proposed().pk]


def _exempt(town: Town) -> list[object]:
    return [town.proposed("exempt").pk]


def _for_law(town: Town) -> list[object]:
    record = town.proposed(is_normative=True)
    town.office.step(record.versions.get(), StepKind.SECRECY)
    return [record.pk]


def _reviewed(town: Town) -> list[object]:
    record = town.proposed()
    town.office.step(record.versions.get(), StepKind.SECRECY)
    return [record.pk]


def _approved(town: Town) -> list[object]:
    record = town.draft()
    town.office.approved(record.versions.get())
    return [record.pk]


def _published(town: Town) -> list[object]:
    return [town.published().pk]


def _hidden(town: Town) -> list[object]:
    record = town.published()
    town.office.hidden(record)
    return [record.pk]


def _corrected(town: Town) -> list[object]:
    record = town.published()
    town.client("clerk").post(
        reverse("desk:new_version", args=[record.pk]),
        {"change_note": "更正。", "change_kind": "correction"},
    )
    return [record.pk]


def _earlier(town: Town) -> list[object]:
    return [town.office.corrected(town.published(), content()).pk, 1]


def _hidden_version(town: Town) -> list[object]:
    record_id, number = _earlier(town)
    version = RecordVersion.objects.get(record_id=record_id, number=number)
    clerk = town.office.acting(Role.CLERK)
    withdraw_version(actor=clerk, version_id=version.pk, reason="privacy")
    return [record_id, number]


def _version(town: Town) -> list[object]:
    return [town.draft().pk, 1]


def _nothing(town: Town) -> list[object]:
    return []


def _organ(town: Town) -> list[object]:
    return [town.office.organ.pk]


def _office(town: Town) -> list[object]:
    return [town.office.organ.pk, "disclosure"]


def _person(town: Town) -> list[object]:
    return [town.office.clerk.pk]


def _role(town: Town) -> list[object]:
    person = town.office.clerk
    return [person.pk, person.assignments.get().pk]


def _stand_in(town: Town) -> list[object]:
    office = town.office
    row = order_stand_in(
        actor=office.acting(Role.PERSON_IN_CHARGE),
        organ_id=office.organ.pk,
        absent_id=office.clerk.pk,
        stand_in_id=office.legal.pk,
        role=Role.CLERK,
        from_on=organs.today(),
        until_on=organs.today(),
        reason="出差",
    )
    return [office.organ.pk, row.pk]


def _competent(town: Town) -> object:
    person = town.people["competent"]
    return organs.acting(person, Role.COMPETENT_DEPARTMENT, town.government)


def _leave(town: Town) -> list[object]:
    row = allow_shared_steps(
        actor=_competent(town),  # type: ignore[arg-type]
        organ_id=town.office.organ.pk,
        from_on=organs.today(),
        until_on=organs.today(),
        reason="编制只有两人",
    )
    return [row.pk]


def _handover(town: Town) -> list[object]:
    row = hand_over_step(
        actor=_competent(town),  # type: ignore[arg-type]
        organ_id=town.office.organ.pk,
        kind=StepKind.LEGAL,
        to_organ_id=town.government.pk,
        from_on=organs.today(),
    )
    return [row.pk]


def _edition(town: Town) -> list[object]:
    page = town.client("administrator").get(reverse("desk:calendar"))
    return [page.context["editions"][0].edition_id]


# Route, what its address needs, who reads it, and who is told that it is not their step (403).
# Everybody else learns nothing (404); administrators' pages say 403 to those without the role.
TABLE: list[tuple[str, Callable[[Town], list[object]], set[str], set[str]]] = [
    ("home", _nothing, EVERYBODY, set()),
    ("undetermined", _nothing, EVERYBODY, set()),
    ("records", _nothing, EVERYBODY, set()),
    ("register", _nothing, {"clerk", "other_clerk"}, set()),
    ("record", _draft, STAFF, set()),
    ("record", _exempt, STAFF, set()),
    ("record", _published, STAFF, set()),
    ("record", _hidden, STAFF, set()),
    ("version", _version, STAFF, set()),
    ("trail", _draft, STAFF, set()),
    ("changes", _corrected, STAFF, set()),
    ("edit", _undecided, {"clerk"}, STAFF - {"clerk"}),
    ("propose", _draft, {"clerk"}, STAFF - {"clerk"}),
    ("secrecy_review", _proposed, {"reviewer"}, STAFF - {"reviewer"}),
    ("legal_review", _for_law, {"legal"}, STAFF - {"legal"}),
    ("approval", _reviewed, {"in_charge"}, STAFF - {"in_charge"}),
    ("release", _approved, {"clerk", "in_charge"}, {"reviewer", "legal"}),
    ("new_version", _published, {"clerk"}, STAFF - {"clerk"}),
    ("abandon", _draft, {"clerk"}, STAFF - {"clerk"}),
    ("withdraw", _published, {"clerk", "in_charge"}, {"reviewer", "legal"}),
    ("confirm_withdrawal", _hidden, {"reviewer", "in_charge"}, {"clerk", "legal"}),
    ("restore", _hidden, {"reviewer", "in_charge"}, {"clerk", "legal"}),
    ("withdraw_version", _earlier, {"clerk", "in_charge"}, {"reviewer", "legal"}),
    (
        "confirm_version_withdrawal",
        _hidden_version,
        {"reviewer", "in_charge"},
        {"clerk", "legal"},
    ),
    ("restore_version", _hidden_version, {"reviewer", "in_charge"}, {"clerk", "legal"}),
    ("validity", _published, {"clerk", "legal", "in_charge"}, {"reviewer"}),
    ("publications", _published, {"clerk", "in_charge"}, {"reviewer", "legal"}),
    ("organ_settings", _nothing, EVERYBODY, set()),
    ("introduction", _organ, {"clerk", "in_charge"}, set()),
    ("office", _office, {"clerk", "in_charge"}, set()),
    ("stand_ins", _nothing, EVERYBODY, set()),
    ("order_stand_in", _nothing, {"in_charge"}, set()),
    ("end_stand_in", _stand_in, {"in_charge"}, set()),
    ("organs_below", _nothing, GUIDES, set()),
    ("shared_steps", _nothing, GUIDES, set()),
    ("allow_sharing", _nothing, {"competent"}, set()),
    ("end_sharing", _leave, {"competent"}, set()),
    ("handovers", _nothing, {"competent"}, set()),
    ("hand_over", _nothing, {"competent"}, set()),
    ("give_back", _handover, {"competent"}, set()),
    *(
        (name, needs, {"administrator"}, EVERYBODY - {"administrator"})
        for name, needs in (
            ("organs", _nothing),
            ("new_organ", _nothing),
            ("organ", _organ),
            ("new_region", _nothing),
            ("people", _nothing),
            ("new_person", _nothing),
            ("person", _person),
            ("new_password", _person),
            ("close_account", _person),
            ("grant", _person),
            ("end_role", _role),
            ("calendar", _nothing),
            ("import_notice", _nothing),
            ("add_day", _nothing),
            ("calendar_edition", _edition),
            ("system", _nothing),
        )
    ),
    *BULK_TABLE,
    *CASE_TABLE,
    *CATEGORY_TABLE,
    *COMBING_TABLE,
    *DELIVERY_TABLE,
    *REGISTER_TABLE,
    *ELEMENTS_TABLE,
    *GATE_TABLE,
    *LIST_TABLE,
    *REVIEW_TABLE,
]


def _expected(persona: str, readers: set[str], refused: set[str]) -> int:
    if persona == "citizen":
        return 302
    if persona in readers:
        return 200
    return 403 if persona in refused else 404


@pytest.mark.parametrize(
    ("name", "needs", "readers", "refused"),
    TABLE,
    ids=[f"{name}{needs.__name__}" for name, needs, _readers, _refused in TABLE],
)
def test_status_of_an_address_for_each_person(
    town: Town,
    name: str,
    needs: Callable[[Town], list[object]],
    readers: set[str],
    refused: set[str],
) -> None:
    address = reverse(f"desk:{name}", args=needs(town))

    found = {persona: town.client(persona).get(address).status_code for persona in PERSONAS}

    assert found == {persona: _expected(persona, readers, refused) for persona in PERSONAS}


def test_the_table_holds_every_route_of_the_desk() -> None:
    only_sent_to = {"enter_notice", "uploads", "upload"} | ONLY_SENT_TO | GATE_ONLY_SENT_TO
    only_sent_to |= REGISTER_ONLY_SENT_TO
    # Asked of each in test_redaction and test_attachments, with the files that they need.
    elsewhere = REDACTION_ROUTES | {"attachments", "attachment", "attachment_file"}
    elsewhere |= EDITION_ROUTES
    elsewhere |= BULK_FILES | BULK_ONLY_SENT_TO

    routes = {r.name.removeprefix("desk:") for r in all_routes() if r.name.startswith("desk:")}

    assert routes - only_sent_to - elsewhere == {row[0] for row in TABLE}


@pytest.mark.parametrize(
    ("persona", "route"),
    [("legal", "cleanup_rounds"), ("supervision", "deliveries"), ("competent", "deliveries")],
)
def test_the_side_list_leads_to_whom_a_page_opens(town: Town, persona: str, route: str) -> None:
    assert (
        reverse(f"desk:{route}") in town.client(persona).get(reverse("desk:home")).content.decode()
    )


def test_the_queue_offers_a_decision_to_the_clerk_alone(town: Town) -> None:
    address = reverse("desk:edit", args=[town.draft("undetermined").pk])
    offers = {
        one: address in town.client(one).get(reverse("desk:undetermined")).content.decode()
        for one in ("clerk", "reviewer")
    }
    assert offers == {"clerk": True, "reviewer": False}


def test_the_administrator_finds_no_content_in_lists(town: Town) -> None:
    title = town.draft().versions.get().title

    pages = [
        town.client("administrator").get(reverse(f"desk:{name}"))
        for name in ("home", "records", "undetermined", "system", "people", "calendar")
    ]

    assert all(title not in page.content.decode() for page in pages)


def test_a_person_without_duty_is_told_so(town: Town) -> None:
    person = organs.a_person()
    town.people["nobody"] = person

    page = town.client("nobody").get(reverse("desk:home"))

    assert page.status_code == 403


def test_an_administrator_who_is_a_clerk_too_sees_that_organ_only(town: Town) -> None:
    person = town.people["administrator"]
    grant_role(
        actor=organs.SYSTEM, person_id=person.pk, organ_id=town.other.organ.pk, role=Role.CLERK
    )
    record = town.draft()

    page = town.client("administrator").get(reverse("desk:record", args=[record.pk]))

    assert page.status_code == 404
    assert town.other.organ.pk in organ_cards()
