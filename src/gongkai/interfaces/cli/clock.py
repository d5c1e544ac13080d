"""`gongkai clock`: count statutory days from the command line, with or without a database."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

import click

from gongkai.clock import shipped
from gongkai.clock.rules.broken import ClockRuleBroken
from gongkai.clock.rules.calendar import WorkingCalendar
from gongkai.clock.rules.counting import Amount, Explanation, Line, LineKind, Pause, Unit, explain
from gongkai.clock.rules.names import english_name
from gongkai.clock.rules.regimes import DEFAULT_REGIME
from gongkai.interfaces.cli.calendars import CalendarUnreachable, calendar_named

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class _Counted:
    received_on: date
    regime_id: str
    calendar_used: str
    explanation: Explanation


class _Day(click.ParamType[date]):
    """A date as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2009-01-16", param, ctx)


class _PauseType(click.ParamType[Pause]):
    """Two dates: the letter was sent, the opinion was received."""

    name = "FROM:TO"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Pause:
        sent, _, ended = str(value).partition(":")
        try:
            return Pause(date.fromisoformat(sent), date.fromisoformat(ended))
        except ClockRuleBroken as broken:
            self.fail(str(broken), param, ctx)
        except ValueError:
            self.fail(f"{value!r}: write it as 2026-03-09:2026-03-24", param, ctx)


@click.group()
def clock() -> None:
    """Statutory limits: due dates and how they are counted."""


@clock.command()
@click.option("--received", required=True, type=_Day(), help="Day of receipt; it is not counted.")
@click.option("--working-days", type=click.IntRange(1, 1000), help="Length of the limit.")
@click.option("--limit", "limit_key", help="A limit of the regime instead: reply, publish ...")
@click.option(
    "--regime",
    "regime_id",
    default=DEFAULT_REGIME,
    show_default=True,
    type=click.Choice(sorted(shipped.regimes())),
    help="Text of the Regulations whose limit is meant.",
)
@click.option(
    "--pause",
    "pauses",
    multiple=True,
    type=_PauseType(),
    help="Days not counted: after FROM (letter sent) through TO (opinion received). Repeatable.",
)
@click.option(
    "--calendar",
    "calendar_name",
    default="auto",
    show_default=True,
    type=click.Choice(["auto", "shipped", "installation"]),
    help="auto: the installation's calendar when its database runs, else the one shipped.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object.")
def due(
    *,
    received: date,
    working_days: int | None,
    limit_key: str | None,
    regime_id: str,
    pauses: Sequence[Pause],
    calendar_name: str,
    as_json: bool,
) -> None:
    """Show the last day of a limit and why it is that day.

    With neither --working-days nor --limit, the regime's limit for a reply is counted.
    """
    amount = _amount(working_days, limit_key, regime_id)
    try:
        calendar, used = calendar_named(calendar_name)
        found = _explain(received, amount, calendar, pauses)
    except (CalendarUnreachable, ClockRuleBroken) as refused:
        _refuse(str(refused))
    counted = _Counted(received, regime_id, used, found)
    click.echo(_as_json(counted) if as_json else _as_text(counted))


def _explain(
    received: date, amount: Amount, calendar: WorkingCalendar, pauses: Sequence[Pause]
) -> Explanation:
    return explain(received_on=received, amount=amount, calendar=calendar, pauses=pauses)


def _amount(working_days: int | None, limit_key: str | None, regime_id: str) -> Amount:
    if working_days is not None and limit_key is not None:
        _refuse("give --working-days or --limit, not both")
    if working_days is not None:
        return Amount(working_days)
    limits = shipped.regimes()[regime_id].limits
    counted = {key: limit.amount for key, limit in limits.items() if limit.amount is not None}
    amount = counted.get(limit_key or "reply")
    if amount is None:
        _refuse(f"{regime_id} counts no limit {limit_key!r}; it counts: {', '.join(counted)}")
    return amount


class _Refused(click.ClickException):
    exit_code = 2


def _refuse(message: str) -> NoReturn:
    raise _Refused(message)


def _as_json(counted: _Counted) -> str:
    found = counted.explanation
    amount = found.amount
    result: dict[str, object] = {
        "received_on": counted.received_on.isoformat(),
        "regime": counted.regime_id,
        "amount": amount.number if amount else None,
        "unit": amount.unit if amount else Unit.WORKING_DAYS,
        "due_on": found.due.on.isoformat(),
        "provisional": found.due.provisional,
        "paused_working_days": found.paused_days,
        "calendar": counted.calendar_used,
        "explanation": [_line_for_programs(line) for line in found.lines],
    }
    return json.dumps(result, ensure_ascii=False, indent=2)


def _line_for_programs(line: Line) -> dict[str, object]:
    return {
        "date": line.on.isoformat(),
        "weekday": WEEKDAYS[line.weekday],
        "kind": str(line.kind),
        "counted": line.counted,
        "note": note_on(line),
    }


def note_on(line: Line) -> str:
    """Return in plain words what the kind of the line alone does not say."""
    parts = [_reason(line)]
    if line.moved and line.kind is not LineKind.PAUSED:
        parts.append(f"weekend worked for {english_name(line.name)}")
    if line.kind is LineKind.DUE:
        parts.append("last day in time")
    if line.provisional:
        parts.append("year not yet announced")
    return "; ".join(part for part in parts if part)


def _reason(line: Line) -> str:
    match line.kind:
        case LineKind.RECEIPT:
            return "day of receipt, not counted"
        case LineKind.HOLIDAY:
            return english_name(line.name)
        case LineKind.PAUSED:
            return "clock paused"
        case _:
            return ""


def _as_text(counted: _Counted) -> str:
    found = counted.explanation
    head = f"Due on {found.due.on} ({WEEKDAYS[found.due.on.weekday()]})"
    lines = [head]
    if found.due.provisional:
        lines.append("Provisional: the count touches a year whose calendar is not announced.")
    lines += [f"Calendar: {counted.calendar_used}. Regime: {counted.regime_id}.", ""]
    lines += [_line_for_people(line) for line in found.lines]
    return "\n".join(lines)


def _line_for_people(line: Line) -> str:
    number = "" if line.counted is None else str(line.counted)
    kind = str(line.kind).replace("_", " ")
    note = note_on(line)
    return f"{line.on}  {WEEKDAYS[line.weekday]:<9}  {number:>4}  {kind:<17}  {note}".rstrip()
