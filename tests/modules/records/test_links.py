"""What one document does to another: said once, read at both ends where both are public."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import organs, records
from tests.factories.records import Office, content

from gongkai.audit.models import AuditEntry
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.models import Record, RecordLink
from gongkai.records.operations import LinkEnd, link_records, unlink_records
from gongkai.records.operations.clearing import PersonalDataInReference
from gongkai.records.operations.links import LinkedAlready, NoOtherEnd
from gongkai.records.operations.publications import DayNotPossible
from gongkai.records.queries import desk_record, record_page
from gongkai.records.queries.links import desk_links, link_targets

ON = date(2026, 3, 10)


def _link(
    office: Office, record: Record, to: LinkEnd, kind: str = "repeals", **more: object
) -> RecordLink:
    return link_records(
        actor=office.acting(Role.CLERK),
        record_id=record.pk,
        kind=kind,
        to=to,
        **more,  # type: ignore[arg-type]
    )


def _to(record: Record) -> LinkEnd:
    return LinkEnd(record_id=record.pk)


def _read(record: Record) -> list[tuple[str, bool, str]]:
    page = record_page(PUBLIC, record.pk)
    return [(link.kind, link.is_from_here, link.title) for link in page.links]


def test_both_public_ends_say_it(office: Office) -> None:
    new = office.released(content(title="新办法"))
    old = office.released(content(title="旧办法"))
    _link(office, new, _to(old), since_on=ON)
    assert _read(new) == [("repeals", True, "旧办法")]
    assert _read(old) == [("repeals", False, "新办法")]
    entry = AuditEntry.objects.filter(action="records.link").latest("pk")
    assert entry.object_label == new.index_number
    assert "旧办法" not in str(entry.details)


@pytest.mark.parametrize("category", ["voluntary", "exempt"])
def test_an_end_that_is_not_public_is_read_by_its_staff_alone(
    office: Office, category: str
) -> None:
    public = office.released(content(title="公开的"))
    inside = office.draft(records.content(category, title="未公开的")).record
    _link(office, public, _to(inside), "related")
    _link(office, inside, _to(public), "implements")
    assert _read(public) == []
    seen = desk_record(office.viewing(Role.CLERK), public.pk).links
    assert {(link.kind, link.is_from_here, link.title) for link in seen} == {
        ("related", True, "未公开的"),
        ("implements", False, "未公开的"),
    }


def test_links_cost_the_staff_the_same_for_one_and_for_four(office: Office) -> None:
    public = office.released()

    def cost() -> int:
        _link(office, public, _to(office.draft(content()).record), "related")
        with CaptureQueriesContext(connection) as captured:
            desk_links(office.viewing(Role.CLERK), public)
        return len(captured)

    costs = [cost() for _number in range(4)]
    assert len(set(costs)) == 1


def test_a_withdrawn_end_takes_the_link_off(office: Office) -> None:
    new, old = office.released(), office.released(content(title="旧的"))
    _link(office, new, _to(old))
    office.hidden(old)
    assert _read(new) == []


def test_another_organ_says_it_of_public_documents_alone(office: Office) -> None:
    other = records.an_office(organs.an_organ())
    theirs = other.released(content(title="他们的"))
    hidden = other.draft(content(title="他们的草稿")).record
    ours = office.released()
    _link(office, ours, _to(theirs), "implements")
    assert [title for _, _, title in _read(ours)] == ["他们的"]
    with pytest.raises(NotFound):
        _link(office, ours, _to(hidden), "implements")
    assert link_targets(office.viewing(Role.CLERK), "他们的草稿", but=0) == ()
    other.hidden(theirs)
    (link,) = desk_record(office.viewing(Role.CLERK), ours.pk).links
    assert (link.title, link.number) == ("", theirs.index_number)


def test_repealing_tells_the_other_document_in_the_same_step(office: Office) -> None:
    old = office.released(content(is_normative=True, validity="in_force"))
    new = office.released(content(is_normative=True, validity="in_force"))
    _link(office, new, _to(old), "replaces", since_on=ON, sets_validity=True)
    assert record_page(PUBLIC, old.pk).card.validity == "repealed"
    assert record_page(PUBLIC, old.pk).repealed_on == ON
    assert record_page(PUBLIC, new.pk).card.validity == "in_force"


@pytest.mark.parametrize(
    ("kind", "since_on"),
    [("implements", ON), ("repeals", None), ("repeals", date(2099, 1, 1))],
    ids=["kind", "no day", "day to come"],
)
def test_a_validity_that_cannot_be_said_leaves_no_link(
    office: Office, kind: str, since_on: date | None
) -> None:
    old = office.released(content(is_normative=True, validity="in_force"))
    new = office.released()
    with pytest.raises(Refusal) as refused:
        _link(office, new, _to(old), kind, since_on=since_on, sets_validity=True)
    assert refused.value.field == ("sets_validity" if kind == "implements" else "since_on")
    assert not RecordLink.objects.exists()
    assert record_page(PUBLIC, old.pk).card.validity == "in_force"


def test_another_organs_validity_is_not_ours_to_say(office: Office) -> None:
    other = records.an_office(organs.an_organ())
    theirs = other.released(content(is_normative=True, validity="in_force"))
    ours = office.released()
    with pytest.raises(NotAllowed):
        _link(office, ours, _to(theirs), since_on=ON, sets_validity=True)
    assert not RecordLink.objects.exists()


def test_a_document_that_is_not_here_is_named(office: Office) -> None:
    record = office.released()
    _link(office, record, LinkEnd(text="国发〔1985〕12号《旧规定》"), "implements")
    assert _read(record) == [("implements", True, "国发〔1985〕12号《旧规定》")]
    with pytest.raises(LinkedAlready):
        _link(office, record, LinkEnd(text="国发〔1985〕12号《旧规定》"), "implements")


def test_a_name_with_personal_data_does_not_go_out(office: Office) -> None:
    record = office.released()
    with pytest.raises(PersonalDataInReference) as refused:
        _link(office, record, LinkEnd(text="关于居民身份证11010519491231002X的决定"))
    assert refused.value.field == "text"
    assert not RecordLink.objects.exists()


def test_what_cannot_be_a_link_is_refused(office: Office) -> None:
    record = office.released()
    for to in (LinkEnd(), LinkEnd(record_id=record.pk, text="又"), _to(record)):
        with pytest.raises(NoOtherEnd):
            _link(office, record, to)
    with pytest.raises(DayNotPossible):
        _link(office, record, LinkEnd(text="某规定"), since_on=date(1, 1, 1))
    stranger = records.an_office(organs.an_organ())
    with pytest.raises(NotAllowed):
        _link(stranger, record, LinkEnd(text="某规定"))


def test_a_link_is_taken_back_and_kept(office: Office) -> None:
    new, old = office.released(), office.released()
    link = _link(office, new, _to(old))
    unlink_records(actor=office.acting(Role.LEGAL_REVIEWER), link_id=link.pk)
    assert (_read(new), _read(old)) == ([], [])
    link.refresh_from_db()
    assert link.removed_by == office.legal
    with pytest.raises(NotFound):
        unlink_records(actor=office.acting(Role.CLERK), link_id=link.pk)
    _link(office, new, _to(old))
    assert len(_read(new)) == 1


def test_pages_cost_the_same_however_many_links(office: Office) -> None:
    record = office.released()
    costs = []
    for number in (1, 2):
        for _ in range(number):
            _link(office, record, _to(office.released()), "related")
            _link(office, office.released(), _to(record), "related")
        with CaptureQueriesContext(connection) as captured:
            record_page(PUBLIC, record.pk)
            desk_record(office.viewing(Role.CLERK), record.pk)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_the_other_document_is_found_by_number_and_name(office: Office) -> None:
    viewer = office.viewing(Role.CLERK)
    public = office.released(content(title="水库管理办法", document_number="云水发〔2026〕77号"))
    draft = office.draft(content(title="水库管理办法（草案）")).record
    for words in ("水库管理", "云水发 [2026] 77", (public.index_number or "").lower()):
        found = link_targets(viewer, words, but=draft.pk)
        assert [target.record_id for target in found] == [public.pk], words
    both = link_targets(viewer, "水库管理", but=0)
    assert {(target.record_id, target.is_public) for target in both} == {
        (public.pk, True),
        (draft.pk, False),
    }
