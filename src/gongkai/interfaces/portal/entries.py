"""The entries of the home page and of the menu: only what leads somewhere."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.components import NavItem


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing one comes for: its name, what it is, where it is."""

    label: str | Promise
    text: str | Promise
    url: str


def entries() -> tuple[Entry, ...]:
    """Return the six entries of the home page in the order in which they are asked for most."""
    return (
        Entry(
            _("Look something up"),
            _("The catalogue by organ, class, theme, year and form of disclosure."),
            reverse("portal:catalogue"),
        ),
        Entry(
            _("Apply for information"),
            _("What is not published can be applied for: on line, by letter or in person."),
            reverse("portal:apply"),
        ),
        Entry(
            _("Follow my application"),
            _("With number and query code: where it stands, letters, corrections."),
            reverse("portal:track"),
        ),
        Entry(
            _("How to obtain"),
            _("Where information is published, and where it can be read on paper."),
            reverse("portal:how_to_obtain"),
        ),
        Entry(
            _("Deadline calculator"),
            _("When a reply is due, counted in working days and explained day by day."),
            reverse("portal:deadline"),
        ),
        Entry(
            _("Complain or report"),
            _("The supervision offices, when an organ does not disclose what it must."),
            reverse("portal:complain"),
        ),
    )


def menu_items(path: str) -> list[NavItem]:
    """Return the main menu; the entry whose pages hold `path` is the current one."""
    items = (
        (_("Home"), reverse("portal:home")),
        (_("Organs"), reverse("portal:organs")),
        (_("Catalogue"), reverse("portal:catalogue")),
        (_("Search"), reverse("portal:search")),
        (_("Apply"), reverse("portal:apply")),
        (_("Follow my application"), reverse("portal:track")),
        (_("How to obtain"), reverse("portal:how_to_obtain")),
    )
    home = items[0][1]
    return [
        NavItem(label, url, is_current=path == url or (url != home and path.startswith(url)))
        for label, url in items
    ]
