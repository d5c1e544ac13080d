"""What an answer says, however it says it: body, headers, file name, links, figures."""

import html
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from urllib.parse import unquote_plus

from django.http import HttpResponse, HttpResponseBase
from tests.modules.letters.paper import text_of

_TAG = re.compile(r"<[^>]*>")
_RECORD_LINK = re.compile(r"(?<!desk)/records/(\d+)")
_DESK_LINK = re.compile(r"desk/records/(\d+)")
_CASE_LINK = re.compile(r"desk/cases/(\d+)")
_HITS = re.compile(r'<p class="portal-records__title">(.*?)</p>', re.S)
_TOTAL = re.compile(r'portal-total"[^>]*>\s*<strong>[^<]*?(\d+)[^<]*</strong>')
_GROUP = re.compile(r'<details class="portal-facets__group".*?</ul>\s*(?=<details|</div>)', re.S)
_OPTION = re.compile(
    r'<li>\s*<a[^>]*href="\?([^"]*)"[^>]*>.*?portal-facets__count">.*?</span>\s*(\d+)</span>', re.S
)
_CHOSEN = re.compile(r"<li>\s*<strong>.*?portal-facets__count\">.*?</span>\s*(\d+)</span>", re.S)
_FIGURE = re.compile(r"<dd>(\d+)</dd>")
_ORGAN_TOTAL = re.compile(r'catalogue/\?organ=\d+">[^<]*?(\d+)[^<]*</a>')
_ENTRY = re.compile(r"<entry>", re.S)


def body_of(response: HttpResponseBase) -> bytes:
    """Return the whole body; reading a file to its end closes it."""
    if response.streaming:
        return b"".join(response)
    assert isinstance(response, HttpResponse)
    return response.content


# Without white space: the end of a line may fall into a word.
_text_of_pdf = lru_cache(maxsize=512)(text_of)


@dataclass(frozen=True)
class Answer:
    """One answer, read once."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def to(cls, response: HttpResponseBase) -> "Answer":
        """Return what a response says."""
        return cls(response.status_code, dict(response.headers.items()), body_of(response))

    @cached_property
    def raw(self) -> str:
        """Return the body as text; of a workbook all its parts, of a PDF what can be copied."""
        if self.body.startswith(b"%PDF"):
            return _text_of_pdf(self.body)
        if not self.body.startswith(b"PK\x03\x04"):
            return self.body.decode("utf-8-sig", errors="replace")
        with zipfile.ZipFile(BytesIO(self.body)) as book:
            return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Return the body as it is, as it reads, and with its addresses decoded."""
        return self.raw, html.unescape(_TAG.sub("", self.raw)), unquote_plus(self.raw)

    @property
    def file_name(self) -> str:
        """Return the header that names the file, decoded."""
        return unquote_plus(self.headers.get("Content-Disposition", ""))

    @property
    def other_headers(self) -> str:
        """Return every other header, names included, decoded."""
        rest = (f"{k}: {v}" for k, v in self.headers.items() if k != "Content-Disposition")
        return unquote_plus("\n".join(rest))

    @property
    def record_links(self) -> frozenset[int]:
        """Return the records to whose public pages the body leads."""
        return frozenset(map(int, _RECORD_LINK.findall(self.raw)))

    @property
    def desk_links(self) -> frozenset[int]:
        """Return the records to whose desk pages the body leads."""
        return frozenset(map(int, _DESK_LINK.findall(self.raw)))

    @property
    def case_links(self) -> frozenset[int]:
        """Return the cases to whose desk pages the body leads."""
        return frozenset(map(int, _CASE_LINK.findall(self.raw)))

    @property
    def listed(self) -> list[int]:
        """Return the records of a list of the portal in their order."""
        found = (_RECORD_LINK.search(title) for title in _HITS.findall(self.raw))
        return [int(match[1]) for match in found if match]

    @property
    def total(self) -> int | None:
        """Return how many entries the list says that it has."""
        return int(found[1]) if (found := _TOTAL.search(self.raw)) else None

    @property
    def facets(self) -> dict[str, Counter[str]]:
        """Return the counts by kind and value; what is chosen stands under `chosen`."""
        found: dict[str, Counter[str]] = {}
        for group in _GROUP.findall(self.raw):
            for query, count in _OPTION.findall(group):
                name, value = _last_part(query)
                found.setdefault(name, Counter())[value] += int(count)
            for count in _CHOSEN.findall(group):
                found.setdefault("chosen", Counter())[count] += 1
        return found

    @property
    def figures(self) -> list[int]:
        """Return the figures of the home page."""
        return [int(figure) for figure in _FIGURE.findall(self.raw)]

    @property
    def organ_total(self) -> int:
        """Return how many entries an organ's page says that the organ has."""
        return int(found[1]) if (found := _ORGAN_TOTAL.search(self.raw)) else 0

    @property
    def entries(self) -> int:
        """Return how many entries a feed holds."""
        return len(_ENTRY.findall(self.raw))


def _last_part(query: str) -> tuple[str, str]:
    """Return the filter that a link adds: the last one, since a link is made by adding."""
    name, _, value = html.unescape(query).split("&")[-1].partition("=")
    return name, value
