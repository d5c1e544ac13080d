"""One address fills neither the table of forms nor the disk; nobody else notices it."""

from datetime import timedelta
from itertools import count

import pytest
import time_machine
from pytest_django.fixtures import Settings
from tests.factories.applications import ADDRESS, Desk, received

from gongkai.applications.models import ApplicationDraft, DraftUse
from gongkai.applications.operations import (
    AlreadySent,
    TooMuchFromHere,
    add_draft_file,
    forget_old_uses,
    remove_draft_file,
    save_draft,
)

pytestmark = pytest.mark.django_db

TEXT = ("说明.txt", "情况属实。".encode() * 1000)
_keys = count(1)


def _begin(desk: Desk, *, address: str = ADDRESS) -> str:
    key = f"key-{next(_keys)}"
    save_draft(key=key, organ_id=desk.organ.pk, answers={"name": "石小禾"}, address=address)
    return key


def _send(key: str, *, address: str = ADDRESS) -> int:
    name, content = TEXT
    file = add_draft_file(key=key, role="proof", name=name, content=content, address=address)
    return int(file.pk)


def test_forms_beyond_the_limit_are_refused_and_leave_nothing(
    desk: Desk, settings: Settings
) -> None:
    settings.FORMS_PER_HOUR = 2
    key = _begin(desk)
    _begin(desk)
    with pytest.raises(TooMuchFromHere):
        _begin(desk)
    assert ApplicationDraft.objects.count() == 2

    # What was begun goes on, and so does everybody else.
    save_draft(key=key, organ_id=desk.organ.pk, answers={"name": "木大年"}, address=ADDRESS)
    _begin(desk, address="192.0.2.8")
    assert ApplicationDraft.objects.count() == 3


def test_what_was_removed_still_counts(desk: Desk, settings: Settings) -> None:
    settings.UPLOADS_PER_HOUR = 0.04
    key = _begin(desk)
    for _time in range(2):
        remove_draft_file(key=key, file_id=_send(key))
    with pytest.raises(TooMuchFromHere):
        _send(key)
    _send(key, address="192.0.2.8")


def test_an_hour_later_it_begins_anew(
    desk: Desk, settings: Settings, fixed_moment: time_machine.Traveller
) -> None:
    settings.FORMS_PER_HOUR = 1
    _begin(desk)
    fixed_moment.shift(timedelta(minutes=61))
    assert forget_old_uses() == 1
    _begin(desk)
    assert forget_old_uses() == 0
    assert DraftUse.objects.count() == 1


def test_the_address_is_kept_as_a_hash_only(desk: Desk) -> None:
    _send(_begin(desk))
    kept = DraftUse.objects.order_by("pk")
    assert [use.size for use in kept] == [0, len(TEXT[1])]
    assert {len(use.address_hash) for use in kept} == {64}
    assert ADDRESS not in str(list(kept.values()))


def test_a_form_that_was_sent_takes_no_more(desk: Desk) -> None:
    received(desk.organ, once_key="sent")
    with pytest.raises(AlreadySent):
        save_draft(key="sent", organ_id=desk.organ.pk, answers={"name": "木大年"})
    assert not ApplicationDraft.objects.exists()
