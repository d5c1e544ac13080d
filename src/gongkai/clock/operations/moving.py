"""Pausing, resuming, restarting and stopping a running clock."""

from datetime import date

from django.db import transaction

from gongkai.clock.operations.recording import Subject, locked, not_in_future, record
from gongkai.clock.rules.history import Paused, Restarted, Resumed, Stopped
from gongkai.kernel.types import Actor


def pause_clock(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    on: date,
    key: str,
    at_latest_on: date | None = None,
    limit_key: str | None = None,
) -> None:
    """Stop counting after the day `on`, on which the letter was sent.

    `key` names the cause (`third_party`, `co_maker:7`, `correction`), so that several may be open
    at once; days on which more than one is open count once. With `at_latest_on`, the last day of
    whoever is asked, the clock goes on by itself when that day passes in silence.

    Raises:
        AlreadyPaused, AlreadyStopped, BeforeTheClockStarted, PauseEndsBeforeItStarts,
        DayInTheFuture, ClockNotFound: see their messages.
    """
    with transaction.atomic():
        clock = locked(Subject(subject_kind, subject_id, limit_key))
        event = Paused(not_in_future(on), key, at_latest_on)
        record(actor=actor, clock=clock, event=event)


def resume_clock(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    on: date,
    key: str,
    limit_key: str | None = None,
) -> None:
    """Count on after the day `on`, on which the answer came.

    Raises:
        NotPaused, AlreadyStopped, PauseEndsBeforeItStarts, DayInTheFuture, ClockNotFound: see
        their messages.
    """
    with transaction.atomic():
        clock = locked(Subject(subject_kind, subject_id, limit_key))
        record(actor=actor, clock=clock, event=Resumed(not_in_future(on), key))


def restart_clock(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    on: date,
    key: str = "",
    limit_key: str | None = None,
) -> None:
    """Count the whole limit anew from `on`, which is not counted (2019 art. 30).

    `key` names the pause that ends with it, if the waiting was one.

    Raises:
        NotPaused, AlreadyStopped, AlreadyStarted, BeforeTheClockStarted, DayInTheFuture,
        ClockNotFound: see their messages.
    """
    with transaction.atomic():
        clock = locked(Subject(subject_kind, subject_id, limit_key))
        record(actor=actor, clock=clock, event=Restarted(not_in_future(on), key))


def stop_clock(
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    on: date,
    limit_key: str | None = None,
) -> None:
    """End the clock on the day on which the act was done: published, posted, handed over.

    Raises:
        AlreadyStopped, BeforeTheClockStarted, DayInTheFuture, ClockNotFound: see their messages.
    """
    with transaction.atomic():
        clock = locked(Subject(subject_kind, subject_id, limit_key))
        record(actor=actor, clock=clock, event=Stopped(not_in_future(on)))
