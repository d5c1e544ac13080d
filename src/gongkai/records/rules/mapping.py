"""How the columns of a source become elements of a record: the mapping file, read and checked."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from gongkai.records.rules.chinese_names import CLOSED_LISTS, code_of
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.vocabulary import Form

# Files come with operations of their own; no cell holds one.
ELEMENTS = frozenset(item.name for item in fields(VersionContent)) - {"files"}
RECORD_FIELDS = frozenset({"index_number", "class_code"})
DATES = frozenset({"generated_on", "effective_on", "expires_on"})
LISTS = frozenset({"forms", "history", "co_makers"})
SWITCHES = frozenset({"is_normative"})
_TRUE = frozenset({"1", "true", "yes", "y", "是"})
_SECTIONS = frozenset({"name", "fields", "defaults", "evidence", "organ", "options", "aliases"})
_COLUMN = re.compile(r"\{([^{}]+)\}")
Value = str | bool | tuple[str, ...] | date | None


class MappingRefused(ValueError):
    """The mapping file says something that cannot be; the text names the place."""


class CellRefused(ValueError):
    """A cell cannot be read; `column` is the source's name of it."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMapping:
    """A checked mapping. `columns` and `defaults` are keyed by element or record field."""

    name: str
    columns: Mapping[str, str]
    defaults: Mapping[str, object] = field(default_factory=dict)
    evidence_date: str = ""
    evidence_place: str = ""
    evidence_form: str = "other"
    issuer_column: str = ""
    area_column: str = ""
    creates_organs: bool = False
    summary_from_text: bool = False
    separator: str = "；"
    date_formats: tuple[str, ...] = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
    aliases: Mapping[str, str] = field(default_factory=dict)

    def digest(self) -> str:
        """Return the SHA-256 of what the mapping says."""
        plain = {
            item.name: getattr(self, item.name)
            if isinstance(getattr(self, item.name), str | bool | tuple)
            else dict(getattr(self, item.name))
            for item in fields(self)
        }
        canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()


def read_mapping(data: Mapping[str, object]) -> ImportMapping:
    """Return the mapping of a parsed TOML or JSON file; raises MappingRefused."""
    if unknown := set(data) - _SECTIONS:
        raise MappingRefused(f"unknown section {sorted(unknown)[0]!r}")
    columns = _table(data, "fields")
    defaults = _table(data, "defaults")
    for section, keys in (("fields", columns), ("defaults", defaults)):
        if odd := set(keys) - ELEMENTS - RECORD_FIELDS:
            raise MappingRefused(f"[{section}] {sorted(odd)[0]!r} is no element of a record")
    evidence, organ, options = (_table(data, name) for name in ("evidence", "organ", "options"))
    if bool(evidence.get("date")) != bool(evidence.get("place")):
        raise MappingRefused("[evidence] needs both date and place")
    if evidence.get("form", "other") not in {form.value for form in Form}:
        raise MappingRefused(f"[evidence] {evidence['form']!r} is no form of disclosure")
    if "title" not in columns or not {"generated_on"} & (set(columns) | set(defaults)):
        raise MappingRefused("[fields] needs title and generated_on")
    more: dict[str, object] = {}
    if formats := options.get("date_formats"):
        more["date_formats"] = tuple(str(item) for item in _as_list(formats))
    return ImportMapping(
        name=str(data.get("name", "")),
        columns={key: str(value) for key, value in columns.items()},
        defaults=defaults,
        evidence_date=str(evidence.get("date", "")),
        evidence_place=str(evidence.get("place", "")),
        evidence_form=str(evidence.get("form", "other")),
        issuer_column=str(organ.get("issuer", "")),
        area_column=str(organ.get("area", "")),
        creates_organs=bool(organ.get("create", False)),
        summary_from_text=bool(options.get("summary_from_text", False)),
        separator=str(options.get("separator", "；")),
        aliases={key: str(value) for key, value in _table(data, "aliases").items()},
        **more,  # type: ignore[arg-type]
    )


def value_for(mapping: ImportMapping, name: str, row: Mapping[str, object]) -> Value:
    """Return an element's value from a source row, its default where the cell is empty.

    What comes from a closed list may be said as its code or by its Chinese name. None where there
    is neither cell nor default. Raises CellRefused for a cell that cannot be read.
    """
    column = mapping.columns.get(name, "")
    raw = row.get(column) if column else None
    if raw in (None, "", []):
        raw = mapping.defaults.get(name)
    if raw in (None, ""):
        return None
    if name in DATES:
        return read_date(mapping, raw, column)
    if name in LISTS:
        lines = _as_lines(raw, mapping.separator)
        return tuple(code_of(name, line) for line in lines) if name in CLOSED_LISTS else lines
    if name in CLOSED_LISTS:
        return code_of(name, str(raw))
    if name in SWITCHES:
        return raw if isinstance(raw, bool) else str(raw).strip().lower() in _TRUE
    return str(raw)


def read_date(mapping: ImportMapping, raw: object, column: str) -> date:
    """Return the date of a cell; raises CellRefused."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = str(raw).strip()
    for style in mapping.date_formats:
        try:
            return datetime.strptime(text, style).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise CellRefused(column, f"{text!r} is no date; write it as 2008-05-01")


def evidence_place(mapping: ImportMapping, row: Mapping[str, object]) -> str:
    """Return the place of earlier publication: the template with its columns filled in."""
    filled = _COLUMN.sub(lambda found: str(row.get(found[1]) or ""), mapping.evidence_place)
    return re.sub(r"\s+", " ", filled).strip()


def _table(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = data.get(name, {})
    if not isinstance(table, Mapping):
        raise MappingRefused(f"[{name}] must be a table")
    return table


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _as_lines(raw: object, separator: str) -> tuple[str, ...]:
    if isinstance(raw, list | tuple):
        return tuple(str(item) for item in raw if str(item).strip())
    return tuple(part.strip() for part in str(raw).split(separator) if part.strip())
