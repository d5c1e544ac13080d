"""Take pictures of every route of a running demo, at two widths and in both languages.

    python tools/screenshots.py [--site http://127.0.0.1:8000] [--only NAME] [--into screenshots]

Everybody of the demo walks the links they see; the first page found for a route (and status) is
taken. The pictures lie in `screenshots/WIDTH/LANGUAGE/route.png`, to be looked at by people: the
tests find barriers and missing words, not ugliness. Routes that no link led to are listed.
"""

import argparse
import os
import re
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
os.environ.setdefault("GONGKAI_HOME", str(ROOT / "build/home"))
sys.path.insert(0, str(ROOT / "src"))

import django  # noqa: E402 - the paths stand above
from django.urls import Resolver404, resolve  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
PASSWORD = "open-by-rule-2008"  # noqa: S105 - of the demo, shown on its log-in page
NOBODY = ""
PEOPLE = (NOBODY, "clerk", "reviewer", "legal", "leader", "competent", "supervision", "admin")
WIDTHS = (1280, 390)
LANGUAGES = {"zh": "", "en": "/en"}
SEEDS = {
    NOBODY: (
        "/",
        "/accounts/login/",
        "/search/?q=%E9%80%9A%E7%9F%A5",
        "/search/?q=zzqqxx",
        "/deadline/?received=2026-02-10&limit=own&days=15",
        "/nowhere/",
    ),
}
EVERYBODY_ELSE = ("/desk/", "/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/")
MOST_PER_ROUTE = 6
HREF = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')


@dataclass(frozen=True, slots=True)
class Sight:
    """A page to take: what it is called, where it is, who sees it."""

    name: str
    address: str
    person: str


def name_of(path: str) -> str:
    """Return the name of the route that answers at the path, '' where none does."""
    try:
        return resolve(path).view_name or ""
    except Resolver404:
        return ""


def sights_of(context: BrowserContext, site: str, person: str) -> Iterator[Sight]:
    """Walk the links that one person sees and yield the pages, a route once per status."""
    waiting = deque(SEEDS.get(person, EVERYBODY_ELSE))
    known, walked = set(waiting), dict[str, int]()
    while waiting:
        address = waiting.popleft()
        name = name_of(urlsplit(address).path)
        walked[name] = walked.get(name, 0) + 1
        if walked[name] > MOST_PER_ROUTE:
            continue
        answer = context.request.get(f"{site}{address}", max_redirects=0)
        if answer.status in (301, 302):
            links = [answer.headers["location"]]
        elif "text/html" in answer.headers.get("content-type", ""):
            yield Sight(_title(name, answer.status, address), address, person)
            links = HREF.findall(answer.text())
            # The button of this page leads on, no link does.
            links += ["../compare/"] if name == "portal:versions" else []
        else:
            links = []
        for link in _inside(links, site, address):
            if link not in known:
                known.add(link)
                waiting.append(link)


def _title(name: str, status: int, address: str) -> str:
    parts = [name.replace(":", ".") or "none"]
    parts += [str(status)] if status != 200 else []
    parts += ["asked"] if "?" in address and name in ("portal:search", "portal:deadline") else []
    return "-".join(parts)


def _inside(links: list[str], site: str, page: str) -> Iterator[str]:
    for link in links:
        whole = urlsplit(urljoin(f"{site}{page}", link.replace("&amp;", "&")))
        inside = f"{whole.scheme}://{whole.netloc}" == site
        if inside and not whole.path.startswith(("/en/", "/text-size/", "/static/")):
            yield whole.path + (f"?{whole.query}" if whole.query else "")


def entered(browser: Browser, site: str, person: str, **more: object) -> BrowserContext:
    """Return a browser window of its own in which the person is signed in."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **more)  # type: ignore[arg-type]
    if person != NOBODY:
        page = context.new_page()
        page.goto(f"{site}/accounts/login/")
        page.locator("[name=login]").fill(person)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form [type=submit]").first.click()
        page.close()
    return context


def take(page: Page, site: str, sight: Sight, folder: Path) -> None:
    """Take one page at all widths in all languages."""
    for language, prefix in LANGUAGES.items():
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{site}{prefix}{sight.address}")
            file = folder / str(width) / language / f"{sight.name}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(file), full_page=True)


def asked() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description="Take pictures of every route of a demo.")
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--only", default="", help="part of the route's name")
    parser.add_argument("--into", type=Path, default=ROOT / "screenshots")
    return parser.parse_args()


def main() -> None:
    """Take the pictures and say which routes were never seen."""
    said = asked()
    django.setup()
    from gongkai.interfaces.shared.routes import all_routes  # noqa: PLC0415 - Django is set up now

    taken = set[str]()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for person in PEOPLE:
            context = entered(browser, said.site, person)
            page = context.new_page()
            for sight in sights_of(context, said.site, person):
                if sight.name in taken or said.only not in sight.name:
                    continue
                taken.add(sight.name)
                take(page, said.site, sight, said.into)
                print(f"{sight.name}  {sight.address}  {person}", flush=True)
            context.close()
    missed = {route.name.replace(":", ".") for route in all_routes()} - taken
    print("No page of:", ", ".join(sorted(missed)))


if __name__ == "__main__":
    main()
