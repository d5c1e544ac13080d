"""In which language a page speaks, and how names with two spellings are said in it."""

from django.conf import settings
from django.utils.translation import get_language


def speaks_chinese() -> bool:
    """Say whether the page being made speaks Chinese."""
    return (get_language() or settings.LANGUAGE_CODE).startswith("zh")


def in_reader_language(name_zh: str, name_en: str) -> str:
    """Return the name for the reader; the Chinese one where there is no other."""
    return name_zh if speaks_chinese() else name_en or name_zh
