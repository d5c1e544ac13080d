"""Receipt numbers: gapless for each organ and year, minted in the transaction of the receipt."""

from gongkai.applications.models import NumberCounter
from gongkai.applications.rules.numbers import application_number
from gongkai.organs.models import Organ


def locked_counter(*, organ_id: int, year: int) -> NumberCounter:
    """Return the counter with its row locked: receipts of one organ wait for one another.

    Who comes second sees what the first has committed, so a form sent twice is found.
    """
    NumberCounter.objects.get_or_create(organ_id=organ_id, year=year)
    return NumberCounter.objects.select_for_update().get(organ_id=organ_id, year=year)


def next_number(counter: NumberCounter, organ: Organ) -> str:
    """Take the next serial of the locked counter and return the receipt number."""
    counter.last_serial += 1
    counter.save(update_fields=["last_serial"])
    return application_number(
        organ_code=organ.organisation_code, year=counter.year, serial=counter.last_serial
    )
