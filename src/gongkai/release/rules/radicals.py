"""Radicals that some PDF files say where the character was meant, folded. Pure.

A typeface that draws 人 and ⼈ (U+2F08) with one glyph lets many PDF readers answer with the
radical: what looks like a name is then found by no search for that name.
"""

import unicodedata

_SUPPLEMENT = {
    "⺁": "厂", "⺈": "刀", "⺋": "卩", "⺌": "小", "⺍": "小", "⺎": "兀", "⺏": "尢", "⺐": "尢",
    "⺒": "巳", "⺓": "幺", "⺕": "彐", "⺗": "心", "⺙": "攵", "⺛": "旡", "⺜": "日", "⺝": "月",
    "⺟": "母", "⺠": "民", "⺡": "氵", "⺢": "水", "⺣": "灬", "⺤": "爪", "⺥": "爫", "⺧": "牛",
    "⺨": "犭", "⺩": "王", "⺪": "疋", "⺫": "目", "⺬": "示", "⺭": "礻", "⺮": "竹", "⺯": "糸",
    "⺰": "纟", "⺱": "罒", "⺲": "罒", "⺳": "网", "⺴": "网", "⺵": "网", "⺶": "羊", "⺷": "羊",
    "⺸": "羊", "⺹": "老", "⺻": "聿", "⺼": "肉", "⺽": "臼", "⺾": "艹", "⺿": "艹", "⻀": "艹",
    "⻁": "虎", "⻂": "衤", "⻃": "西", "⻄": "西", "⻅": "见", "⻆": "角", "⻇": "角", "⻈": "讠",
    "⻉": "贝", "⻊": "足", "⻋": "车", "⻌": "辶", "⻍": "辶", "⻎": "辶", "⻏": "阝", "⻐": "钅",
    "⻑": "長", "⻒": "長", "⻓": "长", "⻔": "门", "⻕": "阜", "⻖": "阝", "⻗": "雨", "⻘": "青",
    "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻞": "食", "⻟": "飠", "⻠": "饣",
    "⻡": "首", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦",
    "⻩": "黄", "⻪": "黾", "⻫": "斉", "⻬": "齐", "⻭": "歯", "⻮": "齿", "⻯": "竜", "⻰": "龙",
    "⻱": "龜", "⻲": "亀", "⻳": "龟",
}  # fmt: skip
"""CJK Radicals Supplement (U+2E80-2EFF): compatibility normalisation knows two of them only."""


def without_radicals(text: str) -> str:
    """Return the text with every radical as the character that it draws; its length stays."""
    if not any("\u2e80" <= character <= "\u2fdf" for character in text):
        return text
    return "".join(map(_folded, text))


def _folded(character: str) -> str:
    if "\u2f00" <= character <= "\u2fd5":
        return unicodedata.normalize("NFKC", character)
    return _SUPPLEMENT.get(character, character)
