"""Names and home addresses, known by the words before them. Pure.

The name and the address of an organ are no personal data, and a law that speaks of "the name and
the address of the applicant" names nobody: what follows the label must look like what it says.
"""

import re
from collections.abc import Iterator

from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.matches import Match
from gongkai.release.rules.surnames import is_name

_HAN = "\u4e00-\u9fff\u3400-\u4dbf"
_BLANK = "[ \t\u3000\u00a0]"


def _spread(labels: str) -> str:
    """Return the pattern of labels whose letters are spread over a cell or written one a line."""
    return "|".join(r"\s{0,3}".join(label) for label in labels.split("|"))


_PEOPLE = (
    "姓名|申请人|联系人|法定代表人|法人代表|当事人|被处罚人|户主|持证人|收件人|"
    "患者|家长|监护人|代理人|委托人|受托人|被申请人|投诉人|举报人|信访人|原告|"
    "被告|负责人|经办人|签收人|死者|伤者|嫌疑人|行政相对人|产权人|权利人|"
    "承包人|经营者|配偶|父亲|母亲|子女|受益人|被保险人|借款人|出租人|承租人|"
    "被征收人|持有人|驾驶人|业主"
)
_NAME_LABEL = re.compile(
    rf"(?:{_spread(_PEOPLE)})(?:[(（][^()（）\n]{{1,12}}[)）])?"
    rf"{_BLANK}{{0,8}}(?:[:：|\t\n]|(?<={_BLANK})|为(?=[{_HAN}]{{2,3}}[，,；;。]))[\s|]{{0,8}}"
)
# One or two blanks between the letters of a short name are typesetting ("张　三").
_NAME_VALUE = re.compile(
    rf"[{_HAN}]{{1,8}}(?:[·•‧・][{_HAN}]{{1,8}}){{1,4}}"
    rf"|[{_HAN}](?:[\s\u3000]{{0,3}}[{_HAN}]){{1,3}}"
)
_NEXT_FIELD = re.compile(
    r"[\s|]*(?:性\s*别|男|女|身\s*份|公\s*民|证\s*件|出\s*生|联\s*系|电\s*话|手\s*机|住|地\s*址|年\s*龄"
    r"|民\s*族|职|工\s*作|单\s*位)"
)
_NAME_ENDS = re.compile(rf"[\s|]*(?:[^{_HAN}\s]|$)|[ \t]*\n")
# 张三，男，汉族；张三（身份证号码……）: the name stands before what describes its bearer.
_DESCRIBED = re.compile(
    rf"(?<![{_HAN}])(?P<name>[{_HAN}]{{2,4}})[，,、 \u3000(（\t]{{1,2}}"
    r"(?:[男女](?![士子性儿])(?=[，,、 \t\u3000;；)）\d])|(?:公民|居民)?身份(?:证|号码))"
)
_DOTTED = "·•‧・"

_HOME = (
    "家庭住址|家庭地址|现住址|住址|户籍地址|户籍所在地|户籍地|户口所在地|"
    "户口地址|常住地址|居住地址|现居住地|居住地|身份证地址|身份证住址"
)
_MAYBE_HOME = "住所地|住所|通信地址|通讯地址|联系地址|邮寄地址|送达地址|收件地址|收货地址"
"""The addresses of offices and firms bear these labels too."""
_ADDRESS_LABEL = re.compile(_spread(f"{_HOME}|{_MAYBE_HOME}"))
_AFTER_LABEL = re.compile(
    r"(?:[(（][^()（）\n]{1,12}[)）])?[\s\u3000]{0,8}[:：|为是在]?[\s\u3000|]{0,8}"
)
_ADDRESS = re.compile(rf"[{_HAN}A-Za-z0-9\uff10-\uff19\u3007\-－—#\uff03()（）·、]{{4,60}}")
_VERTICAL = re.compile(rf"(?:[{_HAN}A-Za-z0-9\uff10-\uff19\u3007\-#]\s{{1,2}}){{6,60}}")
_DOORS = "号室户组栋幢"
_REST_OF_ADDRESS = re.compile(
    rf"[ \t]*\n[ \t]*[{_HAN}A-Za-z0-9\uff10-\uff19\-]{{0,30}}[0-9\uff10-\uff19]"
    rf"(?:[{_DOORS}]|单元|号楼|楼)+"
)
_NUMBER = r"[0-9\uff10-\uff19A-Za-z\u3007零一二三四五六七八九十百\-－—]"
_HOUSE = re.compile(rf"{_NUMBER}(?:号|室|栋|幢|座|单元|楼|组|弄|户|排|巷|院|社|队)|{_NUMBER}$")
_AREA = re.compile("[省市区县旗州镇乡村庄屯寨路街巷弄道园苑里]")
_LEAST_AREAS = 2
_OFFICE = re.compile(
    "政府|机关|委员会|办公|法院|检察|公司|大学|学院|医院|银行|中心|大厦|厅|局|部|窗口|科技园|广场|协会|集团|厂|站"
)
_OFFICE_BEFORE = re.compile(
    "单位|机关|公司|企业|法人|组织|机构|部门|受理|窗口|办公|注册|经营|营业|中心|厅|局"
)
_CONTEXT = 12
# Down to the door of a flat: a home whoever writes it.
_UNIT = re.compile(rf"{_NUMBER}{{1,4}}单元[{_HAN}]{{0,3}}?{_NUMBER}{{1,5}}(?:室|号|户)?")
_TO_THE_UNIT = re.compile(rf"[{_HAN}A-Za-z0-9\-]{{3,40}}$")


def names_in(text: str) -> Iterator[Match]:
    """Yield the names of people that a label or a description marks as such."""
    for label in _NAME_LABEL.finditer(text):
        found = _NAME_VALUE.match(text, label.end())
        if found and (end := _end_of_name(text, found)):
            yield _match(FindingKind.NAME, text, found.start(), end)
    for found in _DESCRIBED.finditer(text):
        if is_name(found.group("name")):
            yield _match(FindingKind.NAME, text, *found.span("name"))


def _end_of_name(text: str, found: re.Match[str]) -> int | None:
    """Return where the longest name ends that begins here and after which something else begins."""
    if any(dot in found.group() for dot in _DOTTED):
        return found.end()
    places = [at for at in range(found.start(), found.end()) if not text[at].isspace()]
    names = ["".join(text[at] for at in places[:length]) for length in range(len(places) + 1)]
    # Where the next field begins is surer than where the letters end: "李四性别男".
    for after in (_NEXT_FIELD, _NAME_ENDS):
        for length in range(len(places), 1, -1):
            end = places[length - 1] + 1
            if is_name(names[length]) and after.match(text, end):
                return end
    return None


def addresses_in(text: str) -> Iterator[Match]:
    """Yield the home addresses: by their label, or because they lead to the door of a flat."""
    for label in _ADDRESS_LABEL.finditer(text):
        begin = _AFTER_LABEL.match(text, label.end())
        start = begin.end() if begin else label.end()
        found = _ADDRESS.match(text, start) or _VERTICAL.match(text, start)
        if not found:
            continue
        end = max(found.end(), _end_on_next_line(text, found.end()))
        value = text[start:end].rstrip("、(（-— \n")
        if is_address(value) and (
            "".join(label.group().split()) in _HOME or not _may_be_an_office(text, label, value)
        ):
            yield _match(FindingKind.ADDRESS, text, start, start + len(value))
    yield from _flats_in(text)


def _end_on_next_line(text: str, end: int) -> int:
    """Return where an address ends that was broken off at the end of a line; 0 where it was not."""
    if text[end - 1] in _DOORS:
        return 0
    rest = _REST_OF_ADDRESS.match(text, end)
    return rest.end() if rest else 0


def _flats_in(text: str) -> Iterator[Match]:
    for unit in _UNIT.finditer(text) if "单元" in text else ():
        way = _TO_THE_UNIT.search(text, max(0, unit.start() - 40), unit.start())
        if way and len(_AREA.findall(way.group())) >= _LEAST_AREAS:
            yield _match(FindingKind.ADDRESS, text, way.start(), unit.end())


def is_address(text: str) -> bool:
    """Say whether a text goes from a place down to a house.

    >>> is_address("云梦省青山市梧桐路12号"), is_address("或者联系方式")
    (True, False)
    """
    plain = "".join(text.split())
    return len(_AREA.findall(plain)) >= _LEAST_AREAS and bool(_HOUSE.search(plain))


def is_of_an_office(address: str) -> bool:
    """Say whether an address names an organ, a firm or a building of such."""
    return bool(_OFFICE.search(address))


def _may_be_an_office(text: str, label: re.Match[str], value: str) -> bool:
    if "".join(label.group().split()) in _HOME.split("|"):
        return False
    before = text[max(0, label.start() - _CONTEXT) : label.start()]
    return is_of_an_office(value) or bool(_OFFICE_BEFORE.search(before))


def _match(kind: FindingKind, text: str, start: int, end: int) -> Match:
    return Match(kind, start, end, "".join(text[start:end].split()))
