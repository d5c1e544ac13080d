"""Report a gap: what somebody misses in what an organ publishes (requirement P5)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.applications.operations.codes import first_code
from gongkai.applications.operations.draft_uses import TooMuchFromHere, count_use
from gongkai.applications.rules.numbers import (
    application_number,
    format_query_code,
    normal_query_code,
)
from gongkai.audit.operations import record_entry
from gongkai.clock.operations import start_clock
from gongkai.clock.queries import clock_of
from gongkai.clock.rules.regimes import GAP_ANSWER
from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.sealing import keyed_hash
from gongkai.kernel.text import clean_line, clean_text
from gongkai.notices.operations import send_notice
from gongkai.notices.rules.address import AddressUnusable, parse_address
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.organs.models import Organ
from gongkai.organs.operations.merging import organ_at_work
from gongkai.organs.queries import disclosure_office
from gongkai.records.queries.catalogue import default_regime
from gongkai.records.rules.statutory import cells_for
from gongkai.remedies.access import REPORTER, ReportKey
from gongkai.remedies.models import GapCounter, GapReport, ReportState
from gongkai.remedies.rules.gaps import LONGEST_REPORT, PREFIX
from gongkai.remedies.sealed import EMAIL_PURPOSE, TEXT_PURPOSE, sealed

SUBJECT_KIND = "gap_report"
OFFICE_LANGUAGE = "zh-hans"
_ONCE, _CODE = "remedies.gap_form", "remedies.gap_code"


class NothingReported(Refusal):
    """The report does not say what is missing, or says it at too great length."""


class AddressNotUsable(Refusal):
    """The e-mail address cannot receive mail."""


class TooManyReports(Refusal):
    """More was sent from one network than an hour allows."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that was received, with the code that opens it."""

    number: str
    code: str
    organ_id: int
    key: ReportKey


def report_gap(
    *,
    organ_id: int,
    item: str,
    text: str,
    email: str,
    language: str,
    once_key: str,
    address: str,
) -> Reported:
    """Receive a report, start the clock of its answer and tell the organ's office.

    `item` is the statutory item that is empty, '' where something else is missed; one that is no
    cell of the organ is passed over. `address` is the network address that it is counted for. Sent
    twice with the same `once_key`, the second answer is the first one's. Raises NothingReported,
    AddressNotUsable, TooManyReports, NotFound.
    """
    said, mailbox = _text(text), _mailbox(email)
    with transaction.atomic():
        organ = organ_at_work(organ_id)
        counter = _locked_counter(organ)
        if earlier := reported_before(once_key):
            return earlier
        _count(address)
        report = _keep(organ, counter, _item(organ, item), said, mailbox, language, once_key)
        _begin(report)
    return _reported(report, once_key)


def reported_before(once_key: str) -> Reported | None:
    """Return what the form with this secret was answered with, None where it was not received."""
    report = GapReport.objects.filter(once_key=_hash_of_form(once_key)).first()
    return _reported(report, once_key) if report else None


def hash_of_code(number: str, code: str) -> str:
    """Return under what number and code are kept together."""
    return keyed_hash(f"{number}\n{normal_query_code(code)}", purpose=_CODE)


def _hash_of_form(once_key: str) -> str:
    if not once_key:
        # All forms without one would be the same form, and its first sender's code everybody's.
        raise ValueError("a form has a secret")
    return keyed_hash(once_key, purpose=_ONCE)


def _reported(report: GapReport, once_key: str) -> Reported:
    code = format_query_code(first_code(once_key))
    return Reported(report.number, code, report.organ_id, ReportKey(report.pk))


def _text(text: str) -> str:
    said = clean_text(text)
    if not said:
        raise NothingReported(_("Say what you looked for and did not find."), field="text")
    if len(said) > LONGEST_REPORT:
        raise NothingReported(
            _("Shorten this to %(length)d characters.") % {"length": LONGEST_REPORT}, field="text"
        )
    return said


def _mailbox(email: str) -> str:
    written = clean_line(email)
    if not written:
        return ""
    try:
        return str(parse_address(written))
    except AddressUnusable as unusable:
        raise AddressNotUsable(
            _("Enter an e-mail address like name@example.cn, or leave it empty."), field="email"
        ) from unusable


def _item(organ: Organ, item: str) -> str:
    cells = cells_for(regime=default_regime(), level=organ.level)
    return item if any(cell.code == item for cell in cells) else ""


def _count(address: str) -> None:
    try:
        count_use(address)
    except TooMuchFromHere as too_much:
        raise TooManyReports(
            _(
                "Too many forms were sent from your network within the hour. What you wrote is "
                "still here: wait an hour, or call the disclosure office."
            )
        ) from too_much


def _locked_counter(organ: Organ) -> GapCounter:
    """Return the counter with its row locked: a form sent twice finds what was sent first."""
    year = time.today().year
    GapCounter.objects.get_or_create(organ=organ, year=year)
    return GapCounter.objects.select_for_update().get(organ=organ, year=year)


def _keep(
    organ: Organ,
    counter: GapCounter,
    item: str,
    text: str,
    email: str,
    language: str,
    once_key: str,
) -> GapReport:
    counter.last_serial += 1
    counter.save(update_fields=["last_serial"])
    number = application_number(
        organ_code=organ.organisation_code,
        year=counter.year,
        serial=counter.last_serial,
        prefix=PREFIX,
    )
    return GapReport.objects.create(
        number=number,
        organ=organ,
        item=item,
        sealed_text=sealed(text, purpose=TEXT_PURPOSE),
        sealed_email=sealed(email, purpose=EMAIL_PURPOSE),
        language=language,
        submitted_at=time.now(),
        once_key=_hash_of_form(once_key),
        code_hash=hash_of_code(number, first_code(once_key)),
        state=ReportState.OPEN,
    )


def _begin(report: GapReport) -> None:
    start_clock(
        actor=REPORTER,
        subject_kind=SUBJECT_KIND,
        subject_id=report.pk,
        limit_key=GAP_ANSWER,
        organ_id=report.organ_id,
        on=time.today(),
    )
    _tell_office(report)
    # How many gaps were reported is public.
    mark_public_change(kind=SUBJECT_KIND, object_id=report.pk)
    record_entry(
        actor=REPORTER,
        action="remedies.report_gap",
        object_kind=SUBJECT_KIND,
        object_id=report.pk,
        object_label=report.number,
        organ_id=report.organ_id,
        details={"item": report.item},
    )


def _tell_office(report: GapReport) -> None:
    office = disclosure_office(report.organ_id)
    clock = clock_of(SUBJECT_KIND, report.pk)
    due_on = clock.due_on if clock else None
    send_notice(
        kind=NoticeKind.OFFICE_GAP_REPORTED,
        to_address=office.email if office else "",
        language=OFFICE_LANGUAGE,
        organ_id=report.organ_id,
        subject_kind=SUBJECT_KIND,
        subject_id=report.pk,
        values={"number": report.number, "due_on": due_on.isoformat() if due_on else ""},
        once_key=f"{SUBJECT_KIND}:{report.pk}:office",
    )
