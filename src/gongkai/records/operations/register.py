"""Register information: the record, its first draft, and the clock of its disclosure."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person
from gongkai.organs.operations.merging import require_not_merged
from gongkai.records.contents import put_content
from gongkai.records.models import ImportRow, InformationClass, Record, RecordVersion
from gongkai.records.operations.checking import CheckedContent, checked_content
from gongkai.records.operations.disclosure_clock import start_disclosure_clock
from gongkai.records.operations.moving import require_own_organ, require_role
from gongkai.records.operations.trail import leave_trail
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.statutory import default_class


class NoSuchClass(Refusal):
    """The organ's class table has no such class."""


class ClassClosed(Refusal):
    """Nothing new goes into the class any more."""


class DisclosureNotYet(Refusal):
    """An earlier disclosure lies in the future."""


class DisclosureHalfTold(Refusal):
    """An earlier disclosure needs its day and its place; another law's limit needs its basis."""


def register_record(
    *,
    actor: Actor,
    organ_id: int,
    content: VersionContent,
    class_code: str = "",
    first_disclosed_on: date | None = None,
    first_disclosure_source: str = "",
    disclosure_limit_working_days: int | None = None,
    disclosure_limit_basis: str = "",
) -> Record:
    """Register a record of the organ with its first draft and return it.

    The class is that of the statutory item unless one is given (99 without item). The clock of
    requirement C5 starts on the day of generation; it does not apply where the information was
    disclosed before, or was generated before 1 May 2008 (Regulations 2007 art. 18, 38).

    Raises NotAllowed, WasMerged, InvalidContent, NoSuchClass, ClassClosed, DisclosureHalfTold,
    DisclosureNotYet.
    """
    require_role(actor, Role.CLERK)
    require_own_organ(actor, organ_id)
    checked = checked_content(content, today=time.today())
    source = clean_line(first_disclosure_source)
    basis = clean_line(disclosure_limit_basis)
    require_whole_disclosure(first_disclosed_on, source, disclosure_limit_working_days, basis)
    code = class_code or default_class(checked.content.statutory_item)
    require_class(organ_id, code)
    with transaction.atomic():
        require_not_merged([organ_id])
        record = Record.objects.create(
            organ_id=organ_id,
            class_code=code,
            first_disclosed_on=first_disclosed_on,
            first_disclosure_source=source,
            disclosure_limit_working_days=disclosure_limit_working_days,
            disclosure_limit_basis=basis,
            registered_by_id=acting_person(actor),
            registered_at=time.now(),
        )
        version = first_draft(record, checked, actor)
        version.save(force_insert=True)
        start_disclosure_clock(actor=actor, record=record, version=version)
        leave_trail(actor, "register", record, {"digest": version.digest})
    return record


def first_draft(
    record: Record, checked: CheckedContent, actor: Actor, *, import_row: ImportRow | None = None
) -> RecordVersion:
    """Return the first version of a new record, not yet saved."""
    version = RecordVersion(
        record=record,
        number=1,
        import_row=import_row,
        created_by_id=acting_person(actor),
        created_at=time.now(),
    )
    put_content(version, checked.content, theme=checked.theme, ground=checked.ground)
    return version


def require_class(organ_id: int, code: str) -> None:
    """Raise NoSuchClass unless the table in use has the class, ClassClosed where it is closed."""
    own = InformationClass.objects.filter(organ_id=organ_id)
    table = own if own.exists() else InformationClass.objects.filter(organ__isnull=True)
    require_open_class(dict(table.values_list("code", "is_closed")), code)


def require_open_class(table: Mapping[str, bool], code: str) -> None:
    """Raise NoSuchClass or ClassClosed unless something new can go into the class.

    `table` says of each code whether the class is closed.
    """
    if code not in table:
        raise NoSuchClass(
            _("The class table has no class “%(code)s”. Choose one of its classes.")
            % {"code": code},
            field="class_code",
        )
    if table[code]:
        raise ClassClosed(
            _("The class “%(code)s” is closed. Choose another one.") % {"code": code},
            field="class_code",
        )


def require_whole_disclosure(
    disclosed_on: date | None, source: str, limit: int | None, basis: str
) -> None:
    """Raise DisclosureHalfTold, DisclosureNotYet where the earlier disclosure cannot be kept."""
    if (disclosed_on is None) != (not source):
        raise DisclosureHalfTold(
            _("Give both the day and the place of the earlier disclosure."),
            field="first_disclosed_on",
        )
    if disclosed_on is not None and disclosed_on > time.today():
        # It would end the limit today and stand at the top of every list until that day.
        raise DisclosureNotYet(_("The day lies in the future."), field="first_disclosed_on")
    if (limit is None) != (not basis):
        raise DisclosureHalfTold(
            _("Give both the number of working days and the law that sets them."),
            field="disclosure_limit_working_days",
        )
    if limit is not None and limit < 1:
        raise DisclosureHalfTold(
            _("A limit is at least one working day."), field="disclosure_limit_working_days"
        )
