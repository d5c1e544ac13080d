"""The regimes, for choices and for what a limit is."""

from dataclasses import dataclass

from django.conf import settings

from gongkai.clock.rules.regimes import Limit, Regime
from gongkai.clock.shipped import regimes


@dataclass(frozen=True, slots=True)
class RegimeChoice:
    """One text of the Regulations to choose, with the limits that can be counted."""

    id: str
    title: str
    title_zh: str
    limits: tuple[Limit, ...]
    is_default: bool


def regime(regime_id: str = "") -> Regime:
    """Return a regime by its id, the installation's own by default; KeyError if unknown."""
    return regimes()[regime_id or settings.REGIME]


def regime_choices() -> tuple[RegimeChoice, ...]:
    """Return the regimes, oldest first, each with the limits that have an amount."""
    return tuple(
        RegimeChoice(
            id=known.id,
            title=known.title,
            title_zh=known.title_zh,
            limits=tuple(limit for limit in known.limits.values() if limit.amount is not None),
            is_default=known.id == settings.REGIME,
        )
        for known in regimes().values()
    )
