"""Editions in the world of leaks: a guide, and a catalogue of a day on which more was public."""

from tests.factories.guides import Press, a_press
from tests.factories.records import Office

from gongkai.guides.models import CatalogueEntry, Edition
from gongkai.organs.models import Organ, Person
from gongkai.records.models import Record


def write_editions(office: Office, government: Organ, above: Person) -> list[int]:
    """Publish a guide and a catalogue; return their ids.

    The catalogue also holds all that was public once and was taken back or held since then, in
    its first version: as if it had been compiled before.
    """
    press = a_press(office, government, above)
    guide, catalogue = press.published(), press.published_catalogue()
    _as_of_an_earlier_day(press, catalogue)
    return [guide.pk, catalogue.pk]


def _as_of_an_earlier_day(press: Press, edition: Edition) -> None:
    there = edition.entries.values("record_id")
    gone = Record.objects.filter(organ=press.office.organ, index_number__isnull=False)
    last = edition.entries.count()
    CatalogueEntry.objects.bulk_create(
        CatalogueEntry(
            edition=edition,
            position=last + place,
            record=record,
            version=record.versions.order_by("number")[0],
            index_number=record.index_number or "",
            class_code=record.class_code,
        )
        for place, record in enumerate(gone.exclude(pk__in=there).order_by("pk"), start=1)
    )
