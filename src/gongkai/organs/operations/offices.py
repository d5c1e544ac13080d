"""Enter the two offices that the public deals with (Regulations 2007 art. 19)."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.access import require_office_editor
from gongkai.organs.models import Office, Organ


class NotAnEmailAddress(Refusal):
    """The e-mail address cannot receive mail."""


def set_office(
    *,
    actor: Actor,
    organ_id: int,
    kind: str,
    name: str,
    address: str = "",
    hours: str = "",
    telephone: str = "",
    fax: str = "",
    email: str = "",
    postcode: str = "",
) -> Office:
    """Enter or replace an organ's disclosure or supervision office (models.OfficeKind).

    Raises NotAllowed, NotFound, NotAnEmailAddress.
    """
    require_office_editor(actor, organ_id=organ_id)
    values = {
        "name": name,
        "address": address,
        "hours": hours,
        "telephone": telephone,
        "fax": fax,
        "email": _checked_email(email),
        "postcode": postcode,
    }
    with transaction.atomic():
        organ = Organ.objects.filter(pk=organ_id).first()
        if organ is None:
            raise NotFound(_("There is no such organ."))
        cleaned = {field: clean_line(value) for field, value in values.items()}
        office, _made = Office.objects.update_or_create(organ=organ, kind=kind, defaults=cleaned)
        mark_public_change(kind="office", object_id=organ_id)
        record_entry(
            actor=actor,
            action="organs.set_office",
            object_kind="organ",
            object_id=organ_id,
            object_label=organ.name,
            organ_id=organ_id,
            details={"office": kind, **cleaned},
        )
    return office


def _checked_email(email: str) -> str:
    email = clean_line(email)
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise NotAnEmailAddress(
            _("Enter an e-mail address like name@example.cn."), field="email"
        ) from error
    return email
