"""Chinese parts of a text are marked on a page in English, so that they are read out in Chinese."""

import pytest
from django.contrib.auth import password_validation
from django.template import Context, Template
from django.utils import translation


def zh(text: str) -> str:
    return f'<span lang="zh-Hans">{text}</span>'


def said(text: object, language: str = "en", template: str = "{{ text|spoken }}") -> str:
    with translation.override(language):
        return Template(template).render(Context({"text": text}))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Signed in as 王堃", f"Signed in as {zh('王堃')}"),
        ("云梦市水务局 · Clerk", f"{zh('云梦市水务局')} · Clerk"),
        ("《办法》第2条。 A 甲", f"{zh('《办法》第2条。')} A {zh('甲')}"),
        ("𬭚湖", zh("𬭚湖")),
        ("甲 & 乙 <b>", f"{zh('甲')} &amp; {zh('乙')} &lt;b&gt;"),
        ("no Chinese 2026", "no Chinese 2026"),
    ],
)
def test_on_an_english_page(text: str, marked: str) -> None:
    assert said(text) == marked


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_markup_that_is_translated_late_stays_markup(language: str) -> None:
    rules = password_validation.password_validators_help_text_html()
    assert said(rules, language).startswith("<ul><li>")


def test_nothing_is_marked_on_a_chinese_page() -> None:
    assert said("王堃 <b>", "zh-hans") == "王堃 &lt;b&gt;"
    assert said("王堃", "zh-hans", "<option{% spoken_as text %}>") == "<option>"


def test_an_element_that_holds_only_text_is_marked_itself() -> None:
    template = "<option{% spoken_as text %}>{{ text }}</option>"
    assert said("云梦市", template=template) == '<option lang="zh-Hans">云梦市</option>'
    assert said("City", template=template) == "<option>City</option>"
