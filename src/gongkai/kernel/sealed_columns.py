"""Which columns hold sealed texts, and with which keys they were sealed.

Each module registers its own in `ready`, so that changing keys reaches what the kernel has never
heard of.
"""

from collections import Counter
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Case, CharField, Count, F, Func, Model, QuerySet, Value, When

from gongkai.kernel.ciphers import SCHEME, prefix_of


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """One text column whose values are sealed for one purpose; '' stands for nothing sealed."""

    model_label: str
    field: str
    purpose: str

    @property
    def model(self) -> type[Model]:
        """Return the model that the column belongs to."""
        return apps.get_model(self.model_label)

    def filled(self) -> "QuerySet[Model]":
        """Return the rows in which something is sealed."""
        return self.model._base_manager.exclude(**{self.field: ""})  # noqa: SLF001 - documented

    def sealed_otherwise(self, key_mark: str) -> "QuerySet[Model]":
        """Return the rows that are sealed, but not with this key."""
        return self.filled().exclude(**{f"{self.field}__startswith": prefix_of(key_mark)})

    def counts(self) -> Counter[str]:
        """Return how many values each key, named by its mark, has sealed; '' counts the others."""
        rows = self.filled().values_list(_key_mark(self.field)).annotate(Count("pk"))
        return Counter(dict(rows.order_by()))


def _key_mark(field: str) -> Case:
    parts = Func(F(field), Value(":"), Value(2), function="split_part", output_field=CharField())
    return Case(When(**{f"{field}__startswith": f"{SCHEME}:"}, then=parts), default=Value(""))


_columns: dict[tuple[str, str], SealedColumn] = {}


def register_sealed(model_label: str, field: str, purpose: str) -> None:
    """Say, in `ready`, that a text column ("applications.Draft", "sealed_answers") is sealed.

    `purpose` is the one given to `seal_text`. Raises LookupError or FieldDoesNotExist where there
    is no such column: what is not registered is lost when its key is retired.
    """
    column = SealedColumn(model_label, field, purpose)
    column.model._meta.get_field(field)  # noqa: SLF001 - Django's documented interface
    _columns[model_label, field] = column


def sealed_columns() -> tuple[SealedColumn, ...]:
    """Return every column that is registered."""
    return tuple(_columns.values())


def anything_is_sealed() -> bool:
    """Say whether any value of the database is sealed."""
    return any(column.filled().exists() for column in sealed_columns())


def counts_by_key() -> Counter[str]:
    """Return how many values each key, named by its mark, has sealed.

    '' counts what is no sealed text at all.
    """
    return sum((column.counts() for column in sealed_columns()), Counter())
