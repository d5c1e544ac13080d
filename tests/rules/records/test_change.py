"""The three kinds of change, each held against what was changed."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.records.rules.change import KindFault, day_of_kind, keeps_text_file, kind_fault
from gongkai.records.rules.content import AttachedFile, VersionContent

BEFORE = VersionContent(
    title="关于供水的通知",
    summary="概述。",
    text="第一条",
    generated_on=date(2026, 3, 2),
    category="voluntary",
    ground_code="ogi-2008/vital-interests",
)
FILE = AttachedFile(name="a.pdf", title="附件", digest="a" * 64)
CHANGES: dict[str, dict[str, object]] = {
    "nothing": {},
    "element": {"remark": "由公报刊登。"},
    "text": {"text": "第一条 更正"},
    "files": {"files": (FILE,)},
    "category": {"category": "exempt"},
}


@pytest.mark.parametrize(
    ("kind", "changed", "fault"),
    [
        ("", "text", KindFault.NOT_SAID),
        ("metadata", "nothing", KindFault.NOTHING_CHANGED),
        ("metadata", "element", None),
        ("metadata", "text", KindFault.TEXT_CHANGED),
        ("metadata", "files", KindFault.FILES_CHANGED),
        ("metadata", "category", KindFault.CATEGORY_CHANGED),
        *(
            (kind, changed, fault)
            for kind in ("correction", "replacement")
            for changed, fault in (
                ("nothing", KindFault.NOTHING_TO_READ_CHANGED),
                ("element", KindFault.NOTHING_TO_READ_CHANGED),
                ("text", None),
                ("files", None),
                ("category", None),
            )
        ),
    ],
)
def test_a_kind_agrees_with_what_changed(kind: str, changed: str, fault: KindFault | None) -> None:
    after = replace(BEFORE, change_kind=kind, change_note="更正。", **CHANGES[changed])  # type: ignore[arg-type]
    assert kind_fault(BEFORE, after) is fault


@pytest.mark.parametrize(
    ("change", "keeps"),
    [
        ({"remark": "新"}, True),
        ({"summary": "新"}, True),
        ({"title": "新"}, False),
        ({"document_number": "新"}, False),
        ({"generated_on": date(2026, 3, 3)}, False),
        ({"text": "新"}, False),
    ],
)
def test_the_file_stays_unless_its_header_is_put_right(
    change: dict[str, object], keeps: bool
) -> None:
    after = replace(BEFORE, change_kind="metadata", **change)  # type: ignore[arg-type]
    assert keeps_text_file(BEFORE, after) is keeps
    assert not keeps_text_file(BEFORE, replace(after, change_kind="correction"))


@pytest.mark.parametrize(
    ("kind_before", "said_on", "kind", "day"),
    [
        ("metadata", BEFORE.generated_on, "replacement", date(2026, 3, 16)),
        ("replacement", date(2026, 3, 16), "metadata", BEFORE.generated_on),
        ("", date(2026, 3, 16), "metadata", BEFORE.generated_on),
        ("replacement", date(2026, 3, 16), "correction", date(2026, 3, 16)),
        ("replacement", date(2026, 3, 10), "metadata", date(2026, 3, 10)),
        ("metadata", BEFORE.generated_on, "metadata", BEFORE.generated_on),
    ],
)
def test_another_kind_brings_its_day_unless_another_was_said(
    kind_before: str, said_on: date, kind: str, day: date
) -> None:
    said = replace(BEFORE, change_kind=kind, generated_on=said_on)
    found = day_of_kind(
        said, kind_before=kind_before, before=BEFORE.generated_on, begun=date(2026, 3, 16)
    )
    assert found == day
