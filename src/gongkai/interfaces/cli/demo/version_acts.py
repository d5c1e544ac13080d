"""An earlier version that had to be withdrawn, and an element that was put right."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from gongkai.interfaces.cli.demo.acts import Office, signed
from gongkai.interfaces.cli.demo.stories import Story
from gongkai.kernel import time
from gongkai.kernel.types import Role
from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations import (
    CONFIRM_VERSION_PURPOSE,
    confirm_version_withdrawal,
    release_record,
    version_withdrawal_digest,
)
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.vocabulary import ChangeKind

_TEXT = (
    "第一条 对符合条件的困难家庭发放临时救助金，每户{sum}元。\n\n"
    "第二条 公示期为五个工作日，有异议的可以向民政科反映。"
)


def withdraw_a_copy(office: Office, today: date) -> Story:
    """A public notice is corrected, and the copy before it is withdrawn with the release."""
    yield _at(today, 24)
    record = _released(office, office.register(_notice(today)))
    yield _at(today, 22)
    said = replace(
        _notice(today),
        text=_TEXT.format(sum="八百"),
        change_note="更正救助金额",
        change_kind=ChangeKind.CORRECTION.value,
    )
    version = office.begin_correction(record.pk, said)
    _approved(office, version)
    release_record(
        actor=office.actor(Role.CLERK),
        version_id=version.pk,
        withdrawn_with_it=[1],
        reason="privacy",
    )
    yield _at(today, 21)
    _confirm(office, record.versions.get(number=1))
    yield _at(today, 12)
    elements = replace(
        content_of(record.versions.get(number=2)),
        keywords="临时救助 公示",
        change_note="补充主题词",
        change_kind=ChangeKind.METADATA.value,
    )
    _released(office, office.begin_correction(record.pk, elements))


def _notice(today: date) -> VersionContent:
    return VersionContent(
        title="柳溪县困难家庭临时救助发放公示",
        summary="公示本季度临时救助的发放标准和反映问题的途径。",
        text=_TEXT.format(sum="六百"),
        generated_on=today - timedelta(days=26),
        category="voluntary",
        ground_code="ogi-2008/vital-interests",
        genre="公告",
    )


def _approved(office: Office, version: RecordVersion) -> None:
    office.propose(version)
    version.refresh_from_db()
    office.review(version)
    office.approve(version)


def _released(office: Office, version: RecordVersion) -> Record:
    _approved(office, version)
    return office.release(version)


def _confirm(office: Office, version: RecordVersion) -> None:
    actor = office.actor(Role.PERSON_IN_CHARGE)
    waiting = version.withdrawals.get(outcome="")
    digest = version_withdrawal_digest(version.record, version, waiting)
    confirm_version_withdrawal(
        actor=actor,
        version_id=version.pk,
        signature=signed(actor, CONFIRM_VERSION_PURPOSE, digest),
    )


def _at(today: date, days_ago: int) -> datetime:
    on = today - timedelta(days=days_ago)
    return datetime.combine(on, clock_time(10, 30), tzinfo=time.local_zone())
