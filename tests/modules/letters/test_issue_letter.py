"""Issuing: number, PDF, row and trail come together or not at all; who may; what none may lack."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.utils import translation
from tests.factories.letter_facts import (
    answered_item,
    correction_facts,
    extension_facts,
    facts_for,
    receipt_facts,
    reply_facts,
)
from tests.factories.organs import Staff, a_staffed_organ, an_organ
from tests.modules.letters.paper import text_of

from gongkai.audit.models import AuditEntry
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import SYSTEM, Actor, Role
from gongkai.letters.models import Letter, LetterSeries
from gongkai.letters.operations import (
    FactsDoNotFit,
    LetterIncomplete,
    issue_letter,
    preview_letter,
    set_letter_mark,
)
from gongkai.letters.operations import issuing as issuing_module
from gongkai.letters.queries import (
    letter_for,
    letter_line,
    letter_made_again,
    letter_pdf,
    letters_of,
)
from gongkai.letters.rules.facts import Facts, LetterKind
from gongkai.organs.models import Organ

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 16)
CASE = "application_case"


@pytest.fixture
def staff() -> Staff:
    return a_staffed_organ(an_organ("云梦省卫生厅"))


def issue(
    actor: Actor,
    organ: Organ,
    kind: LetterKind = LetterKind.GRANTED,
    *,
    facts: Facts | None = None,
    on: date = ON,
    subject_id: int = 7,
) -> Letter:
    return issue_letter(
        actor=actor,
        organ_id=organ.pk,
        subject_kind=CASE,
        subject_id=subject_id,
        kind=kind,
        facts=facts or facts_for(kind),
        issued_on=on,
    )


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_is_numbered_kept_and_entered_in_the_trail(staff: Staff, kind: LetterKind) -> None:
    letter = issue(staff.acts(Role.CLERK), staff.organ, kind)
    pdf = letter_pdf(letter.pk)
    assert hashlib.sha256(pdf).hexdigest() == letter.digest == letter.stored_id
    assert letter.number in text_of(pdf)
    assert letter.title in text_of(pdf)
    assert letter.addressee == "张镕堃"
    assert letter.issued_by_name == staff.clerk.name
    entry = AuditEntry.objects.get(action="letters.issue")
    assert (entry.object_id, entry.object_label) == (str(letter.pk), letter.number)
    assert entry.details["digest"] == letter.digest


def test_the_trail_tells_no_personal_data(staff: Staff) -> None:
    issue(staff.acts(Role.CLERK), staff.organ)
    entry = AuditEntry.objects.get(action="letters.issue")
    for personal in ("张镕堃", "大病保险", "YM-2026-000123"):
        assert personal not in entry.canonical


def test_each_series_counts_for_itself_and_every_year_anew(staff: Staff) -> None:
    clerk = staff.acts(Role.CLERK)
    made = [
        issue(clerk, staff.organ, LetterKind.RECEIPT),
        issue(clerk, staff.organ, LetterKind.GRANTED),
        issue(clerk, staff.organ, LetterKind.REFUSED),
        issue(clerk, staff.organ, LetterKind.RECEIPT),
        issue(clerk, staff.organ, LetterKind.REFUSED, on=date(2027, 1, 4)),
    ]
    assert [letter.number for letter in made] == [
        "云卫公开回〔2026〕1号",
        "云卫公开复〔2026〕1号",
        "云卫公开复〔2026〕2号",
        "云卫公开回〔2026〕2号",
        "云卫公开复〔2027〕1号",
    ]


def test_two_organs_count_apart(staff: Staff) -> None:
    other = a_staffed_organ(an_organ("云梦省教育厅"))
    first = issue(staff.acts(Role.CLERK), staff.organ)
    second = issue(other.acts(Role.CLERK), other.organ)
    assert (first.serial, second.serial) == (1, 1)
    assert second.number == "云教公开复〔2026〕1号"


def test_a_letter_that_does_not_come_about_uses_no_number(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = staff.acts(Role.CLERK)
    issue(clerk, staff.organ)

    def fails(**_given: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(issuing_module, "record_entry", fails)
        with pytest.raises(OSError, match="full"):
            issue(clerk, staff.organ)
    assert issue(clerk, staff.organ).serial == 2
    assert Letter.objects.count() == 2
    assert AuditEntry.objects.filter(action="letters.issue").count() == 2


def test_the_system_issues_receipts_and_nothing_else(staff: Staff) -> None:
    letter = issue(SYSTEM, staff.organ, LetterKind.RECEIPT)
    assert letter.issued_by_id is None
    with pytest.raises(NotAllowed):
        issue(SYSTEM, staff.organ, LetterKind.GRANTED)


@pytest.mark.parametrize(
    "role", [Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER, Role.SYSTEM_ADMINISTRATOR]
)
def test_who_does_not_handle_cases_issues_nothing(staff: Staff, role: Role) -> None:
    with pytest.raises(NotAllowed):
        issue(staff.acts(role), staff.organ)
    assert not Letter.objects.exists()
    assert not LetterSeries.objects.exists()


def test_nobody_issues_letters_of_another_organ(staff: Staff) -> None:
    other = a_staffed_organ()
    with pytest.raises(NotAllowed):
        issue(other.acts(Role.PERSON_IN_CHARGE), staff.organ)


def test_an_organ_that_is_not_there_has_no_letters() -> None:
    with pytest.raises(NotFound):
        issue_letter(
            actor=SYSTEM,
            organ_id=10**9,
            subject_kind=CASE,
            subject_id=1,
            kind=LetterKind.RECEIPT,
            facts=receipt_facts(),
            issued_on=ON,
        )


def _without(kind: LetterKind, **item: str) -> Facts:
    return replace(reply_facts(kind), items=(replace(answered_item(kind), **item),))


@pytest.mark.parametrize(
    ("kind", "facts", "part"),
    [
        (LetterKind.REFUSED, replace(reply_facts(LetterKind.REFUSED), remedy=" "), "remedy"),
        (LetterKind.REFUSED, replace(reply_facts(LetterKind.REFUSED), items=()), "items"),
        (LetterKind.REFUSED, _without(LetterKind.REFUSED, legal_text=""), "legal_text"),
        (LetterKind.NOT_HELD, _without(LetterKind.NOT_HELD, search_note=""), "search_note"),
        (LetterKind.CORRECTION, replace(correction_facts(), points=()), "points"),
        (LetterKind.CORRECTION, replace(correction_facts(), silence_effect=""), "silence_effect"),
        (LetterKind.EXTENSION, replace(extension_facts(), reason=""), "reason"),
        (LetterKind.EXTENSION, replace(extension_facts(), approved_by=""), "approved_by"),
        (LetterKind.RECEIPT, replace(receipt_facts(), article=""), "article"),
    ],
)
def test_a_letter_that_would_not_be_lawful_does_not_go_out(
    staff: Staff, kind: LetterKind, facts: Facts, part: str
) -> None:
    with pytest.raises(LetterIncomplete) as refused:
        issue(staff.acts(Role.CLERK), staff.organ, kind, facts=facts)
    assert refused.value.lacking == (part,)
    assert refused.value.field == part
    assert not Letter.objects.exists()


def test_the_refusal_says_in_both_languages_what_is_missing(staff: Staff) -> None:
    facts = replace(reply_facts(LetterKind.REFUSED), remedy="", outcome="")
    with pytest.raises(LetterIncomplete) as refused:
        issue(staff.acts(Role.CLERK), staff.organ, LetterKind.REFUSED, facts=facts)
    with translation.override("en"):
        assert "the outcome, the remedy clause" in str(refused.value)
    with translation.override("zh-hans"):
        assert "办理结果、救济途径告知" in str(refused.value)


def test_facts_of_another_kind_are_a_fault_of_the_program(staff: Staff) -> None:
    with pytest.raises(FactsDoNotFit):
        issue(staff.acts(Role.CLERK), staff.organ, LetterKind.EXTENSION, facts=receipt_facts())


def test_a_preview_says_so_and_uses_no_number(staff: Staff) -> None:
    before = StoredFile.objects.count()
    pdf = preview_letter(
        organ_id=staff.organ.pk,
        kind=LetterKind.REFUSED,
        facts=replace(reply_facts(LetterKind.REFUSED), remedy=""),
        issued_on=ON,
    )
    text = text_of(pdf)
    assert "（预览，未编号）" in text
    assert text.count("预览") >= 3
    assert "〔2026〕" not in text.replace("云卫公开复〔2026〕3号", "")
    assert not Letter.objects.exists()
    assert not LetterSeries.objects.exists()
    assert StoredFile.objects.count() == before
    assert issue(staff.acts(Role.CLERK), staff.organ, LetterKind.REFUSED).serial == 1


def test_what_went_out_is_no_preview(staff: Staff) -> None:
    letter = issue(staff.acts(Role.CLERK), staff.organ, LetterKind.REFUSED)
    assert "预览" not in text_of(letter_pdf(letter.pk))


def test_a_letter_can_be_made_again_from_what_was_kept(staff: Staff) -> None:
    letter = issue(staff.acts(Role.CLERK), staff.organ, LetterKind.RECEIPT)
    Organ.objects.filter(pk=staff.organ.pk).update(name="云梦省卫生健康委员会")
    set_letter_mark(actor=staff.acts(Role.CLERK), organ_id=staff.organ.pk, mark="云卫健")
    kept = Letter.objects.get(pk=letter.pk)
    assert hashlib.sha256(letter_made_again(kept)).hexdigest() == letter.digest


def test_letters_of_a_case_come_in_their_order_and_only_its_own(staff: Staff) -> None:
    clerk = staff.acts(Role.CLERK)
    made = [
        issue(clerk, staff.organ, LetterKind.RECEIPT),
        issue(clerk, staff.organ, LetterKind.CORRECTION),
        issue(clerk, staff.organ, LetterKind.CORRECTION),
    ]
    issue(clerk, staff.organ, LetterKind.RECEIPT, subject_id=8)
    assert [line.id for line in letters_of(CASE, 7)] == [letter.pk for letter in made]
    last = letter_for(CASE, 7, kind=LetterKind.CORRECTION)
    assert last is not None
    assert last.id == made[-1].pk
    assert letter_for(CASE, 7, kind=LetterKind.REFUSED) is None


def test_a_line_names_the_file_without_a_name_or_an_outcome(staff: Staff) -> None:
    letter = issue(staff.acts(Role.CLERK), staff.organ, LetterKind.REFUSED)
    line = letter_line(letter.pk)
    assert line is not None
    assert line.file_name == "政府信息公开申请答复书 云卫公开复〔2026〕1号.pdf"
    assert line.size == len(letter_pdf(letter.pk))
    assert letter_line(10**9) is None
    with pytest.raises(NotFound):
        letter_pdf(10**9)


def test_the_kind_is_named_in_the_readers_language(staff: Staff) -> None:
    issue(staff.acts(Role.CLERK), staff.organ, LetterKind.NOT_HELD)
    for language, label in (("en", "Reply: not held"), ("zh-hans", "答复书（信息不存在）")):
        with translation.override(language):
            assert letters_of(CASE, 7)[0].kind_label == label


def test_typefaces_of_the_package_are_enough() -> None:
    """The tests must not pass only where somebody has a folder of their own."""
    assert settings.LETTER_FONTS is None
