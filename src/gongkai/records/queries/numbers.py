"""How many index numbers a group (organ, class, year) can still give."""

from gongkai.records.models import IndexCounter, Record
from gongkai.records.operations.minting import group_of, number_template


def numbers_running_out(record_id: int, *, year: int) -> int | None:
    """Return how many numbers are left in the record's group, None while there are plenty.

    `year` is the year of generation of the version to be released. Less than a tenth is few; a
    record that has its number already needs none (requirement C2).
    """
    record = Record.objects.filter(pk=record_id, index_number__isnull=True).first()
    if record is None:
        return None
    template = number_template()
    group = group_of(template, organ_id=record.organ_id, class_code=record.class_code, year=year)
    given = (
        IndexCounter.objects.filter(**group._asdict()).values_list("last_serial", flat=True).first()
        or 0
    )
    return max(0, template.last_serial - given) if template.is_running_low(given) else None
