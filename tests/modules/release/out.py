"""What is out in a test of the recheck: thought up, with files of the store."""

import pytest
from tests.factories import organs

from gongkai.kernel import time
from gongkai.kernel.files import store_file
from gongkai.organs.models import Organ
from gongkai.release import outlets
from gongkai.release.models import Examination
from gongkai.release.outlets import OutItem, Outlet
from gongkai.release.rules.doors import GATE_RULES, Door, FileOut, Subject, TextOut
from gongkai.release.rules.findings import Finding, FindingKind, Place
from gongkai.release.tags import tag_of

PHONE = Finding(
    kind=FindingKind.MOBILE, place=Place(line=1), excerpt="13********0", value="13800138000"
)
CLEAN = TextOut(parts=(("text", "湖区水位公告"),))
BAD = TextOut(parts=(("text", "联系人电话：13800138000"),))


class World:
    """What is out in a test: thought up here, with files of the store."""

    def __init__(self, organ: Organ) -> None:
        self.organ = organ
        self.items: list[OutItem] = []
        self.out: set[int] = set()

    def add(self, *files: FileOut, texts: TextOut | None = CLEAN) -> int:
        """Let something out and return its number."""
        number = len(self.items) + 1
        subject = Subject(kind="record", id=number, organ_id=self.organ.pk, label=f"YM-{number}")
        self.items.append(OutItem(door=Door.PUBLIC, subject=subject, files=files, texts=texts))
        self.out.add(number)
        return number


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Return an empty world of its own organ that is all that is out."""
    made = World(organs.an_organ())
    outlet = Outlet(
        subject_kind="record",
        door=Door.PUBLIC,
        everything=lambda: iter(made.items),
        is_out=lambda number: number in made.out,
        out_among=lambda numbers: made.out & set(numbers),
    )
    monkeypatch.setattr(outlets, "_outlets", {("record", Door.PUBLIC): outlet})
    return made


def a_file(text: str = "名单", *findings: Finding, state: str = "done") -> FileOut:
    digest = store_file(text.encode()).digest
    if state:
        Examination.objects.create(
            stored_id=digest,
            name=f"{text}.txt",
            rules=GATE_RULES,
            state=state,
            kind="text",
            findings=[f.as_row() | {"tag": tag_of(f, digest=digest)} for f in findings],
            asked_at=time.now(),
            ended_at=time.now() if state in {"done", "stuck"} else None,
        )
    return FileOut(name=f"{text}.txt", digest=digest)
