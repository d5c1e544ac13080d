"""The real import, called as the `import` command calls it."""

import tomllib
from collections.abc import Iterator
from importlib import resources
from itertools import islice

from tests.factories import organs

from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role
from gongkai.organs.queries import actor_for
from gongkai.records.operations import ImportReport, import_records
from gongkai.records.operations.import_sources import SourceRow
from gongkai.records.rules.mapping import read_mapping


def officer() -> Actor:
    """Return somebody who may decide an import."""
    home = organs.an_organ("云梦省人民政府办公厅", level="province", kind="government")
    person = organs.someone(Role.COMPETENT_DEPARTMENT, home)
    return actor_for(
        person_id=person.pk, role=Role.COMPETENT_DEPARTMENT, organ_id=home.pk, on=today()
    )


def take(rows: Iterator[SourceRow], actor: Actor, number: int) -> ImportReport:
    """Import the next so many rows with the built-in mapping for regulations."""
    shipped = resources.files("gongkai.records.data.mappings").joinpath("regulations.toml")
    return import_records(
        actor=actor,
        organ_id=actor.organ_id or 0,
        rows=islice(rows, number),
        mapping=read_mapping(tomllib.loads(shipped.read_text("utf-8"))),
        file_name="regulations.jsonl.gz",
        file_digest="0" * 64,
        decision_note="benchmark",
    )
