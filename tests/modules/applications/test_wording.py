"""Every fault has its words in both languages, and they say what to do."""

from dataclasses import fields

import pytest
from django.utils.translation import override

from gongkai.applications.rules.precedence import Why
from gongkai.applications.rules.submission import (
    LIMITS,
    PARTS,
    Part,
    Problem,
    ProblemCode,
    Submission,
)
from gongkai.applications.wording import (
    LABELS,
    PAGES,
    PRECEDENCE,
    file_problem_text,
    problem_text,
)
from gongkai.release.rules.inspection import FileProblem

CHOICES = ("applicant_kind", "report_kind", "identity_kind", "purpose", "supply_way", "carrier")
NEEDED = ("name", "legal_representative", "contact_person", "address", "telephone", "asked",
          "waiver_reason", "identity_number")  # fmt: skip
ELSEWHERE = {
    ProblemCode.NOT_A_POSTCODE: "postcode",
    ProblemCode.NOT_A_TELEPHONE: "fax",
    ProblemCode.NOT_AN_EMAIL: "email",
    ProblemCode.EMAIL_WANTED: "supply_way",
    ProblemCode.FAX_WANTED: "supply_way",
    ProblemCode.NO_PROOF: "proof",
}
PROBLEMS = [
    *(Problem(field, ProblemCode.NOT_CHOSEN) for field in CHOICES),
    *(Problem(field, ProblemCode.MISSING) for field in NEEDED),
    *(Problem(field, ProblemCode.TOO_LONG) for field in LIMITS),
    *(Problem(field, ProblemCode.UNREADABLE) for field in LIMITS),
    *(Problem(field, ProblemCode.KIND_DOES_NOT_FIT) for field in ("report_kind", "identity_kind")),
    *(Problem(field, code) for code, field in ELSEWHERE.items()),
    *(Problem("identity_number", code) for code in list(ProblemCode)[-6:]),
]


def test_every_code_is_asked_about_below() -> None:
    assert {problem.code for problem in PROBLEMS} == set(ProblemCode)


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda one: f"{one.field}-{one.code}")
def test_a_problem_is_said_in_both_languages(problem: Problem) -> None:
    with override("en"):
        english = str(problem_text(problem))
    with override("zh-hans"):
        chinese = str(problem_text(problem))
    assert english.endswith(".")
    assert chinese.endswith("。")
    assert "%(" not in english + chinese


def test_a_limit_is_said_with_the_name_of_its_field() -> None:
    with override("zh-hans"):
        said = str(problem_text(Problem("asked", ProblemCode.TOO_LONG)))
    assert said == "“所需信息的内容描述”最多 5000 字，请缩短。"


@pytest.mark.parametrize("problem", FileProblem)
def test_why_a_file_is_not_taken_is_said_in_both_languages(problem: FileProblem) -> None:
    with override("en"):
        english = str(file_problem_text(problem))
    with override("zh-hans"):
        chinese = str(file_problem_text(problem))
    assert english.endswith(".")
    assert chinese.endswith("。")
    assert "%(" not in english + chinese


def test_fields_pages_and_reasons_have_names() -> None:
    asked = {field for names in PARTS.values() for field in names}
    assert set(LABELS) == asked | {"language"}
    assert {field.name for field in fields(Submission)} - set(LABELS) == {"unchosen"}
    assert set(PAGES) == set(Part)
    assert set(PRECEDENCE) == set(Why)
