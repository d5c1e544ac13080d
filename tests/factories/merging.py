"""Organs that are merged, as the administrator orders it."""

from tests.factories import organs
from tests.factories.applications import Desk
from tests.factories.records import Office

from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.organs.operations import sign
from gongkai.records.models import RecordTransfer
from gongkai.records.operations.transfer import MERGE_PURPOSE, Merger, merge_organs


def merged(office: Office | Desk, other: Office | Desk) -> RecordTransfer:
    """Merge the first office's organ into that of the other, today."""
    person = organs.someone(Role.SYSTEM_ADMINISTRATOR, other.organ)
    merger = Merger(
        from_id=office.organ.pk,
        to_id=other.organ.pk,
        merged_on=today(),
        basis="云政发〔2026〕9号",
    )
    return merge_organs(
        actor=organs.acting(person, Role.SYSTEM_ADMINISTRATOR, other.organ),
        merger=merger,
        signature=sign(
            person_id=person.pk,
            secret=organs.PASSWORD,
            purpose=MERGE_PURPOSE,
            digest=merger.digest(),
        ),
    )
