"""What killed workers and lost jobs leave behind: found every minute, never silently resent."""

from dataclasses import dataclass

from django.db import transaction

from gongkai.kernel import time
from gongkai.notices.conversation import Ending, Said
from gongkai.notices.models import Notice, NoticeAttempt, NoticeState
from gongkai.notices.operations.delivering import end_attempt
from gongkai.notices.operations.queueing import wait_until
from gongkai.notices.rules.retries import DEAD_AFTER, LOST_AFTER
from gongkai.notices.rules.vocabulary import Stage, Trouble, outcome_of_silence

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """How many attempts were ended and how many notices were queued anew."""

    ended: int
    queued: int


def sweep_notices() -> Swept:
    """End attempts whose worker is gone, and queue notices whose job is lost.

    An attempt that never reached the text is tried again; one that did leaves its notice
    uncertain, and only a person sends it again.
    """
    return Swept(ended=_end_dead_attempts(), queued=_queue_lost_notices())


def _end_dead_attempts() -> int:
    before = time.now() - DEAD_AFTER
    dead = NoticeAttempt.objects.filter(ended_at__isnull=True, started_at__lt=before)
    attempts = list(dead.values_list("pk", flat=True))
    for attempt_id in attempts:
        end_attempt(attempt_id=attempt_id, ending=_ending_of_silence)
    return len(attempts)


def _ending_of_silence(stage: Stage) -> Ending:
    return Ending(outcome_of_silence(stage), Said(Trouble.WORKER_GONE))


def _queue_lost_notices() -> int:
    now = time.now()
    lost = Notice.objects.filter(state=NoticeState.WAITING, next_try_at__lt=now - LOST_AFTER)
    with transaction.atomic():
        notices = list(lost.select_for_update(no_key=True, skip_locked=True)[:AT_ONCE])
        for notice in notices:
            wait_until(notice, now)
    return len(notices)
