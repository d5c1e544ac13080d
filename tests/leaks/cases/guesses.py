"""Trying to open somebody else's case: with one's own code, an old one, a number that is not."""

import re
from itertools import count

from django.test import Client
from django.urls import reverse
from tests.leaks.cases.people import CaseWorld, opened
from tests.leaks.findings import Finding
from tests.leaks.reading import Answer

from gongkai.applications.operations import reissue_code
from gongkai.applications.rules.numbers import application_number
from gongkai.kernel.types import Role

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
_networks = count(1)
_OPENED = 302


def guesses(world: CaseWorld) -> list[Finding]:
    """Return what was told or opened that should not have been."""
    theirs = world.known["office-b-delivered-ogi-2008"]
    own = world.known["office-a-delivered-ogi-2008"]
    wrong = asked(theirs.number, own.code)
    if wrong.status == _OPENED:
        return [_finding("wrong-code", f"{theirs.key} opens with the code of {own.key}")]
    found = [
        _finding("old-code", f"{theirs.key} opens with an ended code")
        for code in theirs.ended_codes
        if asked(theirs.number, code).status == _OPENED
    ]
    missing = _number_of_nothing(own.number)
    if as_read(wrong, theirs.number) != as_read(asked(missing, own.code), missing):
        found.append(_finding("code-oracle", "a wrong code is told from a wrong number"))
    return found + _left_open(world)


def _left_open(world: CaseWorld) -> list[Finding]:
    """Return whether a browser still shows a case whose code has ended meanwhile."""
    known = world.known["office-b-drafted-ogi-2008"]
    browser = opened(known)
    reissue_code(
        actor=world.authors["office"].desk.acting(Role.CLERK),
        case_id=known.id,
        how_identified="身份证",
    )
    if browser.get(reverse("portal:track_case")).status_code == 200:
        return [_finding("old-code", f"{known.key} stays open when its code has ended")]
    return []


def asked(number: str, code: str, *, network: str = "") -> Answer:
    """Return the answer to number and code, asked from a network where nobody guessed before."""
    client = Client(REMOTE_ADDR=network or f"198.51.100.{next(_networks) % 250}")
    return Answer.to(client.post(reverse("portal:track"), {"number": number, "code": code}))


def as_read(answer: Answer, number: str) -> tuple[int, str]:
    """Return status and page without what differs from form to form and the number it repeats."""
    plain = _TOKEN.sub("", answer.raw).replace(number, "the number")
    return answer.status, plain


def _number_of_nothing(number: str) -> str:
    """Return a number of the same organ that was never given, its check digits right."""
    organ_code, year = number.split("-")[1:3]
    return application_number(organ_code=organ_code, year=int(year), serial=90001)


def _finding(kind: str, what: str) -> Finding:
    return Finding(kind, "applicant", reverse("portal:track"), what)
