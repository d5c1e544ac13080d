"""What notices say, in the language of whoever reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from gongkai.notices.rules.kinds import KINDS, NoticeKind, Page, Values
from gongkai.organs.models import Organ


@dataclass(frozen=True, slots=True)
class KindText:
    """The words of one kind; `%(number)s` in the subject is the application's number."""

    subject: Promise
    opening: Promise
    action: Promise


@dataclass(frozen=True, slots=True)
class Text:
    """A finished notice: one line and some paragraphs."""

    subject: str
    body: str


_TRACK = gettext_lazy("To read on, open this page and enter the number and your query code:")

TEXTS: Mapping[NoticeKind, KindText] = {
    NoticeKind.APPLICATION_RECEIVED: KindText(
        gettext_lazy("Application %(number)s received"),
        gettext_lazy("Your application for government information has been received."),
        _TRACK,
    ),
    NoticeKind.LETTER_WAITING: KindText(
        gettext_lazy("A letter about application %(number)s is ready"),
        gettext_lazy(
            "A letter about your application for government information is ready to be read."
        ),
        _TRACK,
    ),
    NoticeKind.CORRECTION_WAITING: KindText(
        gettext_lazy("Application %(number)s needs a correction"),
        gettext_lazy(
            "The organ asks you to correct your application for government information. "
            "Its letter says what is missing and until when you may answer."
        ),
        _TRACK,
    ),
    NoticeKind.OFFICE_NEW_APPLICATION: KindText(
        gettext_lazy("New application %(number)s"),
        gettext_lazy("An application for government information has arrived for your organ."),
        gettext_lazy("To handle it, log in at the desk:"),
    ),
    NoticeKind.CODE_REISSUED: KindText(
        gettext_lazy("New query code for application %(number)s"),
        gettext_lazy(
            "A new query code was issued for your application for government information; "
            "the old one no longer opens it. If you did not ask for it, call the organ at once."
        ),
        _TRACK,
    ),
    NoticeKind.OFFICE_GAP_REPORTED: KindText(
        gettext_lazy("Somebody misses information of yours: report %(number)s"),
        gettext_lazy("It was reported that something is missing from what your organ publishes."),
        gettext_lazy("To read the report and to answer it, log in at the desk:"),
    ),
    NoticeKind.GAP_ANSWERED: KindText(
        gettext_lazy("The organ has answered your report %(number)s"),
        gettext_lazy("The organ has answered what you reported as missing."),
        gettext_lazy("To read the answer, open this page and enter the number and your code:"),
    ),
}

_ABOUT_GAPS = frozenset({NoticeKind.OFFICE_GAP_REPORTED, NoticeKind.GAP_ANSWERED})


def notice_text(
    kind: NoticeKind, values: Values, *, organ: Organ, subject_id: int, language: str
) -> Text:
    """Return what a notice says in a language of the site."""
    with override(language):
        said = TEXTS[kind]
        address = page_address(KINDS[kind].page, subject_id=subject_id)
        paragraphs = [
            str(said.opening),
            "\n".join(_facts(kind, values, organ)),
            f"{said.action}\n{address}",
            _footer(kind),
        ]
        subject = str(said.subject) % {"number": values.number}
        return Text(subject, "\n\n".join(paragraphs) + "\n")


def page_address(page: Page, *, subject_id: int) -> str:
    """Return the full address of the page that a notice leads to (setting NOTICE_PAGES)."""
    route, is_of_subject = settings.NOTICE_PAGES[page.value]
    path = reverse(route, args=[subject_id] if is_of_subject else [])
    return f"{settings.SITE_ADDRESS}{path}"


def _facts(kind: NoticeKind, values: Values, organ: Organ) -> list[str]:
    number = (
        _("Number of the report: %(number)s")
        if kind in _ABOUT_GAPS
        else _("Number of the application: %(number)s")
    )
    facts = [
        number % {"number": values.number},
        _("Organ: %(organ)s") % {"organ": _name(organ)},
    ]
    if values.due_on is not None:
        facts.append(_("Last day for the reply: %(day)s") % {"day": _day(values.due_on)})
    return facts


def _footer(kind: NoticeKind) -> str:
    unread = (
        _(
            "This mail was sent by a program and answers to it are not read. What was reported "
            "and what was answered never stands in a mail."
        )
        if kind in _ABOUT_GAPS
        else _(
            "This mail was sent by a program and answers to it are not read. What an application "
            "asks and what a reply says never stands in a mail."
        )
    )
    return f"{unread}\n{settings.SITE_NAME}"


def _name(organ: Organ) -> str:
    in_chinese = (get_language() or "").startswith("zh")
    return organ.name if in_chinese else organ.name_en or organ.name


def _day(on: date) -> str:
    if (get_language() or "").startswith("zh"):
        return f"{on.year}年{on.month}月{on.day}日"
    return date_format(on, "j F Y", use_l10n=False)
