"""Which organ a printed issuer is: its level, its kind and the division it belongs to."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

NATION = "全国"
_SEAT = re.compile(
    r"^(?P<division>.+?(?:自治区|自治州|自治县|自治旗|地区|省|市|州|盟|县|区|旗|镇|乡))"
    r"(?=人民代表大会|人民政府|$)"
)
_LEVELS = (
    (("省", "自治区"), "province"),
    (("市", "自治州", "州", "地区", "盟"), "city"),
    (("县", "旗", "区"), "county"),
    (("镇", "乡"), "township"),
)


@dataclass(frozen=True, slots=True)
class GuessedOrgan:
    """What a name says of an organ. `parent_division` is blank for the first level."""

    level: str
    kind: str
    division: str
    parent_division: str


def guess_organ(issuer: str, area: str) -> GuessedOrgan:
    """Return what the issuer's name and area say; the area is the division or the one above.

    >>> guess_organ("青岛市人民代表大会常务委员会", "山东省").level
    'city'
    """
    kind = _kind(issuer)
    if area in {NATION, "中国", "国家"} or issuer.startswith(("国务院", "全国", "中华人民共和国")):
        return GuessedOrgan("national", kind, NATION, "")
    seat = _SEAT.match(issuer)
    division = seat["division"] if seat else area
    if not division or division == area:
        return GuessedOrgan(level_of(area), kind, area, "")
    # 山东省青岛市人民政府 names both.
    division = division.removeprefix(area)
    return GuessedOrgan(_lower(level_of(division), area), kind, division, area)


def level_of(division: str) -> str:
    """Return the level that a division's name says; the four municipalities are provinces."""
    if known_divisions().get(division, "1").endswith("0000"):
        return "province"
    return next((level for endings, level in _LEVELS if division.endswith(endings)), "province")


@lru_cache(maxsize=1)
def known_divisions() -> dict[str, str]:
    """Return codes (GB/T 2260) by name, as far as they are shipped."""
    shipped = resources.files("gongkai.records.data").joinpath("divisions.json")
    codes: dict[str, str] = json.loads(shipped.read_text("utf-8"))
    return {name: code for code, name in codes.items()}


def _lower(level: str, area: str) -> str:
    # A district of a municipality stands where a city stands elsewhere; it is called a county.
    return "city" if level == "province" and area else level


def _kind(issuer: str) -> str:
    if "人民代表大会" in issuer or issuer.endswith(("人大", "人大常委会")):
        return "legislature"
    if issuer.endswith("人民政府") or issuer == "国务院":
        return "government"
    return "department"
