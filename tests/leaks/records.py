"""Every state and category, and every way from the public back: which records the world holds."""

from tests.leaks.world import Author

CATEGORIES = ("voluntary", "on_application", "exempt")


def write_all(author: Author) -> None:
    """Write a record in every state and category, and with every history that a record may have."""
    _in_work(author)
    _released(author)
    _with_a_version_in_work(author)
    _corrected(author)
    _versions_taken_back(author)
    _taken_back(author)


def write_few(author: Author) -> None:
    """Write what another organ has: one of each kind that matters to those who are not its own."""
    for category in CATEGORIES:
        author.released(author.draft(f"other-{category}", category, year=2024, theme="02"))
    author.draft("other-draft", "voluntary", year=2023)
    author.proposed(author.draft("other-proposed", "exempt", year=2022))
    author.withdrawn(author.released(author.draft("other-withdrawn", "voluntary", year=2021)))


def _in_work(author: Author) -> None:
    author.draft("draft-undetermined", "undetermined", year=2019)
    for category in CATEGORIES:
        author.draft(f"draft-{category}", category, year=2018, theme="0102", class_code="90")
        author.proposed(author.draft(f"proposed-{category}", category, year=2017))
        author.reviewed(author.draft(f"reviewed-{category}", category, year=2016, theme="02"))
        author.approved(author.draft(f"approved-{category}", category, year=2015))
        author.waiting_for_law(author.draft(f"for-law-{category}", category, year=2012))
    author.returned(author.draft("returned-exempt", "exempt", year=2014))
    author.abandoned(author.draft("abandoned-exempt", "exempt", year=2013))


def _released(author: Author) -> None:
    author.released(author.draft("published", "voluntary", theme="0102", class_code="90"))
    author.released(author.draft("listed", "on_application", theme="02"))
    author.released(author.draft("held", "exempt"))
    author.restored(author.released(author.draft("restored", "voluntary", year=2025)))
    author.restored(author.released(author.draft("restored-listed", "on_application", year=2025)))


def _with_a_version_in_work(author: Author) -> None:
    for state in ("draft", "proposed", "reviewed", "approved", "returned", "abandoned"):
        known = author.released(author.draft(f"published-{state}", "voluntary", year=2025))
        author.next_version(known, "voluntary")
        if state != "draft":
            getattr(author, state)(known)
    closing = author.released(author.draft("published-closing", "voluntary", theme="0102"))
    author.reviewed(author.next_version(closing, "exempt"))
    opening = author.released(author.draft("listed-opening", "on_application", year=2025))
    author.approved(author.next_version(opening, "voluntary"))
    emerging = author.released(author.draft("held-emerging", "exempt", year=2025))
    author.approved(author.next_version(emerging, "on_application"))


def _corrected(author: Author) -> None:
    ways = {
        "corrected": ("voluntary", "voluntary"),
        "closed": ("voluntary", "on_application"),
        "opened": ("on_application", "voluntary"),
        "listed-then-held": ("on_application", "exempt"),
        "published-then-held": ("voluntary", "exempt"),
        "held-then-published": ("exempt", "voluntary"),
        "held-then-listed": ("exempt", "on_application"),
        "listed-between": ("voluntary", "on_application", "voluntary"),
        "held-between": ("voluntary", "exempt", "voluntary"),
    }
    for key, (before, *following) in ways.items():
        known = author.released(author.draft(key, before, year=2020))
        for after in following:
            author.released(author.next_version(known, after))


def _versions_taken_back(author: Author) -> None:
    for key in ("version-hidden", "version-withdrawn"):
        known = author.released(author.draft(key, "voluntary", year=2010))
        author.released(author.next_version(known, "voluntary"))
        author.version_hidden(known, 1)
        if key == "version-withdrawn":
            author.version_withdrawn(known, 1)


def _taken_back(author: Author) -> None:
    for title_may_show in (False, True):
        suffix = "-with-title" if title_may_show else ""
        for category in ("voluntary", "on_application"):
            hidden = author.released(author.draft(f"hidden-{category}{suffix}", category))
            author.hidden(hidden, title_may_show=title_may_show)
            gone = author.released(author.draft(f"withdrawn-{category}{suffix}", category))
            author.withdrawn(gone, title_may_show=title_may_show)
    twice = author.released(author.draft("withdrawn-corrected", "voluntary", year=2012))
    author.released(author.next_version(twice, "voluntary"))
    author.withdrawn(twice, title_may_show=True)
    working = author.released(author.draft("withdrawn-in-work", "voluntary", year=2011))
    author.proposed(author.next_version(working, "voluntary"))
    author.withdrawn(working)
