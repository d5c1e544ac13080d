"""How the processes of an installation write their logs: one JSON object a line, no Django here.

A log names what happened, never what people wrote: PostgreSQL puts row values into the DETAIL
lines of its errors, and those lines are cut before anything is written.
"""

import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import TypedDict

import structlog

KEPT_BYTES = 10_000_000
KEPT_FILES = 5
_ROW_VALUES = re.compile(r"^(DETAIL|CONTEXT|HINT|LINE \d+):.*(?:\n[ \t].*)*", re.MULTILINE)
_SECRETS = re.compile(
    r"(?i)(password|passwd|secret|token|code)(['\"]?\s*[=:]\s*['\"]?)[^\s'\",;&]+"
)
_ADDRESS = re.compile(r"(postgres(?:ql)?://[^:/@\s]+:)[^@\s]+@")

Event = MutableMapping[str, object]


class Configuration(TypedDict):
    """A configuration in the form of `logging.config.dictConfig`."""

    version: int
    disable_existing_loggers: bool
    formatters: dict[str, dict[str, object]]
    handlers: dict[str, dict[str, object]]
    root: dict[str, object]
    loggers: dict[str, dict[str, object]]


def without_row_values(text: str) -> str:
    """Return a message without row values of the database and without passwords."""
    text = _ROW_VALUES.sub(r"\1: (left out)", text)
    return _ADDRESS.sub(r"\1***@", _SECRETS.sub(r"\1\2***", text))


def _clean(_logger: object, _method: str, event: Event) -> Event:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = without_row_values(value)
    return event


def _shared() -> list[structlog.typing.Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _clean,
    ]


def configuration(folder: Path, *, process: str) -> Configuration:
    """Return the logging of one process: `folder/<process>.log`, warnings and above.

    An unnamed process (a test, a single command) writes nothing to the folder.
    """
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    nowhere: dict[str, object] = {"class": "logging.NullHandler"}
    handler = _file_handler(folder, process) if process else nowhere
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _shared(),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"kept": handler},
        "root": {"handlers": ["kept"], "level": "WARNING"},
        "loggers": {
            "gongkai": {"level": "INFO"},
            # Django's own handlers would print to the console and write to administrators.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # A page that is not there is no event; 4xx answers would drown the errors.
            "django.request": {"level": "ERROR"},
        },
    }


def _file_handler(folder: Path, process: str) -> dict[str, object]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        # Watched, not rotating: several workers write to one file, and `rotate` moves it away.
        "class": "logging.handlers.WatchedFileHandler",
        "formatter": "lines",
        "filename": str(folder / f"{process}.log"),
        "encoding": "utf-8",
        "delay": True,
    }


def rotate(folder: Path) -> None:
    """Move logs that have grown past KEPT_BYTES aside; keep KEPT_FILES of each."""
    for path in folder.glob("*.log"):
        if path.stat().st_size <= KEPT_BYTES:
            continue
        for number in range(KEPT_FILES - 1, 0, -1):
            older = path.with_suffix(f".log.{number}")
            if older.exists():
                older.rename(path.with_suffix(f".log.{number + 1}"))
        path.rename(path.with_suffix(".log.1"))


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return a logger; its events are words, its values are ids and counts, never contents."""
    found: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return found
