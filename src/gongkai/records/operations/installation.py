"""Load the tables that the module ships: grounds, classes, themes. It may be repeated."""

import json
from importlib import resources

from django.db import transaction

from gongkai.records.models import Ground, InformationClass, ThemeClass

_Row = dict[str, str]


def load_shipped_tables() -> None:
    """Write the shipped grounds, default classes and themes; rows of other origin stay."""
    with transaction.atomic():
        _load_grounds()
        _load_classes()
        _load_themes()


def _shipped(name: str) -> list[_Row]:
    text = resources.files("gongkai.records.data").joinpath(name).read_text("utf-8")
    rows: list[_Row] = json.loads(text)
    return rows


def _load_grounds() -> None:
    rows = [
        Ground(
            code=row["code"],
            regime=row["regime"],
            category=row["category"],
            article=row["article"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            is_mandatory=bool(row["is_mandatory"]),
            position=place,
        )
        for place, row in enumerate(_shipped("grounds.json"))
    ]
    Ground.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["article", "name_zh", "name_en", "is_mandatory", "position"],
    )


def _load_classes() -> None:
    for place, row in enumerate(_shipped("classes.json")):
        InformationClass.objects.update_or_create(
            organ=None,
            code=row["code"],
            defaults={
                "name_zh": row["name_zh"],
                "name_en": row["name_en"],
                "statutory_item": row["item"],
                "position": place,
            },
        )


def _load_themes() -> None:
    parents: dict[str, ThemeClass] = {}
    for row in _shipped("themes.json"):
        theme, _ = ThemeClass.objects.update_or_create(
            code=row["code"],
            defaults={
                "parent": parents.get(row["parent"]),
                "name_zh": row["name_zh"],
                "name_en": row["name_en"],
            },
        )
        parents[theme.code] = theme
