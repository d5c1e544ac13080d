"""What a person of the staff has opened of a case before."""

from datetime import datetime

from gongkai.applications.models import Opened
from gongkai.kernel.types import Viewer


def reply_files_opened_by(viewer: Viewer, case_id: int) -> dict[int, datetime]:
    """Return the files of the reply that the viewer has opened at the desk, with the last moment.

    The caller has checked the right to see the case.
    """
    rows = Opened.objects.filter(
        case_id=case_id,
        by=Opened.By.DESK,
        person_id=viewer.person_id,
        what__startswith="reply_file:",
    )
    return {int(row.what.partition(":")[2]): row.at for row in rows.order_by("pk")}
