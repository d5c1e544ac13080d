"""The obligation matrix of real organs: what is public now, what is expected, who sees it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from tests.factories import organs, records
from tests.factories.records import Office, content

from gongkai.audit.models import AuditEntry
from gongkai.kernel.models import PublicChange
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import PUBLIC, Actor, Duty, Role, Viewer
from gongkai.organs.models import Organ
from gongkai.organs.queries import organs_below, overseen_by, viewer_for
from gongkai.organs.queries.conditions import is_below, is_overseen_by
from gongkai.oversight.models import RhythmChange
from gongkai.oversight.operations.inapplicable import (
    AlreadyStated,
    AlwaysApplies,
    NothingToDecide,
    OwnStatement,
    ReasonNotFit,
    SomethingIsPublished,
    decide_inapplicable,
    end_inapplicable,
    state_inapplicable,
)
from gongkai.oversight.operations.rhythms import ChangeNotReasoned, change_rhythm
from gongkai.oversight.queries.expectations import expectations
from gongkai.oversight.queries.matrix import matrix, matrix_row
from gongkai.oversight.queries.matrix_public import coverage_by_region, public_row
from gongkai.oversight.queries.matrix_values import MatrixCell, MatrixFilter
from gongkai.oversight.queries.statements import (
    rhythm_orders,
    standing_statements,
    statement,
    statements,
)
from gongkai.oversight.rules.matrix import CellState, Coverage, Period, Rhythm, period_of
from gongkai.records.models import Record

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 16)
REASON = "本局不收取任何费用。"


def _period(key: str) -> Period:
    found = period_of(key)
    assert found is not None
    return found


THIS_YEAR = _period("2026")


@pytest.fixture
def office() -> Office:
    """A bureau of a city with its people, below a government."""
    records.load_tables()
    government = organs.an_organ("云梦市人民政府", kind="government", level="city")
    bureau = organs.an_organ("云梦市水务局", level="city", parent=government)
    return records.an_office(bureau)


def _government(office: Office) -> Organ:
    assert office.organ.parent is not None
    return office.organ.parent


def _guide(office: Office) -> Actor:
    person = organs.someone(Role.COMPETENT_DEPARTMENT, _government(office))
    return organs.acting(person, Role.COMPETENT_DEPARTMENT, _government(office))


def _seen(role: Role, organ: Organ) -> Viewer:
    return viewer_for(organs.someone(role, organ), on=TODAY)


def _cell(office: Office, item: str, *, on: date = TODAY, period: str = "2026") -> MatrixCell:
    viewer = office.viewing(Role.CLERK)
    row = matrix_row(viewer, office.organ.pk, period=_period(period), today=on)
    return row.cells[item]


def _dated(record: Record, on: date) -> None:
    Record.objects.filter(pk=record.pk).update(released_on=on)


def test_only_what_is_published_now_fills_a_cell(office: Office) -> None:
    listed = office.released(content("on_application", statutory_item="A05"))
    office.draft(content(statutory_item="A03"))
    office.released(content("exempt", statutory_item="A02"))
    older = office.released(content(statutory_item="A04"))
    newer = office.released(content(statutory_item="A04"))
    _dated(older, date(2025, 2, 10))

    cell = _cell(office, "A04")
    assert (cell.state, cell.held.published, cell.held.fresh) == (CellState.FILLED, 2, 1)
    assert (cell.held.last_id, cell.held.last_on) == (newer.pk, TODAY)
    assert cell.next_due == date(2027, 12, 31)
    for item in ("A02", "A03"):
        assert _cell(office, item).state is CellState.EMPTY
    starred = _cell(office, "A05")
    assert (starred.state, starred.held.listed) == (CellState.EMPTY, 1)
    assert starred.held.last_id is None
    assert listed.standing == "listed"

    office.hidden(newer)
    cell = _cell(office, "A04")
    assert (cell.held.last_id, cell.state) == (older.pk, CellState.FILLED)
    assert _cell(office, "A04", on=date(2027, 1, 1), period="2027").state is CellState.OVERDUE


def test_a_past_period_is_judged_on_its_last_day(office: Office) -> None:
    record = office.released(content(statutory_item="A04"))
    _dated(record, date(2024, 5, 5))

    past = _cell(office, "A04", period="2023")
    assert (past.state, past.held.fresh, past.next_due) == (CellState.EMPTY, 0, date(2023, 12, 31))
    assert _cell(office, "A04", period="2024").held.fresh == 1
    # The last month of the window that must bring the next one.
    assert _cell(office, "A04", period="2025").state is CellState.DUE_SOON
    assert _cell(office, "A04", period="2026").state is CellState.OVERDUE


def test_a_new_text_is_something_new_and_a_correction_is_not(office: Office) -> None:
    record = office.released(content(statutory_item="A04"))
    _dated(record, date(2024, 5, 5))
    office.corrected(record, content(statutory_item="A04"))
    assert _cell(office, "A04").held.last_on == date(2024, 5, 5)

    office.corrected(record, content(statutory_item="A04", change_kind="replacement"))
    office.release(office.approved(office.in_correction(record)))

    cell = _cell(office, "A04")
    assert (cell.held.last_on, cell.held.fresh, cell.state) == (TODAY, 1, CellState.FILLED)
    assert _cell(office, "A04", period="2024").held.last_on == date(2024, 5, 5)


def test_what_was_listed_first_came_when_it_was_published(office: Office) -> None:
    record = office.released(content("on_application", statutory_item="A04"))
    _dated(record, date(2024, 5, 5))

    office.corrected(record, content(statutory_item="A04"))

    assert _cell(office, "A04").held.last_on == TODAY


def test_set_up_is_one_cell_under_both_texts(office: Office, settings: object) -> None:
    office.released(content(), class_code="90")
    viewer = office.viewing(Role.CLERK)
    for regime, item in (("ogi-2008", "S01"), ("ogi-2019", "20.2")):
        settings.REGIME = regime  # type: ignore[attr-defined]
        row = matrix_row(viewer, office.organ.pk, period=THIS_YEAR, today=TODAY)
        assert [code for code in row.cells if code in ("S01", "20.2")] == [item]
        assert row.cells[item].state is CellState.FILLED


def test_the_competent_department_orders_another_rhythm(office: Office) -> None:
    guide = _guide(office)
    organ = office.organ
    ordered = {"organ_id": organ.pk, "item": "A04", "reason": "按季公开执行情况"}

    change_rhythm(actor=guide, rhythm=Rhythm.QUARTERLY, for_kind=True, **ordered)  # type: ignore[arg-type]
    cell = _cell(office, "A04")
    assert (cell.rhythm, cell.is_default) == (Rhythm.QUARTERLY, False)
    assert cell.next_due == date(2026, 3, 31)

    # What is ordered for the organ itself goes before its kind, and the default brings that back.
    change_rhythm(actor=guide, rhythm=Rhythm.ONCE, for_kind=False, **ordered)  # type: ignore[arg-type]
    assert _cell(office, "A04").rhythm is Rhythm.ONCE
    orders = rhythm_orders(organ_id=organ.pk, kind=organ.kind, on=TODAY)
    assert (orders["A04"].reason, orders["A04"].is_of_kind) == ("按季公开执行情况", False)
    change_rhythm(actor=guide, rhythm=None, for_kind=False, **ordered)  # type: ignore[arg-type]
    assert _cell(office, "A04").rhythm is Rhythm.QUARTERLY
    assert not rhythm_orders(organ_id=organ.pk, kind="", on=TODAY)
    assert _cell(office, "A04", period="2025").rhythm is Rhythm.YEARLY
    entries = AuditEntry.objects.filter(action="oversight.change_rhythm").order_by("pk")
    assert [entry.details["rhythm"] for entry in entries] == ["quarterly", "once", "default"]
    assert PublicChange.objects.filter(kind="rhythm").count() == 3

    elsewhere = organs.an_organ("远山市水务局", level="city", region_code="970000")
    row = public_row(elsewhere.pk, today=TODAY)
    assert row is not None
    assert row.cells["A04"].rhythm is Rhythm.YEARLY


def test_who_may_order_and_what_is_refused(office: Office) -> None:
    guide = _guide(office)
    ordered = {"organ_id": office.organ.pk, "rhythm": Rhythm.ONCE, "for_kind": False}

    with pytest.raises(NotAllowed):
        change_rhythm(actor=office.acting(Role.CLERK), item="A04", reason="自定", **ordered)  # type: ignore[arg-type]
    with pytest.raises(ChangeNotReasoned):
        change_rhythm(actor=guide, item="A04", reason=" ", **ordered)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        change_rhythm(actor=guide, item="C08", reason="错列", **ordered)  # type: ignore[arg-type]
    assert not RhythmChange.objects.exists()


def test_an_item_does_not_apply_once_it_is_confirmed(office: Office) -> None:
    guide, clerk = _guide(office), office.acting(Role.CLERK)

    row = state_inapplicable(actor=clerk, organ_id=office.organ.pk, item="A05", reason=REASON)
    stated = _cell(office, "A05")
    assert (stated.state, stated.is_stated, stated.reason) == (CellState.EMPTY, True, "")
    with pytest.raises(AlreadyStated):
        state_inapplicable(actor=clerk, organ_id=office.organ.pk, item="A05", reason=REASON)
    with pytest.raises(NotAllowed):
        decide_inapplicable(actor=clerk, statement_id=row.pk, is_confirmed=True)

    decide_inapplicable(actor=guide, statement_id=row.pk, is_confirmed=True)
    cell = _cell(office, "A05")
    assert (cell.state, cell.reason, cell.next_due) == (CellState.DOES_NOT_APPLY, REASON, None)
    public = public_row(office.organ.pk, today=TODAY)
    assert public is not None
    assert public.coverage.expected == len(public.cells) - 1
    with pytest.raises(NothingToDecide):
        decide_inapplicable(actor=guide, statement_id=row.pk, is_confirmed=False, answer="不")

    # Whatever was confirmed: what is published shows that the item does apply.
    record = office.released(content(statutory_item="A05"))
    assert _cell(office, "A05").state is CellState.FILLED
    office.hidden(record)
    end_inapplicable(actor=clerk, statement_id=row.pk)
    assert _cell(office, "A05").state is CellState.EMPTY
    viewer = office.viewing(Role.CLERK)
    assert [line.state for line in statements(viewer, organ_id=office.organ.pk)] == ["ended"]
    assert standing_statements(viewer).items == ()


def test_a_past_day_is_judged_by_what_did_not_apply_then(office: Office) -> None:
    guide, clerk = _guide(office), office.acting(Role.CLERK)
    row = state_inapplicable(actor=clerk, organ_id=office.organ.pk, item="A05", reason=REASON)
    with time_machine.travel(datetime(2026, 5, 10, 4, tzinfo=UTC)):
        decide_inapplicable(actor=guide, statement_id=row.pk, is_confirmed=True)
    with time_machine.travel(datetime(2026, 8, 10, 4, tzinfo=UTC)):
        end_inapplicable(actor=clerk, statement_id=row.pk)
        said = {
            on: expectations(on=on, organ_id=office.organ.pk).inapplicable
            for on in (date(2026, 5, 9), date(2026, 5, 10), date(2026, 8, 9), date(2026, 8, 10))
        }
    assert [bool(found) for found in said.values()] == [False, True, True, False]


def test_statements_that_are_refused(office: Office) -> None:
    guide, clerk = _guide(office), office.acting(Role.CLERK)
    said = {"actor": clerk, "organ_id": office.organ.pk}
    office.released(content(statutory_item="A04"))

    with pytest.raises(ReasonNotFit):
        state_inapplicable(item="A05", reason="", **said)  # type: ignore[arg-type]
    with pytest.raises(ReasonNotFit) as refused:
        state_inapplicable(item="A05", reason="请问13800138000。", **said)  # type: ignore[arg-type]
    assert refused.value.field == "reason"
    with pytest.raises(SomethingIsPublished):
        state_inapplicable(item="A04", reason=REASON, **said)  # type: ignore[arg-type]
    with pytest.raises(AlwaysApplies):
        state_inapplicable(item="S01", reason=REASON, **said)  # type: ignore[arg-type]
    row = state_inapplicable(item="A05", reason=REASON, **said)  # type: ignore[arg-type]
    with pytest.raises(ReasonNotFit):
        decide_inapplicable(actor=guide, statement_id=row.pk, is_confirmed=False)
    decide_inapplicable(actor=guide, statement_id=row.pk, is_confirmed=False, answer="有收费。")
    assert _cell(office, "A05").state is CellState.EMPTY
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(state="confirmed", decided_at=None)


def test_nobody_confirms_a_statement_of_their_own(office: Office) -> None:
    government = _government(office)
    clerk = office.acting(Role.CLERK)
    row = state_inapplicable(actor=clerk, organ_id=office.organ.pk, item="A05", reason=REASON)
    duty = Duty(Role.COMPETENT_DEPARTMENT, government.pk)
    organs.a_role(office.clerk, government, Role.COMPETENT_DEPARTMENT)
    own = organs.acting(office.clerk, Role.COMPETENT_DEPARTMENT, government)

    with pytest.raises(OwnStatement):
        decide_inapplicable(actor=own, statement_id=row.pk, is_confirmed=True)

    assert not statement(Viewer(office.clerk.pk, (duty,)), row.pk).may_decide
    assert statement(_seen(Role.COMPETENT_DEPARTMENT, government), row.pk).may_decide
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(
            state="refused", decided_by=office.clerk, decided_at=row.stated_at
        )


def test_what_is_said_inside_the_house_is_read_by_no_deputy(office: Office) -> None:
    government = _government(office)
    clerk = office.acting(Role.CLERK)
    for item in ("A05", "A04"):
        row = state_inapplicable(actor=clerk, organ_id=office.organ.pk, item=item, reason=REASON)
    deputy = _seen(Role.DEPUTY, government)

    assert standing_statements(deputy).total == 0
    assert statements(deputy, organ_id=office.organ.pk) == ()
    with pytest.raises(NotFound):
        statement(deputy, row.pk)
    page = standing_statements(_seen(Role.SUPERVISION, government), page=2, size=1)
    assert (page.total, page.pages, [line.id for line in page.items]) == (2, 2, [row.pk])


def test_who_sees_which_rows(office: Office) -> None:
    government = _government(office)
    neighbour = organs.an_organ("远山市水务局", level="city", region_code="970000")

    def rows(viewer: Viewer) -> list[int]:
        found = matrix(viewer, period=THIS_YEAR, today=TODAY)
        return sorted(row.organ_id for row in found.rows)

    both = sorted([government.pk, office.organ.pk])
    for role in (Role.COMPETENT_DEPARTMENT, Role.SUPERVISION, Role.DEPUTY):
        assert rows(_seen(role, government)) == both
    assert rows(office.viewing(Role.LEGAL_REVIEWER)) == [office.organ.pk]
    for viewer in (PUBLIC, _seen(Role.NEWS_OFFICE, government)):
        assert rows(viewer) == []
    with pytest.raises(NotFound):
        matrix_row(_seen(Role.CLERK, neighbour), office.organ.pk, period=THIS_YEAR, today=TODAY)


def test_the_conditions_of_the_hierarchy_are_those_of_its_queries(office: Office) -> None:
    government = _government(office)
    town = organs.an_organ("东河镇人民政府", level="township", parent=government)
    organs.an_organ("东河镇水务站", level="township", parent=town, line_superior=office.organ)
    organs.an_organ("远山市水务局", level="city", region_code="970000")

    def having(condition: Q) -> set[int]:
        return set(Organ.objects.filter(condition).values_list("pk", flat=True))

    for organ in Organ.objects.all():
        assert having(is_below(organ.pk)) == organs_below(organ.pk)
        viewer = Viewer(person_id=1, duties=(Duty(Role.SUPERVISION, organ.pk),))
        assert having(is_overseen_by(viewer)) == overseen_by(viewer)
    assert having(is_below()) == having(is_overseen_by(PUBLIC)) == set()


def test_filters_figures_and_pages(office: Office) -> None:
    government = _government(office)
    town = organs.an_organ("东河镇人民政府", kind="government", level="township", parent=government)
    congress = organs.an_organ(
        "云梦市人大常委会", kind="legislature", level="city", parent=government
    )
    office.released(content(statutory_item="A04"))
    viewer = _seen(Role.COMPETENT_DEPARTMENT, government)

    def found(**wanted: str) -> list[int]:
        asked = MatrixFilter(**wanted)  # type: ignore[arg-type]
        rows = matrix(viewer, period=THIS_YEAR, today=TODAY, wanted=asked).rows
        return [row.organ_id for row in rows]

    assert found(level="township") == [town.pk]
    assert found(state="filled") == [office.organ.pk]
    assert set(found(state="empty", item="A04")) == {government.pk}
    assert found(region_code="970000") == []
    whole = matrix(viewer, period=THIS_YEAR, today=TODAY)
    assert whole.of_items["A04"] == Coverage(expected=2, filled=1, overdue=0, fresh=1)
    assert whole.coverage.filled == 1
    assert [row.cells.keys() for row in whole.rows if row.organ_id == congress.pk] == [{"S01"}]
    second = matrix(viewer, period=THIS_YEAR, today=TODAY, page=2, size=3)
    assert (second.total, second.pages, len(second.rows)) == (4, 2, 1)
    assert second.coverage == whole.coverage


def test_everybody_sees_each_region_with_as_many_queries_for_more_organs(office: Office) -> None:
    office.released(content(statutory_item="A04"))
    with CaptureQueriesContext(connection) as few:
        regions = coverage_by_region(today=TODAY)
    assert [region.name for region in regions] == ["云梦省"]
    row = next(one for one in regions[0].rows if one.organ_id == office.organ.pk)
    assert row.coverage.filled == 1
    assert regions[0].coverage == sum((one.coverage for one in regions[0].rows), Coverage())
    for number in range(4):
        organs.an_organ(f"第{number}号局", level="city", region_code="970000")

    with CaptureQueriesContext(connection) as many:
        assert len(coverage_by_region(today=TODAY)) == 2
    assert len(many) == len(few) <= 3
