"""An organ's own class table: named, ordered and closed, never renumbered."""

import pytest
from django.db import DatabaseError, transaction
from tests.factories import organs, records
from tests.factories.records import Office, content

from gongkai.audit.models import AuditEntry
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.models import InformationClass
from gongkai.records.operations import register_record
from gongkai.records.operations.classes import (
    ClassInUse,
    CodeNotPossible,
    HasOwnTable,
    LastOpenClass,
    NameMissing,
    NoSuchItem,
    add_class,
    adopt_class_table,
    change_class,
    close_class,
    move_class,
    remove_class,
    reopen_class,
)
from gongkai.records.operations.register import ClassClosed, NoSuchClass
from gongkai.records.queries import catalogue, catalogue_facets, classes_of, record_page
from gongkai.records.queries.classes import class_table, classes_of_cards


def _codes(office: Office) -> list[str]:
    return [line.code for line in class_table(office.viewing(Role.CLERK), office.organ.pk).lines]


@pytest.fixture
def own(office: Office) -> dict[str, object]:
    """The arguments of every step on the organ's own table."""
    said: dict[str, object] = {"actor": office.acting(Role.CLERK), "organ_id": office.organ.pk}
    adopt_class_table(**said)  # type: ignore[arg-type]
    return said


def test_the_copy_says_what_the_default_table_says(office: Office) -> None:
    before = class_table(office.viewing(Role.CLERK), office.organ.pk)
    adopt_class_table(actor=office.acting(Role.CLERK), organ_id=office.organ.pk)
    after = class_table(office.viewing(Role.CLERK), office.organ.pk)
    assert (before.is_own, after.is_own) == (False, True)
    assert [(one.code, one.name_zh, one.statutory_item) for one in after.lines] == [
        (one.code, one.name_zh, one.statutory_item) for one in before.lines
    ]
    with pytest.raises(HasOwnTable):
        adopt_class_table(actor=office.acting(Role.CLERK), organ_id=office.organ.pk)


def test_a_class_is_added_renamed_and_read_by_everybody(office: Office, own: dict) -> None:  # type: ignore[type-arg]
    add_class(**own, code="31", name_zh="水库", statutory_item="A02")
    record = office.released(content(), class_code="31")
    change_class(**own, code="31", name_zh="水库和大坝", name_en="Dams", statutory_item="A03")
    assert record_page(PUBLIC, record.pk).class_name_zh == "水库和大坝"
    facets = catalogue_facets(PUBLIC, organ_id=office.organ.pk)
    assert [facet.value for facet in facets.classes] == ["31"]
    assert facets.classes[0].label in {"水库和大坝", "Dams"}
    (card,) = catalogue(PUBLIC).items
    assert classes_of_cards([card])[card.id].statutory_item == "A03"
    assert AuditEntry.objects.filter(action="records.change_class").count() == 1


def test_nothing_new_goes_into_a_closed_class(office: Office, own: dict) -> None:  # type: ignore[type-arg]
    record = office.draft(content(), class_code="05").record
    close_class(**own, code="05")
    with pytest.raises(ClassClosed):
        register_record(**own, content=content(), class_code="05")
    assert "05" not in [one.code for one in classes_of(office.organ.pk, only_open=True)]
    # What is in it goes on.
    released = office.release(office.approved(record.versions.get()))
    assert released.index_number is not None
    reopen_class(**own, code="05")
    register_record(**own, content=content(), class_code="05")


def test_a_class_with_records_does_not_go(office: Office, own: dict) -> None:  # type: ignore[type-arg]
    office.released(content(), class_code="05")
    with pytest.raises(ClassInUse):
        remove_class(**own, code="05")
    row = InformationClass.objects.get(organ=office.organ, code="05")
    same = InformationClass.objects.filter(pk=row.pk)
    for change in (row.delete, lambda: same.update(code="06")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    remove_class(**own, code="06")
    assert "06" not in _codes(office)
    with pytest.raises(NoSuchClass):
        register_record(**own, content=content(), class_code="06")


def test_classes_stand_in_the_order_one_gives_them(office: Office, own: dict) -> None:  # type: ignore[type-arg]
    first, second, *rest = _codes(office)
    move_class(**own, code=second, up=True)
    assert _codes(office) == [second, first, *rest]
    move_class(**own, code=second, up=True)
    move_class(**own, code=rest[-1], up=False)
    assert _codes(office) == [second, first, *rest]


def test_what_cannot_be_a_class_is_refused(office: Office, own: dict) -> None:  # type: ignore[type-arg]
    for code in ("01", "1", "A1", "\uff11\uff12", "123", ""):
        with pytest.raises(CodeNotPossible):
            add_class(**own, code=code, name_zh="水库")
    for name in ("", " ", "长" * 201):
        with pytest.raises(NameMissing):
            add_class(**own, code="31", name_zh=name)
    with pytest.raises(NoSuchItem):
        add_class(**own, code="31", name_zh="水库", statutory_item="Z99")
    for step in (close_class, reopen_class, remove_class):
        with pytest.raises(NotFound):
            step(**own, code="3\0001")


def test_one_open_class_is_left(office: Office, own: dict) -> None:  # type: ignore[type-arg]
    *others, last = _codes(office)
    for code in others:
        close_class(**own, code=code)
    with pytest.raises(LastOpenClass):
        close_class(**own, code=last)


def test_only_the_organs_own_keepers_change_its_own_table(office: Office) -> None:
    other = records.an_office(organs.an_organ())
    with pytest.raises(NotAllowed):
        adopt_class_table(actor=other.acting(Role.CLERK), organ_id=office.organ.pk)
    with pytest.raises(NotAllowed):
        adopt_class_table(actor=office.acting(Role.SECRECY_REVIEWER), organ_id=office.organ.pk)
    with pytest.raises(NotFound):
        close_class(actor=office.acting(Role.CLERK), organ_id=office.organ.pk, code="01")
