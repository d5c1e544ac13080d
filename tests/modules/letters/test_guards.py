"""What the database refuses, whoever asks it."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories.organs import a_staffed_organ
from tests.modules.letters.test_issue_letter import issue

from gongkai.kernel.types import Role
from gongkai.letters.models import Letter, LetterSeries

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter() -> Letter:
    staff = a_staffed_organ()
    return issue(staff.acts(Role.CLERK), staff.organ)


def _refused(sql: str) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(error.value)


@pytest.mark.parametrize("column", ["number", "addressee", "title", "digest"])
def test_a_letter_never_changes(letter: Letter, column: str) -> None:
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**{column: "x"})


def test_a_letter_is_never_deleted(letter: Letter) -> None:
    assert "Cannot update or delete" in _refused("DELETE FROM letters_letter")


@pytest.mark.parametrize("serial", [0, 1, 3])
def test_a_counter_counts_up_one_by_one(letter: Letter, serial: int) -> None:
    with pytest.raises(DatabaseError, match="one by one"), transaction.atomic():
        LetterSeries.objects.update(last_serial=serial)


def test_a_counter_is_never_deleted_and_never_another(letter: Letter) -> None:
    assert "never deleted" in _refused("DELETE FROM letters_series")
    assert "one by one" in _refused("UPDATE letters_series SET year = 2027, last_serial = 2")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"serial": 2}, "was not given"),
        ({"series": "receipt"}, "was not given"),
        ({"serial": 1}, "one_letter_of_a_serial"),
    ],
)
def test_a_serial_comes_from_its_counter_and_is_used_once(
    letter: Letter, changes: dict[str, object], why: str
) -> None:
    copy = Letter.objects.get(pk=letter.pk)
    copy.pk, copy.number = None, "另一号"
    for name, value in changes.items():
        setattr(copy, name, value)
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        copy.save(force_insert=True)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"year": 2025}, "letter_counts_in_its_year"),
        ({"digest": "0" * 64}, "letter_digest_is_its_file"),
        ({"kind": "poem"}, "letter_kind_is_known"),
        ({"addressee": ""}, "letter_says_what_it_is"),
    ],
)
def test_a_letter_that_contradicts_itself_is_refused(
    letter: Letter, changes: dict[str, object], why: str
) -> None:
    copy = Letter.objects.get(pk=letter.pk)
    year = changes.get("year", copy.year)
    series, _made = LetterSeries.objects.get_or_create(
        organ_id=copy.organ_id, series=copy.series, year=year
    )
    series.last_serial += 1
    series.save()
    copy.pk, copy.number, copy.serial = None, "另一号", series.last_serial
    for name, value in changes.items():
        setattr(copy, name, value)
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        copy.save(force_insert=True)


@pytest.mark.parametrize("table", ["letters_letter", "letters_series"])
def test_tables_are_not_emptied(table: str) -> None:
    # The tests' own emptying needs these triggers off; a real database has them on.
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
    assert "TRUNCATE" in _refused(f"TRUNCATE {table} CASCADE")
