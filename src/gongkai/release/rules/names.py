"""Names of files: kept in every script, without what could harm. Pure."""

import re
import unicodedata

from gongkai.release.rules.inspection import FileProblem

LONGEST_NAME = 200
"""Characters, whatever their script."""
_LONGEST_ENDING = 8

PROGRAMS = frozenset(
    {
        "app", "bat", "cmd", "com", "cpl", "dll", "docm", "exe", "hta", "html", "htm", "jar", "js",
        "jse", "lnk", "msi", "ps1", "reg", "scr", "sh", "svg", "swf", "vbe", "vbs", "wsf", "xlsm",
    }
)  # fmt: skip
"""Endings of what runs on the computer of whoever opens it."""

# Controls, marks that turn the direction of writing, and invisible characters.
_INVISIBLE = re.compile(
    r"[\x01-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def clean_name(name: str) -> str:
    """Return a file's name without folders and invisible characters, its ending kept.

    Long names lose the end of their stem, never their ending.

    >>> clean_name("C:\\\\fakepath\\\\通知.pdf")
    '通知.pdf'
    """
    last = re.split(r"[/\\]", name.replace("\0", ""))[-1]
    last = unicodedata.normalize("NFC", _INVISIBLE.sub("", last)).strip(" .\u3000")
    if len(last) <= LONGEST_NAME:
        return last
    stem, dot, ending = last.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        return last[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(ending) - 1].rstrip() + dot + ending


def ending_of(name: str) -> str:
    """Return the ending of a name in lower case, without its dot; empty where there is none."""
    stem, _, ending = name.rpartition(".")
    return ending.lower() if stem else ""


def problem_of_name(name: str) -> FileProblem | None:
    """Return why a file cannot be taken under the name it was sent with, or None.

    `notice.exe.pdf` is a program: it hides one ending behind another.
    """
    if "\0" in name:
        return FileProblem.UNREADABLE_NAME
    kept = clean_name(name)
    if not kept:
        return FileProblem.NO_NAME
    endings = [part.strip().lower() for part in kept.split(".")[1:]]
    return FileProblem.PROGRAM if PROGRAMS.intersection(endings) else None
