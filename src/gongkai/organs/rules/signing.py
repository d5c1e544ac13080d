"""Signing: how many wrong secrets close the door, and which code belongs to which moment."""

import base64
import hmac
import struct
from datetime import datetime, timedelta

MOST_FAILURES = 5
FAILURES_COUNT_FOR = timedelta(minutes=15)
"""Five wrong secrets within a quarter of an hour close signing until the first is that old."""

VALID_FOR = timedelta(minutes=10)
"""How long a signature may wait for what it signs."""

_STEP_SECONDS = 30
_STEPS_TOLERATED = (-1, 0, 1)


def is_locked(failed_at: list[datetime], *, now: datetime) -> bool:
    """Say whether that many recent failures close the door; order does not matter."""
    recent = [moment for moment in failed_at if now - moment < FAILURES_COUNT_FOR]
    return len(recent) >= MOST_FAILURES


def looks_like_code(secret: str) -> bool:
    """Say whether a secret has the shape of a TOTP code; no password is only six digits."""
    return len(secret) == 6 and secret.isascii() and secret.isdigit()


def step_of_code(code: str, *, shared_secret: str, now: datetime) -> int | None:
    """Return which 30 seconds the code belongs to, or None where it is wrong (RFC 6238).

    One step before and after is tolerated for clocks that differ. `shared_secret` is base32.
    """
    current = int(now.timestamp()) // _STEP_SECONDS
    steps = [current + tolerated for tolerated in _STEPS_TOLERATED]
    # Every step is compared, so that the time taken says nothing.
    matches = [step for step in steps if hmac.compare_digest(_code(shared_secret, step), code)]
    return matches[0] if matches else None


def _code(shared_secret: str, step: int) -> str:
    key = base64.b32decode(shared_secret.encode("ascii"), casefold=True)
    digest = hmac.new(key, struct.pack(">Q", step), "sha1").digest()
    place = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
