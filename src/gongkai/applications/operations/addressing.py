"""To which organs one can apply: those that work and that the text of the Regulations binds."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gongkai.applications.shipped import regimes
from gongkai.kernel.refusals import NotFound


class NotBound(NotFound):
    """The Regulations do not let anybody apply to an organ of this kind."""


def can_apply_to(organ_kind: str, *, regime_id: str | None = None) -> bool:
    """Say whether one can apply to an organ of this kind; without a regime, under the site's."""
    return regimes()[regime_id or settings.REGIME].binds(organ_kind)


def require_bound(organ_kind: str, *, regime_id: str | None = None) -> None:
    """Raise NotBound for an organ to which nobody applies."""
    if not can_apply_to(organ_kind, regime_id=regime_id):
        raise NotBound(
            _(
                "Nobody applies to this organ under the Regulations. Ask it directly, or turn to "
                "the department in charge of it."
            )
        )
