"""Minting the index number, in the transaction of the first publication or listing."""

from typing import NamedTuple

import structlog
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import Refusal
from gongkai.organs.models import Organ
from gongkai.records.models import IndexCounter, Record
from gongkai.records.rules.numbering import (
    NumberParts,
    NumberTemplate,
    SerialSpent,
    compile_template,
)

_log = structlog.get_logger(__name__)


class SerialExhausted(Refusal):
    """The group (organ, class, year) has given its last serial."""


class CreditCodeMissing(Refusal):
    """The template asks for the credit code and the organ has none."""


class CounterKey(NamedTuple):
    """Organ, class and year of a counter; class blank and year 0 where the template has none."""

    organ_id: int
    class_code: str
    year: int


def number_template() -> NumberTemplate:
    """Return the template of this installation (setting GONGKAI_INDEX_NUMBER)."""
    return compile_template(settings.INDEX_NUMBER_TEMPLATE)


def mint_index_number(record: Record, *, organ: Organ, year: int) -> None:
    """Give the record its number, for ever; the caller saves it in the same transaction.

    The counter's row stays locked until the transaction ends, so a rolled back release leaves no
    gap (requirement C2). A number that an import brought along already is passed over. Raises
    SerialExhausted and CreditCodeMissing.
    """
    template = number_template()
    if template.needs_credit_code and not organ.credit_code:
        raise CreditCodeMissing(
            _("The organ has no credit code, of which its index numbers are made. Enter it first.")
        )
    while True:
        serial = _next_serial(template, organ_id=organ.pk, class_code=record.class_code, year=year)
        number = _formatted(template, record, organ, year, serial)
        if not Record.objects.filter(index_number=number).exists():
            break
    record.index_number = number
    record.index_organ = organ
    record.index_year = year
    record.index_serial = serial
    if template.is_running_low(serial):
        _log.warning("serials_running_low", organ_id=organ.pk, year=year, serial=serial)


def advance_past(record: Record, *, organ: Organ) -> None:
    """Let the counter go on after a foreign number that has the form of our own.

    A former system gave it, and every one before it, for this organ: none may be given again.
    """
    template = number_template()
    parts = template.parse(record.index_number or "")
    if parts is None or parts.organ_code != organ.organisation_code:
        return
    group = group_of(template, organ_id=organ.pk, class_code=parts.class_code, year=parts.year)
    IndexCounter.objects.bulk_create([IndexCounter(**group._asdict())], ignore_conflicts=True)
    IndexCounter.objects.filter(**group._asdict(), last_serial__lt=parts.serial).update(
        last_serial=parts.serial
    )


def group_of(template: NumberTemplate, *, organ_id: int, class_code: str, year: int) -> CounterKey:
    """Return the counter that gives the serials of a group under the template."""
    scope = template.scope
    return CounterKey(
        organ_id=organ_id,
        class_code=class_code if scope.by_class else "",
        year=year if scope.by_year else 0,
    )


def number_of(
    template: NumberTemplate, record: Record, *, organ: Organ, year: int, serial: int
) -> str:
    """Return the record's number with this serial; raises SerialSpent beyond the last one."""
    return template.format(
        NumberParts(
            organ_code=organ.organisation_code,
            credit_code=organ.credit_code,
            class_code=record.class_code,
            year=year,
            serial=serial,
        )
    )


def _next_serial(template: NumberTemplate, *, organ_id: int, class_code: str, year: int) -> int:
    group = group_of(template, organ_id=organ_id, class_code=class_code, year=year)
    serial = _count_up(group)
    if serial is None:
        # Whoever comes second waits here for the first to commit or roll back.
        IndexCounter.objects.bulk_create([IndexCounter(**group._asdict())], ignore_conflicts=True)
        serial = _count_up(group)
    if serial is None:
        raise RuntimeError("the counter's row vanished while its number was minted")
    return serial


def _count_up(group: CounterKey) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_index_counter SET last_serial = last_serial + 1 "
            "WHERE organ_id = %(organ_id)s AND class_code = %(class_code)s AND year = %(year)s "
            "RETURNING last_serial",
            group._asdict(),
        )
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def _formatted(
    template: NumberTemplate, record: Record, organ: Organ, year: int, serial: int
) -> str:
    try:
        return number_of(template, record, organ=organ, year=year, serial=serial)
    except SerialSpent:
        raise SerialExhausted(
            _(
                "The index numbers of class %(class)s of %(year)d are used up (%(last)d). Move the "
                "record to another class, or widen the serial in the setting GONGKAI_INDEX_NUMBER."
            )
            % {"class": record.class_code, "year": year, "last": template.last_serial}
        ) from None
