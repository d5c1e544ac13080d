"""Organs are merged: every record goes over, no number changes, nothing is done halfway."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import organs
from tests.factories.deliveries import a_place
from tests.factories.records import Office, an_office, content, fresh

from gongkai.applications.merging import ApplicationsOpen
from gongkai.audit.models import AuditEntry
from gongkai.clock.models import StatutoryClock
from gongkai.deliveries.queries import places_of
from gongkai.kernel.files import store_file
from gongkai.kernel.public import public_epoch
from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.time import now, today
from gongkai.kernel.types import PUBLIC, SYSTEM, Actor, Role
from gongkai.organs.models import Organ
from gongkai.organs.operations import change_organ, sign
from gongkai.organs.operations.merging import CannotBeMerged, MergerNotYet
from gongkai.organs.operations.organs import WasMerged
from gongkai.organs.operations.signatures import SignatureDoesNotFit
from gongkai.organs.queries import name_at, organ_page
from gongkai.records.models import Record, RecordTransfer
from gongkai.records.operations import NewRecord, register_records
from gongkai.records.operations.transfer import MERGE_PURPOSE, Merger, merge_organs
from gongkai.records.queries import catalogue, desk_record
from gongkai.records.queries.transfer import merger_preview
from gongkai.release.models import Material
from gongkai.release.queries.redaction import material_page
from gongkai.search.models import SearchDocument

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(office: Office) -> Office:
    """The organ that the first one is merged into."""
    return an_office()


def order(office: Office, other: Office, **more: object) -> Merger:
    said = {"merged_on": today(), "basis": "云政发〔2026〕9号", **more}
    return Merger(from_id=office.organ.pk, to_id=other.organ.pk, **said)  # type: ignore[arg-type]


def administrator() -> Actor:
    organ = Organ.objects.order_by("pk")[0]
    person = organs.someone(Role.SYSTEM_ADMINISTRATOR, organ)
    return organs.acting(person, Role.SYSTEM_ADMINISTRATOR, organ)


def merged(merger: Merger, actor: Actor | None = None) -> RecordTransfer:
    actor = actor or administrator()
    signature = sign(
        person_id=actor.person_id or 0,
        secret=organs.PASSWORD,
        purpose=MERGE_PURPOSE,
        digest=merger.digest(),
    )
    return merge_organs(actor=actor, merger=merger, signature=signature)


def states(office: Office) -> dict[str, Record]:
    """Return a record of the office in every standing, and one in review."""
    found = {
        "published": office.released(),
        "listed": office.released(content("on_application")),
        "draft": office.draft().record,
        "reviewed": office.reviewed(office.draft()).record,
        "hidden": office.released(),
        "withdrawn": office.released(),
    }
    office.hidden(found["hidden"])
    office.confirmed(office.hidden(found["withdrawn"]))
    return found


def test_everything_goes_over_and_no_number_changes(office: Office, other: Office) -> None:
    kept = other.released()
    before = states(office)
    numbers = {name: fresh(record).index_number for name, record in before.items()}
    epoch = public_epoch()

    transfer = merged(order(office, other))

    after = {name: fresh(record) for name, record in before.items()}
    assert transfer.records == len(before)
    assert {record.organ_id for record in after.values()} == {other.organ.pk}
    assert {name: record.index_number for name, record in after.items()} == numbers
    assert after["published"].index_organ_id == office.organ.pk
    assert {name: one.standing for name, one in after.items()} == {
        "published": "published",
        "listed": "listed",
        "draft": "unreleased",
        "reviewed": "unreleased",
        "hidden": "hidden",
        "withdrawn": "withdrawn",
    }
    assert before["reviewed"].versions.get().state == "draft"
    assert not StatutoryClock.objects.filter(organ=office.organ).exists()
    assert public_epoch() >= epoch
    found = catalogue(PUBLIC, organ_id=other.organ.pk, page=1, size=20)
    public = {before["published"].pk, before["listed"].pk, kept.pk}
    assert {card.id for card in found.items} == public
    documents = SearchDocument.objects.filter(record__in=public)
    assert set(documents.values_list("organ_id", flat=True)) == {other.organ.pk}
    assert AuditEntry.objects.filter(action="records.transfer").count() == len(before)


def test_the_successor_goes_on_with_the_work_under_numbers_of_its_own(
    office: Office, other: Office
) -> None:
    theirs, draft = other.released(), office.draft()
    merged(order(office, other))

    own = other.release(other.approved(draft))
    assert own.index_number is not None
    assert own.index_number.startswith(other.organ.organisation_code)
    assert own.index_serial == (theirs.index_serial or 0) + 1
    record = desk_record(other.viewing(Role.CLERK), draft.record_id)
    assert record.organ_id == other.organ.pk


def test_what_is_being_redacted_goes_with_its_record_and_only_then(
    office: Office, other: Office
) -> None:
    draft = office.draft()
    material = Material.objects.create(
        organ=office.organ, subject_kind="record", subject_id=draft.record_id, name="材料.pdf",
        source=store_file(b"source"), begun_by=office.clerk, begun_at=now(),
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Material.objects.filter(pk=material.pk).update(organ=other.organ)

    merged(order(office, other))

    page = material_page(other.viewing(Role.CLERK), material.pk, on=today())
    assert page.organ_id == other.organ.pk


def test_a_hidden_record_is_confirmed_by_the_successor(office: Office, other: Office) -> None:
    record = office.released()
    withdrawal = office.hidden(record)
    merged(order(office, other))

    other.confirmed(withdrawal)

    assert fresh(record).standing == "withdrawn"


def test_its_reading_places_stay_open_under_the_successor(office: Office, other: Office) -> None:
    places = [a_place(one) for one in (office, other)]
    merged(order(office, other))
    kept = places_of(other.organ.pk)
    assert {place.id for place in kept} == {place.pk for place in places}
    assert {place.name for place in kept} == {
        "云梦市图书馆",
        f"云梦市图书馆（{office.organ.name}）",
    }
    assert places_of(office.organ.pk) == ()


def test_the_organ_ends_with_a_pointer_and_keeps_its_page(office: Office, other: Office) -> None:
    merged(order(office, other))

    page = organ_page(office.organ.pk)
    assert not page.card.is_active
    assert page.successor is not None
    assert page.successor.id == other.organ.pk
    assert [card.id for card in organ_page(other.organ.pk).merged] == [office.organ.pk]
    with pytest.raises(WasMerged):
        change_organ(actor=SYSTEM, organ_id=office.organ.pk, is_active=True)
    with pytest.raises(CannotBeMerged):
        merged(order(office, other))


@pytest.mark.parametrize("role", [Role.CLERK, Role.PERSON_IN_CHARGE, Role.COMPETENT_DEPARTMENT])
def test_nobody_else_orders_it(office: Office, other: Office, role: Role) -> None:
    actor = organs.acting(organs.someone(role, office.organ), role, office.organ)

    with pytest.raises(NotAllowed):
        merged(order(office, other), actor)
    with pytest.raises(NotAllowed):
        merger_preview(actor, order(office, other))


def test_the_competent_department_above_both_orders_it() -> None:
    government = organs.an_organ(kind="government", level="city")
    first, second = (
        an_office(organs.an_organ(level="city", parent=government)) for _number in range(2)
    )
    person = organs.someone(Role.COMPETENT_DEPARTMENT, government)

    merged(order(first, second), organs.acting(person, Role.COMPETENT_DEPARTMENT, government))

    assert not Organ.objects.get(pk=first.organ.pk).is_active


def test_a_signature_is_for_what_was_shown(office: Office, other: Office) -> None:
    actor = administrator()
    merger = order(office, other)
    preview = merger_preview(actor, merger)
    assert (preview.digest, sum(preview.counts.values())) == (merger.digest(), 0)
    signature = sign(
        person_id=actor.person_id or 0,
        secret=organs.PASSWORD,
        purpose=MERGE_PURPOSE,
        digest=preview.digest,
    )
    office.draft()

    with pytest.raises(SignatureDoesNotFit):
        merge_organs(actor=actor, merger=merger, signature=signature)
    assert fresh(Record.objects.get()).organ_id == office.organ.pk


def test_the_decision_is_signed_and_kept_in_the_same_words(office: Office, other: Office) -> None:
    typed = order(office, other, basis="  云政发〔2026〕\u00a09号\n")
    assert typed.digest() == order(office, other, basis=typed.decision).digest()
    assert merged(typed).basis == typed.decision == "云政发〔2026〕 9号"


def test_nothing_new_is_registered_for_an_organ_that_ended(office: Office, other: Office) -> None:
    merged(order(office, other))
    clerk = office.acting(Role.CLERK)

    with pytest.raises(WasMerged):
        office.draft()
    with pytest.raises(WasMerged):
        register_records(
            actor=clerk, organ_id=office.organ.pk, wanted=[NewRecord(content=content())]
        )
    assert not Record.objects.exists()


def test_a_merger_of_tomorrow_is_ordered_tomorrow(office: Office, other: Office) -> None:
    with pytest.raises(MergerNotYet):
        merged(order(office, other, merged_on=today() + timedelta(days=1)))
    with pytest.raises(MergerNotYet):
        merger_preview(administrator(), order(office, other, merged_on=today() + timedelta(days=1)))


def test_what_a_module_above_refuses_undoes_all_of_it(
    office: Office, other: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = office.released()
    monkeypatch.setattr("gongkai.applications.merging.open_cases_of", lambda _organ_id: 2)

    with pytest.raises(ApplicationsOpen, match="2"):
        merged(order(office, other))

    assert fresh(record).organ_id == office.organ.pk
    assert Organ.objects.get(pk=office.organ.pk).is_active
    assert not RecordTransfer.objects.exists()


def test_what_stood_below_it_stands_below_the_successor() -> None:
    top = organs.an_organ(kind="government")
    first, second = (organs.an_organ(parent=top) for _number in range(2))
    below = organs.an_organ(level="city", parent=first, line_superior=first)
    office, other = an_office(first), an_office(organs.an_organ(parent=first))
    above_other = organs.an_organ(parent=second, line_superior=first)
    change_organ(actor=SYSTEM, organ_id=other.organ.pk, line_superior_id=above_other.pk)

    merged(order(office, other))

    rows = {row.pk: row for row in Organ.objects.all()}
    found = {pk: (row.parent_id, row.line_superior_id) for pk, row in rows.items()}
    assert found[below.pk] == (other.organ.pk, other.organ.pk)
    # What the successor itself stands below, and the successor, go one step up instead.
    assert found[other.organ.pk] == (top.pk, above_other.pk)
    assert found[above_other.pk] == (second.pk, None)
    assert AuditEntry.objects.filter(action="organs.hang_below_successor").count() == 3
    with pytest.raises(WasMerged):
        change_organ(actor=SYSTEM, organ_id=below.pk, parent_id=first.pk)


def test_a_renamed_organ_is_known_by_the_name_of_then(office: Office) -> None:
    record = office.released()
    released_at = fresh(record).released_at
    before = office.organ.name
    change_organ(actor=SYSTEM, organ_id=office.organ.pk, name="云梦省新局")

    assert released_at is not None
    assert name_at(office.organ.pk, released_at) == before
    assert [one.name for one in organ_page(office.organ.pk).former_names] == [before]
    change_organ(actor=SYSTEM, organ_id=office.organ.pk, website="https://example.test")
    assert len(organ_page(office.organ.pk).former_names) == 1


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(DatabaseError), transaction.atomic():
        yield


def test_the_database_lets_no_record_change_its_organ_without_a_transfer(
    office: Office, other: Office
) -> None:
    draft, released = office.draft().record, office.released()
    for record in (draft, released):
        with refused():
            Record.objects.filter(pk=record.pk).update(organ=other.organ)
    with refused(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gongkai.transfer', '1', true)")
        Record.objects.filter(pk=draft.pk).update(organ=other.organ)
    with refused():
        Record.objects.filter(pk=released.pk).update(index_organ=other.organ)
    with refused():
        StatutoryClock.objects.filter(organ=office.organ).update(organ=other.organ)


def test_a_transfer_lets_move_what_it_names_and_nothing_else(office: Office, other: Office) -> None:
    transfer = merged(order(office, other))
    third = an_office()
    mine = third.draft().record
    with refused(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gongkai.transfer', %s, true)", [str(transfer.pk)])
        Record.objects.filter(pk=mine.pk).update(organ=other.organ)
    assert fresh(mine).organ_id == third.organ.pk
