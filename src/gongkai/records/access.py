"""Who sees which records: the one place that says so.

The public sees published and listed (★) records, of ★ ones never the text. An organ's clerks,
reviewers and person in charge see all of their own organ's work, exempt content included; nobody
else sees exempt content (requirement P3). A superior organ's reviewer sees what waits for the very
step that was handed up, and what their organ decided of it while the review goes on; the secrecy
bureau or the competent department sees what a reviewer refers to it until it has answered. Who
oversees organs sees counts by category of those below, and the system administrator sees nothing
by virtue of the role.
"""

from django.db.models import Exists, OuterRef, Q

from gongkai.kernel.permissions import Permission, Reach
from gongkai.kernel.types import Role, Viewer
from gongkai.organs.queries import overseen_by
from gongkai.records.models import RecordVersion
from gongkai.records.rules.vocabulary import READABLE, Category, Standing, VersionState

_CLERK, _IN_CHARGE = (Role.CLERK,), (Role.PERSON_IN_CHARGE,)
_OWN = Reach.OWN_ORGAN

PERMISSIONS = (
    Permission("records.register", "Register information", _CLERK, _OWN),
    Permission("records.edit", "Edit a version", _CLERK, _OWN, "voids its proposal"),
    Permission("records.begin_version", "Begin a new version", _CLERK, _OWN),
    Permission("records.abandon", "Abandon a version that was not released", _CLERK, _OWN),
    Permission("records.propose", "Propose a version for release", _CLERK, _OWN),
    Permission(
        "records.review",
        "Review a proposed version",
        (Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER),
        _OWN,
        "with a signature; where the step was handed up, the superior organ's reviewer",
    ),
    Permission("records.approve", "Approve a reviewed version", _IN_CHARGE, _OWN, "signed"),
    Permission(
        "records.release",
        "Publish, list or hold back an approved version",
        (Role.CLERK, Role.PERSON_IN_CHARGE),
        _OWN,
        "only with the very content that was approved",
    ),
    Permission(
        "records.hide", "Hide a public record at once", (Role.CLERK, Role.PERSON_IN_CHARGE), _OWN
    ),
    Permission(
        "records.withdraw",
        "Confirm a withdrawal or restore the record",
        (Role.PERSON_IN_CHARGE, Role.SECRECY_REVIEWER),
        _OWN,
        "never who hid it; confirming is signed",
    ),
    Permission(
        "records.record_publication",
        "Record a disclosure in another form",
        (Role.CLERK, Role.PERSON_IN_CHARGE),
        _OWN,
    ),
    Permission(
        "records.retract_publication",
        "Take back a disclosure that was entered wrongly",
        (Role.CLERK, Role.PERSON_IN_CHARGE),
        _OWN,
        "the entry stays readable for the staff",
    ),
    Permission(
        "records.change_validity",
        "Say whether a normative document is in force",
        (Role.CLERK, Role.LEGAL_REVIEWER, Role.PERSON_IN_CHARGE),
        _OWN,
    ),
    Permission(
        "records.add_research_note",
        "Write down what was found out about undetermined information",
        (Role.CLERK, Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER, Role.PERSON_IN_CHARGE),
        _OWN,
        "kept as it was written",
    ),
    Permission(
        "records.ask_question",
        "Ask which category undetermined information belongs to, or take the question back",
        (Role.CLERK, Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE),
        _OWN,
        "the competent department or the secrecy bureau reads the draft until it has answered",
    ),
    Permission(
        "records.answer_question",
        "Recommend a category with its ground and reasons",
        (Role.SECRECY_BUREAU, Role.COMPETENT_DEPARTMENT),
        Reach.ORGANS_BELOW,
        "the organ decides; the answer is kept",
    ),
    Permission(
        "records.review_exemption",
        "Decide whether the reasons of an exemption still hold",
        (Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE),
        _OWN,
        "yearly",
    ),
    Permission(
        "records.set_embargo",
        "Have an approved version released on a later day, alter the day or take it back",
        _IN_CHARGE,
        _OWN,
        "within the limit of disclosure, unless a law is named that allows a later day",
    ),
    Permission(
        "records.announce_embargo",
        "Let the public read that something will be published",
        (Role.SECRECY_REVIEWER,),
        _OWN,
        "never who set the day",
    ),
    Permission(
        "records.link",
        "Say what a document does to another one",
        (Role.CLERK, Role.LEGAL_REVIEWER, Role.PERSON_IN_CHARGE),
        _OWN,
    ),
    Permission(
        "records.class_table",
        "Keep the class table of the organ",
        (Role.CLERK, Role.PERSON_IN_CHARGE),
        _OWN,
    ),
    Permission(
        "records.see_accountability",
        "Read who proposed, reviewed, approved, released and withdrew a record",
        (
            Role.CLERK,
            Role.SECRECY_REVIEWER,
            Role.LEGAL_REVIEWER,
            Role.PERSON_IN_CHARGE,
            Role.COMPETENT_DEPARTMENT,
            Role.SUPERVISION,
        ),
        Reach.ORGANS_BELOW,
        "the organ's staff; from above, titles and opinions of what is public alone",
    ),
    Permission(
        "records.change_many",
        "Change elements of many records by a spreadsheet, and undo that",
        _CLERK,
        _OWN,
        "a released record gets a new version that waits for its review",
    ),
    Permission(
        "records.merge_organs",
        "Transfer all records of an organ that is merged to its successor",
        (Role.SYSTEM_ADMINISTRATOR, Role.COMPETENT_DEPARTMENT),
        Reach.ORGANS_BELOW,
        "signed; the system administrator for every organ",
    ),
    Permission(
        "records.import",
        "Import records; those with evidence arrive published",
        (Role.PERSON_IN_CHARGE, Role.COMPETENT_DEPARTMENT),
        Reach.ORGANS_BELOW,
        "the decision is kept with the officer's name",
    ),
)

EXEMPTION_REVIEWERS = (Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE)
ASKERS = (Role.CLERK, Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE)

PUBLIC_STANDINGS = (Standing.PUBLISHED.value, Standing.LISTED.value)
ACCOUNTANTS = (Role.COMPETENT_DEPARTMENT, Role.SUPERVISION)
"""Who reads, above an organ, who answered for its records."""
STAFF = (
    Role.CLERK,
    Role.SECRECY_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.PERSON_IN_CHARGE,
)


def is_public() -> Q:
    """Return the condition on Record under which the public knows that it exists."""
    return Q(standing__in=PUBLIC_STANDINGS)


def waits_above(proposal_ids: frozenset[int]) -> Q:
    """Return the condition on RecordVersion under which one of these proposals is about it."""
    return Q(
        state__in=[VersionState.PROPOSED.value, VersionState.REVIEWED.value],
        proposal_id__in=proposal_ids,
    )


def countable_by(viewer: Viewer) -> frozenset[int]:
    """Return the organs whose records the viewer may count by category, without content."""
    return viewer.organs_as(*STAFF) | overseen_by(viewer)


def is_staff_of(viewer: Viewer, organ_id: int) -> bool:
    """Say whether the viewer works with the organ's records."""
    return organ_id in viewer.organs_as(*STAFF)


def text_is_public(*, standing: str, category: str) -> bool:
    """Say whether the text of the version that stands is public: only voluntary and published.

    Of an earlier one `is_readable` says it.
    """
    return standing == Standing.PUBLISHED and category == Category.VOLUNTARY


def is_readable(path: str = "") -> Q:
    """Return the condition on RecordVersion under which everybody may read its text.

    It was published and was not taken back, and its record is published now. What a later version
    closed, on application or not disclosed, stays closed whatever is published after that one.
    `path` leads from the row to the version and ends with `__`.
    """
    closing = RecordVersion.objects.filter(
        record=OuterRef(f"{path}record"),
        number__gt=OuterRef(f"{path}number"),
        released_at__isnull=False,
    ).exclude(category=Category.VOLUNTARY.value)
    says = {
        "state__in": READABLE,
        "category": Category.VOLUNTARY.value,
        "record__standing": Standing.PUBLISHED.value,
    }
    return Q(~Exists(closing), **{f"{path}{name}": value for name, value in says.items()})
