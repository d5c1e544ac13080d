"""The entry that each operation on a case leaves in the audit trail."""

from collections.abc import Mapping

from gongkai.applications.models import Case
from gongkai.audit.operations import record_entry
from gongkai.kernel.types import Actor


def leave_trail(
    actor: Actor, action: str, case: Case, details: Mapping[str, str] | None = None
) -> None:
    """Record `applications.<action>` on the case.

    The label is the number of the application: never a name or what was asked, for the trail is
    kept for ever.
    """
    record_entry(
        actor=actor,
        action=f"applications.{action}",
        object_kind="application_case",
        object_id=case.pk,
        object_label=case.application.number,
        organ_id=case.organ_id,
        details=details,
    )
