"""Events: how a module below tells the modules above that something happened.

Two kinds of handlers. In-transaction handlers run at once, inside the operation's transaction:
what they write commits with it, and when one fails everything is rolled back. After-commit
handlers run in the job queue; the event is kept in the outbox and the job is put into the queue
in the same transaction, so neither exists without the other.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, TypeVar, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from procrastinate.contrib.django import app

from gongkai.kernel import time
from gongkai.kernel.models import OutboxDelivery, OutboxEvent

DELIVER = "gongkai.kernel.deliver"


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that happened. Subclasses hold plain values: numbers, text, ISO dates."""

    kind: ClassVar[str] = ""


E = TypeVar("E", bound=Event)
_Handler = Callable[[Any], None]

_declared: dict[str, type[Event]] = {}
_in_transaction: dict[type[Event], list[_Handler]] = defaultdict(list)
_after_commit: dict[type[Event], dict[str, _Handler]] = defaultdict(dict)


class NotInTransaction(RuntimeError):
    """An event was emitted outside a transaction: its effects could be torn apart."""


def declare(*kinds: type[Event]) -> None:
    """Make event types known by their `kind`; called in the `ready` of the emitting module."""
    for kind in kinds:
        _declared[kind.kind] = kind


def declared_events() -> tuple[type[Event], ...]:
    """Return every declared event type."""
    return tuple(_declared.values())


def in_transaction(event: type[E], handler: Callable[[E], None]) -> None:
    """Run `handler` inside the transaction of every such event, in order of registration."""
    if handler not in _in_transaction[event]:
        _in_transaction[event].append(handler)


def after_commit(event: type[E], name: str, handler: Callable[[E], None]) -> None:
    """Run `handler` as a job after the commit; it may run twice and must allow for it."""
    _after_commit[event][name] = handler


def handlers_of(event: type[Event]) -> tuple[str, ...]:
    """Return the names of all handlers of an event, for the documentation and its test."""
    direct = tuple(f"{h.__module__}.{h.__qualname__}" for h in _in_transaction[event])
    return direct + tuple(_after_commit[event])


def emit(event: Event) -> None:
    """Tell of an event: run the direct handlers, keep it, queue the others.

    Raises NotInTransaction outside a transaction, and whatever a direct handler raises.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{event.kind} was emitted outside a transaction")
    for handler in _in_transaction[type(event)]:
        handler(event)
    row = OutboxEvent.objects.create(kind=event.kind, payload=_plain(event), emitted_at=time.now())
    for name in _after_commit[type(event)]:
        app.configure_task(DELIVER).defer(event_id=row.pk, handler=name)


def deliver(*, event_id: int, handler: str) -> bool:
    """Hand one kept event to one after-commit handler; False when that was done before.

    The mark and what the handler writes commit together.
    """
    row = OutboxEvent.objects.get(pk=event_id)
    kind = _declared[row.kind]
    with transaction.atomic():
        _, first = OutboxDelivery.objects.get_or_create(
            event=row, handler=handler, defaults={"delivered_at": time.now()}
        )
        if first:
            _after_commit[kind][handler](kind(**row.payload))
    return first


def _plain(event: Event) -> dict[str, object]:
    encoder = DjangoJSONEncoder()
    plain = asdict(cast(Any, event))
    return {
        name: value if isinstance(value, str | int | bool | type(None)) else encoder.default(value)
        for name, value in plain.items()
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyAdded(Event):
    """A new key seals from now on. `account` is the operating system's name of who asked."""

    kind: ClassVar[str] = "kernel.key_added"
    key_id: str
    account: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyRetired(Event):
    """A key with which nothing is sealed any more leaves the key ring."""

    kind: ClassVar[str] = "kernel.key_retired"
    key_id: str
    account: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ResealingBegun(Event):
    """What other keys sealed, so many values, is being sealed with the current one."""

    kind: ClassVar[str] = "kernel.resealing_begun"
    key_id: str
    waiting: int
    account: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ResealingEnded(Event):
    """A run of resealing came to its end; `left` values are still sealed with other keys."""

    kind: ClassVar[str] = "kernel.resealing_ended"
    key_id: str
    resealed: int
    left: int
    account: str
