"""Tags of the portal: which language a piece of content is written in, and how lists are said."""

import re

from django import template
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai.applications.operations import can_apply_to
from gongkai.clock import articles
from gongkai.interfaces.portal import labels
from gongkai.interfaces.portal.entries import menu_items
from gongkai.interfaces.portal.languages import in_reader_language, speaks_chinese
from gongkai.interfaces.shared.components import NavItem
from gongkai.records.link_words import LINKS_FROM_HERE, LINKS_TO_HERE

register = template.Library()

_CHINESE = mark_safe(' lang="zh-Hans"')
_NOTHING = mark_safe("")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LISTS = {
    "form": labels.FORMS,
    "cleanup": labels.CLEANUP,
    "time_limit": labels.TIME_LIMITS,
    "category": labels.CATEGORIES,
    "validity": labels.VALIDITY,
    "level": labels.LEVELS,
    "kind": labels.ORGAN_KINDS,
    "assembly": labels.ASSEMBLIES,
    "serves": labels.SERVICE_OBJECTS,
    "obtained": labels.HOW_OBTAINED,
    "link_from_here": LINKS_FROM_HERE,
    "link_to_here": LINKS_TO_HERE,
}


@register.filter
def can_be_applied_to(organ_kind: str) -> bool:
    """Say whether the Regulations let people apply to an organ of this kind."""
    return can_apply_to(organ_kind)


@register.simple_tag
def chinese() -> SafeString:
    """Return the lang attribute for Chinese content on a page in another language.

    Screen readers choose their voice by it (WCAG 2.2, 3.1.2).
    """
    return _NOTHING if speaks_chinese() else _CHINESE


@register.simple_tag
def in_two(name_zh: str, name_en: str = "") -> SafeString:
    """Return the name in the reader's language, marked as Chinese where there is no other."""
    if speaks_chinese():
        return format_html("{}", name_zh)
    if name_en:
        return format_html("{}", name_en)
    return format_html('<span lang="zh-Hans">{}</span>', name_zh)


@register.simple_tag
def worded(text: str | Promise) -> SafeString:
    """Return a text, marked as Chinese where it holds Han letters on a page in English."""
    if speaks_chinese() or not _HAN.search(str(text)):
        return format_html("{}", text)
    return format_html('<span lang="zh-Hans">{}</span>', text)


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> list[NavItem]:
    """Return the entries of the main menu, the current one marked."""
    request = context.get("request")
    return menu_items(request.path if isinstance(request, HttpRequest) else "")


@register.filter
def said(value: str, of: str) -> str | Promise:
    """Return how a value of a closed list is said: `{{ page.time_limit|said:"time_limit" }}`."""
    return labels.said(_LISTS[of], value)


@register.filter
def cited(article: str) -> str:
    """Return an article of the Regulations as readers cite it."""
    return articles.cited(article)


@register.filter
def validity_colour(value: str) -> str:
    """Return the colour of the badge that says whether a document is in force."""
    return labels.VALIDITY_COLOURS.get(value, "grey")


@register.filter
def digest_groups(digest: str) -> str:
    """Return a digest in groups of eight, which a person can compare."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


@register.filter
def next_level(depth: int) -> int:
    """Return the level of the headings inside a section; HTML ends at h6."""
    return min(depth + 1, 6)


@register.filter
def previous_level(level: int) -> int:
    """Return the level of a heading on a page that has no heading "Text" above it."""
    return max(level - 1, 2)


@register.simple_tag
def in_two_plain(name_zh: str, name_en: str = "") -> str:
    """Return the name in the reader's language where no markup may stand (in an option)."""
    return in_reader_language(name_zh, name_en)
