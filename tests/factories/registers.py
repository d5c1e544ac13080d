"""Entries of registers, as an office keeps them."""

from dataclasses import replace

from tests.factories.records import Office

from gongkai.kernel import time
from gongkai.kernel.types import Role
from gongkai.records.models import Record, RecordVersion
from gongkai.registers.models import CleanupRound, LicensingMatter
from gongkai.registers.operations import (
    add_document,
    compile_cleanup,
    compile_licensing,
    decide_document,
    enter_matter,
    open_round,
)
from gongkai.registers.rules.licensing import Matter

MATTER = Matter(
    name="取水许可",
    basis="《云梦省取水许可管理办法》第四条",
    conditions="取水用途合法；取水方案经论证可行。",
    quantity="",
    procedure="申请—受理—审查—决定—送达",
    statutory_days=20,
    promised_days=10,
    materials=("取水许可申请书", "取水方案论证报告"),
    office="水资源科",
    telephone="0000-1234567",
)


def a_matter(office: Office, **changes: object) -> LicensingMatter:
    """Enter a matter of the office's organ; `changes` replace what it says."""
    return enter_matter(
        actor=office.acting(Role.CLERK),
        organ_id=office.organ.pk,
        matter=replace(MATTER, **changes),  # type: ignore[arg-type]
    )


def released(office: Office, version: RecordVersion) -> Record:
    """Bring a compiled draft through its reviews to the public."""
    return office.release(office.approved(version))


def registers_of(office: Office) -> dict[str, int]:
    """Publish a register and a list of clean-up; return what pages are addressed by."""
    clerk = office.acting(Role.CLERK)
    matter = a_matter(office)
    released(office, compile_licensing(actor=clerk, organ_id=office.organ.pk).version)
    done = _a_round(office, "2025年规范性文件清理")
    released(office, compile_cleanup(actor=clerk, round_id=done.pk).version)
    return kept_in_work(office) | {"matter": matter.pk}


def kept_in_work(office: Office) -> dict[str, int]:
    """Open a round of clean-up; return what its pages are addressed by."""
    opened = _a_round(office, "2026年规范性文件清理")
    return {"round": opened.pk, "document": opened.items.all()[0].pk}


def _a_round(office: Office, title: str) -> CleanupRound:
    clerk = office.acting(Role.CLERK)
    opened = open_round(
        actor=clerk,
        organ_id=office.organ.pk,
        title=title,
        issued_until_on=time.today(),
        decide_by_on=time.today(),
    )
    add_document(actor=clerk, round_id=opened.pk, title="云梦市城市供水管理办法")
    for item in opened.items.all():
        decide_document(actor=clerk, round_id=opened.pk, item_id=item.pk, outcome="keep")
    return opened
