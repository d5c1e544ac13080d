"""What a cell shows for its value: a spreadsheet keeps 0.5 and shows 50 %."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from openpyxl.styles.numbers import is_date_format

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?%?")
_DATE_PARTS = re.compile(
    r'"[^"]*"|\\.|\[[^\]]*\]|AM/PM|上午/下午|y{2,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|.', re.IGNORECASE
)
_MOST_DIGITS = 10
"""Of a number without a format of its own."""
_MOST_PLACES = 30
_WIDE = Context(prec=400)
"""Room for every number that a cell can hold."""
_WEEKDAYS = "一二三四五六日"


def shown_value(value: object, number_format: str) -> str:
    """Return a cell's value as the cell shows it, near enough to be read and searched.

    >>> shown_value(0.125, "0.0%"), shown_value(1234.5, "#,##0.00"), shown_value(12, ";;;")
    ('12.5%', '1,234.50', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime() | date() | time():
            return _moment(value, number_format)
        case timedelta():
            return str(value)
        case int() | float():
            return _number(Decimal(repr(value)) if _is_finite(value) else None, number_format)
        case _:
            return _text(str(value), number_format)


def _is_finite(value: float) -> bool:
    return value == value and abs(value) != float("inf")


def _text(text: str, number_format: str) -> str:
    sections = number_format.split(";")
    # The fourth section is for text; three semicolons and nothing else hide all.
    return "" if len(sections) == 4 and not sections[3] else text


def _number(value: Decimal | None, number_format: str) -> str:
    if value is None:
        return "#NUM!"
    section, amount = _section(value, number_format or "General")
    if section.strip().lower() in {"general", "@", "g/通用格式"}:
        return _general(amount)
    literal = _LITERAL.sub(lambda found: found[1] or found[2] or "", section)
    places = _DIGITS.search(literal)
    if places is None:
        return literal
    before, after = literal[: places.start()], literal[places.end() :]
    percent = "%" in places[0] or "%" in after
    said = _with_places(amount * 100 if percent else amount, places[0].rstrip("%"))
    return f"{before}{said}{'%' if places[0].endswith('%') else ''}{after}"


def _section(value: Decimal, number_format: str) -> tuple[str, Decimal]:
    """Return the part of a format for this number, and the number with the sign that is left."""
    sections = number_format.split(";")
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _general(value: Decimal) -> str:
    if value == value.to_integral_value() and abs(value) < 10**15:
        return str(int(value))
    return f"{float(value):.{_MOST_DIGITS}g}"


def _with_places(value: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.partition(".")
    fraction = fraction[:_MOST_PLACES]
    step = Decimal(1).scaleb(-len(fraction))
    rounded = value.quantize(step, ROUND_HALF_UP, context=_WIDE)
    least = whole.replace(",", "").count("0")
    sign = "-" if rounded < 0 else ""
    front, _, back = f"{abs(rounded):f}".partition(".")
    front = front.zfill(least) if front != "0" or least else ""
    if "," in whole:
        front = f"{int(front or 0):,}"
    optional = len(fraction) - len(fraction.rstrip("#"))
    while optional and back.endswith("0"):
        back, optional = back[:-1], optional - 1
    return f"{sign}{front}.{back}" if back else f"{sign}{front}"


def _moment(value: datetime | date | time, number_format: str) -> str:
    if not is_date_format(number_format) and not isinstance(value, time):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    section = number_format.split(";")[0]
    parts = _DATE_PARTS.findall(section)
    is_twelve = any(part.lower() in {"am/pm", "上午/下午"} for part in parts)
    said, last = "", ""
    for at, part in enumerate(parts):
        is_minute = part.lower().startswith("m") and (
            last == "h" or _next_is_second(parts[at + 1 :])
        )
        said += _date_part(value, part, is_minute=is_minute, is_twelve=is_twelve)
        if part[0].lower() in "hdsy" or (part[0].lower() == "m" and len(part) < 6):
            last = part[0].lower()
    return said


def _next_is_second(parts: list[str]) -> bool:
    letters = (part[0].lower() for part in parts if part[0].lower() in "ymdhs")
    return next(letters, "") == "s"


def _date_part(
    value: datetime | date | time, part: str, *, is_minute: bool, is_twelve: bool
) -> str:
    lower = part.lower()
    if lower.startswith(('"', "\\", "[")):
        return part.strip('"').lstrip("\\") if not lower.startswith("[") else ""
    if lower in {"am/pm", "上午/下午"}:
        names = part.split("/")
        return names[getattr(value, "hour", 0) >= 12]
    if lower[0] in "hs" or is_minute:
        return _time_part(value, lower, is_twelve=is_twelve)
    if isinstance(value, time) or lower[0] not in "ymd":
        return part
    return _day_part(value, lower)


def _time_part(value: datetime | date | time, part: str, *, is_twelve: bool) -> str:
    unit = {"h": "hour", "m": "minute", "s": "second"}[part[0]]
    number = int(getattr(value, unit, 0))
    if part[0] == "h" and is_twelve:
        number = number % 12 or 12
    return f"{number:02}" if len(part) > 1 else str(number)


def _day_part(value: datetime | date, part: str) -> str:
    if part[0] == "y":
        return f"{value.year % 100:02}" if len(part) == 2 else str(value.year)
    if part[0] == "d" and len(part) > 2:
        return "星期" + _WEEKDAYS[value.weekday()]
    number = value.month if part[0] == "m" else value.day
    if part[0] == "m" and len(part) > 2:
        return f"{number}月"
    return f"{number:02}" if len(part) == 2 else str(number)
