"""Markers: words that stand in one field of one version only, so that a leak names its source.

Each field holds two, a Chinese one and a Latin one. A search is asked for the one and the answer
is looked through for the other: a page may repeat what was typed, never what stands beside it.
What cannot hold a marker, a telephone number or a query code, is looked for as it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# Letters that neither the interface nor the factories use; `鼋` begins every Chinese marker.
_LETTERS = "璟琮珣珏瑾瑜璠玥琬琰璋瑗珩瑭琛瑄"
_CHINESE = re.compile(f"鼋[{_LETTERS}]{{4}}")
_LATIN = re.compile(r"zq[0-9a-f]{4}q", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Secret:
    """One field of one version of one record, or of one round of one case."""

    record: str
    """Key of the record or case in the world."""
    version: int
    field: str
    chinese: str
    latin: str

    @property
    def text(self) -> str:
        """Return what is put into the field."""
        return f"{self.chinese}{self.latin}"

    @property
    def place(self) -> str:
        """Return record, version and field as a finding names them."""
        return f"{self.record}.v{self.version}.{self.field}"


@dataclass
class Markers:
    """All markers that were given out."""

    secrets: list[Secret] = field(default_factory=list)
    _by_marker: dict[str, Secret] = field(default_factory=dict)
    _exact: dict[str, Secret] = field(default_factory=dict)

    def put(self, record: str, version: int, name: str) -> str:
        """Return the text of a new secret."""
        number = f"{len(self.secrets):04x}"
        chinese = "鼋" + "".join(_LETTERS[int(digit, 16)] for digit in number)
        secret = Secret(record, version, name, chinese, f"zq{number}q")
        self.secrets.append(secret)
        self._by_marker |= {secret.chinese: secret, secret.latin: secret}
        return secret.text

    def keep(self, record: str, version: int, name: str, *texts: str) -> str:
        """Look for the texts as they are, all forms of one secret; return the first."""
        secret = Secret(record, version, name, texts[0], "")
        self.secrets.append(secret)
        self._exact |= dict.fromkeys(texts, secret)
        return texts[0]

    def found_in(self, texts: Iterable[str], *, but: str = "") -> set[Secret]:
        """Return the secrets of which a marker stands in the texts and not in what was asked."""
        texts = list(texts)
        asked = set(_marks(but))
        found = {mark for text in texts for mark in _marks(text)} - asked
        whole = "\n".join(texts)
        exact = {mark for mark in self._exact if mark in whole and mark not in but}
        known = [self._by_marker[mark] for mark in found if mark in self._by_marker]
        return {*known, *(self._exact[mark] for mark in exact)}

    def of(self, record: str, version: int, name: str) -> Secret:
        """Return one secret."""
        wanted = (record, version, name)
        return next(s for s in self.secrets if (s.record, s.version, s.field) == wanted)


def _marks(text: str) -> list[str]:
    return _CHINESE.findall(text) + [mark.lower() for mark in _LATIN.findall(text)]
