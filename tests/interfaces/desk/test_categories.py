"""The pages of categories, walked as each person who has something to do there."""

import csv
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories import records
from tests.factories.records import fresh
from tests.interfaces.desk.conftest import Town

from gongkai.kernel.types import Role
from gongkai.records.contents import content_of
from gongkai.records.models import Embargo, Record
from gongkai.records.operations import begin_new_version, edit_version
from gongkai.records.operations.embargo_run import release_due


def _text(town: Town, persona: str, route: str, *args: object, query: str = "") -> str:
    page = town.client(persona).get(reverse(route, args=args) + query, follow=True)
    assert page.status_code == 200
    return page.content.decode()


def _send(town: Town, persona: str, route: str, args: list[object], **said: object) -> str:
    address = reverse(route, args=args)
    page = town.client(persona).get(address)
    form = page.context["form"]
    once = {name: form[name].value() or "" for name in form.fields if name not in said}
    answer = town.client(persona).post(address, once | said, follow=True)
    return answer.content.decode()


def test_a_question_goes_up_and_its_answer_stands_at_the_record(town: Town) -> None:
    record = town.draft("undetermined")
    _send(town, "clerk", "desk:research", [record.pk], text="查阅了条例第九条。")
    _send(
        town,
        "clerk",
        "desk:ask_question",
        [record.pk],
        to_organ=town.government.pk,
        question="应当主动公开吗？",
    )
    waiting = _text(town, "clerk", "desk:research", record.pk)
    assert "查阅了条例第九条。" in waiting
    assert town.government.name in waiting
    assert "应当主动公开吗？" in _text(town, "competent", "desk:questions")
    question = record.open_questions.get()
    said = _send(
        town,
        "competent",
        "desk:question",
        [question.pk],
        category="voluntary",
        ground_code="ogi-2008/wide-knowledge",
        answer="涉及公众利益。",
    )
    assert "涉及公众利益。" not in said
    assert "涉及公众利益。" in _text(town, "legal", "desk:record", record.pk)


def test_what_was_sent_wrongly_is_told_and_nothing_typed_is_lost(town: Town) -> None:
    record = town.draft("undetermined")
    said = _send(town, "clerk", "desk:research", [record.pk], text="机密★10年\n某事项")
    assert "机密★10年" in said
    assert not record.research_notes.exists()


def test_the_queue_says_how_long_and_marks_what_waits_too_long(town: Town) -> None:
    record = town.draft("undetermined")
    with time_machine.travel("2026-04-10T09:00:00+08:00", tick=False):
        page = _text(town, "clerk", "desk:undetermined", query="?old=on")
        side = _text(town, "clerk", "desk:home")
    assert record.versions.get().title in page
    assert "govuk-tag--red" in page
    assert "?old=on" in side
    assert "?old=on" not in _text(town, "clerk", "desk:home")


def test_an_exemption_is_reviewed_and_opened(town: Town) -> None:
    office = town.office
    record = office.release(office.approved(town.draft("exempt").versions.get()))
    with time_machine.travel("2027-03-18T09:00:00+08:00", tick=False):
        listed = _text(town, "reviewer", "desk:exempt", query="?which=overdue")
        assert record.versions.get().title in listed
        _send(
            town,
            "reviewer",
            "desk:review_exemption",
            [record.pk],
            decision="can_be_opened",
            reason="保密期限已满。",
        )
        assert "保密期限已满。" in _text(town, "clerk", "desk:record", record.pk)
        assert record.versions.get(number=2).category == "undetermined"


def test_what_is_sent_twice_is_done_once(town: Town) -> None:
    office = town.office
    held = office.release(office.approved(town.draft("exempt").versions.get()))
    ready = office.approved(town.draft().versions.get()).record
    still = {"decision": "still_exempt", "reason": "理由仍在。", "next_on": "2027-03-01"}
    for route, record, persona, said in (
        ("desk:review_exemption", held, "reviewer", still),
        ("desk:embargo", ready, "in_charge", {"publish_on": "2026-03-20", "reason": "同步。"}),
    ):
        for _sending in range(2):
            _send(town, persona, route, [record.pk], once="one-page", **said)
    assert held.exemption_reviews.count() == 1
    assert Embargo.objects.get().outcome == ""


def test_the_part_that_can_be_disclosed_is_begun_without_what_is_withheld(town: Town) -> None:
    whole = town.draft("exempt", split="partly", split_reason="附表可以公开。")
    address = reverse("desk:register_part", args=[whole.pk])
    form = town.client("clerk").get(address).context["form"]
    assert not form["title"].value()
    assert not form["text"].value()
    assert form["document_number"].value() == whole.versions.get().document_number
    _send(
        town,
        "clerk",
        "desk:register_part",
        [whole.pk],
        title="用水统计表",
        summary="可以公开的统计表。",
        class_code="",
    )
    part = Record.objects.exclude(pk=whole.pk).get()
    assert part.versions.get().title in _text(town, "clerk", "desk:record", whole.pk)


def test_a_day_is_set_announced_and_kept(town: Town) -> None:
    record = town.office.approved(town.draft().versions.get()).record
    late = _send(
        town, "in_charge", "desk:embargo", [record.pk], publish_on="2026-04-30", reason="同步"
    )
    assert "2026-03-30" in late
    _send(
        town,
        "in_charge",
        "desk:embargo",
        [record.pk],
        publish_on="2026-03-20",
        reason="与发布会同步。",
        announcement="水质公报将予公布。",
    )
    assert "与发布会同步。" in _text(town, "clerk", "desk:planned")
    public = reverse("portal:changes")
    assert "水质公报" not in town.client("citizen").get(public).content.decode()
    _send(town, "reviewer", "desk:announce_embargo", [record.pk])
    told = town.client("citizen").get(public).content.decode()
    assert "水质公报将予公布。" in told
    assert record.versions.get().title not in told
    home = town.client("citizen").get(reverse("portal:home"))
    assert [(one.text, one.is_delayed) for one in home.context["announced"]] == [
        ("水质公报将予公布。", False)
    ]
    # The job has not run, and the person in charge is told.
    assert "govuk-warning-text" in _text(town, "in_charge", "desk:home")
    with time_machine.travel("2026-03-21T09:00:00+08:00", tick=False):
        late = town.client("citizen").get(reverse("portal:home"))
        assert [one.is_delayed for one in late.context["announced"]] == [True]
        assert "govuk-tag--yellow" in late.content.decode()
    with time_machine.travel("2026-03-20T00:05:00+08:00", tick=False):
        release_due()
        assert fresh(record).standing == "published"
        assert "水质公报将予公布。" not in town.client("citizen").get(public).content.decode()


def test_a_corrected_copy_says_with_its_day_what_becomes_of_the_one_before(town: Town) -> None:
    record = town.published()
    clerk = town.office.acting(Role.CLERK)
    version = begin_new_version(
        actor=clerk, record_id=record.pk, change_note="隐去名单。", change_kind="correction"
    )
    said = replace(content_of(version), text="名单略。")
    town.office.approved(edit_version(actor=clerk, version_id=version.pk, content=said))
    sent: dict[str, object] = {"publish_on": "2026-03-20", "reason": "同步。", "versions": []}
    _send(town, "in_charge", "desk:embargo", [record.pk], **sent, earlier="withdraw")
    assert not Embargo.objects.exists()
    sent |= {"earlier": "withdraw", "versions": [1], "withdrawal_reason": "privacy"}
    _send(town, "in_charge", "desk:embargo", [record.pk], **sent)
    assert Embargo.objects.get().withdrawn_with_it == [1]


def test_a_question_taken_back_is_asked_of_nobody(town: Town) -> None:
    record = town.draft("undetermined")
    asked = {"to_organ": town.government.pk, "question": "应当主动公开吗？"}
    _send(town, "clerk", "desk:ask_question", [record.pk], **asked)
    told = _send(town, "reviewer", "desk:take_back_question", [record.pk])
    assert "应当主动公开吗？" in told
    assert "应当主动公开吗？" not in _text(town, "competent", "desk:questions")


def test_who_did_not_get_out_on_its_day_stands_in_the_queue(town: Town) -> None:
    record = town.office.approved(town.draft().versions.get()).record
    _send(town, "in_charge", "desk:embargo", [record.pk], publish_on="2026-03-20", reason="同步。")
    Record.objects.filter(pk=record.pk).update(
        first_disclosed_on=date(2026, 3, 1), first_disclosure_source="电话13800138000"
    )
    with time_machine.travel("2026-03-20T00:05:00+08:00", tick=False):
        release_due()
        trouble = Embargo.objects.get().trouble
        # Days have passed: everybody signs in again.
        town.clients.clear()
        for persona in ("clerk", "in_charge"):
            assert trouble in _text(town, persona, "desk:home")
        assert trouble in _text(town, "clerk", "desk:record", record.pk)


def test_limits_as_files(town: Town) -> None:
    said = records.content("voluntary", generated_on=date(2026, 1, 5))
    late = town.office.released(said)
    out = town.client("supervision").get(reverse("desk:clock_late_file", args=["csv"]))
    assert out.gate_pass.door is None
    rows = list(csv.reader(StringIO(b"".join(out.streaming_content).decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == [late.index_number]
    book = town.client("clerk").get(reverse("desk:clock_late_file", args=["xlsx"]))
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active
    assert sheet is not None
    assert sheet.cell(2, 3).value == said.title


def test_another_laws_limit_shows_its_citation_everywhere(town: Town) -> None:
    record = town.office.draft(
        records.content(generated_on=date(2026, 3, 13)),
        disclosure_limit_working_days=3,
        disclosure_limit_basis="预算法第十四条",
    ).record
    for route, args in (("desk:clock_due", []), ("desk:record", [record.pk])):
        assert "预算法第十四条" in _text(town, "clerk", route, *args)
    form = _text(town, "clerk", "desk:register")
    assert "disclosure_limit_working_days" in form
    assert "disclosure_limit_basis" in form


def test_lists_cost_the_same_for_one_and_for_four_rows(town: Town) -> None:
    def costs() -> list[int]:
        found = []
        for route in ("desk:undetermined", "desk:clock_due", "desk:clock_late", "desk:planned"):
            with CaptureQueriesContext(connection) as captured:
                _text(town, "clerk", route)
            found.append(len(captured))
        return found

    def more() -> None:
        town.draft("undetermined")
        town.office.released(records.content("voluntary", generated_on=date(2026, 1, 5)))
        town.draft(generated_on=date(2026, 1, 5))
        town.draft(generated_on=date(2026, 2, 14))

    more()
    costs()
    few = costs()
    for _ in range(3):
        more()
    assert costs() == few
