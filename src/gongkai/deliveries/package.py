"""The package of a delivery: a BagIt bag as one ZIP file, built while it is sent.

It holds what everybody can read now and nothing else: a record that was changed, withdrawn or held
back after the list was drawn up stands in the list without a file; what stays public comes with a
later delivery. It is written in Chinese whoever fetches it.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from gongkai.deliveries.models import ItemKind
from gongkai.deliveries.queries.deliveries import DeliveryPage, ItemLine
from gongkai.deliveries.rules.bag import (
    DECLARATION,
    BagFile,
    bag_file,
    bag_info,
    folder_of,
    manifest,
    safe_part,
)
from gongkai.organs.queries import OfficeCard
from gongkai.records.models import Form, TimeLimit
from gongkai.records.queries.bundles import Bundle
from gongkai.release.doors import Outgoing

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""ZIP knows no earlier moment; the bytes depend on what is in the bag, not on when it is made."""
LACKS_FILES = gettext_lazy(
    "Without files: changed, withdrawn or held back since. What stays public comes with a later "
    "delivery."
)
"""What the list and the desk say of an entry whose record cannot be handed over."""


@dataclass(frozen=True, slots=True)
class Bag:
    """What goes into the package: texts made here, and stored files that the gate let out."""

    name: str
    digest: str
    """SHA-256 of the manifest: two bags with the same one hold the same."""
    made: tuple[tuple[str, bytes], ...]
    stored: tuple[tuple[str, Outgoing], ...]

    def pieces(self) -> Iterator[bytes]:
        """Return the ZIP file piece by piece; memory does not grow with the files."""
        sink = _Sink()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
            for path, content in self.made:
                yield from _write(archive, sink, f"{self.name}/{path}", [content])
            for path, outgoing in self.stored:
                yield from _write(archive, sink, f"{self.name}/{path}", outgoing.pieces)
        yield from sink.taken()


def build_bag(page: DeliveryPage, *, office: OfficeCard | None, on: date) -> Bag:
    """Return the bag of a delivery as its lines stand on the page."""
    stored = [
        (f"{folder_of(item.position, item.index_number)}/{outgoing.name}", outgoing)
        for item in page.items
        if item.ready is not None
        for outgoing in item.ready.files
    ]
    with translation.override(settings.LANGUAGE_CODE):
        made = [("data/list.csv", _list(page.items))]
        made += [
            (f"{folder_of(item.position, item.index_number)}/elements.json", _elements(bundle))
            for item, bundle in _with_bundles(page.items)
        ]
    payload = [bag_file(path, content) for path, content in made]
    payload += [BagFile(path, file.digest, file.size) for path, file in stored]
    listed = manifest(payload)
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": bag_info(
            organ=page.line.organ_name,
            place=page.line.place_name,
            number=page.line.number,
            on=on,
            files=payload,
            contact=office.name if office else "",
            telephone=office.telephone if office else "",
        ),
        "manifest-sha256.txt": listed,
    }
    tag_files = [(path, text.encode()) for path, text in tags.items()]
    tag_manifest = manifest(bag_file(path, content) for path, content in tag_files)
    return Bag(
        name=safe_part(f"{page.line.number}_{page.line.place_name}"),
        digest=hashlib.sha256(listed.encode()).hexdigest(),
        made=(*tag_files, ("tagmanifest-sha256.txt", tag_manifest.encode()), *made),
        stored=tuple(stored),
    )


def _with_bundles(items: Iterable[ItemLine]) -> Iterator[tuple[ItemLine, Bundle]]:
    return ((item, item.ready.bundle) for item in items if item.ready is not None)


def _list(items: Iterable[ItemLine]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            _("No."),
            pgettext("delivery", "What to do"),
            _("Index number"),
            _("Name"),
            _("Date generated"),
            _("Document number"),
            _("Folder"),
        ]
    )
    for item in items:
        card = item.ready.bundle.card if item.ready else None
        writer.writerow(
            [
                item.position,
                LACKS_FILES if item.lacks_files else ItemKind(item.kind).label,
                item.index_number,
                card.title if card else "",
                card.generated_on.isoformat() if card else "",
                card.document_number if card else "",
                folder_of(item.position, item.index_number).removeprefix("data/") if card else "",
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def _elements(bundle: Bundle) -> bytes:
    card = bundle.card
    said: dict[str, Any] = {
        "索引号": card.index_number,
        "信息名称": card.title,
        "发布机构": card.organ_name,
        "内容概述": card.summary,
        "信息生成日期": card.generated_on.isoformat(),
        "发布日期": card.released_on.isoformat(),
        "文号": card.document_number,
        "信息分类": card.class_code,
        "主题分类": card.theme_name,
        "公开形式": [str(Form(form).label) for form in card.forms],
        "公开时限": str(TimeLimit(card.time_limit).label),
        "备注": bundle.remark,
        "版本": card.version_number,
        "附件": [{"title": file.title, "sha256": file.digest} for file in bundle.files],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


@dataclass(slots=True)
class _Sink:
    """What the ZIP writer writes to; taken out again piece by piece, so that nothing piles up."""

    _pieces: list[bytes] = field(default_factory=list)

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: pieces are taken as they come."""

    def taken(self) -> list[bytes]:
        """Return what was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return pieces


def _write(
    archive: zipfile.ZipFile, sink: _Sink, path: str, pieces: Iterable[bytes]
) -> Iterator[bytes]:
    entry = zipfile.ZipInfo(path, date_time=_EARLIEST)
    entry.external_attr = 0o644 << 16
    with archive.open(entry, "w", force_zip64=True) as target:
        for piece in pieces:
            target.write(piece)
            yield from sink.taken()
    yield from sink.taken()
