"""What the letters of a case say of it: read from the case, written in Chinese."""

from django.utils.translation import override

from gongkai.applications.models import Case
from gongkai.clock.queries import clock_of, regime
from gongkai.clock.rules.reading import ClockReading
from gongkai.clock.wording import WEEKDAYS, line_text
from gongkai.kernel import time
from gongkai.letters.rules.facts import CaseFacts, Contact, CountedDay
from gongkai.organs.queries import disclosure_office

LETTER_LANGUAGE = "zh-hans"
SUBJECT_KIND = "application_case"
"""What clocks, letters, notices and proposals of this module are about; the id is the case's."""
REPLY = "reply"


def facts_of(case: Case) -> CaseFacts:
    """Return what every letter says of the case; it has a day of receipt."""
    application = case.application
    if case.received_on is None:
        raise RuntimeError("a letter is written once the day of receipt is fixed")
    return CaseFacts(
        application_number=application.number,
        addressee=application.name,
        is_organisation=application.applicant_kind == "organisation",
        submitted_on=time.local_date(application.submitted_at),
        received_on=case.received_on,
        asked=application.asked,
        regime_title=regime(application.regime_id).title_zh,
        contact=contact_of(case),
    )


def contact_of(case: Case) -> Contact:
    """Return whom the applicant asks: the disclosure office, or the organ where it has none."""
    office = disclosure_office(case.organ_id)
    if office is None:
        return Contact(office=case.organ.name)
    return Contact(
        office=office.name,
        address=office.address,
        telephone=office.telephone,
        email=office.email,
        postcode=office.postcode,
    )


def reply_clock(case: Case) -> ClockReading:
    """Return how the clock of the reply stands today."""
    reading = clock_of(SUBJECT_KIND, case.pk, limit_key=REPLY)
    if reading is None:
        raise RuntimeError("a received case has a clock of its reply")
    return reading


def counted_days(reading: ClockReading) -> tuple[CountedDay, ...]:
    """Return the derivation of the due date, one line a day, in Chinese."""
    if reading.explanation is None:
        return ()
    with override(LETTER_LANGUAGE):
        return tuple(
            CountedDay(
                on=line.on,
                weekday=str(WEEKDAYS[line.weekday]),
                meaning=line_text(line, REPLY),
                number=line.counted,
            )
            for line in reading.explanation.lines
        )
