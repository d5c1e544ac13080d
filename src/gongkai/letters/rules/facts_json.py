"""The facts of a letter as JSON: how they are kept and how templates read them. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date

from gongkai.letters.rules.facts import Facts

JsonValue = str | int | None | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]


def facts_as_json(facts: Facts) -> JsonObject:
    """Return the facts under the names of their fields; days as 2026-03-16."""
    return _fields_of(facts)


def texts_in(value: JsonValue) -> Iterator[str]:
    """Yield every text of the value, in its order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)


def with_texts(value: JsonObject, change: Callable[[str], str]) -> JsonObject:
    """Return the value with every text changed, names of fields left alone."""
    return {name: _changed(inner, change) for name, inner in value.items()}


def _changed(value: JsonValue, change: Callable[[str], str]) -> JsonValue:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_changed(inner, change) for inner in value]
    if isinstance(value, dict):
        return with_texts(value, change)
    return value


def _fields_of(row: object) -> JsonObject:
    if not is_dataclass(row):
        raise TypeError(f"{type(row).__name__} is no fact of a letter")
    return {field.name: _plain(getattr(row, field.name)) for field in fields(row)}


def _plain(value: object) -> JsonValue:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return _fields_of(value)
