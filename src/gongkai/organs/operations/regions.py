"""Enter the divisions of the area."""

import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.access import require_administrator
from gongkai.organs.models import Region
from gongkai.organs.rules.levels import region_level
from gongkai.organs.rules.sorting import sort_key

_CODE = re.compile(r"[0-9]{6}([0-9]{3}){0,2}")


class RegionExists(Refusal):
    """There is a division with this code."""


class WrongRegionCode(Refusal):
    """The code is not one of GB/T 2260 or GB/T 10114."""


def create_region(
    *, actor: Actor, code: str, name: str, parent_code: str = "", level: str = ""
) -> Region:
    """Enter a division by its code (6, 9 or 12 digits, GB/T 2260 and GB/T 10114).

    The level follows from the code unless it is given. Raises NotAllowed, WrongRegionCode,
    RegionExists, and NotFound where there is no parent with that code.
    """
    require_administrator(actor)
    code, name = clean_line(code), clean_line(name)
    if not _CODE.fullmatch(code):
        raise WrongRegionCode(_("A division code has 6, 9 or 12 digits."), field="code")
    with transaction.atomic():
        if Region.objects.filter(code=code).exists():
            raise RegionExists(_("There is already a division with this code."), field="code")
        region = Region.objects.create(
            code=code,
            name=name,
            level=level or region_level(code),
            parent=region_with(parent_code) if parent_code else None,
            sort_key=sort_key(name, longest=200),
        )
        record_entry(
            actor=actor,
            action="organs.create_region",
            object_kind="region",
            object_id=region.pk,
            object_label=f"{code} {name}",
            organ_id=None,
        )
    return region


def region_with(code: str) -> Region:
    """Return the division with this code; raises NotFound."""
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise NotFound(_("There is no division with this code. Enter it first."), field="region")
    return region
