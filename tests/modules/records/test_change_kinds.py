"""What a later version says of itself is held against what it changes when it is proposed."""

from dataclasses import replace
from datetime import date

import pytest
from tests.factories.attachments import attached
from tests.factories.records import Office, content, fresh

from gongkai.kernel.time import today
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.contents import content_of
from gongkai.records.models import RecordVersion
from gongkai.records.operations import InvalidContent, begin_new_version, edit_version
from gongkai.records.operations.disclosure_clock import DayOfGenerationFixed
from gongkai.records.queries import desk_record, record_page
from gongkai.records.rules.content import VersionContent


@pytest.mark.parametrize("kind", ["", "metadata"])
def test_a_changed_text_is_no_correction_of_elements(office: Office, kind: str) -> None:
    record = office.released()
    clerk = office.acting(Role.CLERK)
    version = begin_new_version(
        actor=clerk, record_id=record.pk, change_note="更正。", change_kind=kind
    )
    said = replace(content_of(version), text="新的正文。")
    version = edit_version(actor=clerk, version_id=version.pk, content=said)
    with pytest.raises(InvalidContent) as refused:
        office.proposed(version)
    assert set(refused.value.errors) == {"change_kind"}
    assert RecordVersion.objects.get(pk=version.pk).state == "draft"


def test_corrected_elements_leave_text_attachments_day_and_clock(office: Office) -> None:
    draft = office.draft(content(title="办法"))
    attached(office, draft, title="附件")
    record = office.release(office.approved(draft))
    version = office.in_correction(record)
    office.release(office.approved(version))
    first, second = record.versions.order_by("number")
    assert (second.text, second.text_file) == (first.text, first.text_file)
    assert second.generated_on == first.generated_on
    page = record_page(PUBLIC, fresh(record).pk)
    assert [file.title for file in page.files] == ["附件"]
    assert page.versions[0].change_kind == "metadata"
    # No information was changed, so no limit of disclosure runs for it.
    assert desk_record(office.viewing(Role.CLERK), record.pk).current.clock is None


def test_the_clock_of_a_text_that_is_replaced_after_all_begins_with_the_change(
    office: Office,
) -> None:
    record = office.released(content(generated_on=date(2020, 1, 5)))
    version = office.in_correction(record)
    assert version.generated_on == date(2020, 1, 5)
    said = replace(content_of(version), text="新的正文。", change_kind="replacement")
    edit_version(actor=office.acting(Role.CLERK), version_id=version.pk, content=said)
    office.proposed(version)
    clock = desk_record(office.viewing(Role.CLERK), record.pk).current.clock
    assert clock is not None
    assert clock.due_on is not None
    assert clock.due_on > today()


def _clock(office: Office, version: RecordVersion) -> tuple[str, date] | None:
    clock = desk_record(office.viewing(Role.CLERK), version.record_id).current.clock
    return None if clock is None else (clock.state.value, clock.counted_from)


def test_a_change_becomes_a_correction_of_elements_and_a_change_again(office: Office) -> None:
    record = office.released(content(generated_on=date(2020, 1, 5)))
    version = office.in_correction(record)
    elements = content_of(version)
    clerk = office.acting(Role.CLERK)
    change = replace(elements, text="新的正文。", change_kind="replacement")

    def say(said: VersionContent) -> RecordVersion:
        return office.proposed(edit_version(actor=clerk, version_id=version.pk, content=said))

    say(change)
    counted = _clock(office, version)
    assert counted == ("running", today())
    say(elements)
    again = say(replace(change, generated_on=date(2020, 1, 5)))
    assert again.generated_on == today()
    assert _clock(office, version) == counted
    # A day of their own for the elements, earlier than the one that the limit runs from.
    say(replace(elements, generated_on=date(2020, 1, 6)))
    with pytest.raises(DayOfGenerationFixed):
        say(replace(change, generated_on=date(2020, 1, 6)))
    elements_again = edit_version(actor=clerk, version_id=version.pk, content=elements)
    office.release(office.approved(elements_again))
    ended = _clock(office, version)
    assert ended is not None
    assert ended[0] == "not_applicable"
