"""Who may see what, written down from the requirements and never from the code that decides it.

Elements (C1): an open record shows its elements, its text and its attachments, a listed one (★)
never text or file.
Categories (P3): what is exempt never leaves the staff workspace. Withdrawal (C7): a tombstone
shows the title only where the withdrawer said that it may. Grounds are reasoned, steps have
opinions and withdrawals notes (P1, C6): these are for the staff alone; who oversees the organ
reads who answered for a record, and the opinions about what everybody can read. Only the organ's
own people who work with records see what is not public; a superior organ's reviewer sees what
waits for the
very step that was handed up; the system administrator sees nothing by virtue of the role, and
whoever oversees sees figures.
"""

from tests.leaks.markers import Secret
from tests.leaks.people import World
from tests.leaks.world import Known

LISTING = frozenset({"title", "summary", "remark", "document_number", "keywords"})
FILES = frozenset({"file_title", "file_name", "file_body", "file_digest"})
OPEN = LISTING | FILES | {"text", "history", "change_note"}

OWN_STAFF = {
    "office": frozenset({"clerk", "reviewer", "legal_reviewer", "person_in_charge", "stand_in"}),
    "other": frozenset(
        {"other_clerk", "other_reviewer", "other_legal_reviewer", "other_person_in_charge"}
    ),
}
ACCOUNTANTS = frozenset({"competent_department", "supervision"})
"""Who reads, above the organs, who answered for their records (C6)."""
OPINIONS = frozenset({"secrecy_opinion", "legal_opinion", "approval_opinion"})
HANDED_UP_TO = {"office": "superior_legal_reviewer"}
"""Whose legal step was handed up, and to whom: they see what waits for that step, nothing else."""


def public_may_see(known: Known, secret: Secret) -> bool:
    """Say whether everybody may see this field of this version."""
    if known.has_tombstone:
        shown = known.title_may_show and secret.version == known.public_version
        return shown and secret.field == "title"
    if known.standing == "published":
        return _went_out_openly(known, secret.version) and secret.field in OPEN
    if known.standing == "listed":
        return secret.version == known.public_version and secret.field in LISTING
    return False


def may_see(world: World, persona: str, secret: Secret) -> bool:
    """Say whether the persona may see this field somewhere at the desk."""
    known = world.known[secret.record]
    if public_may_see(known, secret) or persona in OWN_STAFF[known.organ]:
        return True
    if persona in ACCOUNTANTS and secret.field in OPINIONS:
        return known.standing == "published" and _went_out_openly(known, secret.version)
    is_waiting = secret.version in known.waiting_for_law
    return is_waiting and persona == HANDED_UP_TO.get(known.organ)


def may_open_at_desk(world: World, persona: str, known: Known) -> bool:
    """Say whether the desk may show this persona that the record exists."""
    if persona in OWN_STAFF[known.organ]:
        return True
    return bool(known.waiting_for_law) and persona == HANDED_UP_TO.get(known.organ)


def may_read_who_answered(world: World, persona: str, known: Known) -> bool:
    """Say whether the persona may read who answered for the record, without what it says."""
    return persona in ACCOUNTANTS or may_open_at_desk(world, persona, known)


def status_for_public(known: Known) -> int:
    """Return with what status the page of the record answers everybody."""
    if known.is_public:
        return 200
    return 410 if known.has_tombstone else 404


def _went_out_openly(known: Known, version: int) -> bool:
    """Say whether its text was published and no later version closed it, also where one opened."""
    out = {number for number, state in known.states.items() if state in {"released", "superseded"}}
    closed = any(number > version and known.categories[number] != "voluntary" for number in out)
    return version in out and known.categories[version] == "voluntary" and not closed
