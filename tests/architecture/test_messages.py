"""Both languages are complete, and no page says a word outside the catalogues."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools import messages

from gongkai.kernel.embedded.paths import PACKAGE

# Shown when neither the database nor the translations may work: they hold both languages.
WITHOUT_TRANSLATION = {"500.html", "503.html"}
# Names that are the same in both languages.
NAMES = re.compile(
    r"\b(PDF|CSV|XLSX|JSON|TXT|DOCX|OAI-PMH|Atom|RSS|JSONL|SHA-256|ICP|HTML|XML|UTF-8|Gongkai|zh|en"
    r"|Linux|macOS|Windows)\b"
)
HAN = re.compile(r"[\u3400-\u9fff]")
NOT_TEXT = re.compile(
    r"{% comment %}.*?{% endcomment %}|{#.*?#}|{% block \w+_class %}.*?{% endblock[^%]*%}"
    r"|{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}"
    r"|{%.*?%}|{{.*?}}|<(script|code|kbd)\b.*?</\1>|<!--.*?-->|&\w+;|&#\d+;",
    re.DOTALL,
)
ATTRIBUTE_TEXT = re.compile(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"')


def templates() -> list[Path]:
    """Return every page of the package."""
    return sorted(PACKAGE.rglob("templates/**/*.html"))


def words_outside_catalogues(source: str) -> Iterator[str]:
    """Yield what a page says without a translation."""
    bare = NAMES.sub("", NOT_TEXT.sub("", source))
    texts = [*ATTRIBUTE_TEXT.findall(bare), re.sub(r"<[^>]*>", "\n", bare)]
    for text in texts:
        yield from re.findall(r"[A-Za-z\u3400-\u9fff]{2,}", text)


def test_every_message_has_its_chinese_text() -> None:
    found = messages.apps()
    assert sum(len(app.messages) for app in found) > 100
    assert list(messages.faults(found)) == []


def test_pages_say_nothing_outside_the_catalogues() -> None:
    said = {
        path.relative_to(PACKAGE).as_posix(): words
        for path in templates()
        if path.name not in WITHOUT_TRANSLATION
        and (words := list(words_outside_catalogues(path.read_text(encoding="utf-8"))))
    }
    assert said == {}


def test_the_source_speaks_english_to_the_catalogues() -> None:
    # An English message may quote a Chinese word; a message in Chinese has no English reader.
    texts = [message.text for app in messages.apps() for message in app.messages]
    assert [text for text in texts if HAN.search(text) and not re.search(r"[a-z]{2}", text)] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ("<p>你好</p>", ["你好"]),
        ('<img alt="Crest">', ["Crest"]),
        ('{% load i18n %}<p>{% translate "Hello" %}: {{ name }} PDF</p>', []),
        ("{% blocktranslate %}Hello {{ x }}{% endblocktranslate %}", []),
        ('<a class="govuk-link" href="/x">{# why #}</a>', []),
    ],
)
def test_untranslated_words_are_found(source: str, found: list[str]) -> None:
    assert list(words_outside_catalogues(source)) == found


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app of its own with one message of each kind."""
    app = tmp_path / "organs"
    (app / "templates").mkdir(parents=True)
    (app / "apps.py").write_text("", encoding="utf-8")
    (app / "texts.py").write_text(
        'a = _("Open %(name)s")\nb = ngettext("%(n)d day", "%(n)d days", n)\n'
        'c = pgettext("of a record", "Open")\n',
        encoding="utf-8",
    )
    (app / "templates/page.html").write_text(
        '{% load i18n %}\n  {% translate "Close" %}\n'
        "    {% blocktranslate with x=y %}Seen by {{ x }}{% endblocktranslate %}",
        encoding="utf-8",
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    return app


CHINESE = {
    "Open %(name)s": "公开%(name)s",
    "%(n)d day": "%(n)d 天",
    "Open": "公开",
    "Close": "关闭",
    "Seen by %(x)s": "%(x)s已阅",
}


def translate(planted_app: Path, **changed: str) -> list[str]:
    """Write the planted app's catalogue and return its faults."""
    found = messages.apps()
    messages.update(found, {})
    path = planted_app / messages.CATALOGUE
    catalogue = messages.read_catalogue(path)
    for entry in catalogue:
        messages.set_chinese(entry, {**CHINESE, **changed}[entry.msgid])
    catalogue.save(str(path))
    return list(messages.faults(messages.apps()))


def test_python_and_templates_are_both_read(planted: Path) -> None:
    assert {message.text for message in messages.apps()[0].messages} == set(CHINESE)
    assert translate(planted) == []


def test_a_missing_catalogue_is_a_fault_for_each_message(planted: Path) -> None:
    assert len(list(messages.faults(messages.apps()))) == len(CHINESE)


def test_an_empty_text_is_a_fault(planted: Path) -> None:
    assert translate(planted, Close="") == ["organs: no Chinese text for 'Close'"]


@pytest.mark.parametrize("text", ["公开", "公开%(nme)s", "公开%(name)s{x}"])
def test_a_placeholder_that_does_not_fit_is_a_fault(planted: Path, text: str) -> None:
    (fault,) = translate(planted, **{"Open %(name)s": text})
    assert "placeholder" in fault


def test_a_doubtful_text_and_one_that_nobody_says_are_faults(planted: Path) -> None:
    assert translate(planted) == []
    path = planted / messages.CATALOGUE
    path.write_text(
        path.read_text(encoding="utf-8").replace('msgid "Close"', '#, fuzzy\nmsgid "Close"')
        + '\nmsgid "Old"\nmsgstr "旧"\n',
        encoding="utf-8",
    )
    assert sorted(messages.faults(messages.apps())) == [
        "organs: nobody says this any more: 'Old'",
        "organs: the Chinese text is marked doubtful: 'Close'",
    ]
    messages.update(messages.apps(), {})
    assert "Old" not in path.read_text(encoding="utf-8")


def test_two_apps_say_the_same_in_the_same_words(planted: Path) -> None:
    assert translate(planted) == []
    other = planted.parent / "records"
    other.mkdir()
    (other / "apps.py").write_text('x = _("Close")\n', encoding="utf-8")
    found = messages.apps()
    messages.update(found, messages.known_texts(found))
    assert list(messages.faults(messages.apps())) == []
    path = other / messages.CATALOGUE
    path.write_text(path.read_text(encoding="utf-8").replace("关闭", "结束"), encoding="utf-8")
    (fault,) = messages.faults(messages.apps())
    assert "'结束'" in fault
    assert "'关闭'" in fault
