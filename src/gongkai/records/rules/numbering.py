"""Index numbers that are minted here: the template, its serial and when the serial runs out.

The default `{organ}-{class}-{year}-{serial:4}` is the 22-character number of the Shanxi
disclosure guide (four groups, 19 code characters and three hyphens); `{organ}/{year}-{serial:5}`
is the national form (国办秘函〔2009〕6号). A number never changes and is never given twice.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

DEFAULT_TEMPLATE = "{organ}-{class}-{year}-{serial:4}"
NATIONAL_TEMPLATE = "{organ}/{year}-{serial:5}"
_WARN_BELOW = 0.1
"""Share of the serials left at which the organ is warned."""

_FIELD = re.compile(r"\{(organ|credit|class|year|serial)(?::(\d{1,2}))?\}")
_PATTERNS = {
    "organ": "(?P<organ>[0-9A-Z]{9})",
    "credit": "(?P<credit>[0-9A-HJ-NPQRTUWXY]{18})",
    "class": r"(?P<class>\d{2})",
    "year": r"(?P<year>(?:19|20)\d{2})",
}


class TemplateRefused(ValueError):
    """The template cannot make unique numbers; the text says what is missing."""


class SerialSpent(ValueError):
    """The group has no serial left."""


@dataclass(frozen=True, slots=True)
class NumberParts:
    """What a number is made of. `class_code` is two digits; codes are as in GB 11714, GB 32100."""

    organ_code: str
    credit_code: str
    class_code: str
    year: int
    serial: int


@dataclass(frozen=True, slots=True)
class SerialScope:
    """Which parts the serial counts within; the others are blank (class) or 0 (year)."""

    by_class: bool
    by_year: bool


@dataclass(frozen=True, slots=True)
class NumberTemplate:
    """A compiled template."""

    source: str
    width: int
    scope: SerialScope
    pattern: re.Pattern[str]

    @property
    def last_serial(self) -> int:
        """Return the highest serial that fits its width."""
        return int(10**self.width - 1)

    def format(self, parts: NumberParts) -> str:
        """Return the number. Raises SerialSpent beyond the last serial."""
        if not 1 <= parts.serial <= self.last_serial:
            raise SerialSpent(str(parts.serial))
        values = {
            "organ": parts.organ_code,
            "credit": parts.credit_code,
            "class": parts.class_code,
            "year": f"{parts.year:04d}",
            "serial": f"{parts.serial:0{self.width}d}",
        }
        return _FIELD.sub(lambda found: values[found[1]], self.source)

    def parse(self, number: str) -> NumberParts | None:
        """Return the parts of a number of exactly this template, None of any other text."""
        found = self.pattern.fullmatch(number)
        if found is None:
            return None
        got = found.groupdict()
        credit = got.get("credit") or ""
        return NumberParts(
            organ_code=got.get("organ") or credit[8:17],
            credit_code=credit,
            class_code=got.get("class") or "",
            year=int(got.get("year") or 0),
            serial=int(got["serial"]),
        )

    def is_running_low(self, serial: int) -> bool:
        """Say whether less than a tenth of the serials is left after this one."""
        return (self.last_serial - serial) < self.last_serial * _WARN_BELOW

    @property
    def needs_credit_code(self) -> bool:
        """Say whether the numbers begin with the 18-character credit code."""
        return "{credit}" in self.source


@lru_cache(maxsize=16)
def compile_template(source: str) -> NumberTemplate:
    """Return the compiled template.

    Raises TemplateRefused without exactly one `{serial:N}`, without organ or credit code, with
    an unknown field, or with braces that belong to none.
    """
    fields = [found[1] for found in _FIELD.finditer(source)]
    widths = [found[2] for found in _FIELD.finditer(source) if found[1] == "serial"]
    if "{" in _FIELD.sub("", source) or "}" in _FIELD.sub("", source):
        raise TemplateRefused("fields are {organ} {credit} {class} {year} {serial:N}")
    if len(widths) != 1 or not widths[0] or not 1 <= int(widths[0]) <= 9:
        raise TemplateRefused("exactly one {serial:N} with N from 1 to 9 is needed")
    if not {"organ", "credit"} & set(fields):
        raise TemplateRefused("{organ} or {credit} is needed, or two organs share numbers")
    if len(fields) != len(set(fields)):
        raise TemplateRefused("a field may stand once only")
    width = int(widths[0])
    return NumberTemplate(
        source=source,
        width=width,
        scope=SerialScope(by_class="class" in fields, by_year="year" in fields),
        pattern=re.compile(_pattern_of(source, width)),
    )


def _pattern_of(source: str, width: int) -> str:
    pieces, end = [], 0
    for found in _FIELD.finditer(source):
        pieces.append(re.escape(source[end : found.start()]))
        pieces.append(_PATTERNS.get(found[1], rf"(?P<serial>\d{{{width}}})"))
        end = found.end()
    return "".join(pieces) + re.escape(source[end:])
