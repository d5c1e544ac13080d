"""Leaks of the change feed and of withdrawn versions, planted like those of `plants`."""

from dataclasses import replace

import pytest
from django.db.models import Q
from tests.leaks.people import World
from tests.leaks.plants import _after, _plants

from gongkai.interfaces.harvest.views import ledger
from gongkai.interfaces.portal.views import records as record_pages
from gongkai.kernel.refusals import NotFound
from gongkai.ledger.manifests import manifest_of
from gongkai.ledger.models import LedgerEntry
from gongkai.ledger.queries import proof_of
from gongkai.ledger.rules.proofs import Proof
from gongkai.records.clearing import subject_of
from gongkai.records.models import Record, VersionFile
from gongkai.records.queries import Gone, attached_file, pages, version_lines, withdrawn
from gongkai.records.queries.values import PublicFile
from gongkai.records.rules.vocabulary import READABLE


@_plants("the change feed tells the titles", "change-feed")
def feed_titles(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_titles(page: object, *_args: object, **_range: object) -> object:
        titles = {
            record.index_number: record.public_version.title
            for record in Record.objects.exclude(public_version=None)
            if record.public_version
        }
        entries = tuple(
            replace(entry, detail=titles.get(entry.index_number, ""))
            for entry in page.entries  # type: ignore[attr-defined]
        )
        return replace(page, entries=entries)  # type: ignore[type-var]

    _after(monkeypatch, ledger, "feed_after", with_titles)


@_plants(
    "an attachment of a withdrawn earlier version is handed out",
    "attachment",
    "file-name",
    "header",
)
def hand_out_what_a_correction_left(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    asked = attached_file

    def any_version(viewer: object, record_id: int, file_id: int) -> object:
        try:
            return asked(viewer, record_id, file_id)  # type: ignore[arg-type]
        except Gone as gone:
            if not gone.tombstone.version_number:
                raise
        row = VersionFile.objects.select_related("version__record").get(pk=file_id)
        return PublicFile(
            name=row.name,
            digest=row.stored_id,
            size=row.size,
            media_type=row.media_type,
            subject=subject_of(row.version.record),
        )

    monkeypatch.setattr(record_pages, "attached_file", any_version)


@_plants("the list of what was withdrawn names each", "withdrawn-list")
def list_all_titles(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def with_title(line: object, record: Record, *_row: object) -> object:
        version = record.versions.order_by("-number")[0]
        return replace(line, title=version.title)  # type: ignore[type-var]

    _after(monkeypatch, withdrawn, "_line", with_title)


@_plants("a proof is given of what was withdrawn", "proof")
def prove_the_withdrawn(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    asked = proof_of

    def any_proof(viewer: object, sequence: int) -> Proof:
        try:
            return asked(viewer, sequence)  # type: ignore[arg-type]
        except NotFound:
            row = LedgerEntry.objects.get(sequence=sequence)
            if row.version is None or row.chained_on is None or not row.digest:
                raise
        return Proof(
            sequence=sequence,
            on=row.chained_on,
            index_number=row.index_number,
            version=row.version_number,
            nonce=row.nonce,
            manifest=manifest_of(row.record, row.version),
        )

    monkeypatch.setattr(ledger, "proof_of", any_proof)


@_plants(
    "what was closed is read again once a later version opens",
    "versions",
    "comparison",
    "file",
    "attachment",
    "file-name",
    "header",
)
def open_what_was_closed(monkeypatch: pytest.MonkeyPatch, _world: World) -> None:
    def went_out(path: str = "") -> Q:
        return Q(**{f"{path}state__in": READABLE, f"{path}category": "voluntary"})

    for module in (pages, version_lines):
        monkeypatch.setattr(module, "told_versions", went_out)
