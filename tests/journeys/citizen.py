"""What a reader does on the public site without scripts, and where they could find traces."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import APIResponse, Page, expect

GONE = 410


@dataclass(frozen=True)
class Taken:
    """A file as the browser saved it."""

    name: str
    text: str
    digest: str


def search(page: Page, words: str) -> None:
    """Search from the home page."""
    page.goto("/")
    page.get_by_label("检索标题、正文、文号和索引号").fill(words)
    page.get_by_role("button", name="检索").click()


def find(page: Page, words: str, title: str) -> None:
    """Search and open the hit of this title."""
    search(page, words)
    expect(page.get_by_role("status").filter(has_text="找到")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def download(page: Page) -> Taken:
    """Download the text of the page that is open."""
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载正文").click()
    content = Path(coming.value.path()).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return Taken(coming.value.suggested_filename, content.decode(), digest)


def shown_digest(page: Page) -> str:
    """Return the digest as the page shows it, without the spaces between its groups."""
    return "".join((page.locator(".portal-digest code").first.text_content() or "").split())


def ask(page: Page, address: str) -> APIResponse:
    """Request an address as this reader, without following where it leads."""
    return page.context.request.get(address, max_redirects=0)


def of_the_record(record_id: int) -> list[str]:
    """Return every address of the record itself."""
    record = f"/records/{record_id}/"
    tails = ["", "text/", "print/", "versions/", "versions/1/", "versions/1/text/", "compare/"]
    return [f"{prefix}{record}{tail}" for prefix in ("", "/en") for tail in tails]


def where_traces_would_be(*words: str, organ_id: int) -> list[str]:
    """Return every address where something of a record could still be read.

    The words are searched for and come back in the answer: look for others than these.
    """
    lists = [
        *("/", "/en/", "/catalogue/", f"/catalogue/?organ={organ_id}", f"/organs/{organ_id}/"),
        *("/catalogue/catalogue.csv", "/feed.atom", f"/organs/{organ_id}/feed.atom"),
        *("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-1.xml", "/changes/"),
    ]
    paths = ("/search/", "/en/search/", "/search/suggestions/")
    return lists + [f"{path}?q={quote(word)}" for path in paths for word in words]


def traces(page: Page, addresses: list[str], *marks: str) -> list[str]:
    """Return the addresses at which one of the marks is still read."""
    answers = {address: ask(page, address).text() for address in addresses}
    return [address for address, body in answers.items() if any(mark in body for mark in marks)]
