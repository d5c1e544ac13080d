"""Typed readers of the environment: the only place where a setting comes in.

Every setting is declared once with its type, default and meaning; `docs/reference/settings.md`
is generated from the declarations, so a setting without a description cannot exist.
A secret may also come from the file named by `<NAME>_FILE`.
"""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared setting: its environment name, what it accepts and what it is for."""

    name: str
    kind: str
    default: str
    meaning: str
    secret: bool = False


class SettingRefused(ValueError):
    """A setting's value cannot be read; the message names it and says what it accepts."""


DECLARED: dict[str, Setting] = {}


def _raw(name: str, kind: str, default: str, meaning: str, *, secret: bool = False) -> str:
    DECLARED[name] = Setting(name, kind, default, meaning, secret)
    if secret and (path := os.environ.get(f"{name}_FILE")):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def text(name: str, *, default: str = "", meaning: str) -> str:
    """Return the setting as text."""
    return _raw(name, "text", default, meaning)


def secret(name: str, *, meaning: str) -> str:
    """Return a secret from the variable, or from the file that `<NAME>_FILE` names."""
    return _raw(name, "secret", "", meaning, secret=True)


def secret_path(name: str) -> Path | None:
    """Return the file that `<NAME>_FILE` names, for a secret that may change while we run."""
    path = os.environ.get(f"{name}_FILE")
    return Path(path).absolute() if path else None


def both_or_neither(one: str, other: str) -> None:
    """Refuse two secrets of which only one is given.

    Raises:
        SettingRefused: the message names the one that is missing.
    """
    missing = [name for name in (one, other) if not _is_given(name)]
    if len(missing) == 1:
        raise SettingRefused(
            f"{one} and {other} are given together or not at all; {missing[0]} is missing"
        )


def _is_given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def switch(name: str, *, default: bool, meaning: str) -> bool:
    """Return a yes/no setting; accepts 1/0, yes/no, true/false, on/off."""
    raw = _raw(name, "yes or no", "yes" if default else "no", meaning).strip().lower()
    if raw in {"1", "yes", "true", "on"}:
        return True
    if raw in {"0", "no", "false", "off"}:
        return False
    raise SettingRefused(f"{name} must be yes or no, not {raw!r}")


def number(name: str, *, default: int, meaning: str, low: int = 0, high: int = 10**9) -> int:
    """Return a whole number between `low` and `high`."""
    raw = _raw(name, f"whole number, {low} to {high}", str(default), meaning)
    if not raw.strip().isdigit() or not low <= int(raw) <= high:
        raise SettingRefused(f"{name} must be a whole number from {low} to {high}, not {raw!r}")
    return int(raw)


def choice(name: str, *, default: str, among: tuple[str, ...], meaning: str) -> str:
    """Return one of the words that the setting accepts."""
    raw = _raw(name, "one of " + ", ".join(among), default, meaning).strip().lower()
    if raw not in among:
        raise SettingRefused(f"{name} must be one of {', '.join(among)}, not {raw!r}")
    return raw


def words(name: str, *, default: str = "", meaning: str) -> list[str]:
    """Return a comma-separated list, blanks stripped, empty parts dropped."""
    raw = _raw(name, "list, separated by commas", default, meaning)
    return [part.strip() for part in raw.split(",") if part.strip()]


def folder(name: str, *, default: Path, meaning: str, shown_default: str) -> Path:
    """Return an absolute folder path; it need not exist yet."""
    DECLARED[name] = Setting(name, "folder", shown_default, meaning)
    return Path(os.environ.get(name) or default).expanduser().absolute()


def optional_folder(name: str, *, meaning: str) -> Path | None:
    """Return an absolute folder path, or None where the setting is not given."""
    raw = _raw(name, "folder", "", meaning)
    return Path(raw).expanduser().absolute() if raw else None
