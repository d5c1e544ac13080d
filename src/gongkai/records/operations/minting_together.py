"""Minting the index numbers of a batch: each group's counter is locked, and moved, once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from gongkai.records.models import IndexCounter, Record
from gongkai.records.operations.minting import (
    CounterKey,
    group_of,
    number_of,
    number_template,
)
from gongkai.records.rules.numbering import NumberTemplate, SerialSpent


@dataclass(frozen=True, slots=True)
class _Step:
    """What one record does to its group: takes the next serial, or moves on past its own."""

    record: Record
    group: CounterKey
    year: int
    brought: int | None


def mint_together(records: Sequence[tuple[Record, int]], *, brought: Collection[str]) -> bool:
    """Number the records (each with its year) as `mint_index_number` and `advance_past` would.

    In their order, without gaps, under the lock of the counters until the transaction ends. No
    number of `brought`, which the batch brings along, is minted. False, with nothing done, where
    a number cannot be minted: one by one it turns out which, and why.
    """
    template = number_template()
    steps = [step for record, year in records if (step := _step(template, record, year))]
    if any(template.needs_credit_code and not step.record.organ.credit_code for step in steps):
        return False
    last = _locked({step.group for step in steps})
    try:
        serials, reached = _counted(template, steps, last, set(brought))
    except SerialSpent:
        return False
    if any(template.is_running_low(serial) for serial in serials.values()):
        return False
    for step in steps:
        if step.brought is None:
            step.record.index_number = _number(template, step, serials[step.record.pk])
            step.record.index_organ = step.record.organ
            step.record.index_year = step.year
            step.record.index_serial = serials[step.record.pk]
    _move(reached)
    return True


def _step(template: NumberTemplate, record: Record, year: int) -> _Step | None:
    if record.index_number is None:
        group = group_of(
            template, organ_id=record.organ_id, class_code=record.class_code, year=year
        )
        return _Step(record, group, year, None)
    parts = template.parse(record.index_number)
    if parts is None or parts.organ_code != record.organ.organisation_code:
        return None
    group = group_of(
        template, organ_id=record.organ_id, class_code=parts.class_code, year=parts.year
    )
    return _Step(record, group, parts.year, parts.serial)


def _counted(
    template: NumberTemplate,
    steps: Sequence[_Step],
    last: Mapping[CounterKey, int],
    taken: set[str],
) -> tuple[dict[int, int], dict[CounterKey, int]]:
    """Return the serials by record and where the counters end; passes over all numbers taken."""
    while True:
        reached, serials, numbers = dict(last), dict[int, int](), set[str]()
        for step in steps:
            if step.brought is not None:
                reached[step.group] = max(reached[step.group], step.brought)
                continue
            number = ""
            while not number or number in taken:
                reached[step.group] += 1
                number = _number(template, step, reached[step.group])
            serials[step.record.pk] = reached[step.group]
            numbers.add(number)
        known = Record.objects.filter(index_number__in=numbers)
        clashes = set(known.values_list("index_number", flat=True)) if numbers else set()
        if not clashes:
            return serials, reached
        taken |= {number for number in clashes if number}


def _number(template: NumberTemplate, step: _Step, serial: int) -> str:
    organ = step.record.organ
    return number_of(template, step.record, organ=organ, year=step.year, serial=serial)


def _locked(groups: Collection[CounterKey]) -> dict[CounterKey, int]:
    last = _lock(groups)
    missing = sorted(set(groups) - set(last))
    if missing:
        # Whoever comes second waits here for the first to commit or roll back.
        IndexCounter.objects.bulk_create(
            [IndexCounter(**group._asdict()) for group in missing],
            ignore_conflicts=True,
        )
        last |= _lock(missing)
    return last


def _lock(groups: Collection[CounterKey]) -> dict[CounterKey, int]:
    with connection.cursor() as cursor:
        # In one order for everybody, or two imports could wait for each other.
        cursor.execute(
            "SELECT organ_id, class_code, year, last_serial FROM records_index_counter "
            "WHERE (organ_id, class_code, year) IN "
            "(SELECT * FROM unnest(%s::bigint[], %s::text[], %s::int[])) "
            "ORDER BY organ_id, class_code, year FOR UPDATE",
            _columns(groups),
        )
        return {CounterKey(*key): last for *key, last in cursor.fetchall()}


def _move(reached: Mapping[CounterKey, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_index_counter c SET last_serial = n.serial FROM "
            "unnest(%s::bigint[], %s::text[], %s::int[], %s::bigint[]) "
            "AS n(organ_id, class_code, year, serial) WHERE c.last_serial < n.serial "
            "AND (c.organ_id, c.class_code, c.year) = (n.organ_id, n.class_code, n.year)",
            [*_columns(reached), list(reached.values())],
        )


def _columns(groups: Collection[CounterKey]) -> list[list[int] | list[str]]:
    return [[g[0] for g in groups], [g[1] for g in groups], [g[2] for g in groups]]
