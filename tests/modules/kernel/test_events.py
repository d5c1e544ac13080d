"""Events: what hangs together commits together, and a job runs its handler once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from gongkai.kernel import events
from gongkai.kernel.events import Event, NotInTransaction
from gongkai.kernel.models import OutboxDelivery, OutboxEvent, PublicChange
from gongkai.kernel.public import mark_public_change


@dataclass(frozen=True, kw_only=True, slots=True)
class ThingHappened(Event):
    kind: ClassVar[str] = "test.thing_happened"
    thing_id: int
    note: str = ""


heard: list[ThingHappened] = []


def hear(event: ThingHappened) -> None:
    heard.append(event)


def write(event: ThingHappened) -> None:
    mark_public_change(kind="test", object_id=event.thing_id)


def fail(event: ThingHappened) -> None:
    raise ValueError(f"cannot handle {event.thing_id}")


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    heard.clear()
    events.declare(ThingHappened)
    yield
    events._declared.pop(ThingHappened.kind)
    events._in_transaction.pop(ThingHappened, None)
    events._after_commit.pop(ThingHappened, None)


def happen(thing_id: int = 7) -> None:
    with transaction.atomic():
        events.emit(ThingHappened(thing_id=thing_id, note="府"))


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInTransaction):
        events.emit(ThingHappened(thing_id=1))
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
def test_handlers_in_the_transaction_run_at_once_in_their_order() -> None:
    events.in_transaction(ThingHappened, write)
    events.in_transaction(ThingHappened, hear)
    happen()
    assert [event.thing_id for event in heard] == [7]
    assert PublicChange.objects.filter(object_id=7).exists()
    assert OutboxEvent.objects.get().payload == {"thing_id": 7, "note": "府"}


@pytest.mark.django_db
def test_registering_twice_runs_once() -> None:
    events.in_transaction(ThingHappened, hear)
    events.in_transaction(ThingHappened, hear)
    happen()
    assert len(heard) == 1


@pytest.mark.django_db
def test_a_failing_handler_rolls_everything_back() -> None:
    events.in_transaction(ThingHappened, write)
    events.after_commit(ThingHappened, "test.later", hear)
    events.in_transaction(ThingHappened, fail)
    with pytest.raises(ValueError, match="cannot handle 7"):
        happen()
    assert not PublicChange.objects.exists()
    assert not OutboxEvent.objects.exists()
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_a_job_waits_for_each_later_handler_and_none_for_direct_ones() -> None:
    events.in_transaction(ThingHappened, hear)
    events.after_commit(ThingHappened, "test.one", hear)
    events.after_commit(ThingHappened, "test.two", write)
    happen()
    jobs = ProcrastinateJob.objects.filter(task_name=events.DELIVER)
    event_id = OutboxEvent.objects.get().pk
    assert sorted(job.args["handler"] for job in jobs) == ["test.one", "test.two"]
    assert {job.args["event_id"] for job in jobs} == {event_id}


@pytest.mark.django_db
def test_a_job_that_runs_twice_delivers_once() -> None:
    events.after_commit(ThingHappened, "test.later", hear)
    happen()
    event_id = OutboxEvent.objects.get().pk
    assert events.deliver(event_id=event_id, handler="test.later") is True
    assert events.deliver(event_id=event_id, handler="test.later") is False
    assert heard == [ThingHappened(thing_id=7, note="府")]


@pytest.mark.django_db
def test_a_delivery_that_fails_is_not_marked_and_can_be_tried_again() -> None:
    events.after_commit(ThingHappened, "test.later", fail)
    happen()
    event_id = OutboxEvent.objects.get().pk
    with pytest.raises(ValueError, match="cannot handle"):
        events.deliver(event_id=event_id, handler="test.later")
    assert not OutboxDelivery.objects.exists()
    events.after_commit(ThingHappened, "test.later", hear)
    assert events.deliver(event_id=event_id, handler="test.later") is True


@pytest.mark.django_db
def test_handlers_are_named_for_the_reference() -> None:
    events.in_transaction(ThingHappened, hear)
    events.after_commit(ThingHappened, "test.later", write)
    named = events.handlers_of(ThingHappened)
    assert len(named) == 2
    assert named[0].endswith(".hear")
    assert named[1] == "test.later"


@pytest.mark.django_db
def test_a_kept_event_cannot_be_changed() -> None:
    happen()
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        OutboxEvent.objects.update(kind="another")
    assert connection.in_atomic_block
