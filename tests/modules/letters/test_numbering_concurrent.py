"""Eight threads issue letters at once, a third of the transactions roll back: no gap, no double."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connections, transaction
from tests.factories.organs import a_staffed_organ
from tests.modules.letters.test_issue_letter import issue

from gongkai.kernel.types import Actor, Role
from gongkai.letters.models import Letter, LetterSeries
from gongkai.organs.models import Organ

LETTERS, THREADS = 60, 8


class _RolledBack(Exception):
    """Something went wrong after the letter was issued."""


def _issue_once(actor: Actor, organ: Organ, number: int) -> str | None:
    try:
        with suppress(_RolledBack), transaction.atomic():
            letter = issue(actor, organ, subject_id=number)
            if number % 3 == 0:
                raise _RolledBack
            return letter.number
        return None
    finally:
        connections.close_all()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_under_eight_threads_and_rollbacks() -> None:
    staff = a_staffed_organ()
    actor = staff.acts(Role.CLERK)
    with ThreadPoolExecutor(THREADS) as threads:
        said = threads.map(lambda number: _issue_once(actor, staff.organ, number), range(LETTERS))
        numbers = [number for number in said if number]
    kept = LETTERS - len(range(0, LETTERS, 3))
    assert len(set(numbers)) == kept
    serials = sorted(Letter.objects.values_list("serial", flat=True))
    assert serials == list(range(1, kept + 1))
    assert LetterSeries.objects.get().last_serial == kept
    assert set(numbers) == set(Letter.objects.values_list("number", flat=True))
