"""Sixteen threads release at once, a third of the transactions roll back: no gap, no double.

What was rolled back is released again, until all have their numbers, four hundred in a
thorough run.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import cast

import pytest
from django.db import connection, connections, transaction
from django.db.models import Model
from tests.amount import thorough_or
from tests.factories.records import Office, content

from gongkai.kernel.types import Actor, Role
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations import release_record
from gongkai.review.models import Proposal, ProposalState

RECORDS, THREADS = thorough_or(400, 100), 16


class _RolledBack(Exception):
    """Something went wrong after the number was minted."""


def _approved_in_bulk(office: Office, wanted: int) -> list[int]:
    """Return versions ready for release: likenesses of one that the operations brought there.

    That many reviews with their signatures would take a minute and prove nothing here.
    """
    model = office.approved(office.draft(content(statutory_item="A01")))
    records = Record.objects.bulk_create(_record_like(model.record) for _ in range(wanted))
    versions = RecordVersion.objects.bulk_create(_version_like(model, record) for record in records)
    for version in versions:
        version.proposal = _proposal_like(model, version.pk)
        version.state = "approved"
    RecordVersion.objects.bulk_update(versions, ["proposal", "state"])
    return [version.pk for version in versions]


def _like(row: Model, **changes: object) -> Model:
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{name: getattr(row, name) for name in names} | changes)


def _record_like(model: Record) -> Record:
    return cast(Record, _like(model))


def _version_like(model: RecordVersion, record: Record) -> RecordVersion:
    changes = {"record_id": record.pk, "proposal_id": None, "state": "draft"}
    return cast(RecordVersion, _like(model, **changes))


def _proposal_like(model: RecordVersion, version_id: int) -> Proposal:
    assert model.proposal is not None
    passed = Proposal.objects.get(pk=model.proposal.pk)
    ended = passed.ended_at
    proposal = cast(
        Proposal, _like(passed, subject_id=version_id, state=ProposalState.OPEN, ended_at=None)
    )
    proposal.save()
    for step in passed.steps.select_related("signature"):
        signature = _like(step.signature)
        signature.save()
        _like(step, proposal_id=proposal.pk, signature_id=signature.pk).save()
    proposal.state, proposal.ended_at = ProposalState.PASSED, ended
    proposal.save()
    return proposal


@pytest.fixture
def closing() -> Iterator[threading.local]:
    """Whatever a thread opens is closed with it."""
    yield threading.local()
    connections.close_all()


def _failures_before(place: int) -> int:
    """Say how often this release fails first: 200 of all 600 transactions do, as near as can be."""
    return (place % 3 == 0) * (1 + place % 2)


def _release(actor: Actor, version_id: int, *, failures: int) -> int:
    """Release in the end; return how many transactions had minted a number and rolled back."""
    rolled_back = 0
    try:
        while rolled_back < failures:
            with suppress(_RolledBack), transaction.atomic():
                assert release_record(actor=actor, version_id=version_id).index_number
                rolled_back += 1
                raise _RolledBack
        release_record(actor=actor, version_id=version_id)
    finally:
        connection.close()
    return rolled_back


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_numbers_have_neither_gap_nor_double(
    tables: None, office: Office, closing: threading.local
) -> None:
    versions = _approved_in_bulk(office, RECORDS)
    clerk = office.acting(Role.CLERK)
    with ThreadPoolExecutor(THREADS) as pool:
        waiting = [
            pool.submit(_release, clerk, version_id, failures=_failures_before(place))
            for place, version_id in enumerate(versions)
        ]
        rolled_back = sum(future.result() for future in waiting)
    assert rolled_back == pytest.approx((RECORDS + rolled_back) / 3, abs=1)

    numbered = Record.objects.exclude(index_number=None).order_by("index_serial")
    assert [record.index_serial for record in numbered] == list(range(1, RECORDS + 1))
    numbers = [str(record.index_number) for record in numbered]
    assert [number[-4:] for number in numbers] == [f"{n:04}" for n in range(1, RECORDS + 1)]
    assert len({number[:-4] for number in numbers}) == 1
    released = RecordVersion.objects.filter(state="released").values_list("pk", flat=True)
    assert sorted(released) == sorted(versions)
