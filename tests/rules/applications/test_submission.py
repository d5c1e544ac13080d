"""What an applicant fills in: each fault named at its field, the digest of what was sent."""

import hashlib
import json
import unicodedata
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.applications.rules.identity import IdentityProblem
from gongkai.applications.rules.regimes import ApplicationRegime
from gongkai.applications.rules.submission import (
    LIMITS,
    PARTS,
    Part,
    Problem,
    ProblemCode,
    Submission,
    canonical,
    check_part,
    check_proofs,
    check_submission,
    doubts_about,
    submission_digest,
    submission_from,
)
from gongkai.applications.rules.vocabulary import (
    ApplicantKind,
    Carrier,
    IdentityKind,
    Purpose,
    ReportKind,
    SupplyWay,
)
from gongkai.applications.shipped import regimes

OLD, NEW = regimes()["ogi-2008"], regimes()["ogi-2019"]
BOTH = pytest.mark.parametrize("regime", [OLD, NEW], ids=lambda regime: regime.id)
TODAY = date(2026, 3, 16)
Code = ProblemCode

CITIZEN = Submission(
    applicant_kind=ApplicantKind.CITIZEN,
    report_kind=ReportKind.NATURAL_PERSON,
    name="王芳",
    identity_kind=IdentityKind.IDENTITY_CARD,
    identity_number="11010519491231002X",
    address="云梦省云梦市云台路1号",
    telephone="13800000000",
    asked="云台水库2025年水质监测报告",
    supply_way=SupplyWay.ONLINE,
    carrier=Carrier.ELECTRONIC,
)
COMPANY = replace(
    CITIZEN,
    applicant_kind=ApplicantKind.ORGANISATION,
    report_kind=ReportKind.COMPANY,
    name="云梦市云台水务有限公司",
    legal_representative="李强",
    contact_person="王芳",
    identity_kind=IdentityKind.CREDIT_CODE,
    identity_number="11120000MB1908811Q",
)
ANSWERS = {
    "applicant_kind": "citizen",
    "name": " 王芳 ",
    "identity_kind": "identity_card",
    "identity_number": "11010519491231002x",
    "address": "云梦省云梦市云台路1号",
    "telephone": "138 0000 0000",
    "asked": "第一项\r\n第二项",
    "supply_way": "online",
    "carrier": "electronic",
    "accepts_other_way": "on",
    "language": "zh-hans",
}


def problems(
    submission: Submission, regime: ApplicationRegime = OLD, today: date = TODAY
) -> set[tuple[str, str]]:
    found = check_submission(submission, regime=regime, today=today)
    return {(problem.field, problem.code.value) for problem in found}


@BOTH
def test_what_is_whole_may_go(regime: ApplicationRegime) -> None:
    for submission in (CITIZEN, COMPANY, submission_from(ANSWERS)):
        assert check_submission(submission, regime=regime, today=TODAY) == ()
        assert doubts_about(submission, today=TODAY) == ()


@pytest.mark.parametrize("field", ["name", "address", "telephone", "asked"])
@pytest.mark.parametrize("empty", ["", "  \n"])
def test_what_everybody_must_say(field: str, empty: str) -> None:
    for submission in (CITIZEN, COMPANY):
        assert (field, "missing") in problems(replace(submission, **{field: empty}))


@pytest.mark.parametrize("field", ["legal_representative", "contact_person"])
def test_what_an_organisation_must_say_besides(field: str) -> None:
    assert problems(replace(COMPANY, **{field: ""})) == {(field, "missing")}
    assert problems(replace(CITIZEN, **{field: ""})) == set()


def test_nobody_applies_without_a_number() -> None:
    assert problems(replace(CITIZEN, identity_number="")) == {("identity_number", "missing")}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"report_kind": ReportKind.COMPANY}, {("report_kind", "kind_does_not_fit")}),
        ({"identity_kind": IdentityKind.CREDIT_CODE}, {("identity_kind", "kind_does_not_fit")}),
        ({"identity_number": "110105194912310021"},
         {("identity_number", "wrong_check_character")}),
        ({"identity_number": "110105491231002"}, {("identity_number", "old_number")}),
        ({"postcode": "65000"}, {("postcode", "not_a_postcode")}),
        ({"postcode": "65000a"}, {("postcode", "not_a_postcode")}),
        ({"telephone": "call me"}, {("telephone", "not_a_telephone")}),
        ({"telephone": "12345"}, {("telephone", "not_a_telephone")}),
        ({"fax": "none"}, {("fax", "not_a_telephone")}),
        ({"email": "wang.fang"}, {("email", "not_an_email")}),
        ({"email": "a b@example.org"}, {("email", "not_an_email")}),
        ({"email": "a@example.org\nBcc: b@example.org"},
         {("email", "not_an_email")}),
        ({"email": "a@example"}, {("email", "not_an_email")}),
        ({"email": "a@b@example.org"}, {("email", "not_an_email")}),
        ({"supply_way": SupplyWay.E_MAIL}, {("supply_way", "email_wanted")}),
        ({"supply_way": SupplyWay.FAX}, {("supply_way", "fax_wanted")}),
        ({"supply_way": SupplyWay.POST, "address": ""}, {("address", "missing")}),
        ({"asked": "什么\0"}, {("asked", "unreadable")}),
        ({"name": "王\x1b芳"}, {("name", "unreadable")}),
    ],
)  # fmt: skip
def test_each_fault_is_named_at_its_field(
    changes: dict[str, object], expected: set[tuple[str, str]]
) -> None:
    assert problems(replace(CITIZEN, **changes)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"telephone": "0871-66554433 转 801"},
        {"telephone": "+86 138 0000 0000"},
        {"telephone": "66554433"},
        {"postcode": "650000"},
        {"email": "wang.fang+ogi@mail.example.org"},
        {"email": "王芳@例子.中国"},
        {"supply_way": SupplyWay.E_MAIL, "email": "wang@example.org"},
        {"supply_way": SupplyWay.FAX, "fax": "0871-66554433"},
        {"supply_way": SupplyWay.POST, "carrier": Carrier.PAPER},
        {"asked": "第一项\n第二项\t详细"},
        {"name": "𠮷镕㛃"},
    ],
)
def test_what_people_really_write_is_right(changes: dict[str, object]) -> None:
    assert problems(replace(CITIZEN, **changes)) == set()  # type: ignore[arg-type]


def test_an_organisation_is_no_natural_person() -> None:
    person = replace(COMPANY, report_kind=ReportKind.NATURAL_PERSON)
    assert problems(person) == {("report_kind", "kind_does_not_fit")}


def test_a_doubtful_code_of_an_organisation_is_said_and_may_go() -> None:
    doubtful = replace(COMPANY, identity_number="11120000MB1908811R")
    assert problems(doubtful) == set()
    doubts = doubts_about(doubtful, today=TODAY)
    assert doubts == (Problem("identity_number", Code.WRONG_CHECK_CHARACTER),)


def test_every_problem_of_a_number_has_its_code() -> None:
    assert {problem.value for problem in IdentityProblem} <= {code.value for code in Code}


@pytest.mark.parametrize(
    ("regime", "today", "expected"),
    [
        (OLD, date(2019, 5, 14), {("purpose", "not_chosen")}),
        (OLD, date(2019, 5, 15), set()),
        (OLD, TODAY, set()),
        (NEW, date(2019, 5, 14), set()),
        (NEW, TODAY, set()),
    ],
)
def test_a_purpose_is_wanted_until_the_revision_only(
    regime: ApplicationRegime, today: date, expected: set[tuple[str, str]]
) -> None:
    assert problems(CITIZEN, regime, today) == expected
    assert problems(replace(CITIZEN, purpose=Purpose.LIFE), regime, today) == set()


def test_whoever_asks_for_a_waiver_says_why_where_there_are_waivers() -> None:
    asking = replace(CITIZEN, asks_waiver=True)
    assert problems(asking) == {("waiver_reason", "missing")}
    assert problems(replace(asking, waiver_reason="享受最低生活保障")) == set()
    assert problems(asking, NEW) == set()


@pytest.mark.parametrize("field", LIMITS)
def test_nothing_is_longer_than_its_column(field: str) -> None:
    at_limit = replace(CITIZEN, **{field: "9" * LIMITS[field]})  # type: ignore[arg-type]
    beyond = replace(CITIZEN, **{field: "9" * (LIMITS[field] + 1)})  # type: ignore[arg-type]
    assert (field, "too_long") not in problems(at_limit)
    assert (field, "too_long") in problems(beyond)


def test_every_field_stands_on_one_page_of_the_form() -> None:
    asked = [field for names in PARTS.values() for field in names]
    assert len(asked) == len(set(asked))
    known = {field.name for field in fields(Submission)}
    assert known - set(asked) == {"language", "unchosen"}
    assert set(asked) - known == {"proof"}
    assert list(PARTS) == list(Part)


def test_a_page_speaks_of_its_own_fields_only() -> None:
    nothing = submission_from({})
    seen: list[Problem] = []
    for part in Part:
        found = check_part(nothing, part, regime=OLD, today=TODAY)
        assert all(problem.field in PARTS[part] for problem in found)
        seen += found
    assert tuple(seen) == check_submission(nothing, regime=OLD, today=TODAY)


def test_an_empty_form_names_everything_that_is_wanted_and_in_its_order() -> None:
    found = check_submission(submission_from({}), regime=OLD, today=TODAY)
    assert [(problem.field, problem.code.value) for problem in found] == [
        ("applicant_kind", "not_chosen"),
        ("name", "missing"),
        ("identity_kind", "not_chosen"),
        ("address", "missing"),
        ("telephone", "missing"),
        ("asked", "missing"),
        ("supply_way", "not_chosen"),
        ("carrier", "not_chosen"),
    ]


@BOTH
def test_a_copy_of_the_proof_goes_along(regime: ApplicationRegime) -> None:
    assert check_proofs(proofs=0, regime=regime) == (Problem("proof", Code.NO_PROOF),)
    assert check_proofs(proofs=1, regime=regime) == ()
    assert check_proofs(proofs=0, regime=replace(regime, proof_required=False)) == ()


def test_answers_are_read_as_they_were_meant() -> None:
    read = submission_from(
        {**ANSWERS, "telephone": "\uff11\uff13\uff18-0000-0000", "email": "\uff57@example.org"}
    )
    assert (read.name, read.asked) == ("王芳", "第一项\n第二项")
    assert (read.telephone, read.email) == ("138-0000-0000", "w@example.org")
    assert read.report_kind is ReportKind.NATURAL_PERSON
    assert read.accepts_other_way
    assert not submission_from({**ANSWERS, "accepts_other_way": ""}).accepts_other_way
    assert read.purpose == ""
    assert submission_from({**ANSWERS, "purpose": "research"}).purpose is Purpose.RESEARCH
    assert submission_from({**ANSWERS, "purpose": "curiosity"}).purpose == ""


def test_what_the_other_kind_of_applicant_was_asked_is_left_out() -> None:
    answers = {
        **ANSWERS,
        "workplace": "云梦大学",
        "legal_representative": "李强",
        "contact_person": "王芳",
        "report_kind": "company",
        "waiver_reason": "因为",
    }
    citizen = submission_from(answers)
    assert (citizen.workplace, citizen.legal_representative) == ("云梦大学", "")
    assert (citizen.contact_person, citizen.waiver_reason) == ("", "")
    company = submission_from({**answers, "applicant_kind": "organisation", "asks_waiver": "on"})
    assert (company.workplace, company.legal_representative) == ("", "李强")
    assert (company.contact_person, company.waiver_reason) == ("王芳", "因为")
    assert company.report_kind is ReportKind.COMPANY


@pytest.mark.parametrize("field", ["applicant_kind", "identity_kind", "supply_way", "carrier"])
@pytest.mark.parametrize("said", ["", "something else", "CITIZEN"])
def test_a_choice_that_is_none_is_a_problem(field: str, said: str) -> None:
    read = submission_from({**ANSWERS, field: said})
    assert (field, "not_chosen") in problems(read)


answers = st.dictionaries(
    st.sampled_from([*ANSWERS, *LIMITS, "report_kind", "purpose", "asks_waiver"]),
    st.text(max_size=40) | st.sampled_from(["on", "citizen", "organisation", "post", "paper"]),
)


@given(answers)
def test_any_answers_make_a_submission_and_reading_them_again_changes_nothing(
    typed: dict[str, str],
) -> None:
    read = submission_from(typed)
    found = check_submission(read, regime=OLD, today=TODAY)
    assert len(found) == len(set(found))
    plain = json.loads(canonical(read))
    again = submission_from({k: ("on" if v is True else v or "") for k, v in plain.items()})
    assert replace(again, unchosen=read.unchosen) == read


@given(answers)
def test_the_canonical_form_is_plain_sorted_and_composed(typed: dict[str, str]) -> None:
    said = canonical(submission_from(typed)).decode()
    plain = json.loads(said)
    assert list(plain) == sorted(plain)
    assert plain["format"] == "gongkai-application-1"
    assert unicodedata.is_normalized("NFC", said)
    assert plain.keys() - {"format"} == {f.name for f in fields(Submission)} - {"unchosen"}


@given(st.lists(st.text(alphabet="0123456789abcdef", min_size=64, max_size=64), max_size=5))
def test_the_digest_covers_text_and_files_and_not_their_order(digests: list[str]) -> None:
    digest = submission_digest(CITIZEN, digests)
    assert digest == submission_digest(CITIZEN, reversed(digests))
    assert digest != submission_digest(replace(CITIZEN, asked="别的"), digests)
    assert digest != submission_digest(CITIZEN, [*digests, "0" * 64])
    said = "\n".join([canonical(CITIZEN).decode(), *sorted(digests)])
    assert digest == hashlib.sha256(said.encode()).hexdigest()


def test_letters_composed_in_two_ways_are_the_same_application() -> None:
    composed, apart = unicodedata.normalize("NFC", "Café"), unicodedata.normalize("NFD", "Café")
    one, other = replace(CITIZEN, name=composed), replace(CITIZEN, name=apart)
    assert submission_digest(one, []) == submission_digest(other, [])
