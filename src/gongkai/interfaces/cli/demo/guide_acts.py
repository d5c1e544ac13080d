"""Guides and catalogue editions as the demo's people make them, two months of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from gongkai.guides.models import Edition
from gongkai.guides.operations import (
    DECIDE_PURPOSE,
    answer_opinions,
    approve_edition,
    close_consultation,
    compile_edition,
    give_opinion,
    open_consultation,
    publish_edition,
    send_up,
    show_opinion,
    write_sections,
)
from gongkai.guides.rules.facts import Section
from gongkai.guides.rules.vocabulary import EditionKind
from gongkai.interfaces.cli.demo.acts import Office, signed
from gongkai.interfaces.cli.demo.founding import Province
from gongkai.kernel import time
from gongkai.kernel.types import Actor, Role
from gongkai.organs.queries import actor_for, holders_of

_BEGUN_DAYS_AGO = 60
_PERIOD_DAYS = 14
_TIPS = Section(
    heading="便民提示",
    text="办事大厅设有无障碍通道、老花镜和自助查阅终端。\n"
    "前来查阅纸质材料的，建议事先与工作机构联系。",
)
_OPINIONS = (
    ("建议指南用大字印一份放在查阅点，老人看得清楚。", "某居民"),
    ("流程图很清楚，希望写明周六是否开放。", ""),
)
_ANSWER = "关于印制大字本的意见已经采纳，大字本放在各查阅点。查阅点周六不开放，请在工作日前来。"


def make_guides(province: Province) -> None:
    """Publish a guide and a catalogue, send one guide up, lay one open for opinions."""
    first = _Press(province, "east-office")
    _published(first, EditionKind.GUIDE, opinions=_OPINIONS)
    _published(first, EditionKind.CATALOGUE)
    waiting = _Press(province, "east-construction")
    _consulted(waiting, EditionKind.GUIDE, begun=_BEGUN_DAYS_AGO // 2)
    open_now = _Press(province, "east-water")
    edition = _compiled(open_now, EditionKind.GUIDE)
    _lay_open(open_now, edition)
    give_opinion(edition_id=edition.pk, text=_OPINIONS[0][0], name=_OPINIONS[0][1])


@dataclass(frozen=True, slots=True)
class _Press:
    """An organ of the city, and the competent department above it."""

    province: Province
    key: str

    @property
    def office(self) -> Office:
        """The organ's office."""
        return Office(self.province.organs[self.key], self.province.staff[self.key])

    @property
    def clerk(self) -> Actor:
        """The organ's clerk."""
        return self.office.actor(Role.CLERK)

    @property
    def competent(self) -> Actor:
        """The competent department of the city."""
        city, role = self.province.organs["east"], Role.COMPETENT_DEPARTMENT
        person_id = holders_of(role, organ_id=city, on=time.today())[0][0]
        return actor_for(person_id=person_id, role=role, organ_id=city, on=time.today())


def _published(
    press: _Press, kind: EditionKind, *, opinions: Sequence[tuple[str, str]] = ()
) -> None:
    edition = _consulted(press, kind, begun=_BEGUN_DAYS_AGO, opinions=opinions)
    with time.told(time.now() - timedelta(days=_BEGUN_DAYS_AGO - _PERIOD_DAYS - 5)):
        competent = press.competent
        approve_edition(
            actor=competent,
            edition_id=edition.pk,
            seen_digest=edition.digest,
            signature=signed(competent, DECIDE_PURPOSE, edition.digest),
            opinion="内容齐全，同意公布。",
        )
        publish_edition(actor=press.clerk, edition_id=edition.pk)


def _consulted(
    press: _Press,
    kind: EditionKind,
    *,
    begun: int,
    opinions: Sequence[tuple[str, str]] = (),
) -> Edition:
    """Compile an edition so many days ago, take opinions for two weeks, send it up."""
    now = time.now()
    with time.told(now - timedelta(days=begun)):
        edition = _compiled(press, kind)
        _lay_open(press, edition)
        for text, name in opinions:
            given = give_opinion(edition_id=edition.pk, text=text, name=name)
            show_opinion(actor=press.clerk, opinion_id=given.pk)
    with time.told(now - timedelta(days=begun - _PERIOD_DAYS - 1)):
        close_consultation(actor=press.clerk, edition_id=edition.pk)
        if opinions:
            answer_opinions(actor=press.clerk, edition_id=edition.pk, answer=_ANSWER)
        return send_up(actor=press.clerk, edition_id=edition.pk)


def _compiled(press: _Press, kind: EditionKind) -> Edition:
    edition = compile_edition(
        actor=press.clerk, organ_id=press.office.organ_id, kind=kind, change_note="首次编制。"
    )
    if kind is EditionKind.GUIDE:
        write_sections(
            actor=press.clerk, edition_id=edition.pk, sections=[_TIPS], change_note="首次编制。"
        )
    return edition


def _lay_open(press: _Press, edition: Edition) -> None:
    until_on = time.today() + timedelta(days=_PERIOD_DAYS)
    open_consultation(actor=press.clerk, edition_id=edition.pk, until_on=until_on)
