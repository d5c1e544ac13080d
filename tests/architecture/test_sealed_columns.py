"""What is sealed is known to those who change the keys: a forgotten column loses its content."""

import pytest
from django.apps import apps
from django.db import models

from gongkai.kernel.sealed_columns import sealed_columns

REGISTERED = {(column.model, column.field): column.purpose for column in sealed_columns()}
SEALED = [
    (model, field.name)
    for model in apps.get_models()
    if model.__module__.startswith("gongkai.")
    for field in model._meta.concrete_fields
    if isinstance(field, models.TextField)
    and (field.name.startswith("sealed_") or field.name == "wrapped_key")
]


def test_there_are_columns_to_look_at() -> None:
    assert len(SEALED) >= 3


@pytest.mark.parametrize(("model", "field"), SEALED, ids=str)
def test_a_sealed_column_is_registered(model: type[models.Model], field: str) -> None:
    assert (model, field) in REGISTERED


def test_what_is_registered_is_named_as_sealed() -> None:
    assert set(REGISTERED) == set(SEALED)


def test_each_column_has_a_purpose_of_its_own() -> None:
    assert len(set(REGISTERED.values())) == len(REGISTERED)
