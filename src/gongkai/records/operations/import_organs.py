"""The organs of an import: found by their names, or made where the mapping says so."""

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotAllowed, Refusal
from gongkai.kernel.types import SYSTEM, Actor, Role, Viewer
from gongkai.kernel.types import Duty as ViewerDuty
from gongkai.organs.models import Organ, Region, RoleAssignment
from gongkai.organs.operations import create_organ, create_region
from gongkai.organs.operations.merging import require_not_merged
from gongkai.organs.queries import overseen_by
from gongkai.records.rules.issuers import NATION, guess_organ, known_divisions, level_of

_STAFFED_BY = (Role.CLERK, Role.PERSON_IN_CHARGE)


class IssuerUnknown(Refusal):
    """No organ has the issuer's name and the mapping does not allow making one."""


class OrganCache:
    """Looks an issuer up once in a run, and decides once whether the officer may import for it."""

    def __init__(self, actor: Actor, *, creates: bool, writes: bool) -> None:
        self._actor = actor
        self._creates = creates
        self._writes = writes
        self._found: dict[tuple[str, str], Organ | None] = {}
        self._may: dict[int, bool] = {}
        self._overseen: frozenset[int] | None = None
        self.made: list[str] = []

    def organ_for(self, issuer: str, area: str) -> Organ | None:
        """Return the issuer's organ; None in a dry run where it would be made.

        Raises IssuerUnknown and NotAllowed.
        """
        key = (issuer, area)
        if key not in self._found:
            self._found[key] = self._look_up(issuer, area)
        organ = self._found[key]
        if organ is not None:
            self.require_may(organ)
        return organ

    def forget_made(self, made_before: int) -> None:
        """Forget what a rolled back transaction made."""
        if len(self.made) > made_before:
            del self.made[made_before:]
            self._found.clear()
            self._may.clear()

    def require_may(self, organ: Organ) -> None:
        """Raise NotAllowed unless the officer may decide on imports for the organ, or WasMerged.

        Their own organ, those that they oversee, and those that have no staff to ask.
        """
        if organ.pk not in self._may:
            self._may[organ.pk] = self._decide(organ)
        if not self._may[organ.pk]:
            raise NotAllowed(
                _("%(organ)s has its own staff. Let its person in charge decide on the import.")
                % {"organ": organ.name}
            )

    def _decide(self, organ: Organ) -> bool:
        require_not_merged([organ.pk])
        if organ.pk == self._actor.organ_id:
            return True
        if self._actor.role is not Role.COMPETENT_DEPARTMENT:
            return False
        if self._overseen is None:
            duty = ViewerDuty(Role.COMPETENT_DEPARTMENT, self._actor.organ_id or 0)
            self._overseen = overseen_by(Viewer(self._actor.person_id, (duty,)))
        staffed = RoleAssignment.objects.filter(organ=organ, role__in=_STAFFED_BY)
        return organ.pk in self._overseen or not staffed.exists()

    def _look_up(self, issuer: str, area: str) -> Organ | None:
        found = list(Organ.objects.filter(Q(name=issuer) | Q(short_name=issuer))[:2])
        if len(found) == 1:
            return found[0]
        here = Organ.objects.filter(name=issuer, region__name=area).first() if found else None
        if here is not None:
            return here
        if not self._creates:
            raise IssuerUnknown(
                _("No organ is called “%(name)s”. Enter it, or let the mapping make it.")
                % {"name": issuer}
            )
        self.made.append(issuer)
        return self._make(issuer, area) if self._writes else None

    def _make(self, issuer: str, area: str) -> Organ:
        guess = guess_organ(issuer, area)
        region = _region(guess.division or NATION, guess.parent_division)
        return create_organ(
            actor=SYSTEM,
            name=issuer,
            level=guess.level,
            kind=guess.kind,
            region_code=region.code,
        )


def _region(name: str, parent_name: str) -> Region:
    parent = _region(parent_name, "") if parent_name else None
    known = Region.objects.filter(name=name)
    found = (known.filter(parent=parent) if parent else known).first()
    if found is not None:
        return found
    level = "national" if name == NATION else level_of(name)
    code = known_divisions().get(name, "")
    if not code or Region.objects.filter(code=code).exists():
        code = _free_code(parent.code if parent else "")
    return create_region(
        actor=SYSTEM,
        code=code,
        name=name,
        parent_code=parent.code if parent else "",
        level="city" if parent and level == "province" else level,
    )


def _free_code(parent_code: str) -> str:
    # GB/T 2260 leaves 90 to 99 free at the second level; without a parent 9x0000 is free.
    stem = parent_code[:2] if parent_code else "9"
    for number in range(99, 0, -1):
        code = f"{stem}{number:02d}00" if parent_code else f"9{number % 10}{number // 10}000"
        if not Region.objects.filter(code=code).exists():
            return code
    raise IssuerUnknown(_("No division code is free. Enter the division first."))
