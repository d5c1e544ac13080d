"""After the release: correction, withdrawal, validity, other disclosures."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories import organs, records
from tests.factories.attachments import attached, decide_all
from tests.interfaces.desk.conftest import Town

from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.contents import content_of
from gongkai.records.operations import detach_file, edit_version
from gongkai.records.operations.clearing import look_at_version
from gongkai.records.operations.disclosures import record_disclosure
from gongkai.records.queries import desk, record_page
from gongkai.release.rules.doors import Verdict
from gongkai.release.rules.findings import Finding, FindingKind, Place

HIDDEN_SHEET = Finding(kind=FindingKind.HIDDEN_SHEET, place=Place(sheet="内部"), excerpt="内部")


def test_a_withdrawal_hides_at_once_and_the_second_person_signs_it(town: Town) -> None:
    record = town.published()
    town.client("clerk").post(
        reverse("desk:withdraw", args=[record.pk]), {"reason": "privacy", "note": "含住址"}
    )
    assert records.fresh(record).standing == "hidden"

    answer = town.client("in_charge").post(
        reverse("desk:confirm_withdrawal", args=[record.pk]), {"secret": organs.PASSWORD}
    )

    assert answer.status_code == 302
    assert records.fresh(record).standing == "withdrawn"


def test_who_withdrew_it_cannot_confirm_it(town: Town) -> None:
    record = town.published()
    leader = town.client("in_charge")
    leader.post(reverse("desk:withdraw", args=[record.pk]), {"reason": "wrong"})

    answer = leader.post(
        reverse("desk:confirm_withdrawal", args=[record.pk]), {"secret": organs.PASSWORD}
    )

    assert answer.status_code == 422
    assert records.fresh(record).standing == "hidden"


def test_a_mistaken_withdrawal_is_restored(town: Town) -> None:
    record = town.published()
    town.office.hidden(record)

    town.client("reviewer").post(reverse("desk:restore", args=[record.pk]), {"note": "无误"})

    assert records.fresh(record).standing == "published"


def test_what_an_earlier_version_holds_is_decided_at_its_own_page(town: Town) -> None:
    office = town.office
    version = office.draft()
    attached(office, version, findings=(HIDDEN_SHEET,))
    report = look_at_version(version.record, version)
    decide_all(office, report)
    record = office.release(office.approved(version))
    following = office.in_correction(record)
    clerk = office.acting(Role.CLERK)
    detach_file(actor=clerk, version_id=following.pk, file_id=following.files.get().pk)
    said = replace(content_of(following), change_kind="correction")
    office.release(
        office.approved(edit_version(actor=clerk, version_id=following.pk, content=said))
    )
    office.hidden(record)
    decide_all(office, report, Verdict.MUST_GO)

    answer = town.client("reviewer").post(
        reverse("desk:restore", args=[record.pk]), {"note": "无误"}, follow=True
    )

    assert "版本1未随之恢复" in answer.content.decode()
    browser = town.client("clerk")
    address = f"{reverse('desk:findings', args=['record', record.pk, 'public'])}?out=1"
    assert address in browser.get(reverse("desk:version", args=[record.pk, 1])).content.decode()
    page = browser.get(address)
    assert page.context["going"].version == "1"
    assert page.context["kinds"]
    assert browser.get(address.replace("out=1", "out=3")).status_code == 404


def test_what_a_page_of_the_queue_does_not_hold_is_counted(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "MOST_DRAFTS", 1)
    for _ in range(3):
        town.office.draft()
    page = town.client("clerk").get(reverse("desk:home"))
    assert len(page.context["items"]) == 1
    assert "另有2条期限较远的草稿" in page.content.decode()
    assert f"{reverse('desk:records')}?state=draft" in page.content.decode()


def test_a_withdrawal_waits_in_the_queue_of_the_second_person_only(town: Town) -> None:
    record = town.published()
    town.office.hidden(record)

    queues = {
        persona: [
            line.task
            for line, _route in town.client(persona).get(reverse("desk:home")).context["items"]
        ]
        for persona in ("in_charge", "reviewer", "clerk")
    }

    waiting = ["confirm_withdrawal"]
    assert queues == {"in_charge": waiting, "reviewer": waiting, "clerk": []}


def test_a_correction_shows_what_changes(town: Town) -> None:
    record = town.published(text="第一条\n第二条")
    clerk = town.client("clerk")
    change = {"change_note": "更正第二条", "change_kind": "correction"}
    clerk.post(reverse("desk:new_version", args=[record.pk]), change)
    form = clerk.get(reverse("desk:edit", args=[record.pk])).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    clerk.post(reverse("desk:edit", args=[record.pk]), {**sent, "text": "第一条\n第二条改"})

    page = clerk.get(reverse("desk:changes", args=[record.pk]))

    lines = [(line.kind, line.text) for line in page.context["lines"]]
    assert ("removed", "第二条") in lines
    assert ("added", "第二条改") in lines
    assert ("same", "第一条") in lines


def test_a_normative_document_is_repealed(town: Town) -> None:
    record = town.published(is_normative=True, validity="in_force")

    answer = town.client("legal").post(
        reverse("desk:validity", args=[record.pk]),
        {"validity": "repealed", "on": "2026-03-10", "note": "云政发〔2026〕9号"},
    )

    assert answer.status_code == 302
    assert record.versions.get().validity == "repealed"


def test_another_disclosure_is_entered_once(town: Town) -> None:
    record = town.published()
    address = reverse("desk:enter_disclosure", args=[record.pk, "gazette"])
    clerk = town.client("clerk")
    key = clerk.get(address).context["form"]["once"].value()
    scan = SimpleUploadedFile("公报第8页.txt", "公报第8页".encode())
    sent = {"disclosed_on": "2026-03-16", "issue": "2026年第3期", "page": "8", "once": key}

    refused = clerk.post(address, {**sent, "issue": ""})
    clerk.post(address, {**sent, "files": scan})
    clerk.post(address, sent)

    assert refused.status_code == 422
    entered = record.publications.get(form="gazette")
    assert entered.reference == "2026年第3期，第8页"
    evidence = clerk.get(reverse("desk:disclosure_evidence", args=[record.pk, entered.pk]))
    assert b"".join(evidence.streaming_content) == "公报第8页".encode()


def test_a_wrong_disclosure_is_taken_back_and_stays_readable_for_the_staff(town: Town) -> None:
    record = town.published()
    clerk = town.client("clerk")
    entered = record_disclosure(
        actor=town.office.acting(Role.CLERK),
        record_id=record.pk,
        form="radio",
        disclosed_on=date(2026, 3, 2),
        details={"name": "东川人民广播电台", "programme": "政风热线", "hour": "10:00"},
    )

    clerk.post(
        reverse("desk:retract_disclosure", args=[record.pk, entered.pk]), {"reason": "节目未播出"}
    )

    page = clerk.get(reverse("desk:publications", args=[record.pk])).content.decode()
    assert "节目未播出" in page
    assert "东川人民广播电台，《政风热线》，10:00" in page
    public = record_page(PUBLIC, record.pk)
    assert [line.form for line in public.publications] == ["website"]
    record.refresh_from_db()
    assert record.first_disclosure_source == ""


def test_forms_that_a_record_names_are_asked_for_until_they_are_entered(town: Town) -> None:
    record = town.published(forms=("website", "gazette", "reading_room"))
    address = reverse("desk:missing_disclosures")
    forms = town.client("clerk").get(address).context["lines"][0][1]
    assert [code for code, _name in forms] == ["gazette", "reading_room"]
    record_disclosure(
        actor=town.office.acting(Role.CLERK),
        record_id=record.pk,
        form="gazette",
        disclosed_on=date(2026, 3, 2),
        details={"issue": "2026年第3期"},
    )
    forms = town.client("clerk").get(address).context["lines"][0][1]
    assert [code for code, _name in forms] == ["reading_room"]
    record_disclosure(
        actor=town.office.acting(Role.CLERK),
        record_id=record.pk,
        form="reading_room",
        disclosed_on=date(2026, 3, 2),
        details={"place": "查阅室", "open": "工作日", "telephone": "12345"},
    )
    assert not town.client("clerk").get(address).context["lines"]


def test_the_trail_names_who_did_what(town: Town) -> None:
    record = town.published()

    entries = town.client("clerk").get(reverse("desk:trail", args=[record.pk])).context["entries"]

    done = [(e.action, e.actor_name) for e in entries if e.action.startswith("records.")]
    office = town.office
    assert done == [
        ("records.register", office.clerk.name),
        ("records.propose", office.clerk.name),
        ("records.review", office.secrecy.name),
        ("records.approve", office.leader.name),
        ("records.publish", office.clerk.name),
    ]
