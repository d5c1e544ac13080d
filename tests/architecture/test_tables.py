"""Every table has one owner and says what personal data it holds."""

import re

import pytest
from django.apps import apps
from django.db import models

from gongkai.kernel.personal_data import PersonalData

OURS = [model for model in apps.get_models() if model.__module__.startswith("gongkai.")]


def name_of(model: type[models.Model]) -> str:
    return model.__name__


def test_there_are_tables_to_look_at() -> None:
    assert len(OURS) > 30


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_a_table_declares_its_class_of_personal_data(model: type[models.Model]) -> None:
    assert isinstance(vars(model).get("personal_data"), PersonalData)


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_a_table_belongs_to_the_module_in_which_it_is_written(model: type[models.Model]) -> None:
    assert model.__module__.split(".")[1] == model._meta.app_label
    assert model._meta.db_table.startswith(f"{model._meta.app_label}_")


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_names_of_columns_say_what_they_hold(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.DateTimeField):
            assert re.search(r"(^|_)(at|login)$", field.name), f"{field.name} is a moment"
        elif isinstance(field, models.DateField):
            assert field.name.endswith("_on") or field.name == "on", f"{field.name} is a day"


@pytest.mark.parametrize("model", OURS, ids=name_of)
def test_what_somebody_did_says_who_and_when(model: type[models.Model]) -> None:
    """A nullable actor and a nullable moment of one act are null together or never."""
    names = {field.name: field for field in model._meta.concrete_fields}
    guarded = " ".join(str(constraint.deconstruct()) for constraint in model._meta.constraints)
    for name, field in names.items():
        at = names.get(f"{name.removesuffix('_by')}_at")
        if name.endswith("_by") and at is not None and field.null and at.null:
            assert f"{name}__isnull" in guarded, f"{name} and {at.name} are not held together"
