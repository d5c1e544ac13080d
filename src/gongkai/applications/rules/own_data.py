"""What applicants told the organ of themselves, as the release gate would find it. Pure.

An answer that names its own applicant discloses nothing to them, so the gate holds none of this
against a reply. Compared by whole value: another person of the same street is still found.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.personal import find_personal

Value = tuple[FindingKind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """What was given in one application; what was not given is empty."""

    names: tuple[str, ...] = ()
    """Of the applicant, of who represents an organisation, of who is to be contacted."""
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """Identity number, telephone and fax, as they were written."""

    def values(self) -> frozenset[Value]:
        """Return kinds and values as the findings of a text would have them.

        >>> sorted(OwnData(names=("石 小禾",), numbers=("138-0013-8000",)).values())
        [(<FindingKind.MOBILE: 'mobile'>, '13800138000'), (<FindingKind.NAME: 'name'>, '石小禾')]
        """
        return frozenset(
            [
                *_whole(FindingKind.NAME, self.names),
                *_whole(FindingKind.ADDRESS, self.addresses),
                *((m.kind, m.value) for number in self.numbers for m in find_personal(number)),
            ]
        )


def _whole(kind: FindingKind, said: Iterable[str]) -> Iterator[Value]:
    for text in said:
        if value := "".join(text.split()):
            yield kind, value
