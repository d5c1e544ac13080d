"""What the staff sees of its own records, and what nobody else does."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import organs
from tests.factories.records import Office, an_office, content

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import PUBLIC, Role, Viewer
from gongkai.records.operations import abandon_version, begin_new_version, edit_version
from gongkai.records.queries import (
    RecordFilters,
    category_counts,
    desk,
    desk_record,
    desk_records,
    my_queue,
    queue_counts,
)
from gongkai.records.queries.accountability import record_answered_for
from gongkai.records.queries.research import undetermined_queue
from gongkai.records.rules.lifecycle import Event

SOMEBODY_ELSE = (
    Role.COMPETENT_DEPARTMENT,
    Role.SUPERVISION,
    Role.SECRECY_BUREAU,
    Role.DEPUTY,
    Role.SYSTEM_ADMINISTRATOR,
)


def _viewer(role: Role, office: Office) -> Viewer:
    return organs.viewing(organs.someone(role, office.organ))


def test_the_clerk_sees_draft_and_clock_and_what_may_be_done(office: Office) -> None:
    version = office.draft()
    seen = desk_record(office.viewing(Role.CLERK), version.record_id)
    assert seen.current.content.title == version.title
    assert seen.clock is not None
    assert seen.clock.due_on is not None
    assert seen.may(Event.EDIT)
    assert seen.may(Event.PROPOSE)
    assert not seen.may(Event.APPROVE)


def test_a_reviewer_may_review_a_proposal_and_a_clerk_is_told_why_not(office: Office) -> None:
    version = office.proposed(office.draft())
    reviewer = desk_record(office.viewing(Role.SECRECY_REVIEWER), version.record_id)
    assert reviewer.may(Event.FINISH_REVIEW)
    clerk = desk_record(office.viewing(Role.CLERK), version.record_id)
    review = next(move for move in clerk.moves if move.event == Event.FINISH_REVIEW)
    assert (review.is_allowed, bool(review.reason)) == (False, True)


@pytest.mark.parametrize("category", ["voluntary", "on_application", "exempt", "undetermined"])
@pytest.mark.parametrize("role", SOMEBODY_ELSE)
def test_unpublished_content_is_nobody_elses(office: Office, category: str, role: Role) -> None:
    version = office.draft(content(category))
    viewer = _viewer(role, office)
    with pytest.raises(NotFound):
        desk_record(viewer, version.record_id)
    assert desk_records(viewer).total == 0


def test_another_organ_and_the_public_see_nothing(office: Office) -> None:
    version = office.draft()
    for viewer in (PUBLIC, an_office().viewing(Role.PERSON_IN_CHARGE)):
        with pytest.raises(NotFound):
            desk_record(viewer, version.record_id)
        assert desk_records(viewer).items == ()


def test_the_competent_department_counts_categories_without_seeing_titles(office: Office) -> None:
    office.draft(content("exempt"))
    found = category_counts(_viewer(Role.COMPETENT_DEPARTMENT, office))
    assert [(c.organ_id, c.category, c.count) for c in found] == [(office.organ.pk, "exempt", 1)]
    assert category_counts(_viewer(Role.SYSTEM_ADMINISTRATOR, office)) == ()


def test_each_ones_queue_holds_each_ones_task(office: Office) -> None:
    office.draft()
    proposed = office.proposed(office.draft())
    approved = office.approved(office.draft())
    office.hidden(office.released())
    tasks = {
        role: sorted(line.task for line in my_queue(office.viewing(role), on=today()).lines)
        for role in (Role.CLERK, Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE)
    }
    assert tasks[Role.CLERK] == ["draft", "release"]
    assert tasks[Role.SECRECY_REVIEWER] == ["confirm_withdrawal", "review"]
    assert tasks[Role.PERSON_IN_CHARGE] == ["confirm_withdrawal", "release"]
    assert queue_counts(office.viewing(Role.CLERK), on=today()).waiting == 2
    lines = my_queue(office.viewing(Role.CLERK), on=today()).lines
    assert {line.version_id for line in lines} >= {approved.pk}
    assert proposed.pk not in {line.version_id for line in lines}


def test_the_queue_keeps_what_waits_longest_and_the_most_urgent_drafts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "MOST_DUE", 1)
    monkeypatch.setattr(desk, "MOST_DRAFTS", 1)
    office.draft(content(generated_on=date(2007, 5, 1)))
    urgent = office.draft(content(generated_on=date(2026, 2, 26)))
    office.draft(content(generated_on=date(2026, 3, 5)))
    first, _second = office.approved(office.draft()), office.approved(office.draft())
    queue = my_queue(office.viewing(Role.CLERK), on=today())
    assert {line.version_id for line in queue.lines} == {urgent.pk, first.pk}
    assert (queue.more, queue.more_drafts, queue.total) == (1, 2, 5)


def test_a_version_that_was_given_up_is_not_the_latest_one(office: Office) -> None:
    record = office.released(content(title="原名称"))
    clerk, viewer = office.acting(Role.CLERK), office.viewing(Role.CLERK)
    version = begin_new_version(actor=clerk, record_id=record.pk, change_note="误建")
    said = replace(content("exempt"), title="误建的名称", change_note="误建")
    edit_version(actor=clerk, version_id=version.pk, content=said)
    abandon_version(actor=clerk, version_id=version.pk, why="误建")

    (card,) = desk_records(viewer).items
    assert (card.title, card.category, card.version_number) == ("原名称", "voluntary", 1)
    (count,) = category_counts(viewer)
    assert (count.category, count.count) == ("voluntary", 1)
    seen = desk_record(viewer, record.pk)
    assert (seen.title, seen.current.number, len(seen.versions)) == ("原名称", 1, 2)
    assert record_answered_for(viewer, record.pk).title == "原名称"


def test_what_was_abandoned_before_anything_went_out_stays_listed(office: Office) -> None:
    version = office.draft(content(title="作废草稿"))
    clerk, viewer = office.acting(Role.CLERK), office.viewing(Role.CLERK)
    abandon_version(actor=clerk, version_id=version.pk, why="误建")
    assert [card.title for card in desk_records(viewer).items] == ["作废草稿"]
    assert desk_record(viewer, version.record_id).current.id == version.pk


def test_the_undetermined_queue_ages(office: Office) -> None:
    first = office.draft(content("undetermined"))
    second = office.draft(content("undetermined"))
    found = undetermined_queue(office.viewing(Role.CLERK)).items
    assert [line.card.version_id for line in found] == [first.pk, second.pk]
    later = undetermined_queue(office.viewing(Role.CLERK), page=2, size=1)
    assert ([line.card.version_id for line in later.items], later.total) == ([second.pk], 2)
    assert queue_counts(office.viewing(Role.CLERK), on=today()).undetermined == 2


def test_filters_find_by_words_number_state_and_category(office: Office) -> None:
    record = office.released(content(title="云梦泽水位公报", document_number="云水发〔2026〕7号"))
    office.draft(content("exempt"))
    viewer = office.viewing(Role.CLERK)
    for text in ("水位", "云水发[2026] 7号", record.index_number or "-"):
        assert [card.id for card in desk_records(viewer, RecordFilters(text=text)).items] == [
            record.pk
        ]
    assert desk_records(viewer, RecordFilters(state="draft", category="exempt")).total == 1
    assert desk_records(viewer, RecordFilters(standing="published")).total == 1
    assert desk_records(viewer, RecordFilters(organ_id=0)).total == 0


def _queries(viewer: Viewer) -> list[int]:
    counts = []
    for read in (
        lambda: desk_records(viewer),
        lambda: my_queue(viewer, on=today()),
        lambda: undetermined_queue(viewer),
    ):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            read()
        counts.append(len(captured))
    return counts


def test_lists_cost_the_same_for_two_and_for_eight_rows(office: Office) -> None:
    viewer = office.viewing(Role.CLERK)
    for category in ("voluntary", "undetermined"):
        for _ in range(2):
            office.draft(content(category))
    few = _queries(viewer)
    for category in ("voluntary", "undetermined"):
        for _ in range(6):
            office.draft(content(category))
    assert _queries(viewer) == few
