"""Tags and filters that every template has without loading them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from gongkai.kernel.time import local_date, local_zone
from gongkai.organs import queries as organs
from gongkai.organs.queries import DemoAccount

register = template.Library()

NOTHING = mark_safe("")
_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# From the first Han letter to the last one without a Latin letter between, and what closes it.
_CHINESE_PART = re.compile(rf"[《“‘（〔★]*[{_HAN}](?:[^A-Za-z]*[{_HAN}])?[》”’）〕。，；：、！？]*")


def _speaks_chinese() -> bool:
    return (get_language() or settings.LANGUAGE_CODE).startswith("zh")


@register.filter
def spoken(text: object) -> object:
    """Return a text with its Chinese parts marked as Chinese on a page in another language.

    Screen readers choose their voice by it (WCAG 2.2, 3.1.2).
    """
    # A text that is translated late may turn out to be markup: the rules for passwords are.
    text = str(text) if isinstance(text, Promise) else text
    if _speaks_chinese() or isinstance(text, SafeString):
        return text
    # Escaped first: entities are in Latin letters, which no Chinese part holds.
    marked = _CHINESE_PART.sub(r'<span lang="zh-Hans">\g<0></span>', escape(str(text)))
    return mark_safe(marked)  # noqa: S308 - escaped above


@register.simple_tag
def spoken_as(text: str | Promise) -> SafeString:
    """Return the lang attribute of an element whose whole text is Chinese on an English page."""
    if _speaks_chinese() or not _CHINESE_PART.search(str(text)):
        return NOTHING
    return mark_safe(' lang="zh-Hans"')


@register.filter
def day(value: date | datetime | None) -> str:
    """Return 2026年3月12日 or 12 March 2026; of a moment its local day."""
    if value is None:
        return ""
    on = local_date(value) if isinstance(value, datetime) else value
    if _speaks_chinese():
        return f"{on.year}年{on.month}月{on.day}日"
    return date_format(on, "j F Y", use_l10n=False)


@register.filter
def moment(value: datetime | None) -> str:
    """Return the local day and time of a moment: 2026年3月12日 14:05 or 12 March 2026, 14:05."""
    if value is None:
        return ""
    clock = value.astimezone(local_zone()).strftime("%H:%M")
    return f"{day(value)} {clock}" if _speaks_chinese() else f"{day(value)}, {clock}"


@register.filter
def iso(value: date | datetime | None) -> str:
    """Return the machine form for <time datetime>: a local day, or a moment with its offset."""
    if isinstance(value, datetime):
        return value.astimezone(local_zone()).isoformat(timespec="seconds")
    return value.isoformat() if value else ""


@register.filter
def tag_moment(value: datetime | None) -> str:
    """Return YYYY-MM-DD HH:mm in local time, the form of the PubDate tag."""
    return value.astimezone(local_zone()).strftime("%Y-%m-%d %H:%M") if value else ""


@register.filter
def working_days(count: int) -> str:
    """Return "15 working days" in the reader's language."""
    return ngettext("%(count)d working day", "%(count)d working days", count) % {"count": count}


@register.simple_tag
def meta_tag(name: str, content: str | Promise) -> SafeString:
    """Return one meta tag on one line; nothing when there is no content."""
    said = " ".join(str(content or "").split())
    return format_html('<meta name="{}" content="{}">', name, said) if said else NOTHING


@register.simple_tag
def home_address(route: str = "") -> str:
    """Return the address of a door's home page: the portal's unless a route is named."""
    try:
        return reverse(route or "portal:home")
    except NoReverseMatch:
        return "/" if _speaks_chinese() else "/en/"


@dataclass(frozen=True, slots=True)
class DemoAccounts:
    """The invented people of the living demo: one of each role first, then everybody."""

    one_of_each_role: list[DemoAccount]
    everybody: tuple[DemoAccount, ...]


@register.simple_tag
def demo_accounts() -> DemoAccounts:
    """Return who can sign in on the living demo."""
    everybody = organs.demo_accounts()
    first = {account.role_label: account for account in reversed(everybody)}
    shown = sorted(first.values(), key=everybody.index)
    return DemoAccounts(one_of_each_role=shown, everybody=everybody)


@dataclass(frozen=True, slots=True)
class ErrorItem:
    """A line of the error summary; the anchor is empty when no field is to blame."""

    message: str
    anchor: str


@register.filter
def error_items(form: BaseForm) -> list[ErrorItem]:
    """Return what is wrong with a form in the order of its fields, the whole form first."""
    whole = [ErrorItem(str(message), "") for message in form.non_field_errors()]
    parts = [ErrorItem(str(message), _anchor(bound)) for bound in form for message in bound.errors]
    return whole + parts


def _anchor(bound: BoundField) -> str:
    # A group of radios or boxes has no element of its own id; the link leads to the first.
    return f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.auto_id)


@register.simple_tag
def widget_attrs(widget: Mapping[str, object], base: str) -> SafeString:
    """Return the attributes of a form control with the classes of the design system.

    `base` is the class of the control; a control with an error gets `base--error` too.
    """
    attrs = widget["attrs"]
    if not isinstance(attrs, Mapping):
        return NOTHING
    classes = [base, str(attrs.get("class", ""))]
    if attrs.get("aria-invalid") == "true":
        classes.append(f"{base}--error")
    merged = {**attrs, "class": " ".join(filter(None, classes))}
    # A placeholder vanishes when it is needed; what it would say belongs into the hint.
    merged.pop("placeholder", None)
    return format_html_join(
        "",
        ' {}="{}"',
        (
            (name, name if value is True else value)
            for name, value in merged.items()
            if value is not False
        ),
    )
