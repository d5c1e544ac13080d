"""What the page of a record says about its category: research, reviews, parts, its day."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.interfaces.desk.subjects import require_role
from gongkai.interfaces.shared.audience import viewer_of
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Role, Viewer
from gongkai.records.access import EXEMPTION_REVIEWERS, STAFF
from gongkai.records.queries import DeskRecord, desk_record
from gongkai.records.queries.embargoes import EmbargoView, embargoes_of
from gongkai.records.queries.exemptions import (
    Parts,
    ReviewLine,
    exemption_reviews_of,
    next_review_of,
    parts_of,
)
from gongkai.records.queries.research import Research, research_of
from gongkai.records.rules.embargo import OPEN
from gongkai.records.rules.vocabulary import Category, Split, Standing, VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryFacts:
    """What belongs to the category of a record, and what the viewer may do about it."""

    research: Research
    reviews: tuple[ReviewLine, ...]
    next_review_on: date | None
    parts: Parts
    embargoes: tuple[EmbargoView, ...]
    is_undetermined: bool
    may_review: bool
    may_register_part: bool
    may_set_embargo: bool
    may_announce: bool

    @property
    def waiting(self) -> EmbargoView | None:
        """Return the embargo that waits for its day."""
        return next((one for one in self.embargoes if one.waits), None)

    @property
    def failed(self) -> EmbargoView | None:
        """Return the embargo that failed on its day, where nothing was decided since."""
        latest = self.embargoes[0] if self.embargoes else None
        return latest if latest is not None and latest.trouble else None

    @property
    def has_research(self) -> bool:
        """Say whether there is anything to tell about the research."""
        return self.is_undetermined or bool(self.research.notes or self.research.questions)


def category_facts(viewer: Viewer, record: DeskRecord) -> CategoryFacts | None:
    """Return them for the staff of the record's organ; None for who decides a step handed up."""
    if record.organ_id not in viewer.organs_as(*STAFF):
        return None
    roles = frozenset(d.role for d in viewer.duties if d.organ_id == record.organ_id)
    content, state = record.current.content, record.current.state
    is_partly = content.category == Category.EXEMPT and content.split == Split.PARTLY
    embargoes = embargoes_of(record.id)
    announces = any(e.waits and e.announcement and not e.announced_at for e in embargoes)
    return CategoryFacts(
        research=research_of(record.id),
        reviews=exemption_reviews_of(record.id),
        next_review_on=next_review_of(record.id),
        parts=parts_of(record.id),
        embargoes=embargoes,
        is_undetermined=content.category == Category.UNDETERMINED,
        may_review=record.standing == Standing.HELD and bool(roles & set(EXEMPTION_REVIEWERS)),
        may_register_part=is_partly and Role.CLERK in roles,
        may_set_embargo=Role.PERSON_IN_CHARGE in roles
        and state == VersionState.APPROVED
        and content.category in OPEN,
        may_announce=announces and Role.SECRECY_REVIEWER in roles,
    )


def staff_record(request: HttpRequest, record_id: int, *roles: Role) -> DeskRecord:
    """Return the record for a page of its organ's staff, of those who hold one of the roles.

    Raises NotFound for everybody outside the organ, NotAllowed for its staff in another role.
    """
    viewer = viewer_of(request)
    record = desk_record(viewer, record_id)
    if record.organ_id not in viewer.organs_as(*STAFF):
        raise NotFound(_("There is no such record."))
    if roles:
        require_role(request, record, *roles)
    return record
