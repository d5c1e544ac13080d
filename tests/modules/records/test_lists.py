"""The closed lists of the rules and of the models are the same."""

import pytest

from gongkai.records import models
from gongkai.records.rules import vocabulary


@pytest.mark.parametrize(
    "name", ["VersionState", "Standing", "Category", "TimeLimit", "Form", "Validity"]
)
def test_rules_and_models_know_the_same_values(name: str) -> None:
    plain = {member.value for member in getattr(vocabulary, name)}
    assert plain == set(getattr(models, name).values)
