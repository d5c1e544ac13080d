"""What is held back: its yearly review, what is secret, the part that can be disclosed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories.attachments import attached
from tests.factories.records import Office, an_office, content, fresh

from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, Refusal
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.models import ExemptionReview, Record, RecordLink, RecordVersion
from gongkai.records.operations import (
    InvalidContent,
    abandon_version,
    edit_version,
    propose_record,
)
from gongkai.records.operations.exemption import (
    BeingChanged,
    NextDayImpossible,
    NotHeldBack,
    NotPartly,
    ReasonNeeded,
    register_part,
    review_exemption,
)
from gongkai.records.queries.exemptions import (
    exempt_counts,
    exempt_records,
    exemption_reviews_of,
    parts_of,
)

SECRET = content("exempt", text="", secrecy_level="secret")


def _held(office: Office, said: object = None) -> Record:
    return office.released(said or content("exempt"))  # type: ignore[arg-type]


def _review(office: Office, record: Record, **changes: object) -> ExemptionReview:
    said: dict[str, object] = {
        "actor": office.acting(Role.SECRECY_REVIEWER),
        "record_id": record.pk,
        "decision": "still_exempt",
        "reason": "情形未变。",
        "next_on": time.today() + timedelta(days=200),
    }
    return review_exemption(**(said | changes))  # type: ignore[arg-type]


def _a_year_later() -> time_machine.travel:
    return time_machine.travel(time.now() + timedelta(days=366), tick=False)


def test_what_is_held_back_is_looked_at_after_a_year(office: Office) -> None:
    record = _held(office)
    assert fresh(record).review_on == date(2027, 3, 16)
    viewer = office.viewing(Role.SECRECY_REVIEWER)
    assert exempt_counts(viewer, on=date(2027, 2, 1)).soon == 0
    assert exempt_counts(viewer, on=date(2027, 3, 1)).soon == 1
    assert exempt_counts(viewer, on=date(2027, 3, 17)).overdue == 1
    assert exempt_records(PUBLIC, on=date(2027, 3, 17)).total == 0
    assert exempt_records(an_office().viewing(Role.CLERK), on=date(2027, 3, 17)).total == 0


def test_a_review_that_finds_it_exempt_sets_the_next_day_and_stays(office: Office) -> None:
    record = _held(office)
    _review(office, record)
    assert fresh(record).review_on == time.today() + timedelta(days=200)
    (line,) = exemption_reviews_of(record.pk)
    assert (line.reason, line.reviewed_by_name) == ("情形未变。", office.secrecy.name)
    with pytest.raises(DatabaseError), transaction.atomic():
        ExemptionReview.objects.update(reason="别的")


def test_a_review_that_finds_it_can_be_opened_begins_an_undecided_version(office: Office) -> None:
    record = _held(office)
    _review(office, record, decision="can_be_opened", next_on=None)
    version = record.versions.get(number=2)
    assert (version.category, version.ground, version.split) == ("undetermined", None, "")
    assert fresh(record).standing == "held"
    with _a_year_later():
        viewer, on = office.viewing(Role.SECRECY_REVIEWER), time.today()
        assert exempt_counts(viewer, on=on).overdue == 0
        assert exempt_records(viewer, on=on).items[0].is_being_decided
        with pytest.raises(BeingChanged):
            _review(office, record, decision="can_be_opened", next_on=None)
        # Given up, it is due again: nothing is forgotten.
        abandon_version(actor=office.acting(Role.CLERK), version_id=version.pk, why="仍不公开")
        assert exempt_counts(viewer, on=on).overdue == 1


def test_elements_put_right_take_no_review_off_anybody(office: Office) -> None:
    record = _held(office)
    due = fresh(record).review_on
    with _a_year_later():
        viewer, on = office.viewing(Role.SECRECY_REVIEWER), time.today()
        version = office.in_correction(record)
        assert exempt_counts(viewer, on=on).overdue == 1
        assert not exempt_records(viewer, on=on, which="overdue").items[0].is_being_decided
        office.release(office.approved(version))
        assert fresh(record).review_on == due
        assert exempt_counts(viewer, on=on).overdue == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": " "}, ReasonNeeded),
        ({"next_on": None}, NextDayImpossible),
        ({"next_on": date(2026, 3, 16)}, NextDayImpossible),
        ({"next_on": date(2028, 3, 17)}, NextDayImpossible),
    ],
    ids=["no reason", "no day", "today", "too far"],
)
def test_a_review_says_why_and_when_the_next_one_is(
    office: Office, changes: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        _review(office, _held(office), **changes)


def test_only_reviewers_of_the_organ_review_what_is_held_back(office: Office) -> None:
    record = _held(office)
    for actor in (office.acting(Role.CLERK), an_office().acting(Role.SECRECY_REVIEWER)):
        with pytest.raises(NotAllowed):
            _review(office, record, actor=actor)
    with pytest.raises(NotHeldBack):
        _review(office, office.released())


def test_released_in_the_open_it_is_reviewed_no_more(office: Office) -> None:
    record = _held(office)
    office.corrected(record, content("voluntary", change_kind="replacement"))
    assert fresh(record).review_on is None


def test_of_what_is_secret_nothing_but_the_elements_is_kept(office: Office) -> None:
    clerk = office.acting(Role.CLERK)
    version = office.draft(SECRET)
    with pytest.raises(InvalidContent) as refused:
        edit_version(actor=clerk, version_id=version.pk, content=replace(SECRET, text="正文"))
    assert set(refused.value.errors) == {"text"}
    with pytest.raises(InvalidContent):
        attached(office, version)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordVersion.objects.filter(pk=version.pk).update(text="正文")
    with_file = office.draft(content("exempt", text=""))
    attached(office, with_file)
    with pytest.raises(InvalidContent):
        edit_version(actor=clerk, version_id=with_file.pk, content=SECRET)


def test_a_text_that_bears_a_mark_is_not_taken(office: Office) -> None:
    with pytest.raises(InvalidContent) as refused:
        office.draft(content(text="机密★10年\n关于某事项的报告"))
    assert "保密工作人员" in str(refused.value.errors["text"])
    assert Record.objects.count() == 0


def test_an_exemption_is_proposed_only_with_an_answer_to_the_split(office: Office) -> None:
    version = office.draft(content("exempt", split="", split_reason=""))
    with pytest.raises(InvalidContent) as refused:
        propose_record(actor=office.acting(Role.CLERK), version_id=version.pk)
    assert set(refused.value.errors) == {"split"}


def test_the_part_that_can_be_disclosed_is_a_record_of_its_own(office: Office) -> None:
    whole = office.draft(content("exempt", split="partly", split_reason="附表可以公开。")).record
    clerk = office.acting(Role.CLERK)
    part = register_part(actor=clerk, record_id=whole.pk, content=content("voluntary"))
    assert [line.record_id for line in parts_of(whole.pk).parts] == [part.pk]
    assert [line.record_id for line in parts_of(part.pk).wholes] == [whole.pk]
    undivided = office.draft(content("exempt")).record
    with pytest.raises(NotPartly):
        register_part(actor=clerk, record_id=undivided.pk, content=content("voluntary"))
    assert RecordLink.objects.count() == 1


def test_the_list_costs_the_same_for_two_and_for_five_rows(office: Office) -> None:
    viewer = office.viewing(Role.CLERK)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            exempt_records(viewer, on=time.today())
        return len(captured)

    for _ in range(2):
        _held(office)
    few = cost()
    for _ in range(3):
        _held(office)
    assert cost() == few
