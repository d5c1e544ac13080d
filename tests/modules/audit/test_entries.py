"""Writing and reading entries."""

import pytest
from tests.modules.audit.chain import seal

from gongkai.audit.models import AuditEntry
from gongkai.audit.operations import record_entry
from gongkai.audit.queries import entries_about, entries_of_organ
from gongkai.kernel.types import PUBLIC, Actor, Duty, Role, Viewer

pytestmark = pytest.mark.django_db
ACTOR = Actor(1, "审查员", 7, "云梦局", Role.SECRECY_REVIEWER, 2, "缺席者")


def viewer(role: Role, organ_id: int = 7) -> Viewer:
    return Viewer(person_id=1, duties=(Duty(role, organ_id),))


def write(count: int = 1, organ_id: int | None = 7) -> None:
    for number in range(count):
        record_entry(
            actor=ACTOR,
            action="test.write",
            object_kind="thing",
            object_id=5,
            object_label=f"第{number}件",
            organ_id=organ_id,
            details={"note": "x"},
        )
    seal()


def test_who_did_it_in_which_role_and_for_whom_is_copied() -> None:
    write()
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.actor_role) == ("审查员", "secrecy_reviewer")
    assert (entry.actor_organ_name, entry.standing_in_for_name) == ("云梦局", "缺席者")
    assert entry.object_id == "5"


def test_the_organs_people_read_what_was_done_to_an_object() -> None:
    write(3)
    lines = entries_about(viewer(Role.CLERK), object_kind="thing", object_id=5)
    assert [line.object_label for line in lines] == ["第0件", "第1件", "第2件"]
    assert lines[0].details == {"note": "x"}
    assert entries_about(viewer(Role.CLERK), object_kind="thing", object_id=6) == ()


@pytest.mark.parametrize(
    "outsider",
    [
        PUBLIC,
        viewer(Role.CLERK, organ_id=8),
        viewer(Role.SYSTEM_ADMINISTRATOR),
        viewer(Role.DEPUTY),
        viewer(Role.SITE_EDITOR),
    ],
)
def test_others_read_nothing(outsider: Viewer) -> None:
    write()
    assert entries_about(outsider, object_kind="thing", object_id=5) == ()
    assert entries_of_organ(outsider, organ_id=7) == ()


def test_who_oversees_the_organ_reads_it_too() -> None:
    write()
    above = viewer(Role.SUPERVISION, organ_id=9)
    overseen = frozenset({7, 9})
    assert len(entries_about(above, object_kind="thing", object_id=5, overseen=overseen)) == 1
    assert len(entries_of_organ(above, organ_id=7, overseen=overseen)) == 1


def test_the_newest_come_first_page_by_page() -> None:
    write(5)
    first = entries_of_organ(viewer(Role.CLERK), organ_id=7, limit=3)
    rest = entries_of_organ(viewer(Role.CLERK), organ_id=7, before_place=first[-1].place)
    assert [line.object_label for line in (*first, *rest)] == [f"第{n}件" for n in (4, 3, 2, 1, 0)]


def test_matters_of_no_organ_are_nobodys_to_read() -> None:
    write(organ_id=None)
    assert entries_about(viewer(Role.CLERK), object_kind="thing", object_id=5) == ()
