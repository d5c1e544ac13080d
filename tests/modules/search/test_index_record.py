"""The index follows the records, in the transaction that changes them."""

import pytest
from django.db import transaction
from tests.factories.records import Office, content

from gongkai.kernel.types import Role
from gongkai.records.models import Record
from gongkai.records.operations import begin_new_version, edit_version
from gongkai.search.models import SearchDocument
from gongkai.search.operations import index_record, index_records, remove_record
from gongkai.search.queries import search_public, suggest

SAID = {
    "title": "云梦省湿地保护办法",
    "summary": "规定湿地的保护与修复。",
    "text": "第一条 鸟类栖息地禁止开垦。",
    "document_number": "云政发〔2026〕77号",
}
WAYS = ("湿地保护", "湿地的保护与修复", "云政发[2026]77", "地保护办")


def found(words: str) -> list[int]:
    """Return the ids that a search gives."""
    return [hit.record_id for hit in search_public(words).hits]


def released(office: Office, category: str = "voluntary") -> Record:
    return office.released(content(category, **SAID))


def assert_gone(record: Record) -> None:
    """No words, number, filter, count or suggestion gives the record."""
    for words in (*WAYS, "栖息地", record.index_number or "-"):
        assert found(words) == []
    everything = search_public("", organ_id=record.organ_id)
    assert (everything.total, everything.facets.organs, everything.facets.years) == (0, (), ())
    assert suggest("湿地") == ()


def test_a_published_record_is_found_by_title_text_and_numbers(office: Office) -> None:
    record = released(office)
    for words in (*WAYS, "栖息地", record.index_number or "-"):
        assert found(words) == [record.pk], words


def test_a_listed_record_is_found_by_its_listing_and_never_by_its_text(office: Office) -> None:
    record = released(office, "on_application")
    for words in (*WAYS, record.index_number or "-"):
        assert found(words) == [record.pk], words
    assert found("栖息地") == []
    assert search_public("湿地").hits[0].is_listed


@pytest.mark.parametrize("category", ["voluntary", "on_application", "exempt"])
def test_nothing_is_found_before_the_release(office: Office, category: str) -> None:
    version = office.draft(content(category, **SAID))
    assert_gone(version.record)
    version = office.approved(version)
    assert_gone(version.record)


def test_a_held_record_is_never_found(office: Office) -> None:
    assert_gone(released(office, "exempt"))


def test_hiding_takes_it_out_and_restoring_brings_it_back(office: Office) -> None:
    record = released(office)
    office.hidden(record)
    assert_gone(record)
    office.restored(record)
    assert found("湿地保护") == [record.pk]


def test_a_withdrawn_record_is_gone_for_good(office: Office) -> None:
    record = released(office)
    office.confirmed(office.hidden(record, title_may_show=True))
    assert_gone(record)


def test_a_correction_replaces_what_is_found(office: Office) -> None:
    record = released(office)
    office.corrected(
        record, content(**{**SAID, "title": "云梦省林地保护办法", "summary": "林地。"})
    )
    assert found("林地保护") == [record.pk]
    assert found("湿地") == []


def test_a_correction_to_on_application_takes_the_text_off(office: Office) -> None:
    record = released(office)
    office.corrected(record, content("on_application", **SAID))
    assert found("栖息地") == []
    assert found("湿地保护") == [record.pk]


def test_a_correction_to_exempt_takes_all_off(office: Office) -> None:
    record = released(office)
    office.corrected(record, content("exempt", **SAID))
    assert_gone(record)


def test_a_late_call_for_a_hidden_record_leaks_nothing(office: Office) -> None:
    record = released(office)
    office.hidden(record)
    index_record(record_id=record.pk)
    assert_gone(record)


def test_indexing_again_changes_nothing_and_removing_twice_is_no_error(office: Office) -> None:
    record = released(office)
    before = SearchDocument.objects.values().get()
    assert index_records(record_ids=[record.pk, record.pk + 1000]) == 1
    assert SearchDocument.objects.values().get() == before
    remove_record(record_id=record.pk)
    remove_record(record_id=record.pk)
    assert SearchDocument.objects.count() == 0


def test_a_release_that_is_rolled_back_leaves_no_row(office: Office) -> None:
    version = office.approved(office.draft(content(**SAID)))
    with transaction.atomic():
        office.release(version)
        assert SearchDocument.objects.count() == 1
        transaction.set_rollback(True)
    assert_gone(version.record)


def test_words_of_the_next_version_are_found_only_once_it_is_released(office: Office) -> None:
    record = released(office)
    said = content(
        **{
            **SAID,
            "title": "云梦省沼泽保护办法",
            "change_note": "更正。",
            "change_kind": "metadata",
        }
    )
    clerk = office.acting(Role.CLERK)
    version = begin_new_version(actor=clerk, record_id=record.pk, change_note="更正。")
    version = edit_version(actor=clerk, version_id=version.pk, content=said)
    version = office.approved(version)
    assert found("沼泽") == []
    assert search_public("湿地").hits[0].title == SAID["title"]
    office.release(version)
    assert found("沼泽") == [record.pk]
