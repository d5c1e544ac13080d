"""Changing the keys that seal: a new one is added, everything is resealed, the old one retires.

Each step may be broken off and repeated, and none stops the site. The hash key takes no part.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gongkai.kernel import ciphers, events, keyring
from gongkai.kernel.ciphers import SealBroken
from gongkai.kernel.events import KeyAdded, KeyRetired, ResealingBegun, ResealingEnded
from gongkai.kernel.keyring import KeyLost, SealingKey
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.sealed_columns import (
    SealedColumn,
    anything_is_sealed,
    counts_by_key,
    sealed_columns,
)
from gongkai.kernel.sealing import KEYS_IN_USE, sealing_key, unseal_text

BATCH = 500
PATIENCE = "10s"
"""How long retiring waits for whoever is sealing; they wait behind it as long."""

Progress = Callable[[int, int], None]


class KeyInUse(Refusal):
    """The key still seals something, or is the one that seals from now on."""


class SealersAtWork(Refusal):
    """Somebody has been sealing for longer than we wait."""


@dataclass(frozen=True, slots=True)
class KeyUse:
    """One key: whether it is in the ring, whether it seals now, and how much it has sealed."""

    key_id: str
    """With its check where the ring lacks it: another key may have taken its id."""
    is_in_ring: bool
    is_current: bool
    values: int


@dataclass(frozen=True, slots=True)
class KeyReport:
    """The keys of the ring, oldest first, then those that values need and the ring lacks."""

    keys: tuple[KeyUse, ...]
    unsealed: int
    """Values in sealed columns that are no sealed text at all: a fault."""

    @property
    def missing(self) -> tuple[KeyUse, ...]:
        """Return the keys that were lost."""
        return tuple(key for key in self.keys if not key.is_in_ring)

    @property
    def waiting(self) -> int:
        """Return how many values are sealed with another key of the ring than the current one."""
        return sum(key.values for key in self.keys if key.is_in_ring and not key.is_current)


@dataclass(frozen=True, slots=True)
class Resealed:
    """What a run of resealing did."""

    key_id: str
    resealed: int = 0
    unreadable: int = 0
    """Values whose key is lost or that were changed; they stay as they are."""
    left: int = 0
    """Values that are not sealed with this key now: the unreadable, and what others held."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """One batch of rows that is through."""

    last: object
    resealed: int
    unreadable: int


def _silent(done: int, whole: int) -> None:
    pass


def key_report() -> KeyReport:
    """Say of every key how many values it has sealed. Raises KeyRingUnreadable."""
    counts = counts_by_key()
    # Second: a key that comes in between and seals at once must not look lost.
    ring = keyring.current_ring(again=True)
    unsealed = counts.pop("", 0)
    known = ring.keys if ring else ()
    uses = [
        KeyUse(
            key_id=key.id,
            is_in_ring=True,
            is_current=key == known[-1],
            values=counts.pop(key.mark, 0),
        )
        for key in known
    ]
    missing = [
        KeyUse(key_id=mark, is_in_ring=False, is_current=False, values=values)
        for mark, values in sorted(counts.items())
    ]
    return KeyReport((*uses, *missing), unsealed)


def add_key(*, account: str, old_are_lost: bool = False) -> str:
    """Add a new key, which seals from now on, to the ring of the data folder; return its name.

    Where the ring is gone although values are sealed, only `old_are_lost` begins a new one; it
    also makes a new hash key where that is gone. Running processes see the new key at once.

    Raises KeysComeFromSettings, KeyLost, KeyRingUnreadable and KeysNotKept.
    """
    keyring.refuse_given_keys()
    ring = keyring.current_ring(again=True)
    if ring is None and anything_is_sealed() and not old_are_lost:
        raise KeyLost(
            _(
                "The key ring is gone, although there are sealed values. Restore it from its "
                "back-up. Only where there is none, begin a new one with --old-are-lost."
            )
        )
    key = SealingKey.made()
    with transaction.atomic():
        # The trail first: its entry goes again where the key cannot be kept.
        events.emit(KeyAdded(key_id=key.id, account=account))
        if ring is None or old_are_lost:
            keyring.make_missing(first=key)
        keyring.add_key(key)
    return key.id


def reseal_all(*, account: str, progress: Progress = _silent) -> Resealed:
    """Seal everything with the current key that was sealed with another one.

    Works in batches of BATCH rows, each a transaction of its own: a run that was broken off is
    simply run again. Rows that somebody else holds are passed over and looked at once more in the
    next round; the last round is the one that finds nothing to do.
    `progress` is told how many of how many values are done. Raises KeyLost, KeyRingUnreadable.
    """
    waiting = _sealed_otherwise()
    if not waiting:
        return Resealed(sealing_key().id)
    with transaction.atomic():
        begun = ResealingBegun(key_id=sealing_key().id, waiting=waiting, account=account)
        events.emit(begun)
    resealed = unreadable = 0
    while True:
        before, unreadable = resealed, 0
        for batch in _one_round():
            resealed += batch.resealed
            unreadable += batch.unreadable
            progress(resealed, waiting)
        if resealed == before:
            break
    with transaction.atomic():
        done = Resealed(sealing_key().id, resealed, unreadable, _sealed_otherwise())
        events.emit(
            ResealingEnded(key_id=done.key_id, resealed=resealed, left=done.left, account=account)
        )
    return done


def _sealed_otherwise() -> int:
    mark = sealing_key().mark
    return sum(column.sealed_otherwise(mark).count() for column in sealed_columns())


def _one_round() -> Iterator[_Batch]:
    for column in sealed_columns():
        batch = _reseal_batch(column, after=None)
        while batch is not None:
            yield batch
            batch = _reseal_batch(column, after=batch.last)


@transaction.atomic
def _reseal_batch(column: SealedColumn, *, after: object) -> _Batch | None:
    key = sealing_key()
    rows = column.sealed_otherwise(key.mark).order_by("pk").only("pk", column.field)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    # Passed over, not waited for: who waits while holding 499 rows ends in a deadlock one day.
    held = list(rows.select_for_update(skip_locked=True)[:BATCH])
    resealed = [row for row in held if _reseal(row, column, key)]
    if resealed:
        rows.bulk_update(resealed, [column.field])
    return _Batch(held[-1].pk, len(resealed), len(held) - len(resealed)) if held else None


def _reseal(row: Model, column: SealedColumn, key: SealingKey) -> bool:
    try:
        plain = unseal_text(getattr(row, column.field), purpose=column.purpose)
    except (KeyLost, SealBroken):
        return False
    setattr(row, column.field, ciphers.encrypt_text(plain, key=key, purpose=column.purpose))
    return True


def retire_key(*, key_id: str, account: str) -> None:
    """Take a key with which nothing is sealed any more out of the ring of the data folder.

    Waits for transactions that seal at this moment: what they sealed with it is counted.
    Back-ups of the database that are older still need the key.

    Raises KeysComeFromSettings, NotFound, KeyInUse, SealersAtWork, KeyRingUnreadable,
    KeysNotKept.
    """
    keyring.refuse_given_keys()
    with transaction.atomic():
        _wait_for_sealers()
        _refuse_key_in_use(key_id)
        events.emit(KeyRetired(key_id=key_id, account=account))
        keyring.remove_key(key_id)


def _wait_for_sealers() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        try:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEYS_IN_USE])
        except OperationalError as error:
            raise SealersAtWork(
                _("Somebody has been sealing something for 10 seconds. Try again.")
            ) from error
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def _refuse_key_in_use(key_id: str) -> None:
    ring = keyring.current_ring(again=True)
    key = ring.find(key_id) if ring else None
    if ring is None or key is None:
        raise NotFound(
            _("The key ring has no key %(key)s; 'gongkai keys list' names them.") % {"key": key_id}
        )
    if key == ring.current:
        raise KeyInUse(
            _("The key %(key)s seals from now on. Add another one first: 'gongkai keys add'.")
            % {"key": key_id}
        )
    if values := counts_by_key()[key.mark]:
        raise KeyInUse(
            ngettext(
                "%(values)d value is still sealed with the key %(key)s. Run 'gongkai keys rotate'.",
                "%(values)d values are still sealed with the key %(key)s. Run 'gongkai keys "
                "rotate'.",
                values,
            )
            % {"values": values, "key": key_id}
        )
