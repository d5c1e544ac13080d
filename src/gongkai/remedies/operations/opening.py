"""Open a report with number and code, without an account."""

from django.utils.translation import gettext_lazy as _

from gongkai.applications.operations.codes import TooManyWrongCodes, try_to_open
from gongkai.applications.rules.numbers import parse_application_number
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line
from gongkai.remedies.access import ReportKey
from gongkai.remedies.models import GapReport
from gongkai.remedies.operations.reporting import hash_of_code
from gongkai.remedies.rules.gaps import PREFIX

__all__ = ["TooManyWrongCodes", "WrongReportCode", "open_report"]


class WrongReportCode(Refusal):
    """Number and code do not belong together."""


def open_report(*, number: str, code: str, address: str) -> ReportKey:
    """Return the key of the report that number and code open, however they are typed.

    Wrong codes are counted together with those of applications. Call it outside a transaction.
    Raises WrongReportCode, TooManyWrongCodes.
    """
    normal = parse_application_number(number, prefix=PREFIX) or clean_line(number)[:60]

    def found() -> ReportKey | None:
        rows = GapReport.objects.filter(number=normal, code_hash=hash_of_code(normal, code))
        report_id = rows.values_list("pk", flat=True).first()
        return None if report_id is None else ReportKey(report_id)

    wrong = WrongReportCode(
        _("No report has this number and this code. Check both; they were shown when it was sent.")
    )
    return try_to_open(number=normal, address=address, find=found, wrong=wrong)
