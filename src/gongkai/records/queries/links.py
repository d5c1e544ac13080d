"""What documents do to one another, as everybody reads it and as the staff does."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from gongkai.kernel import time
from gongkai.kernel.types import Viewer
from gongkai.records.access import PUBLIC_STANDINGS, STAFF, is_staff_of
from gongkai.records.latest import not_given_up
from gongkai.records.models import Record, RecordLink, RecordVersion
from gongkai.records.queries.cards import name_of_organ
from gongkai.records.queries.values import LinkLine
from gongkai.records.rules.documents import normalise_document_number
from gongkai.records.rules.vocabulary import Standing, VersionState

_MOST_FOUND = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLink:
    """A link as the staff sees it; `title` is '' where the viewer may not know the other end.

    `may_remove` is True where it is said by the viewer's own organ.
    """

    id: int
    kind: str
    is_from_here: bool
    record_id: int | None
    title: str
    number: str
    organ_name: str
    is_public: bool
    since_on: date | None
    made_by_name: str
    made_on: date
    may_remove: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTarget:
    """A document that may be linked to."""

    record_id: int
    title: str
    index_number: str
    document_number: str
    organ_id: int
    organ_name: str
    is_public: bool
    is_normative: bool


def public_links(record: Record) -> tuple[LinkLine, ...]:
    """Return the links of a public record whose other end is public, its own first (two queries).

    A document that is not in the system has no other end to hide; its name passed the gate.
    """
    from_here = _standing(record.links.all()).filter(
        Q(target__isnull=True) | _is_public("target__")
    )
    to_here = _standing(record.links_here.all()).filter(_is_public("record__"))
    lines = [_line(link, link.target, is_from_here=True) for link in _joined(from_here, "target")]
    lines += [_line(link, link.record, is_from_here=False) for link in _joined(to_here, "record")]
    return tuple(lines)


def desk_links(viewer: Viewer, record: Record) -> tuple[DeskLink, ...]:
    """Return every link of the record that the viewer may know of (three queries)."""
    own = viewer.organs_as(*STAFF)
    known = _is_public("record__") | Q(record__organ_id__in=own)
    from_here = _joined(_standing(record.links.all()), "target")
    to_here = _joined(_standing(record.links_here.all()).filter(known), "record")
    ends = [(link, link.target, True) for link in from_here]
    ends += [(link, link.record, False) for link in to_here]
    titles = _titles(viewer, [other for _link, other, _from in ends if other])
    return tuple(
        _desk_link(viewer, link, other, titles, is_from_here=is_from_here)
        for link, other, is_from_here in ends
    )


def link_targets(
    viewer: Viewer, words: str, *, but: int, searched: Collection[int] = ()
) -> tuple[LinkTarget, ...]:
    """Return documents that may be linked to, the viewer's own organs' first (two queries).

    Those of the own organs with these words in their name or under the number, public or not,
    and those public ones of all organs among `searched`, what the search found for the words.
    At most 20, without the record `but`.
    """
    words = words.replace("\0", "").strip()
    own = viewer.organs_as(*STAFF)
    found = Q(pk__in=searched) & _is_public("")
    if words:
        found |= Q(pk__in=_own_records(words, own))
    rows = (
        Record.objects.filter(found)
        .exclude(pk=but)
        .select_related("organ")
        .prefetch_related(Prefetch("versions", _without_texts()))
        .order_by("-released_on", "-pk")[:_MOST_FOUND]
    )
    targets = [_target(row, is_own=row.organ_id in own) for row in rows]
    return tuple(sorted(targets, key=lambda target: target.organ_id not in own))


def _own_records(words: str, organ_ids: frozenset[int]) -> QuerySet[RecordVersion, int]:
    says = (
        Q(title__icontains=words)
        | Q(document_number_normalised=normalise_document_number(words))
        | Q(record__index_number__iexact=words.replace(" ", ""))
    )
    rows = RecordVersion.objects.filter(says, record__organ_id__in=organ_ids)
    return rows.exclude(state=VersionState.ABANDONED).values_list("record_id", flat=True)


def _without_texts() -> QuerySet[RecordVersion]:
    rows = RecordVersion.objects.filter(not_given_up()).defer("text", "history")
    return rows.order_by("-number")


def _target(record: Record, *, is_own: bool) -> LinkTarget:
    versions = record.versions.all()
    # The public and other organs read of the version that stands; its own staff of the latest.
    version = next(v for v in versions if is_own or v.pk == record.public_version_id)
    return LinkTarget(
        record_id=record.pk,
        title=version.title,
        index_number=record.index_number or "",
        document_number=version.document_number,
        organ_id=record.organ_id,
        organ_name=name_of_organ(record.organ),
        is_public=record.standing in PUBLIC_STANDINGS,
        is_normative=version.is_normative,
    )


def _is_public(path: str) -> Q:
    return Q(**{f"{path}standing__in": PUBLIC_STANDINGS})


def _standing(links: QuerySet[RecordLink]) -> QuerySet[RecordLink]:
    return links.filter(removed_at__isnull=True).order_by("pk")


def _joined(links: QuerySet[RecordLink], end: str) -> QuerySet[RecordLink]:
    """Return the links with the record at one end, without its texts."""
    heavy = ("public_version__text", "public_version__history", "organ__introduction")
    return links.select_related(f"{end}__organ", f"{end}__public_version", "made_by").defer(
        *(f"{end}__{field}" for field in heavy)
    )


def _line(link: RecordLink, other: Record | None, *, is_from_here: bool) -> LinkLine:
    version = other.public_version if other else None
    return LinkLine(
        kind=link.kind,
        is_from_here=is_from_here,
        record_id=other.pk if other else None,
        title=version.title if version else link.target_text,
        index_number=(other.index_number or "") if other else "",
        document_number=version.document_number if version else "",
        organ_name=name_of_organ(other.organ) if other else "",
        is_listed=other is not None and other.standing == Standing.LISTED,
        since_on=link.since_on,
    )


def _desk_link(
    viewer: Viewer,
    link: RecordLink,
    other: Record | None,
    titles: Mapping[int, str],
    *,
    is_from_here: bool,
) -> DeskLink:
    return DeskLink(
        id=link.pk,
        kind=link.kind,
        is_from_here=is_from_here,
        record_id=other.pk if other else None,
        title=titles.get(other.pk, "") if other else link.target_text,
        number=(other.index_number or "") if other else "",
        organ_name=name_of_organ(other.organ) if other else "",
        is_public=other is None or other.standing in PUBLIC_STANDINGS,
        since_on=link.since_on,
        made_by_name=link.made_by.name,
        made_on=time.local_date(link.made_at),
        may_remove=is_from_here and is_staff_of(viewer, link.record.organ_id),
    )


def _titles(viewer: Viewer, records: Sequence[Record]) -> dict[int, str]:
    """Return the names of records; of other organs' only those that everybody reads."""
    public = {
        record.pk: record.public_version.title
        for record in records
        if record.standing in PUBLIC_STANDINGS and record.public_version is not None
    }
    own = [
        record.pk
        for record in records
        if record.pk not in public and is_staff_of(viewer, record.organ_id)
    ]
    rows = RecordVersion.objects.filter(not_given_up(), record_id__in=own)
    rows = rows.order_by("record_id", "-number")
    return public | dict(rows.distinct("record_id").values_list("record_id", "title"))
