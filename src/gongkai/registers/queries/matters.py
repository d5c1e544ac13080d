"""A kept licensing matter as the rules know it."""

from gongkai.registers.models import LicensingMatter
from gongkai.registers.rules.licensing import Matter


def matter_of(row: LicensingMatter) -> Matter:
    """Return the row as the rules know a matter."""
    return Matter(
        name=row.name,
        basis=row.basis,
        conditions=row.conditions,
        quantity=row.quantity,
        procedure=row.procedure,
        statutory_days=row.statutory_days,
        promised_days=row.promised_days,
        materials=tuple(row.materials),
        office=row.office,
        telephone=row.telephone,
    )
