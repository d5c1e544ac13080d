"""How an article of the Regulations is cited to readers. Pure but for the language of the page."""

import re

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_ARTICLE = re.compile(r"(?P<article>[0-9]{1,2})(?:\((?P<item>[0-9]{1,2})\))?")
_DIGITS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")


def cited(article: str) -> str:
    """Return `10(3)` as 《条例》第十条第三项 or "Regulations, article 10(3)"; else the text."""
    found = _ARTICLE.fullmatch(article)
    if found is None:
        return article
    if not (get_language() or settings.LANGUAGE_CODE).startswith("zh"):
        return _("Regulations, article %(article)s") % {"article": article}
    item = f"第{in_chinese(int(found['item']))}项" if found["item"] else ""
    return f"《条例》第{in_chinese(int(found['article']))}条{item}"


def in_chinese(number: int) -> str:
    """Return a number from 1 to 99 in Chinese: 十, 十一, 二十, 二十一."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones]}"
