"""The class table of an organ: its own names and order, mapped to the statutory items.

A code stands in index numbers, so it never changes, and a class that holds a record never goes:
it is closed, and nothing new goes into it.
"""

import re

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor, Role
from gongkai.organs.models import Organ
from gongkai.records.models import InformationClass, Record
from gongkai.records.operations.moving import require_own_organ, require_role
from gongkai.records.rules.statutory import item_of

KEEPERS = (Role.CLERK, Role.PERSON_IN_CHARGE)
_CODE = re.compile(r"[0-9]{2}", re.ASCII)
_LONGEST_ZH, _LONGEST_EN = 200, 300


class HasOwnTable(Refusal):
    """The organ has a class table of its own already."""


class CodeNotPossible(Refusal):
    """A code is two digits, and each is given once in a table."""


class NameMissing(Refusal):
    """A class has a Chinese name of at most 200 characters."""


class NoSuchItem(Refusal):
    """The statutory lists have no such item."""


class ClassInUse(Refusal):
    """Records are in the class: it can be closed, but does not go."""


class LastOpenClass(Refusal):
    """A table needs a class into which something can go."""


def adopt_class_table(*, actor: Actor, organ_id: int) -> None:
    """Give the organ a table of its own, a copy of the default one; it can be changed then.

    Raises NotAllowed, HasOwnTable, NotFound.
    """
    _require_keeper(actor, organ_id)
    with transaction.atomic():
        _lock(organ_id)
        if InformationClass.objects.filter(organ_id=organ_id).exists():
            raise HasOwnTable(_("The organ has a class table of its own already."))
        table = list(InformationClass.objects.filter(organ__isnull=True))
        for row in table:
            row.pk, row.organ_id = None, organ_id
        InformationClass.objects.bulk_create(table)
        _leave_trail(actor, "adopt_class_table", organ_id)


def add_class(
    *,
    actor: Actor,
    organ_id: int,
    code: str,
    name_zh: str,
    name_en: str = "",
    statutory_item: str = "",
) -> InformationClass:
    """Add a class at the end of the organ's own table.

    `code` is two digits and never changes. Raises NotAllowed, NotFound (also where the organ has
    no table of its own), CodeNotPossible, NameMissing, NoSuchItem.
    """
    _require_keeper(actor, organ_id)
    names = _names(name_zh, name_en)
    _require_item(statutory_item)
    with transaction.atomic():
        _lock(organ_id)
        table = _own_table(organ_id)
        _require_free(table.values_list("code", flat=True), code)
        last = table.aggregate(last=Max("position"))["last"] or 0
        row = InformationClass.objects.create(
            organ_id=organ_id,
            code=code,
            name_zh=names[0],
            name_en=names[1],
            statutory_item=statutory_item,
            position=last + 1,
        )
        _leave_trail(actor, "add_class", organ_id, code=code)
    return row


def change_class(
    *, actor: Actor, organ_id: int, code: str, name_zh: str, name_en: str, statutory_item: str
) -> InformationClass:
    """Rename a class of the organ's own table, or map it to another statutory item.

    Raises NotAllowed, NotFound, NameMissing, NoSuchItem.
    """
    _require_keeper(actor, organ_id)
    names = _names(name_zh, name_en)
    _require_item(statutory_item)
    with transaction.atomic():
        row = _locked_class(organ_id, code)
        row.name_zh, row.name_en = names
        row.statutory_item = statutory_item
        row.save(update_fields=["name_zh", "name_en", "statutory_item"])
        _leave_trail(actor, "change_class", organ_id, code=code, name=row.name_zh)
    return row


def close_class(*, actor: Actor, organ_id: int, code: str) -> None:
    """Close a class: what is in it stays, nothing new goes in.

    Raises NotAllowed, NotFound, LastOpenClass.
    """
    _set_closed(actor, organ_id, code, is_closed=True)


def reopen_class(*, actor: Actor, organ_id: int, code: str) -> None:
    """Open a closed class again; raises NotAllowed, NotFound."""
    _set_closed(actor, organ_id, code, is_closed=False)


def move_class(*, actor: Actor, organ_id: int, code: str, up: bool) -> None:
    """Move a class one place up or down in the organ's own table; at the end nothing moves.

    Raises NotAllowed, NotFound.
    """
    _require_keeper(actor, organ_id)
    with transaction.atomic():
        _lock(organ_id)
        codes = list(_own_table(organ_id).values_list("code", flat=True))
        if code not in codes:
            raise NotFound(_("There is no such class."))
        place = codes.index(code)
        other = place - 1 if up else place + 1
        if 0 <= other < len(codes):
            codes[place], codes[other] = codes[other], codes[place]
        for position, each in enumerate(codes):
            InformationClass.objects.filter(organ_id=organ_id, code=each).update(position=position)
        _leave_trail(actor, "move_class", organ_id, code=code)


def remove_class(*, actor: Actor, organ_id: int, code: str) -> None:
    """Take a class out of the organ's own table in which nothing ever was.

    Raises NotAllowed, NotFound, ClassInUse, LastOpenClass.
    """
    _require_keeper(actor, organ_id)
    with transaction.atomic():
        row = _locked_class(organ_id, code)
        if Record.objects.filter(organ_id=organ_id, class_code=code).exists():
            raise ClassInUse(_("Records are in this class. Close it: nothing new goes in then."))
        _require_another_open(organ_id, code)
        row.delete()
        _leave_trail(actor, "remove_class", organ_id, code=code)


def _set_closed(actor: Actor, organ_id: int, code: str, *, is_closed: bool) -> None:
    _require_keeper(actor, organ_id)
    with transaction.atomic():
        row = _locked_class(organ_id, code)
        if is_closed:
            _require_another_open(organ_id, code)
        row.is_closed = is_closed
        row.save(update_fields=["is_closed"])
        _leave_trail(actor, "close_class" if is_closed else "reopen_class", organ_id, code=code)


def _require_keeper(actor: Actor, organ_id: int) -> None:
    require_role(actor, *KEEPERS)
    require_own_organ(actor, organ_id)


def _lock(organ_id: int) -> None:
    # The organ's row: two people who change one table wait for each other.
    organ = Organ.objects.select_for_update(no_key=True).filter(pk=organ_id).first()
    if organ is None:
        raise NotFound(_("There is no such organ."))


def _own_table(organ_id: int) -> QuerySet[InformationClass]:
    table = InformationClass.objects.filter(organ_id=organ_id)
    if not table.exists():
        raise NotFound(_("The organ uses the default table. Give it a table of its own first."))
    return table


def _locked_class(organ_id: int, code: str) -> InformationClass:
    _lock(organ_id)
    table = _own_table(organ_id)
    # What cannot be a code is not asked for: the database takes no NUL.
    row = table.filter(code=code).first() if _CODE.fullmatch(code) else None
    if row is None:
        raise NotFound(_("There is no such class."))
    return row


def _names(name_zh: str, name_en: str) -> tuple[str, str]:
    zh, en = clean_line(name_zh), clean_line(name_en)
    if not zh or len(zh) > _LONGEST_ZH:
        raise NameMissing(
            _("Enter the Chinese name, with at most %(limit)d characters.")
            % {"limit": _LONGEST_ZH},
            field="name_zh",
        )
    if len(en) > _LONGEST_EN:
        raise NameMissing(_("This is too long. Shorten it."), field="name_en")
    return zh, en


def _require_item(statutory_item: str) -> None:
    if statutory_item and item_of(statutory_item) is None:
        raise NoSuchItem(_("Choose a value from the list."), field="statutory_item")


def _require_free(taken: QuerySet[InformationClass, str], code: str) -> None:
    codes = set(taken)
    if not _CODE.fullmatch(code):
        raise CodeNotPossible(_("A code is two digits, such as 31."), field="code")
    if code in codes:
        raise CodeNotPossible(_("The table has a class with this code already."), field="code")


def _require_another_open(organ_id: int, code: str) -> None:
    others = InformationClass.objects.filter(organ_id=organ_id, is_closed=False)
    if not others.exclude(code=code).exists():
        raise LastOpenClass(_("It is the last open class. Add or open another one first."))


def _leave_trail(actor: Actor, action: str, organ_id: int, **details: str) -> None:
    record_entry(
        actor=actor,
        action=f"records.{action}",
        object_kind="organ",
        object_id=organ_id,
        object_label=details.get("code", ""),
        organ_id=organ_id,
        details=details,
    )
    # Names of classes stand on public pages.
    mark_public_change(kind="organ", object_id=organ_id)
