"""The public epoch moves at the commit, once a transaction, and never for nothing."""

import pytest
from django.db import connection, transaction

from gongkai.kernel.models import PublicChange
from gongkai.kernel.public import mark_public_change, public_epoch

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_moves_when_the_transaction_commits_and_not_before() -> None:
    before = public_epoch()
    with transaction.atomic():
        mark_public_change(kind="record", object_id=1)
        assert public_epoch() == before
    assert public_epoch() == before + 1


def test_it_moves_once_for_many_changes_of_one_transaction() -> None:
    before = public_epoch()
    with transaction.atomic():
        for number in range(50):
            mark_public_change(kind="record", object_id=number)
    assert public_epoch() == before + 1
    assert PublicChange.objects.count() == 50


def test_it_stays_when_the_transaction_is_rolled_back() -> None:
    before = public_epoch()
    with transaction.atomic():
        mark_public_change(kind="record", object_id=1)
        transaction.set_rollback(True)
    assert public_epoch() == before


def test_a_savepoint_that_is_rolled_back_does_not_hide_the_next_change() -> None:
    before = public_epoch()
    with transaction.atomic():
        with transaction.atomic(), connection.cursor() as cursor:
            mark_public_change(kind="record", object_id=1)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
        mark_public_change(kind="record", object_id=2)
    assert public_epoch() == before + 1
