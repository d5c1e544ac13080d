"""Who may see what of a case, written down from the requirements and never from the code.

An application is between the applicant and the organ (A1, A11, A14). The applicant sees what they
sent and what was sent to them, the answer once it has reached them, and never the work in between:
opinions, drafts, notes, who reviews. Nobody else without an account sees anything, not even that
there is a case. Of the staff those see it who handle the cases of the organ; a secrecy reviewer
from the proposal on (2007 art. 14), what is answered and not who asks; a superior organ's reviewer
so, while a step that was handed up goes on. Nobody by virtue of overseeing or administering.
An identity number stands nowhere whole, a query code nowhere at all (A4).
"""

from tests.leaks.cases.people import CaseWorld
from tests.leaks.cases.world import KnownCase
from tests.leaks.markers import Secret

PERSON = frozenset(
    {
        "name",
        "workplace",
        "legal_representative",
        "contact_person",
        "address",
        "telephone",
        "fax",
        "email",
        "waiver_reason",
    }
)
SENT_ALONG = frozenset(
    f"{file}_{part}"
    for file in ("proof", "attachment", "correction_file")
    for part in ("name", "content")
)
ASKED = frozenset(
    {
        "number",
        "asked",
        "title",
        "document_number",
        "issued_when",
        "hints",
        "correction_point",
        "correction_answer",
    }
)
ANSWER = frozenset(
    {
        "item_asked",
        "where",
        "reasons",
        "search_note",
        "competent_organ",
        "competent_contact",
        "reply_file_name",
        "reply_file_content",
        "reply_letter",
    }
)
INTERNAL = frozenset(
    {
        "outcome_reason",
        "split_reason",
        "proposal_note",
        "secrecy_opinion",
        "return_note",
        "approval_opinion",
        "extension_opinion",
    }
)
OF_A_REPLY = ANSWER | {"split_reason"}
"""What a reply says, to the applicant or inside; the desk shows the last one."""
HANDLING = frozenset({"delivery_reference", "how_identified"})
"""Of the counter and the post: who signed, what proved who they are."""
NEVER = frozenset({"identity_number", "query_code"})

OF_A_REVIEW = (ASKED | ANSWER | INTERNAL | {"extension_reason"}) - {"reply_letter"}
OF_A_HANDLER = PERSON | SENT_ALONG | OF_A_REVIEW | HANDLING | {"letter", "reply_letter"}
OF_THE_APPLICANT = PERSON | SENT_ALONG | ASKED | {"letter"}

_HANDLERS = {
    "office": frozenset({"office_clerk", "office_in_charge", "stand_in"}),
    "other": frozenset({"other_clerk", "other_in_charge"}),
    "small": frozenset({"small_clerk", "small_in_charge"}),
}
_REVIEWERS = {
    "office": frozenset({"office_secrecy", "reviewers_stand_in"}),
    "other": frozenset({"other_secrecy"}),
    "small": frozenset({"small_secrecy"}),
}
ABOVE = "government_secrecy"
"""Who reviews for the small organ."""


def handles(persona: str, known: KnownCase) -> bool:
    """Say whether the persona handles the cases of this organ."""
    return persona in _HANDLERS[known.organ]


def reviews(persona: str, known: KnownCase) -> bool:
    """Say whether the case was laid before the persona to be reviewed."""
    is_laid_before = known.was_proposed and persona in _REVIEWERS[known.organ]
    return is_laid_before or (known.waits_above and persona == ABOVE)


def may_open(persona: str, known: KnownCase) -> bool:
    """Say whether the desk may tell the persona that the case exists."""
    return handles(persona, known) or reviews(persona, known)


def may_see_at_desk(world: CaseWorld, persona: str, secret: Secret) -> bool:
    """Say whether the persona may see this field somewhere at the desk."""
    if is_of_staff(secret):
        # The desk says who does what; who may sign in may know it.
        return True
    known = world.known.get(secret.record)
    if known is None or secret.field in NEVER:
        return False
    if handles(persona, known):
        return secret.field in OF_A_HANDLER
    return reviews(persona, known) and secret.field in OF_A_REVIEW


def applicant_may_see(world: CaseWorld, opened: KnownCase | None, secret: Secret) -> bool:
    """Say whether a browser in which this case is open may show the field; None: no case is."""
    if opened is None:
        return False
    if is_of_staff(secret):
        # The letter of an extension names who decided on it.
        is_signed = secret.record == f"staff of {opened.organ}" and secret.field == "in_charge"
        return opened.is_extended and is_signed
    if secret.record != opened.key:
        return False
    return secret.field in OF_THE_APPLICANT or _was_sent(opened, secret)


def is_of_staff(secret: Secret) -> bool:
    """Say whether it is the name of somebody of the staff."""
    return secret.record.startswith("staff of ")


def _was_sent(known: KnownCase, secret: Secret) -> bool:
    if secret.field == "extension_reason":
        return known.is_extended
    is_answer = secret.field in ANSWER and secret.version == known.rounds
    return known.is_handed_over and is_answer
