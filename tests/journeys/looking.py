"""What is looked for on every page: barriers, words of the other language, sideways scrolling."""

import os
import re
from functools import cache, partial
from pathlib import Path
from typing import TypedDict, cast

import polib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.amount import WINDOWS, is_examined

import gongkai

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # The rest is long and nobody reads it.
    "resultTypes": ["violations"],
}
SHOTS = os.environ.get("GONGKAI_SHOTS")
"""A folder for pictures of the pages, to be looked at."""
CATALOGUES = Path(gongkai.__file__).parent.rglob("django.po")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
TWO_ENGLISH_WORDS = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,}\b")
# Commands to type, and names that are the same in every language.
SAME_EVERYWHERE = re.compile(
    r"\b(shasum -a|certutil -hashfile|sha256sum|gongkai) |SHA-256|JSON Lines"
)
ALL_WORDS = """
() => {
  const said = (node) => node.closest("[lang]")?.lang ?? "";
  const hidden = (node) => node.closest("script, style, template, noscript, textarea") !== null;
  const found = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const around = walker.currentNode.parentElement;
    if (text && !hidden(around) && around.localName !== "title") {
      found.push({ text, lang: said(around) });
    }
  }
  for (const node of document.querySelectorAll("*")) {
    for (const name of ["aria-label", "title", "placeholder", "alt", "data-default"]) {
      const text = node.getAttribute(name)?.trim();
      if (text) found.push({ text, lang: said(node) });
    }
  }
  return found;
}
"""


class Words(TypedDict):
    """A piece of text on a page and the language that it is marked with."""

    text: str
    lang: str


def barriers(page: Page) -> str:
    """Return axe's report of the barriers on the page, '' where there is none."""
    # A click returns before the page that it leads to is there.
    page.wait_for_load_state()
    found = Axe().run(page, options=RULES)
    return str(found.generate_report()) if found.response["violations"] else ""


def take_picture(page: Page, name: str) -> None:
    """Keep a picture of the page, where pictures are asked for."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def look_at(page: Page, name: str) -> None:
    """Keep a picture, find no barrier and no need to scroll sideways."""
    take_picture(page, name)
    found = barriers(page)
    assert not found, f"{name}: {found}"
    assert not is_too_wide(page), f"{name} is wider than the window"


def see(page: Page, name: str) -> None:
    """Look at the page as it is, or in another window and language; then come back to it.

    In a thorough run in all of them, in every other in that whose turn it is.
    """
    here = page.url
    site, path = here[: here.index("/", len("https://"))], "/" + here.split("/", 3)[3]
    chinese = path.removeprefix("/en")
    for language, width in filter(partial(is_examined, name), WINDOWS):
        page.set_viewport_size({"width": width, "height": 900})
        address = site + (f"/en{chinese}" if language == "en" else chinese)
        if page.url != address:
            page.goto(address)
        look_at(page, f"{name}, {language}, {width}")
        assert not foreign_words(page, language), f"{name}, {language}"
    page.set_viewport_size({"width": WINDOWS[0][1], "height": 900})
    if page.url != here:
        page.goto(here)


def is_too_wide(page: Page) -> bool:
    """Say whether one has to scroll sideways to read the page."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def foreign_words(page: Page, language: str) -> list[str]:
    """Return the texts of a page that are not in its language and not marked as another's."""
    words = cast(list[Words], page.evaluate(ALL_WORDS))
    said = [piece["text"] for piece in words if piece["lang"].startswith(language[:2])]
    assert said, "the page says nothing in its own language"
    return [text for text in said if _is_foreign(text, language)]


def _is_foreign(text: str, language: str) -> bool:
    if language == "en":
        return bool(HAN.search(text)) and text not in _messages()
    rest = SAME_EVERYWHERE.sub("", text)
    return text in _messages() or bool(TWO_ENGLISH_WORDS.search(rest))


@cache
def _messages() -> frozenset[str]:
    entries = [entry for path in CATALOGUES for entry in polib.pofile(str(path))]
    return frozenset(entry.msgid.strip() for entry in entries if entry.msgid != entry.msgstr)
