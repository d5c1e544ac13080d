"""The Chinese names of the closed lists, as tables of other systems write them.

A page says these names in the reader's language (the models' choices); here they are read.
"""

import re
import unicodedata
from collections.abc import Mapping

_NAMES: Mapping[str, Mapping[str, str]] = {
    "category": {
        "待定": "undetermined",
        "主动公开": "voluntary",
        "依申请公开": "on_application",
        "申请公开": "on_application",
        "不予公开": "exempt",
        "免予公开": "exempt",
    },
    "time_limit": {
        "长期公开": "long_term",
        "及时公开": "timely",
        "依申请公开": "on_application",
    },
    "forms": {
        "政府网站": "website",
        "网站": "website",
        "政府公报": "gazette",
        "公报": "gazette",
        "新闻发布会": "press_conference",
        "报刊": "newspaper",
        "广播": "radio",
        "电视": "television",
        "电子屏幕": "screen",
        "公共查阅室": "reading_room",
        "查阅室": "reading_room",
        "其他": "other",
    },
    "validity": {
        "有效": "in_force",
        "现行有效": "in_force",
        "已修改": "amended",
        "修改": "amended",
        "失效": "lapsed",
        "废止": "repealed",
        "已废止": "repealed",
    },
    "assembly": {
        "机构职能": "functions",
        "政策法规": "policies",
        "规划计划": "plans",
        "行政事务": "affairs",
        "人事人才": "personnel",
        "财务审计": "finance",
        "国资管理": "state_assets",
        "统计信息": "statistics",
        "便民信息": "convenience",
        "其他": "other",
    },
    "service_object": {
        "面向公民": "citizens",
        "公民": "citizens",
        "面向法人": "legal_persons",
        "法人": "legal_persons",
        "其他": "other",
    },
    "how_obtained": {
        "本机关制作": "made",
        "制作": "made",
        "与其他机关共同制作": "made_together",
        "联合发文": "made_together",
        "从公民、法人或者其他组织获取": "from_people",
        "从其他行政机关获取": "from_organ",
    },
}
CLOSED_LISTS = frozenset(_NAMES)
_SPACES = re.compile(r"\s+")


def code_of(element: str, said: str) -> str:
    """Return the code of a value of a closed list, said as its code or by its Chinese name.

    What is neither is returned without the spaces around it: whoever checks the element says
    that the list has no such value.
    """
    plain = _SPACES.sub("", unicodedata.normalize("NFKC", said))
    return _NAMES.get(element, {}).get(plain, said.strip())
