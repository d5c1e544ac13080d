"""Leaks of cases, each planted in one place as a careless change would make it, under its kind.

A plant is put in before the walk and taken out after it; the walk is told nothing of it.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime
from importlib import import_module

import pytest
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from tests.leaks.cases.people import CaseWorld

from gongkai.applications.access import CaseKey
from gongkai.applications.models import (
    Application,
    ApplicationDraft,
    ApplicationFile,
    Case,
    QueryCode,
    ReplyFile,
)
from gongkai.applications.operations import (
    WrongCode,
    codes,
    downloads,
    opening,
    receiving,
    telling,
    trail,
)
from gongkai.applications.operations.drafts import answers_of
from gongkai.applications.queries import Draft, desk, tracking
from gongkai.applications.queries.lines import given_files
from gongkai.applications.queries.values import FileLine, TrackedCase
from gongkai.interfaces.portal.applying import filling
from gongkai.interfaces.portal.applying.public_already import Offer
from gongkai.interfaces.portal.views import apply_questions, search, track
from gongkai.interfaces.shared import middleware
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Viewer
from gongkai.letters.queries import letter_line, register
from gongkai.notices.models import Notice, NoticeState
from gongkai.notices.operations import queueing
from gongkai.organs.models import Organ
from gongkai.release.doors import Outgoing
from gongkai.release.rules.doors import Door
from gongkai.review.models import Proposal
from gongkai.search.engine import backend
from gongkai.search.queries import Hit
from gongkai.search.rules.lexemes import IndexEntry

# The package hands out the function of that name.
case_page = import_module("gongkai.applications.queries.case_page")

Plant = Callable[[pytest.MonkeyPatch, CaseWorld], None]
PLANTS: dict[str, tuple[str, frozenset[str], Plant]] = {}
"""What was done wrong: on which round and under which kinds it must be found, and the planting."""


def _plants(what: str, on: str, *kinds: str) -> Callable[[Plant], Plant]:
    def keep(plant: Plant) -> Plant:
        PLANTS[what] = (on, frozenset(kinds), plant)
        return plant

    return keep


@_plants("a case opens by its number alone", "applicants", "wrong-code")
def open_without_code(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    def by_number(*, number: str, code: str, address: str) -> CaseKey:
        row = QueryCode.objects.get(application__number=number, ended_at__isnull=True)
        return CaseKey(case_id=row.application.case.pk, code_id=row.pk)

    monkeypatch.setattr(track, "open_case", by_number)


@_plants("a code that was replaced goes on opening", "applicants", "old-code")
def accept_old_codes(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    asked = track.open_case

    def any_code(*, number: str, code: str, address: str) -> CaseKey:
        code_hash = codes._hash_of(number, code)
        row = QueryCode.objects.filter(application__number=number, code_hash=code_hash).first()
        if row is None:
            return asked(number=number, code=code, address=address)
        return CaseKey(case_id=row.application.case.pk, code_id=row.pk)

    monkeypatch.setattr(track, "open_case", any_code)


@_plants("a case stays open when its code has ended", "applicants", "old-code")
def keep_sessions(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    for module in (track, tracking):
        monkeypatch.setattr(module, "still_open", lambda _key: True)


@_plants("the answer to a wrong code tells whether the number exists", "applicants", "code-oracle")
def tell_of_the_number(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    asked = track.open_case

    def opened(*, number: str, code: str, address: str) -> CaseKey:
        try:
            return asked(number=number, code=code, address=address)
        except WrongCode:
            if Application.objects.filter(number=number).exists():
                raise WrongCode("The query code does not belong to this number.") from None
            raise

    monkeypatch.setattr(track, "open_case", opened)


# The name under which a letter is saved holds its number.
@_plants("a letter is handed out by its id", "applicants", "letter", "file-name")
def hand_out_any_letter(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    def by_id(*, key: CaseKey, letter_id: int) -> Outgoing:
        line = letter_line(letter_id)
        if line is None:
            raise NotFound("")
        return downloads._letter(line, Door.APPLICANT)

    monkeypatch.setattr(track, "letter_for_applicant", by_id)


@_plants("a file that was sent is handed out by its id", "applicants", "case-file", "file-name")
def hand_out_any_file(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    def by_id(_case: Case, file_id: int) -> ApplicationFile:
        row = ApplicationFile.objects.select_related("sealed").filter(pk=file_id).first()
        if row is None:
            raise NotFound("")
        return row

    monkeypatch.setattr(downloads, "_sent_file", by_id)


@_plants("a letter is open before delivery", "applicants", "tracking", "letter", "file-name")
def open_the_letter_early(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    for module in (tracking, downloads):
        monkeypatch.setattr(module, "may_open", lambda _case, _kind: True)


@_plants("files of the draft reply are listed to the applicant", "applicants", "tracking")
def list_files_early(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    def all_files(case: Case) -> tuple[FileLine, ...]:
        return given_files(ReplyFile.objects.filter(reply__case=case))

    monkeypatch.setattr(tracking, "_given", all_files)


@_plants("the refusal of a file names it", "applicants", "refusal")
def name_the_refused(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    asked = downloads._sent_file

    def named(case: Case, file_id: int) -> ApplicationFile:
        row = ApplicationFile.objects.filter(pk=file_id).first()
        if row is not None and row.application_id != case.application_id:
            raise NotFound(f"{row.name} does not belong to this case.")
        return asked(case, file_id)

    monkeypatch.setattr(downloads, "_sent_file", named)


@_plants("what was asked for is logged", "applicants", "log-line")
def log_what_was_asked(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    asked, log = track.tracked_case, logging.getLogger("gongkai.portal")

    def logged(key: CaseKey) -> TrackedCase:
        found = asked(key)
        log.info("looks at %s", found.request.asked)
        return found

    monkeypatch.setattr(track, "tracked_case", logged)


@_plants("pages of a case may be kept by a cache", "applicants", "cache")
def let_caches_keep(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    def kept(response: HttpResponseBase) -> None:
        response.headers["Cache-Control"] = "public, max-age=3600"

    monkeypatch.setattr(middleware, "never_keep", kept)


@_plants("a form is shown to whoever comes to the same organ", "public", "form")
def share_the_form(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    def latest(_key: str) -> Draft:
        row = ApplicationDraft.objects.latest("pk")
        answers = answers_of(row)
        return Draft(organ_id=row.organ_id, answers=answers, files=(), changed_at=row.changed_at)

    monkeypatch.setattr(filling, "draft_of", latest)


# What is public is kept by caches too.
@_plants("titles of applications are suggested", "public", "suggestion", "cache")
def suggest_what_is_asked(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    asked = search.suggest

    def with_applications(words: str) -> tuple[str, ...]:
        rows = Application.objects.filter(title__contains=words)
        return (*asked(words), *rows.values_list("title", flat=True))

    monkeypatch.setattr(search, "suggest", with_applications)


@_plants("what others asked for is offered to who describes the same", "public", "form")
def offer_applications(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    def with_applications(answers: Mapping[str, str], *, organ_id: int) -> tuple[Offer, ...]:
        words = answers.get("title") or "nothing"
        rows = Application.objects.filter(organ=organ_id, title__contains=words)
        return tuple(Offer(_as_hit(row), "") for row in rows)

    monkeypatch.setattr(apply_questions, "public_already", with_applications)


def _as_hit(application: Application) -> Hit:
    return Hit(
        record_id=application.pk,
        index_number="",
        title=application.title,
        title_marked=(),
        summary_marked=(),
        organ_id=application.organ_id,
        organ_name="",
        released_on=today(),
        document_number=application.document_number,
        is_listed=False,
    )


# What the name is shown for: the page of the case, and that of the review.
@_plants("the reviewer is shown who applies", "desk", "case-page", "desk")
def show_the_applicant(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    monkeypatch.setattr(case_page, "sees_applicant", lambda _viewer, **_organ: True)


@_plants("files that were sent are handed to reviewers", "desk", "case-file", "file-name")
def hand_files_to_reviewers(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    monkeypatch.setattr(downloads, "sees_applicant", lambda _viewer, **_organ: True)


@_plants("the inbox lists the cases of every organ", "desk", "inbox")
def list_every_case(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    every = frozenset(Organ.objects.values_list("pk", flat=True))
    monkeypatch.setattr(desk, "handled_organs", lambda _viewer: every)


@_plants("the register holds the letters of every organ", "desk", "register")
def register_every_letter(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    every = frozenset(Organ.objects.values_list("pk", flat=True))
    monkeypatch.setattr(register, "registers_open_to", lambda _viewer: every)


@_plants("a case is opened to all staff", "desk", "case-page", "desk", "case-file", "file-name")
def open_to_all_staff(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    monkeypatch.setattr(case_page, "visible_cases", lambda _viewer, **_proposals: Q())


@_plants("who reviewed for a small organ goes on seeing the case", "desk", "case-page", "desk")
def see_for_ever(monkeypatch: pytest.MonkeyPatch, world: CaseWorld) -> None:
    above = world.people["government_secrecy"].pk

    def ever(viewer: Viewer, *, on: date) -> frozenset[int]:
        decided = Proposal.objects.filter(steps__decided_by=viewer.person_id)
        return (
            frozenset(decided.values_list("pk", flat=True))
            if viewer.person_id == above
            else frozenset()
        )

    monkeypatch.setattr(case_page, "proposals_handed_up_to", ever)


@_plants("an identity number is shown whole", "desk", "identity")
def unmask(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    monkeypatch.setattr(opening, "mask_number", lambda number: number)


@_plants("a mail names the applicant", "traces", "notice")
def name_in_mails(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    asked = telling.send_notice

    def named(**said: object) -> Notice:
        applicant = Application.objects.get(case=said["subject_id"])
        return asked(**said | {"values": {"number": applicant.name}})  # type: ignore[arg-type]

    monkeypatch.setattr(telling, "send_notice", named)


@_plants("the trail names the applicant", "traces", "trail")
def name_in_the_trail(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    asked = trail.record_entry

    def named(**said: object) -> None:
        applicant = Application.objects.get(case=said["object_id"])
        asked(**said | {"object_label": applicant.name})  # type: ignore[arg-type]

    monkeypatch.setattr(trail, "record_entry", named)


@_plants("a job carries the address", "traces", "job")
def carry_in_jobs(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    def waits(notice: Notice, at: datetime, *, later: bool = False) -> None:
        notice.state, notice.next_try_at = NoticeState.WAITING, at
        notice.save()
        queueing.app.configure_task(queueing.DELIVER).defer(
            notice_id=notice.pk, to_address=notice.to_address
        )

    monkeypatch.setattr(queueing, "wait_until", waits)


@_plants("the session keeps the query code", "traces", "session")
def keep_the_code(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    asked = track.keep_open

    def kept(request: HttpRequest, key: CaseKey) -> None:
        asked(request, key)
        if "code" in request.POST:
            request.session["code"] = request.POST["code"]

    monkeypatch.setattr(track, "keep_open", kept)


@_plants("the index of the search takes what was asked", "traces", "index")
def index_what_was_asked(_monkeypatch: pytest.MonkeyPatch, world: CaseWorld) -> None:
    application = Application.objects.get(case=world.known["office-b-proposed-ogi-2008"].id)
    entry = IndexEntry(
        record_id=int(str(world.ids["record_id"][0])),
        published_on=today(),
        organ_id=application.organ_id,
        region_codes=("960000",),
        class_code="99",
        theme_code="",
        theme_parent_code="",
        year=2026,
        is_listed=False,
        title=application.title,
        summary="",
        text=application.asked,
        document_number="",
        index_number="",
    )
    backend().put([entry])


@_plants("an identity number is kept readable", "traces", "column")
def leave_unsealed(monkeypatch: pytest.MonkeyPatch, _world: CaseWorld) -> None:
    monkeypatch.setattr(receiving, "seal_text", lambda text, *, purpose: f"{purpose} {text}")
