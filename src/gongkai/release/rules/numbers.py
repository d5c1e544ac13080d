"""Identity, card, telephone and passport numbers among the digits of a text. Pure.

A number with a check character is believed wherever its groups begin and end with it. One without
must look like a number that somebody wrote: in one piece, grouped as people group it, or apart
from its surroundings; else every table of figures would hold telephones.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from gongkai.release.rules.digits import DigitRun
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.folding import fold_letters
from gongkai.release.rules.matches import Match

_PROVINCE = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[0-9]"
"""GB/T 2260; 9 is the permanent residence of a foreigner."""
_IDENTITY = re.compile(
    rf"(?:{_PROVINCE})[0-9]{{4}}((?:18|19|20)[0-9]{{2}})(0[1-9]|1[0-2])([0-3][0-9])[0-9]{{3}}[0-9X]"
)
_OLD_IDENTITY = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])[0-9]{4}"
    r"([0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])[0-9]{3}"
)
# 62 and 9558 are UnionPay and its forerunners; 4, 5 and 35 the international cards, which have
# sixteen digits. Other beginnings are mostly chance.
_CARD_BEGINS = re.compile(r"62|9558|9559|6013|6035|4[0-9]|5[1-5]|35")
_CARD = re.compile(r"(?:62|9558|9559|6013|6035)[0-9]{12,17}|(?:4[0-9]|5[1-5]|35)[0-9]{14}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_COUNTRY = ("86", "0086")
_IDENTITY_LABEL = re.compile(
    r"身份证|身份证明|公民身份|证件号|身份号|身份編號|身分證|ID\s?(?:NO|CARD)", re.I
)
_CARD_LABEL = re.compile(r"卡号|银行卡|账号|帐号|账户|借记卡")
_MOBILE_LABEL = re.compile(r"手\s?机|电\s?话|联系方式|移动|微信|TEL|MOBILE|PHONE", re.I)
_PASSPORT_LABEL = re.compile(r"护照|通行证|回乡证|台胞证|证件号|PASSPORT", re.I)
_CREDIT_CODE_LABEL = re.compile(r"信用代码|组织机构代码|登记号|注册号")
_NEAR = 24
"""Characters between a label and the number that it names."""
_GROUPED = (3, 4, 4)
"""How nearly everybody groups a mobile number."""
_WRITTEN_GAPS = {" ", "-", "·", ".", "\u2010", "\u2011", "\u2013", "\u2014", "_"}
_FEW = 2
_SOME = 4
_MOST_ALIKE = 6
_LETTERS_BEFORE = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2})[\s\-.·]{0,2}$")
_STRONG_PASSPORT = re.compile(r"E[0-9]{8}|G[0-9]{8}|E[A-HJ-NP-Z][0-9]{7}")
_WEAK_PASSPORT = re.compile(r"[DSPHMCTKLW][0-9]{7,10}|[DSP]E[0-9]{7}|M[AB][0-9]{7}|C[A-Z][0-9]{7}")
_FOREIGN_PASSPORT = re.compile(r"[A-Z]{1,2}[0-9]{6,8}|[0-9]{8,9}")
_OLD_LENGTH = 15
_LENGTH = 18


def numbers_in(run: DigitRun) -> Iterator[Match]:
    """Yield what one run of digits holds; hits may overlap, the surest kinds come first."""
    for find in (_identities, _cards, _mobiles, _passports):
        yield from find(run)


def _identities(run: DigitRun) -> Iterator[Match]:
    for start in run.openings:
        for length, is_right in ((_LENGTH, _is_identity), (_OLD_LENGTH, _is_old_identity)):
            end = start + length
            if end in run.ends and is_right(run, start, run.plain[start:end]):
                yield _match(FindingKind.IDENTITY_NUMBER, run, start, end)


def _is_identity(run: DigitRun, start: int, number: str) -> bool:
    found = _IDENTITY.fullmatch(number)
    if not found or not _is_date(*map(int, found.groups())):
        return False
    # Beside its label a number with a slip of the pen is still somebody's number.
    if _is_near(run, start, _IDENTITY_LABEL):
        return True
    is_right = number[-1] == ric.calc_check_digit(number)
    return is_right and not _is_near(run, start, _CREDIT_CODE_LABEL)


def _is_old_identity(run: DigitRun, start: int, number: str) -> bool:
    """Say whether it is a number of the first cards, which have no check character."""
    found = _OLD_IDENTITY.fullmatch(number)
    if not found:
        return False
    year, month, day = map(int, found.groups())
    if not _is_date(1900 + year, month, day):
        return False
    if _is_near(run, start, _IDENTITY_LABEL):
        return True
    in_one_piece = not _pieces(run, start, start + _OLD_LENGTH)[1:]
    return in_one_piece and _is_county(number[:6]) and _stands_free(run, start, start + _OLD_LENGTH)


def _is_county(code: str) -> bool:
    try:
        place: dict[str, str] = ric.get_birth_place(f"{code}19490101001X")
    except ValidationError:
        return False
    return bool(place.get("county"))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _cards(run: DigitRun) -> Iterator[Match]:
    for start in run.openings:
        if not _CARD_BEGINS.match(run.plain, start):
            continue
        for length in range(19, 15, -1):
            end = start + length
            number = run.plain[start:end]
            if (
                end in run.ends
                and _CARD.fullmatch(number)
                and luhn.is_valid(number)
                and _is_written_card(run, start, end)
            ):
                yield _match(FindingKind.BANK_CARD, run, start, end)
                break


def _is_written_card(run: DigitRun, start: int, end: int) -> bool:
    pieces = _pieces(run, start, end)
    if not _stands_free(run, start, end):
        return False
    if len(pieces) == 1 or _is_near(run, start, _CARD_LABEL):
        return True
    gaps = _gaps(run, start, end)
    fours = all(piece == 4 for piece in pieces[:-1]) and pieces[-1] <= 4
    if fours and len(set(gaps)) == 1 and gaps[0] in _WRITTEN_GAPS:
        return True
    return _is_apart(run, start, end, gaps) and (set(pieces) == {1} or len(gaps) <= _SOME)


def _mobiles(run: DigitRun) -> Iterator[Match]:
    for start in run.openings:
        begins = start + next(
            (len(code) for code in _COUNTRY if run.plain.startswith(code, start)), 0
        )
        for first in dict.fromkeys((start, begins)):
            end = first + 11
            if end not in run.ends or not _MOBILE.fullmatch(run.plain[first:end]):
                continue
            if _is_written_mobile(run, start, first, end):
                yield _match(FindingKind.MOBILE, run, first, end)


def _is_written_mobile(run: DigitRun, start: int, first: int, end: int) -> bool:
    if not _stands_free(run, start, end) or run.alike(first, end) > _MOST_ALIKE:
        return False
    pieces = _pieces(run, first, end)
    if len(pieces) == 1 or _is_near(run, start, _MOBILE_LABEL):
        return True
    gaps = _gaps(run, first, end)
    one_gap = len(set(gaps)) == 1
    if tuple(pieces) == _GROUPED and one_gap and gaps[0] in _WRITTEN_GAPS:
        return True
    if not _is_apart(run, start, end, gaps):
        return False
    return set(pieces) == {1} or (len(gaps) <= _FEW and _in_prose(run, start, end, gaps))


def _passports(run: DigitRun) -> Iterator[Match]:
    """Yield the passports whose letters stand before the run; other documents need a label."""
    before = fold_letters(run.before(0, 8))
    letters = _LETTERS_BEFORE.search(before)
    is_labelled = bool(_PASSPORT_LABEL.search(run.before(0, _NEAR)))
    for end in sorted(run.ends, reverse=True):
        number = (letters.group(1) if letters else "") + run.plain[:end]
        is_one = _STRONG_PASSPORT.fullmatch(number) or (
            is_labelled
            and (_WEAK_PASSPORT.fullmatch(number) or _FOREIGN_PASSPORT.fullmatch(number))
        )
        if is_one and _ends_free(run, end) and not run.alike(0, end):
            back = len(before) - letters.start(1) if letters else 0
            start, last = run.start - back, run.places[end - 1] + 1
            yield Match(FindingKind.PASSPORT, start, last, number)
            return


def _match(kind: FindingKind, run: DigitRun, start: int, end: int) -> Match:
    return Match(kind, run.places[start], run.places[end - 1] + 1, run.plain[start:end])


def _is_near(run: DigitRun, at: int, label: re.Pattern[str]) -> bool:
    return bool(label.search(run.before(at, _NEAR)))


def _pieces(run: DigitRun, start: int, end: int) -> list[int]:
    """Return how many digits each group of a number has."""
    edges = [start, *(at for at in run.starts_between(start + 1, end)), end]
    return [after - before for before, after in pairwise(edges)]


def _gaps(run: DigitRun, start: int, end: int) -> list[str]:
    return [run.gap(at) or "" for at in run.starts_between(start + 1, end)]


def _is_apart(run: DigitRun, start: int, end: int, gaps: list[str]) -> bool:
    """Say whether what parts the digits of the number does not part it from its neighbours too."""
    return run.gap(start) not in gaps and run.gap(end) not in gaps


def _in_prose(run: DigitRun, start: int, end: int, gaps: list[str]) -> bool:
    """Say whether a line end in a number is one of running text or of one cell, not of a column."""
    if "\n" not in gaps:
        return True
    if len(run.text.strip()) == run.places[end - 1] + 1 - run.places[start]:
        return True
    before, after = run.before(start, 1), run.after(end)
    return gaps.count("\n") == 1 and bool(before.strip() or after.strip())


def _stands_free(run: DigitRun, start: int, end: int) -> bool:
    """Say whether no letter touches the number and it is no part of a fraction or an amount."""
    before = run.before(start, 1)
    if before.isascii() and before.isalpha():
        return False
    is_fraction = before == "." and run.before(start, 2)[:1] == "0"
    return not is_fraction and _ends_free(run, end)


def _ends_free(run: DigitRun, end: int) -> bool:
    after = run.after(end)
    if after.isascii() and after.isalnum():
        return False
    is_amount = after == "." and run.places[end : end + 1] == (run.places[end - 1] + 2,)
    return not is_amount
