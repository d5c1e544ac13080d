"""Which cases the world holds: every state in both regimes, and what A, C and others have."""

from tests.leaks.cases.world import CaseAuthor, KnownCase

from gongkai.applications.rules.vocabulary import SupplyWay

OLD, NEW = "ogi-2008", "ogi-2019"
_READY = ("accepted", "proposed", "reviewed", "approved")
HISTORIES: dict[str, tuple[str, ...]] = {
    "formal_review": (),
    "correction_asked": ("asked_to_correct",),
    "handling": ("asked_to_correct", "corrected", "accepted", "asked_for_time"),
    "drafted": ("accepted", "refused_time", "drafted"),
    "returned": ("accepted", "proposed", "returned"),
    "proposed": ("accepted", "proposed", "returned", "proposed"),
    "reviewed": ("asked_to_correct", "corrected", "accepted", "proposed", "reviewed"),
    "approved": _READY,
    "replied": (*_READY, "replied"),
    "delivered": ("asked_to_correct", "corrected", "extended", *_READY, "replied", "code_lost"),
    "closed": (*_READY, "replied", "posted", "closed"),
    "withdrawn": ("accepted", "proposed", "withdrawn"),
}
"""By the state to which it leads, or where there are two ways, by the last thing that happened."""
OVERDUE = "abandoned"
"""Begins before the others, for the time to correct must be over."""
_BY_POST = frozenset({"replied", "closed"})


def write_overdue(author: CaseAuthor) -> None:
    """Write the cases that wait for a correction until the tests begin, A's beyond that."""
    for regime in (OLD, NEW):
        write(author, "b", OVERDUE, regime, history=("asked_to_correct",))
    write(author, "a", "overdue", OLD, history=("asked_to_correct",))


def write_all(author: CaseAuthor) -> None:
    """Write B's cases in every state and both regimes, some of A's, and one of C's."""
    for known in list(author.known.values()):
        if known.applicant == "b":
            author.lapsed(known)
    author.received("b-confirming", "b", NEW)
    for regime in (OLD, NEW):
        for name in HISTORIES:
            write(author, "b", name, regime)
    for name in ("correction_asked", "proposed", "delivered"):
        write(author, "a", name, OLD)
    write(author, "organisation_c", "reviewed", OLD)


def write_few(author: CaseAuthor, *names: str) -> None:
    """Write what another organ has."""
    for name in names:
        write(author, "organisation_c", name, OLD)


def write(
    author: CaseAuthor,
    applicant: str,
    name: str,
    regime: str,
    *,
    history: tuple[str, ...] | None = None,
) -> KnownCase:
    """Write one case and bring it to where its name says."""
    way = SupplyWay.POST if name in _BY_POST else SupplyWay.ONLINE
    key = f"{author.name}-{applicant}-{name}-{regime}"
    known = author.received(key, applicant, regime, way)
    if regime == NEW:
        author.confirmed(known)
    for step in HISTORIES[name] if history is None else history:
        getattr(author, step)(known)
    return known
