"""What is doubtful about an organ's codes, in words; it warns and never blocks."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.organs.models import Organ
from gongkai.organs.rules.codes import CodeProblem, CodeWarning, code_warnings


@dataclass(frozen=True, slots=True)
class CodeDoubt:
    """One doubt about a code, as the administrator reads it."""

    problem: str
    value: str
    message: str


def code_doubts(organ_id: int) -> tuple[CodeDoubt, ...]:
    """Return the doubts about an organ's codes (GB 11714, GB 32100); empty where there are none."""
    organ = Organ.objects.filter(pk=organ_id).first()
    if organ is None:
        return ()
    warnings = code_warnings(
        organisation_code=organ.organisation_code,
        credit_code=organ.credit_code,
        is_assigned=organ.code_is_assigned,
    )
    return tuple(CodeDoubt(w.problem.value, w.value, _message(w)) for w in warnings)


def _message(warning: CodeWarning) -> str:
    values = {"value": warning.value, "expected": warning.expected}
    messages = {
        CodeProblem.ORGANISATION_CHECK_DIGIT: _(
            "The check digit of %(value)s is wrong by GB 11714; %(expected)s would be right. "
            "Compare it with the certificate."
        ),
        CodeProblem.CREDIT_CODE_SHAPE: _(
            "%(value)s does not have the 18 characters of GB 32100. "
            "Compare it with the certificate."
        ),
        CodeProblem.CREDIT_CODE_CHECK_DIGIT: _(
            "The check digit of %(value)s is wrong by GB 32100; %(expected)s would be right. "
            "Compare it with the certificate."
        ),
        CodeProblem.CODES_DISAGREE: _(
            "The organisation code %(value)s is not the one within the credit code: %(expected)s."
        ),
    }
    return messages[warning.problem] % values
