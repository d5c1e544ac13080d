"""A run over all records of an organ, and a view of its staff, in the world of the leak test."""

from tests.factories.records import Office

from gongkai.kernel.types import Role
from gongkai.records.models import BulkKind, Record
from gongkai.records.operations.bulk_steps import plan_steps
from gongkai.records.operations.saved_views import save_view


def work_on_many(office: Office) -> dict[str, list[int]]:
    """Plan to withdraw whatever the office has; return ids by the names of parameters."""
    every = Record.objects.filter(organ=office.organ).order_by("pk").values_list("pk", flat=True)
    run = plan_steps(
        actor=office.acting(Role.CLERK),
        kind=BulkKind.HIDE,
        record_ids=list(every),
        reason="wrong",
    )
    view = save_view(
        viewer=office.viewing(Role.CLERK),
        name="本局草稿",
        query="state=draft",
        shared_with=office.organ.pk,
    )
    return {"run_id": [run.pk], "view_id": [view.pk]}
