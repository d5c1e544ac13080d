"""The validity of public documents as the database computes it, the same as the rule does."""

from datetime import date

from django.db.models import Case, CharField, F, Q, Value, When

from gongkai.records.models import RecordVersion
from gongkai.records.rules.validity import RUNS_OUT, validity_on
from gongkai.records.rules.vocabulary import Validity


def validity_of(version: RecordVersion, *, today: date) -> str:
    """Return the validity of a version on a day."""
    return validity_on(
        version.validity,
        is_normative=version.is_normative,
        expires_on=version.expires_on,
        today=today,
    )


def has_validity(validity: str, *, today: date) -> Q:
    """Return the condition on Record under which its public version has the validity on a day."""
    has_lapsed = _has_lapsed(today)
    said = Q(public_version__validity=validity)
    return said | has_lapsed if validity == Validity.LAPSED else said & ~has_lapsed


def shown_validity(*, today: date) -> Case:
    """Return the validity of a Record's public version on a day, as an expression."""
    return Case(
        When(_has_lapsed(today), then=Value(Validity.LAPSED.value)),
        default=F("public_version__validity"),
        output_field=CharField(),
    )


def _has_lapsed(today: date) -> Q:
    return Q(
        public_version__is_normative=True,
        public_version__validity__in=sorted(RUNS_OUT),
        public_version__expires_on__isnull=False,
        public_version__expires_on__lt=today,
    )
