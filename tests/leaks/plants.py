"""Leaks, each planted in one place as a careless change would make it, each under its kind.

A plant is put in before the walk and taken out after it; the walk is told nothing of it.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from types import ModuleType
from urllib.parse import quote

import pytest
from django import shortcuts
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from tests.leaks.people import World

from gongkai.interfaces.harvest.views import feeds, robots
from gongkai.interfaces.portal.views import (
    catalogue,
    copies,
    exports,
    home,
    organs,
    records,
    search,
    versions,
)
from gongkai.kernel import events
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotFound
from gongkai.records.clearing import subject_of
from gongkai.records.events import RecordHidden
from gongkai.records.models import Record, RecordVersion, VersionFile
from gongkai.records.operations import withdrawal
from gongkai.records.queries import FileLine, attached_file, pages, record_file, record_page
from gongkai.records.queries.addresses import PublicAddress
from gongkai.records.queries.cards import card_of
from gongkai.records.queries.values import FoundCopy, PublicFile, RecordCard
from gongkai.release.queries.examinations import examination_texts
from gongkai.search.engine import backend
from gongkai.search.operations import indexing
from gongkai.search.rules.lexemes import IndexEntry

Plant = Callable[[pytest.MonkeyPatch, World], None]
PLANTS: dict[str, tuple[frozenset[str], Plant]] = {}
"""What was done wrong: the kinds under which the walk must find it, and the planting."""


def _plants(what: str, *kinds: str) -> Callable[[Plant], Plant]:
    def keep(plant: Plant) -> Plant:
        PLANTS[what] = (frozenset(kinds), plant)
        return plant

    return keep


def _after(
    monkeypatch: pytest.MonkeyPatch,
    place: ModuleType,
    name: str,
    change: Callable[..., object],
) -> None:
    """Let `change` have what the function answered, with its arguments, and answer instead."""
    asked = getattr(place, name)

    def changed(*args: object, **kwargs: object) -> object:
        return change(asked(*args, **kwargs), *args, **kwargs)

    monkeypatch.setattr(place, name, changed)


def _drafts() -> list[RecordVersion]:
    rows = RecordVersion.objects.filter(record__standing="unreleased").select_related(
        "record__organ", "theme"
    )
    return list(rows)


def _draft_cards() -> list[RecordCard]:
    return [card_of(version.record, version) for version in _drafts()]


def _latest(record_id: int) -> RecordVersion:
    return RecordVersion.objects.filter(record_id=record_id).order_by("-number")[0]


# All that reads the index tells of it, each in its own way.
@_plants("a draft is put into the index", "search-hit", "search-count", "facet", "suggestion")
def index_a_draft(_monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    version = _latest(world.known["proposed-exempt"].id)
    entry = IndexEntry(
        record_id=version.record_id,
        published_on=version.generated_on,
        organ_id=version.record.organ_id,
        region_codes=("960000",),
        class_code="99",
        theme_code="",
        theme_parent_code="",
        year=version.generated_on.year,
        is_listed=False,
        title=version.title,
        summary=version.summary,
        text=version.text,
        document_number=version.document_number,
        index_number="",
    )
    backend().put([entry])


@_plants("the text of a listed record is put into the index", "search-hit")
def index_a_closed_text(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(indexing, "text_is_public", lambda **_axes: True)
    indexing.index_record(record_id=world.known["listed"].id)


@_plants("the total counts what is not public", "search-count")
def count_drafts(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_drafts(answer: object, words: str, **_filters: object) -> object:
        hidden = sum(words in version.title for version in _drafts()) if words else 0
        return replace(answer, total=answer.total + hidden)  # type: ignore[type-var,attr-defined]

    _after(monkeypatch, search, "search_public", with_drafts)


@_plants("a facet counts what is not public", "facet")
def count_drafts_in_facets(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    bureau = str(world.organs["office"].pk)

    def with_drafts(found: object, *_args: object, **_filters: object) -> object:
        counted = [
            replace(one, count=one.count + 1) if one.value == bureau else one
            for one in found.organs  # type: ignore[attr-defined]
        ]
        return replace(found, organs=tuple(counted))  # type: ignore[type-var]

    _after(monkeypatch, catalogue, "catalogue_facets", with_drafts)


@_plants("titles of drafts are suggested", "suggestion")
def suggest_drafts(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_drafts(titles: object, words: str) -> object:
        return (*titles, *(v.title for v in _drafts() if words in v.title))  # type: ignore[misc]

    _after(monkeypatch, search, "suggest", with_drafts)


@_plants("the feed holds a draft", "feed")
def feed_a_draft(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_draft(cards: object, *_args: object, **_limit: object) -> object:
        # Without a number it has no permanent address; a careless feed writes the internal one.
        return (*cards, replace(_draft_cards()[0], index_number="0"))  # type: ignore[misc]

    _after(monkeypatch, feeds, "newest", with_draft)


@_plants("the sitemap names every record", "sitemap")
def map_every_record(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_all(found: object, *_args: object, **_ids: object) -> object:
        return tuple(PublicAddress(v.record_id, v.generated_on) for v in _drafts())

    _after(monkeypatch, robots, "public_addresses", with_all)


@_plants("the tombstone shows every title", "410-body")
def write_on_the_tombstone(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_title(stone: object, record: Record) -> object:
        return replace(stone, title_or_empty=_latest(record.pk).title)  # type: ignore[type-var]

    _after(monkeypatch, pages, "_tombstone", with_title)


@_plants("a file is named after the version in work", "file-name")
def name_files_by_title(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def by_title(found: object, _viewer: object, record_id: int, *_number: object) -> object:
        return replace(found, name=f"{_latest(record_id).title}.txt")  # type: ignore[type-var]

    _after(monkeypatch, records, "record_file", by_title)


@_plants("a header tells what is being worked on", "header")
def tell_in_a_header(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_header(response: HttpResponse, _request: HttpRequest, *_args: object) -> object:
        response["Link"] = f"</search/?q={quote(_drafts()[0].title)}>; rel=next"
        return response

    _after(monkeypatch, home, "render", with_header)


@_plants("a refusal is logged with the title", "log-line")
def log_the_title(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    log = logging.getLogger("gongkai.portal")
    asked = record_page

    def logged(viewer: object, record_id: int) -> object:
        version = RecordVersion.objects.filter(record_id=record_id).first()
        log.info("asked for %s", version.title if version else record_id)
        return asked(viewer, record_id)  # type: ignore[arg-type]

    monkeypatch.setattr(records, "record_page", logged)


@_plants("the printed page shows the version in work", "print")
def print_the_latest(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    asked = shortcuts.render

    def rendered(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
        response = asked(request, template, context)
        if template == "portal/print.html":
            version = _latest(context["page"].card.id)  # type: ignore[attr-defined]
            response.content += version.text.encode()
        return response

    monkeypatch.setattr(records, "render", rendered)


@_plants("the page of a listed record shows its text", "record-page")
def show_a_closed_text(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    found = shortcuts.render

    def rendered(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
        response = found(request, template, context)
        if template == "portal/record.html" and context["page"].card.is_listed:  # type: ignore[attr-defined]
            response.content += _latest(context["page"].card.id).text.encode()  # type: ignore[attr-defined]
        return response

    monkeypatch.setattr(records, "render", rendered)


@_plants("the English list of changes names what was withdrawn", "english-page")
def translate_too_much(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    title = _latest(world.known["withdrawn-voluntary"].id).title

    def in_english(page: object, organ_id: int) -> object:
        if get_language() != "en":
            return page
        return replace(page, introduction=title)  # type: ignore[type-var]

    _after(monkeypatch, organs, "organ_page", in_english)


@_plants("the downloaded list holds drafts", "catalogue-download")
def download_drafts(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_drafts(found: Iterator[RecordCard], *_args: object, **_filters: object) -> object:
        return chain(found, (replace(card, index_number="0") for card in _draft_cards()))

    _after(monkeypatch, exports, "catalogue_cards", with_drafts)


# What is chosen counts what the list counts.
@_plants("the catalogue counts what is held back", "catalogue-count", "facet")
def count_in_the_catalogue(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_held(found: object, *_args: object, **_filters: object) -> object:
        return replace(found, total=found.total + 1)  # type: ignore[type-var,attr-defined]

    _after(monkeypatch, catalogue, "catalogue", with_held)


@_plants("an organ's page counts what is not public", "organ-count")
def count_at_the_organ(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_all(found: object, *_args: object, organ_id: int, **_page: object) -> object:
        every = Record.objects.filter(organ_id=organ_id).count()
        return replace(found, total=every)  # type: ignore[type-var]

    _after(monkeypatch, organs, "catalogue", with_all)


@_plants("the home page counts what is not public", "portal-figures")
def count_at_home(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_held(counts: object, _viewer: object) -> object:
        return replace(counts, published=counts.published + 1)  # type: ignore[type-var,attr-defined]

    _after(monkeypatch, home, "public_counts", with_held)


@_plants("the comparison reads the version in work", "comparison")
def compare_with_work(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_work(texts: object, _viewer: object, record_id: int, *_numbers: int) -> object:
        secret = RecordVersion.objects.filter(record_id=record_id).values_list(
            "ground_reason", flat=True
        )
        return replace(texts, newer_text="\n".join(secret))  # type: ignore[type-var]

    _after(monkeypatch, versions, "version_texts", with_work)


@_plants("a copy of what is listed is recognised", "copy-check")
def recognise_everything(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def by_any_digest(found: object, _viewer: object, digest: str) -> object:
        version = RecordVersion.objects.filter(digest=digest).first()
        if found is not None or version is None:
            return found
        card = card_of(version.record, version)
        return FoundCopy(card=card, number=1, released_on=version.generated_on, is_current=True)

    _after(monkeypatch, copies, "find_copy", by_any_digest)


@_plants("the file of a withdrawn version is handed out", "file")
def hand_out_the_withdrawn(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    asked = record_file

    def any_file(viewer: object, record_id: int) -> object:
        version = _latest(record_id)
        if not version.text_file:
            return asked(viewer, record_id)  # type: ignore[arg-type]
        stored = StoredFile.objects.get(pk=version.text_file)
        return PublicFile(
            name="copy.txt",
            digest=stored.digest,
            size=stored.size,
            media_type="text/plain",
            subject=subject_of(version.record),
        )

    monkeypatch.setattr(records, "record_file", any_file)


@_plants("an attachment of a withdrawn version is handed out", "attachment", "file-name", "header")
def hand_out_withdrawn_attachments(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    asked = attached_file

    def any_attachment(viewer: object, record_id: int, file_id: int) -> object:
        row = VersionFile.objects.select_related("version__record").get(pk=file_id)
        if row.clearance_id is None:
            return asked(viewer, record_id, file_id)  # type: ignore[arg-type]
        return PublicFile(
            name=row.name,
            digest=row.stored_id,
            size=row.size,
            media_type=row.media_type,
            subject=subject_of(row.version.record),
        )

    monkeypatch.setattr(records, "attached_file", any_attachment)


@_plants("the page lists the attachments of every version", "record-page", "print", "versions")
def list_all_attachments(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def of_every_version(_lines: object, version: RecordVersion) -> object:
        rows = VersionFile.objects.filter(version__record=version.record_id)
        return tuple(
            FileLine(
                id=row.pk,
                title=row.title,
                name=row.name,
                kind="TXT",
                size=row.size,
                pages=1,
                digest=row.stored_id,
            )
            for row in rows
        )

    _after(monkeypatch, pages, "file_lines", of_every_version)


@_plants("what is listed is found by what its attachments say", "search-hit")
def index_listed_attachments(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    def with_attachments(entry: IndexEntry, *_asked: object) -> object:
        digests = VersionFile.objects.filter(version__record=entry.record_id).values_list(
            "stored_id", flat=True
        )
        said = [line.text for lines in examination_texts(digests).values() for line in lines]
        return replace(entry, attached="\n".join(said))

    _after(monkeypatch, indexing, "_entry", with_attachments)
    indexing.index_record(record_id=world.known["listed"].id)


@_plants("the page of what is not there says what it would be", "refusal")
def explain_the_refusal(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    asked = pages._public_record

    def explained(record_id: int) -> Record:
        held = RecordVersion.objects.filter(record_id=record_id, record__standing="held").first()
        if held is not None:
            raise NotFound(f"{held.title} is not disclosed.")
        return asked(record_id)

    monkeypatch.setattr(pages, "_public_record", explained)


@_plants("a withdrawal does not move the public epoch", "cache")
def forget_the_epoch(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    monkeypatch.setattr(withdrawal, "mark_public_change", lambda **_change: None)


@_plants("a withdrawal is mailed with its title", "mail")
def mail_the_title(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def mailed(event: RecordHidden) -> None:
        title = _latest(event.record_id).title
        send_mail("撤回", title, "gongkai@example.cn", ["readers@example.cn"])

    handlers = {**events._in_transaction}
    handlers[RecordHidden] = [*events._in_transaction[RecordHidden], mailed]
    monkeypatch.setattr(events, "_in_transaction", handlers)
