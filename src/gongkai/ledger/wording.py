"""How the feed's codes are said."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.ledger.models import EntryKind
from gongkai.records.models import ChangeKind, Validity, WithdrawalReason

_DETAILS: Mapping[str, str | Promise] = {
    "exempt": _("Not disclosed"),
    **{code: label for code, label in ChangeKind.choices if code},
    **{code: label for code, label in Validity.choices if code},
    **dict(WithdrawalReason.choices),
}


def kind_name(kind: str) -> str:
    """Return what an entry tells, in the language of the request."""
    return str(EntryKind(kind).label)


def detail_name(detail: str) -> str:
    """Return what its detail says, '' where it has none."""
    return str(_DETAILS.get(detail, detail))
