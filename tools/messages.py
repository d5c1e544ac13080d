"""Keep the translations complete: every message of an app stands in the app's own catalogue.

    python tools/messages.py --update    add what is new to each app's django.po, drop what is gone
    python tools/messages.py --check     fail where a Chinese text is missing, doubtful or left over
    python tools/messages.py --compile   write the .mo files that Django reads

Name apps (interfaces/portal, records ...) to update or check only these.

Messages are in English in the source; the catalogues are `locale/zh_Hans/LC_MESSAGES/django.po`
in the folder of each app, so that a module brings its words along.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/gongkai"
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "zh_Hans",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its context ('' for none), its text and its plural ('' for none)."""

    context: str
    text: str
    plural: str = ""


@dataclass(slots=True)
class App:
    """An app with the messages of its source, each with the files that speak it."""

    folder: Path
    messages: dict[Message, set[str]] = field(default_factory=dict)

    @property
    def catalogue(self) -> Path:
        """Where the app keeps its Chinese texts."""
        return self.folder / CATALOGUE

    @property
    def name(self) -> str:
        """The app as people call it: interfaces/portal."""
        return self.folder.relative_to(SOURCE).as_posix()


def apps() -> list[App]:
    """Return every app with what its source says, deepest folders first."""
    folders = {path.parent for path in SOURCE.rglob("apps.py")}
    folders |= {path.parents[2] for path in SOURCE.glob("*/*/locale/*/")}
    found = [App(folder) for folder in sorted(folders, key=lambda path: (-len(path.parts), path))]
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]):
        owner = next((app for app in found if app.folder in path.parents), None)
        if owner is None or "migrations" in path.parts:
            continue
        for message in messages_in(path):
            owner.messages.setdefault(message, set()).add(path.relative_to(ROOT).as_posix())
    return found


def messages_in(path: Path) -> Iterator[Message]:
    """Yield the messages of a Python source or a template."""
    from babel.messages.extract import extract  # noqa: PLC0415 - compiling must not need Babel

    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = as_python(source, path)
    if "gettext" not in source and "_(" not in source:
        return
    stream = BytesIO(source.encode("utf-8"))
    for _line, found, _comments, context in extract("python", stream, keywords=KEYWORDS):
        texts = (found,) if isinstance(found, str) else tuple(part for part in found if part)
        if context and texts[0] == context:
            texts = texts[1:]
        if texts and texts[0]:
            yield Message(context or "", texts[0], texts[1] if len(texts) > 1 else "")


def as_python(source: str, path: Path) -> str:
    """Return a template as Python whose only meaning are its gettext calls."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 - see messages_in

    # Indentation means something to Python's tokenizer and nothing to a template.
    return re.sub(r"^[ \t]+", "", templatize(source, origin=str(path)), flags=re.MULTILINE)


def read_catalogue(path: Path) -> polib.POFile:
    """Return the catalogue, a new one where there is none."""
    catalogue = polib.pofile(str(path)) if path.is_file() else polib.POFile(wrapwidth=100)
    catalogue.wrapwidth = 100
    catalogue.metadata = dict(HEADER)
    return catalogue


def key_of(entry: polib.POEntry) -> Message:
    """Return the message that a catalogue entry translates."""
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def chinese_of(entry: polib.POEntry) -> str:
    """Return the Chinese text of an entry, '' where it has none."""
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def set_chinese(entry: polib.POEntry, text: str) -> None:
    """Write the Chinese text of an entry."""
    if entry.msgid_plural:
        entry.msgstr_plural = {0: text}
    else:
        entry.msgstr = text


def update(found: list[App], known: dict[Message, str]) -> int:
    """Bring the catalogues in step with the source; return how many texts are still missing.

    `known` are texts that some app has already; the same message gets the same text.
    """
    to_write = 0
    for app in found:
        if not app.messages and not app.catalogue.is_file():
            continue
        before = {key_of(entry): entry for entry in read_catalogue(app.catalogue)}
        after = read_catalogue(Path("none"))
        for message in sorted(app.messages, key=lambda one: (one.text, one.context)):
            entry = before.get(message) or new_entry(message, known.get(message, ""))
            entry.obsolete = False
            entry.occurrences = [(name, "") for name in sorted(app.messages[message])]
            to_write += not chinese_of(entry)
            after.append(entry)
        app.catalogue.parent.mkdir(parents=True, exist_ok=True)
        after.save(str(app.catalogue))
    return to_write


def new_entry(message: Message, text: str) -> polib.POEntry:
    """Return an entry for a message, with the text that another app already has for it."""
    entry = polib.POEntry(
        msgid=message.text,
        msgid_plural=message.plural,
        msgctxt=message.context or None,
        flags=["python-format"] if "%(" in message.text else [],
    )
    set_chinese(entry, text)
    return entry


def known_texts(found: list[App]) -> dict[Message, str]:
    """Return every Chinese text that some app has."""
    return {
        key_of(entry): chinese_of(entry)
        for app in found
        if app.catalogue.is_file()
        for entry in polib.pofile(str(app.catalogue))
        if chinese_of(entry)
    }


def faults(found: list[App]) -> Iterator[str]:
    """Yield what keeps the translation from being complete, one line each."""
    said: dict[Message, tuple[str, str]] = {}
    for app in found:
        entries = {key_of(entry): entry for entry in read_catalogue(app.catalogue)}
        for message in app.messages:
            if message not in entries:
                yield f"{app.name}: not in the catalogue: {message.text!r}"
        for message, entry in entries.items():
            yield from entry_faults(app, message, entry)
            text = chinese_of(entry)
            other = said.setdefault(message, (app.name, text))
            if text and other[1] and other[1] != text:
                yield f"{app.name}: {message.text!r} is {text!r} here, {other[1]!r} in {other[0]}"


def entry_faults(app: App, message: Message, entry: polib.POEntry) -> Iterator[str]:
    """Yield the faults of one catalogue entry."""
    text = chinese_of(entry)
    if entry.obsolete or message not in app.messages:
        yield f"{app.name}: nobody says this any more: {message.text!r}"
    elif not text:
        yield f"{app.name}: no Chinese text for {message.text!r}"
    elif entry.fuzzy:
        yield f"{app.name}: the Chinese text is marked doubtful: {message.text!r}"
    elif not placeholders(text) <= placeholders(message.text + message.plural):
        yield f"{app.name}: unknown placeholder in the Chinese text of {message.text!r}"
    elif placeholders(message.plural or message.text) - placeholders(text):
        yield f"{app.name}: a placeholder is lost in the Chinese text of {message.text!r}"


def placeholders(text: str) -> set[str]:
    """Return the names that are filled in: %(name)s and {name}."""
    return {found[1] or found[2] or "" for found in PLACEHOLDER.finditer(text)}


def compile_all() -> int:
    """Write a .mo beside every .po; return how many. Needs neither the source nor Babel."""
    written = 0
    for path in sorted(SOURCE.rglob("django.po")):
        target = path.with_suffix(".mo")
        # Another process may be reading the old file: put the new one in its place at once.
        beside = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(path)).save_as_mofile(str(beside))
        beside.replace(target)
        written += 1
    return written


def main() -> int:
    """Do what the options ask, in the order update, check, compile; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for option in ("update", "check", "compile"):
        parser.add_argument(f"--{option}", action="store_true")
    parser.add_argument("app", nargs="*", help="only these apps, as interfaces/portal")
    asked = parser.parse_args()
    everything = apps() if asked.update or asked.check else []
    found = [app for app in everything if not asked.app or app.name in asked.app]
    if asked.update:
        to_write = update(found, known_texts(everything))
        print(f"messages: {to_write} Chinese texts are to be written")
    wrong = list(faults(found)) if asked.check else []
    for line in wrong:
        print(line, file=sys.stderr)
    if asked.check:
        print(f"messages: {sum(len(app.messages) for app in found)} checked, {len(wrong)} faults")
    if asked.compile:
        print(f"messages: {compile_all()} catalogues compiled")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
