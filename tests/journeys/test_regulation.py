"""Regulations imported as the command does: found, opened, downloaded, and gone when withdrawn."""

import gzip
import json
import os
import tomllib
from collections.abc import Iterable
from importlib import resources
from itertools import islice
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from tests.factories import organs
from tests.journeys import citizen
from tests.journeys.conftest import Windows
from tests.journeys.world import World, a_world

from gongkai.kernel.types import Role
from gongkai.organs.models import Organ
from gongkai.records.models import Record
from gongkai.records.operations import import_records, withdraw_record
from gongkai.records.operations.import_sources import file_digest, read_rows
from gongkai.records.rules.mapping import read_mapping

# These write besides the server and so must commit; the database is emptied after each.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REPOSITORY = Path(__file__).resolve().parent.parent.parent
OWN = {
    "title": "云梦市城市河湖管理办法",
    "issuer": "云梦市人民政府",
    "area": "云梦市",
    "date": "2007-03-01",
    "document_number": "云梦市人民政府令第12号",
    "history": ["2007年3月1日云梦市人民政府令第12号公布"],
    "text": "## 第一章　总则\n第一条　为了加强城市河湖管理，制定本办法。\n第二条　河湖边禁止倾倒。",
}


@pytest.fixture
def world(transactional_db: None) -> World:
    """An organ with its people, for one test."""
    cache.clear()
    return a_world()


@pytest.fixture
def reader(windows: Windows) -> Page:
    """The window of a reader in which no script runs."""
    return windows.without_scripts("reader")


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    """A file of the same form as the real one, with one regulation."""
    file = tmp_path / "regulations.jsonl"
    file.write_text(json.dumps(OWN, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def real_file(tmp_path: Path) -> Path:
    """The first real regulations of the design material."""
    shared = Path(os.environ.get("GONGKAI_SHARED") or REPOSITORY.parent / "shared")
    source = shared / "data/regulations.jsonl.gz"
    if not source.is_file():
        pytest.skip(f"{source} is not there (GONGKAI_SHARED)")
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        return _written(tmp_path / "some.jsonl", islice(lines, 20))


def test_a_regulation_of_our_own_form(reader: Page, world: World, own_file: Path) -> None:
    _is_found_read_and_withdrawn(reader, world, own_file)


@pytest.mark.shared
def test_a_real_regulation(reader: Page, world: World, real_file: Path) -> None:
    _is_found_read_and_withdrawn(reader, world, real_file)


def _is_found_read_and_withdrawn(reader: Page, world: World, file: Path) -> None:
    last = _imported(world, file)
    record = Record.objects.get(public_version__title=last["title"])
    own, address = citizen.of_the_record(record.pk), f"/records/{record.pk}/"
    citizen.find(reader, last["title"][1:], last["title"])
    expect(reader.get_by_text(last["document_number"]).first).to_be_visible()
    taken = citizen.download(reader)
    assert taken.digest == citizen.shown_digest(reader)
    assert last["text"].splitlines()[-1].strip() in taken.text
    places = citizen.where_traces_would_be(last["title"][1:], organ_id=record.organ_id)
    assert citizen.traces(reader, places, last["title"])

    _withdrawn(world, record)

    assert citizen.ask(reader, address).status == citizen.GONE
    assert {citizen.ask(reader, here).status for here in own} == {citizen.GONE}
    assert citizen.traces(reader, [*places, *own], last["title"]) == []


def _written(file: Path, lines: Iterable[str]) -> Path:
    file.write_text("".join(lines), encoding="utf-8")
    return file


def _imported(world: World, file: Path) -> dict[str, str]:
    shipped = resources.files("gongkai.records.data.mappings").joinpath("regulations.toml")
    report = import_records(
        actor=world.competent,
        organ_id=world.government.pk,
        rows=read_rows(file),
        mapping=read_mapping(tomllib.loads(shipped.read_text("utf-8"))),
        file_name=file.name,
        file_digest=file_digest(file),
        decision_note="政府公报为证。",
    )
    assert not report.errors
    last: dict[str, str] = json.loads(file.read_text("utf-8").splitlines()[-1])
    return last


def _withdrawn(world: World, record: Record) -> None:
    organ = Organ.objects.get(pk=record.organ_id)
    clerk = organs.someone(Role.CLERK, organ)
    withdraw_record(
        actor=organs.acting(clerk, Role.CLERK, organ),
        record_id=record.pk,
        reason="wrong",
        note="",
        title_may_show=False,
    )
