"""What can be handed to a place now: published records whose every file may leave.

What the release gate or the virus scanner holds back is not there. It waits as a whole: a record
of which one attachment is lacking would pass for complete at the place.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from gongkai.deliveries.rules.bag import safe_part
from gongkai.kernel.types import PUBLIC
from gongkai.records.queries.bundles import Bundle, public_bundles
from gongkai.release.doors import Outgoing, Wanted, open_many
from gongkai.release.rules.doors import Door
from gongkai.release.rules.names import ending_of

_TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A record as the place gets it; the files bear their names within its folder."""

    bundle: Bundle
    files: tuple[Outgoing, ...]


def ready_records(record_ids: Collection[int]) -> dict[int, Ready]:
    """Return what can be handed over of these records, by id (a fixed number of queries).

    Names of organs and themes are Chinese whoever asks: a place gets the same from everybody.
    """
    with translation.override(settings.LANGUAGE_CODE):
        bundles = public_bundles(PUBLIC, record_ids)
    wanted = [(pk, one) for pk, bundle in bundles.items() for one in _wanted(bundle)]
    opened = open_many(door=Door.PUBLIC, wanted=[one for _pk, one in wanted])
    files = defaultdict[int, list[Outgoing]](list)
    closed: set[int] = set()
    for (pk, _one), outgoing in zip(wanted, opened, strict=True):
        if outgoing is None:
            closed.add(pk)
        else:
            files[pk].append(outgoing)
    return {
        pk: Ready(bundle=bundle, files=tuple(files[pk]))
        for pk, bundle in bundles.items()
        if pk not in closed
    }


def _wanted(bundle: Bundle) -> Iterator[Wanted]:
    subject = bundle.subject
    if bundle.text_digest:
        yield Wanted(subject=subject, digest=bundle.text_digest, name="text.txt", media_type=_TEXT)
    for number, file in enumerate(bundle.files, start=1):
        ending = ending_of(file.name)
        stem = file.name.removesuffix(f".{ending}") if ending else file.name
        name = safe_part(f"{number:02d}_{stem}", ending=f".{ending}" if ending else "")
        yield Wanted(subject=subject, digest=file.digest, name=name, media_type=file.media_type)
