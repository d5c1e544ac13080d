"""Letters of a case as they would go out now, for those who write and sign them."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from gongkai.applications.access import sees_applicant
from gongkai.applications.models import Case, Reply
from gongkai.applications.operations.correcting import preview_correction
from gongkai.applications.operations.issuing import preview_reply
from gongkai.applications.queries.case_page import visible_case
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.types import Viewer


class NothingToPreview(Refusal):
    """The reply does not say yet what the letter would say."""


def reply_preview(viewer: Viewer, case_id: int, *, on: date) -> bytes:
    """Return the PDF of the reply as it stands, marked as a preview and without a number.

    Only for who handles the case: the letter names the applicant. Raises NothingToPreview where
    an item has no outcome yet, NotFound.
    """
    case = _handled_case(viewer, case_id, on)
    reply = Reply.objects.select_related("case__application").filter(case=case).first()
    items = list(reply.items.all()) if reply else []
    if reply is None or not items or not all(item.outcome_code for item in items):
        raise NothingToPreview(_("Choose the outcome of every item and save the draft first."))
    return preview_reply(case, reply)


def correction_preview(
    viewer: Viewer, case_id: int, *, points: Sequence[str], answer_by: date | None, on: date
) -> bytes:
    """Return the PDF of the letter that would ask for these points.

    Only for who handles the case. Raises what ask_correction raises of the points and the day,
    NotFound.
    """
    case = _handled_case(viewer, case_id, on)
    if case.received_on is None:
        raise NothingToPreview(_("Confirm the receipt first; letters name its day."))
    return preview_correction(case, points=points, answer_by=answer_by)


def _handled_case(viewer: Viewer, case_id: int, on: date) -> Case:
    case = visible_case(viewer, case_id, on=on)
    if not sees_applicant(viewer, organ_id=case.organ_id):
        raise NotFound(_("There is no such case."))
    return case
