"""Whether a normative document is in force today."""

from datetime import date

from gongkai.records.rules.vocabulary import LinkKind, Validity

RUNS_OUT = frozenset({Validity.NONE.value, Validity.IN_FORCE.value, Validity.AMENDED.value})
VALIDITY_BY_LINK = {
    LinkKind.AMENDS.value: Validity.AMENDED.value,
    LinkKind.REPEALS.value: Validity.REPEALED.value,
    LinkKind.REPLACES.value: Validity.REPEALED.value,
}
"""What becomes of the other document's validity by what one document does to it."""


def validity_on(validity: str, *, is_normative: bool, expires_on: date | None, today: date) -> str:
    """Return the validity as it is on a day: after its last day a document has lapsed.

    `validity` is what was said of it last; `expires_on` is the last day of its force. What was
    repealed stays repealed, and what is no normative document does not lapse.
    """
    last_day = valid_until_on(validity, is_normative=is_normative, expires_on=expires_on)
    return Validity.LAPSED.value if last_day is not None and last_day < today else validity


def valid_until_on(validity: str, *, is_normative: bool, expires_on: date | None) -> date | None:
    """Return the last day of force after which a document lapses by itself, None where none."""
    return expires_on if is_normative and validity in RUNS_OUT else None
