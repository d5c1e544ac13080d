"""What is personal, or marked as secret, in a text: found in every spelling. Pure.

The one function behind the gate, the search by kind of a redaction and the pages of a file. What
it finds is a suggestion: a number may look right by chance, and nobody's name is in a list here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from gongkai.release.rules.digits import digit_runs
from gongkai.release.rules.findings import (
    MOST_FINDINGS,
    Finding,
    FindingKind,
    Place,
    cut_findings,
)
from gongkai.release.rules.folding import fold_text
from gongkai.release.rules.labels import addresses_in, names_in
from gongkai.release.rules.masking import mask
from gongkai.release.rules.matches import Match, apart
from gongkai.release.rules.numbers import numbers_in
from gongkai.release.rules.plates import plates_in
from gongkai.release.rules.secrecy import secrecy_marks_in

_ANYWHERE = Place()
_SUREST = (
    FindingKind.IDENTITY_NUMBER,
    FindingKind.BANK_CARD,
    FindingKind.MOBILE,
    FindingKind.PASSPORT,
)


def find_personal(text: str) -> tuple[Match, ...]:
    """Return what is personal or marked as secret, in the order of the text.

    Digits of any script, also Chinese numerals and circled ones, and with blanks, line ends,
    hyphens, dots or invisible characters between them; the offsets are those of the given text.

    >>> [(match.kind.value, match.value) for match in find_personal("电话：138-0013-8000")]
    [('mobile', '13800138000')]
    """
    folded = fold_text(text)
    found = apart(_found_in(folded.text))
    if not folded.places:
        return tuple(found)
    return tuple(
        Match(match.kind, *folded.given(match.start, match.end), match.value) for match in found
    )


def _found_in(text: str) -> Iterator[Match]:
    numbers = [match for run in digit_runs(text) for match in numbers_in(run)]
    yield from sorted(numbers, key=lambda match: _SUREST.index(match.kind))
    yield from plates_in(text)
    yield from secrecy_marks_in(text)
    yield from names_in(text)
    yield from addresses_in(text)


def findings_in_text(text: str, *, place: Place = _ANYWHERE) -> tuple[Finding, ...]:
    """Return the findings of a text, each value of a kind once, at most MOST_FINDINGS.

    Every kind keeps its first ones; where there were more, NOT_SEARCHED stands at the end. The
    line (from 1) is added to a place that has neither a cell nor a box.
    """
    found: list[Finding] = []
    line, counted = 1, 0
    for match in _first_of_each_kind(find_personal(text)):
        line += text.count("\n", counted, match.start)
        counted = match.start
        where = place if place.cell or place.box else replace(place, line=line)
        found.append(finding_of(match, where))
    return cut_findings(found, place=place)


def _first_of_each_kind(matches: Iterable[Match]) -> Iterator[Match]:
    """Yield each value of a kind once, and of each kind no more than tells that it is cut."""
    seen: dict[FindingKind, set[str]] = defaultdict(set)
    for match in matches:
        values = seen[match.kind]
        if match.value not in values and len(values) <= MOST_FINDINGS:
            values.add(match.value)
            yield match


def finding_of(match: Match, place: Place) -> Finding:
    """Return the finding of a match: its excerpt masked, its value kept for the tag."""
    return Finding(
        kind=match.kind, place=place, excerpt=mask(match.kind, match.value), value=match.value
    )
