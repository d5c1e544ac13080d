"""Deliveries: what stands in them, what their package holds, and how they come to their end."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.factories import organs, records
from tests.factories.attachments import attached
from tests.factories.deliveries import a_place, drawn_up, handed_over
from tests.factories.merging import merged
from tests.factories.records import Office, content

from gongkai.deliveries.models import Delivery, ReadingPlace
from gongkai.deliveries.operations import (
    DeliveryUnderWay,
    NothingDue,
    PlaceKnownAlready,
    close_place,
    enter_receipt,
    hand_over_delivery,
)
from gongkai.deliveries.operations.deliveries import ImpossibleDay, WrongMoment
from gongkai.deliveries.package import build_bag
from gongkai.deliveries.queries import deliveries, delivery, due_places, reading_places
from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import Role
from gongkai.organs.operations.organs import WasMerged
from gongkai.records.models import Record, VersionFile
from gongkai.records.operations import withdraw_record
from gongkai.release.models import Scan


@pytest.fixture
def office(db: None) -> Office:
    records.load_tables()
    return records.an_office()


@pytest.fixture
def place(office: Office) -> ReadingPlace:
    return a_place(office)


def released_with(office: Office, name: str) -> Record:
    """Return a published record with one attachment."""
    version = office.draft()
    attached(office, version, name=name)
    return office.release(office.approved(version))


def record_ids(drawn: Delivery) -> list[int]:
    return [item.record_id for item in drawn.items.all()]


def package(office: Office, drawn: Delivery) -> dict[str, bytes]:
    """Return the files of the package by their path below the bag's folder."""
    page = delivery(office.viewing(Role.CLERK), drawn.pk)
    bag = build_bag(page, office=None, on=drawn.until_on)
    with zipfile.ZipFile(io.BytesIO(b"".join(bag.pieces()))) as archive:
        return {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}


def kinds(office: Office, drawn: Delivery) -> list[tuple[str, bool]]:
    page = delivery(office.viewing(Role.CLERK), drawn.pk)
    return [(item.kind, item.ready is not None) for item in page.items]


def test_a_place_gets_what_is_public_and_nothing_else(office: Office, place: ReadingPlace) -> None:
    published = office.released()
    for category in ("on_application", "exempt"):
        office.released(content(category))
    office.draft()
    assert [item.lines for item in due_places(office.organ.pk)] == [1]
    drawn = drawn_up(office, place)
    files = package(office, drawn)
    rows = list(csv.reader(io.StringIO(files["data/list.csv"].decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == [published.index_number]
    folder = f"data/0001_{published.index_number}"
    assert set(files) == {
        *("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"),
        *("data/list.csv", f"{folder}/text.txt", f"{folder}/elements.json"),
    }
    assert "第一条" in files[f"{folder}/text.txt"].decode()
    assert json.loads(files[f"{folder}/elements.json"])["索引号"] == published.index_number


def test_every_file_stands_in_its_manifest_with_its_digest(
    office: Office, place: ReadingPlace
) -> None:
    office.released()
    office.released()
    files = package(office, drawn_up(office, place))
    payload = dict(
        reversed(line.split("  ", 1)) for line in files["manifest-sha256.txt"].decode().splitlines()
    )
    assert set(payload) == {path for path in files if path.startswith("data/")}
    tags = dict(
        reversed(line.split("  ", 1))
        for line in files["tagmanifest-sha256.txt"].decode().splitlines()
    )
    for path, digest in {**payload, **tags}.items():
        assert hashlib.sha256(files[path]).hexdigest() == digest, path
    size = sum(len(files[path]) for path in payload)
    assert f"Payload-Oxum: {size}.{len(payload)}" in files["bag-info.txt"].decode()


def test_who_goes_on_with_deliveries_is_asked_once_for_all(
    office: Office, place: ReadingPlace
) -> None:
    second, last = records.an_office(), records.an_office()
    office.released()
    drawn_up(office, place)
    merged(office, second)
    second.released()
    drawn_up(second, a_place(second, "云梦市档案馆"))
    merged(second, last)
    with CaptureQueriesContext(connection) as captured:
        lines = deliveries(last.viewing(Role.CLERK)).items
    assert [line.sender_id for line in lines] == [last.organ.pk] * 2
    assert sum("RECURSIVE line" in one["sql"] for one in captured) == 1


def test_the_successor_hands_over_what_a_merged_organ_had_drawn_up(
    office: Office, place: ReadingPlace
) -> None:
    other = records.an_office()
    office.released()
    drawn = drawn_up(office, place)
    merged(office, other)
    assert delivery(other.viewing(Role.CLERK), drawn.pk).line.sender_id == other.organ.pk
    assert [one.id for one in deliveries(other.viewing(Role.CLERK)).items] == [drawn.pk]
    said = {"delivery_id": drawn.pk, "on": time.today()}
    with pytest.raises(NotAllowed):
        hand_over_delivery(actor=office.acting(Role.CLERK), means="post", **said)

    hand_over_delivery(actor=other.acting(Role.CLERK), means="post", **said)
    enter_receipt(actor=other.acting(Role.CLERK), received_by_name="王馆员", **said)

    close_place(actor=other.acting(Role.CLERK), organ_id=other.organ.pk, place_id=place.pk)
    with pytest.raises(WasMerged):
        a_place(office, "云梦市档案馆")


def test_changes_and_withdrawals_follow(office: Office, place: ReadingPlace) -> None:
    changed, withdrawn = office.released(), office.released()
    first = drawn_up(office, place)
    with pytest.raises(NothingDue):
        drawn_up(office, place)
    office.corrected(changed, content(title="更正后的通知"))
    withdraw_record(
        actor=office.acting(Role.CLERK),
        record_id=withdrawn.pk,
        reason="wrong",
        note="",
        title_may_show=False,
    )
    # The earlier list is no longer handed out as it was: nothing of it that is not current.
    assert kinds(office, first) == [("new", False), ("new", False)]
    assert not any(path.endswith("text.txt") for path in package(office, first))
    second = drawn_up(office, place)
    assert kinds(office, second) == [("withdrawn", False), ("changed", True)]
    assert "更正后的通知" in package(office, second)["data/list.csv"].decode("utf-8-sig")
    assert [first.serial, second.serial] == [1, 2]


def scanned(record: Record, state: str) -> None:
    """Let the virus scanner say this of the record's attachment."""
    file = VersionFile.objects.get(version=record.public_version_id)
    Scan.objects.create(stored_id=file.stored_id, state=state, scanned_at=time.now())


def test_what_is_held_back_waits_and_is_not_lost(office: Office, place: ReadingPlace) -> None:
    held = released_with(office, "附图.pdf")
    scanned(held, "infected")
    with pytest.raises(NothingDue, match="审查关口"):
        drawn_up(office, place)
    other = office.released()
    assert set(record_ids(drawn_up(office, place))) == {other.pk}
    scanned(held, "clean")
    assert set(record_ids(drawn_up(office, place))) == {held.pk}


def test_a_line_without_files_at_the_hand_over_was_not_given(
    office: Office, place: ReadingPlace
) -> None:
    held, other = released_with(office, "附图.pdf"), office.released()
    drawn = drawn_up(office, place)
    scanned(held, "infected")
    assert kinds(office, drawn) == [("new", False), ("new", True)]
    files = package(office, drawn)
    with translation.override("en"):
        assert package(office, drawn) == files
    given = hand_over_delivery(
        actor=office.acting(Role.CLERK), delivery_id=drawn.pk, on=time.today(), means="post"
    )
    assert given.not_given == [held.pk]
    assert given.manifest_digest == hashlib.sha256(files["manifest-sha256.txt"]).hexdigest()
    elements = json.loads(files[f"data/0002_{other.index_number}/elements.json"])
    assert {"公开形式", "公开时限", "备注"} <= set(elements)
    scanned(held, "clean")
    again = drawn_up(office, place)
    assert [(item.record_id, item.kind) for item in again.items.all()] == [(held.pk, "new")]


def test_a_package_is_built_with_as_many_queries_for_many_records(
    office: Office, place: ReadingPlace
) -> None:
    released_with(office, "附图.pdf")
    first = drawn_up(office, place)
    with CaptureQueriesContext(connection) as for_one:
        package(office, first)
    for number in range(3):
        released_with(office, f"附图{number}.pdf")
    second = drawn_up(office, place)
    with CaptureQueriesContext(connection) as for_three:
        package(office, second)
    assert len(for_three) == len(for_one)


def test_it_is_handed_over_and_received_in_order(office: Office, place: ReadingPlace) -> None:
    office.released()
    drawn, clerk, today = drawn_up(office, place), office.acting(Role.CLERK), time.today()
    with pytest.raises(WrongMoment):
        enter_receipt(actor=clerk, delivery_id=drawn.pk, on=today, received_by_name="岑远")
    for impossible in (today + timedelta(days=1), date(2020, 1, 1)):
        with pytest.raises(ImpossibleDay):
            hand_over_delivery(actor=clerk, delivery_id=drawn.pk, on=impossible, means="post")
    hand_over_delivery(actor=clerk, delivery_id=drawn.pk, on=today, means="post")
    with pytest.raises(DeliveryUnderWay):
        close_place(actor=clerk, organ_id=office.organ.pk, place_id=place.pk)
    stranger = records.an_office().acting(Role.CLERK)
    with pytest.raises(NotAllowed):
        enter_receipt(actor=stranger, delivery_id=drawn.pk, on=today, received_by_name="岑远")
    enter_receipt(actor=clerk, delivery_id=drawn.pk, on=today, received_by_name="岑远")
    close_place(actor=clerk, organ_id=office.organ.pk, place_id=place.pk)
    assert reading_places() == ()


def test_of_the_place_s_organ_only_archives_people_enter_the_receipt(office: Office) -> None:
    office.released()
    host = records.an_office()
    drawn = handed_over(office, a_place(host))
    archivist = organs.someone(Role.ARCHIVES, host.organ)
    said = {"delivery_id": drawn.pk, "on": time.today(), "received_by_name": "岑远"}
    with pytest.raises(NotAllowed):
        enter_receipt(actor=host.acting(Role.CLERK), **said)  # type: ignore[arg-type]
    actor = organs.acting(archivist, Role.ARCHIVES, host.organ)
    assert enter_receipt(actor=actor, **said).received_on == time.today()  # type: ignore[arg-type]


def test_only_who_it_concerns_sees_a_delivery(office: Office, place: ReadingPlace) -> None:
    office.released()
    drawn = drawn_up(office, place)
    other = records.an_office()
    with pytest.raises(NotFound):
        delivery(other.viewing(Role.CLERK), drawn.pk)
    archivist = organs.someone(Role.ARCHIVES, office.organ)
    assert delivery(organs.viewing(archivist), drawn.pk).line.number == drawn_number(drawn)


def drawn_number(drawn: Delivery) -> str:
    return f"{drawn.year}-{drawn.serial:04d}"


def test_a_place_has_one_name_and_belongs_to_its_organ(office: Office, place: ReadingPlace) -> None:
    with pytest.raises(PlaceKnownAlready):
        a_place(office)
    other = records.an_office()
    with pytest.raises(NotAllowed):
        close_place(actor=other.acting(Role.CLERK), organ_id=office.organ.pk, place_id=place.pk)
    with pytest.raises(NotFound):
        close_place(actor=other.acting(Role.CLERK), organ_id=other.organ.pk, place_id=place.pk)


def test_an_organ_is_served_by_what_its_region_keeps_for_all(
    office: Office, place: ReadingPlace
) -> None:
    neighbour = records.an_office()
    assert [card.name for card in reading_places(organ_id=office.organ.pk)] == [place.name]
    in_region = neighbour.organ.region_id == office.organ.region_id
    served = reading_places(organ_id=neighbour.organ.pk)
    assert [card.name for card in served] == ([place.name] if in_region else [])
