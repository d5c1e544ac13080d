"""Editions in every state, brought there by the operations of a real site."""

from dataclasses import dataclass
from datetime import timedelta

import time_machine
from tests.factories import organs
from tests.factories.records import Office

from gongkai.guides.models import Edition
from gongkai.guides.operations import (
    DECIDE_PURPOSE,
    answer_opinions,
    approve_edition,
    close_consultation,
    compile_edition,
    confirm_hiding,
    give_opinion,
    open_consultation,
    publish_edition,
    return_edition,
    send_up,
    show_opinion,
    write_sections,
)
from gongkai.guides.operations.hiding import CONFIRM_PURPOSE, hiding_digest
from gongkai.guides.rules.facts import Section
from gongkai.guides.rules.vocabulary import EditionKind
from gongkai.kernel.time import now, today
from gongkai.kernel.types import SYSTEM, Actor, Role
from gongkai.organs.models import Organ, Person
from gongkai.organs.operations import set_office

PERIOD = timedelta(days=14)
WORDS = Section(heading="便民提示", text="办事大厅设有无障碍通道。\n周末不办公。")


def introduce(organ: Organ, *, telephone: str = "0000-1234567") -> None:
    """Enter the organ's two offices, which a guide cannot do without."""
    for kind, name in (("disclosure", "政务公开科"), ("supervision", "机关纪委")):
        set_office(
            actor=SYSTEM,
            organ_id=organ.pk,
            kind=kind,
            name=name,
            address="云梦市东河路1号行政服务中心3楼",
            hours="工作日 8:30—12:00，14:30—18:00",
            telephone=telephone,
            fax="0000-1234568",
            email="gongkai@office.example",
            postcode="960000",
        )


@dataclass(frozen=True)
class Press:
    """An organ's office and the competent department above it: all who make an edition."""

    office: Office
    above: Person
    government: Organ

    @property
    def clerk(self) -> Actor:
        """The organ's clerk, acting."""
        return self.office.acting(Role.CLERK)

    @property
    def competent(self) -> Actor:
        """The competent department, acting for the government."""
        return organs.acting(self.above, Role.COMPETENT_DEPARTMENT, self.government)

    def compiled(self, kind: EditionKind = EditionKind.GUIDE, *, note: str = "") -> Edition:
        """Compile an edition."""
        return compile_edition(
            actor=self.clerk, organ_id=self.office.organ.pk, kind=kind, change_note=note
        )

    def written(self, *sections: Section) -> Edition:
        """Compile a guide and write its own sections."""
        edition = self.compiled()
        return write_sections(
            actor=self.clerk,
            edition_id=edition.pk,
            sections=sections or (WORDS,),
            change_note="首次编制。",
        )

    def consulting(self, edition: Edition | None = None) -> Edition:
        """Lay an edition open for two weeks."""
        edition = edition or self.written()
        return open_consultation(actor=self.clerk, edition_id=edition.pk, until_on=today() + PERIOD)

    def consulted(self, edition: Edition | None = None, *, answer: str = "") -> Edition:
        """Let the two weeks of an edition pass, without or with an opinion that is answered."""
        edition = self.consulting(edition)
        if answer:
            given = give_opinion(edition_id=edition.pk, text="建议周六开放。", name="甲")
            show_opinion(actor=self.clerk, opinion_id=given.pk)
        with time_machine.travel(now() + PERIOD + timedelta(days=1), tick=False):
            edition = close_consultation(actor=self.clerk, edition_id=edition.pk)
            if answer:
                answer_opinions(actor=self.clerk, edition_id=edition.pk, answer=answer)
        return Edition.objects.get(pk=edition.pk)

    def sent(self, edition: Edition | None = None, *, why: str = "") -> Edition:
        """Send an edition up; `why` no opinions were sought."""
        edition = edition or self.consulted()
        return send_up(actor=self.clerk, edition_id=edition.pk, skipped_because=why)

    def approved(self, edition: Edition | None = None) -> Edition:
        """Approve an edition as the competent department."""
        edition = edition or self.sent()
        return approve_edition(
            actor=self.competent,
            edition_id=edition.pk,
            seen_digest=edition.digest,
            signature=organs.signed(self.above, edition.digest, DECIDE_PURPOSE),
        )

    def returned(self, edition: Edition, reasons: str = "请补充查阅场所。") -> Edition:
        """Return an edition with reasons."""
        return return_edition(
            actor=self.competent,
            edition_id=edition.pk,
            seen_digest=edition.digest,
            signature=organs.signed(self.above, edition.digest, DECIDE_PURPOSE),
            reasons=reasons,
        )

    def published(self, edition: Edition | None = None) -> Edition:
        """Publish an edition that was approved, or a first guide."""
        edition = edition or self.approved()
        return publish_edition(actor=self.clerk, edition_id=edition.pk)

    def published_catalogue(self) -> Edition:
        """Publish the organ's catalogue of this moment after a consultation."""
        compiled = self.compiled(EditionKind.CATALOGUE)
        return self.published(self.approved(self.sent(self.consulted(compiled))))

    def hiding_confirmed(
        self, edition: Edition, role: Role = Role.SECRECY_REVIEWER, *, digest: str = ""
    ) -> Edition:
        """Confirm, signed, that an edition stays taken back; `digest` where another is signed."""
        said = digest or hiding_digest(edition, edition.hidings.get(outcome=""))
        return confirm_hiding(
            actor=self.office.acting(role),
            edition_id=edition.pk,
            signature=self.office.signed(role, CONFIRM_PURPOSE, said),
        )

    def updated(self) -> Edition:
        """Publish the next guide as an update of facts alone."""
        compiled = self.compiled(note="电话变更。")
        return self.published(self.approved(self.sent(compiled, why="仅联系电话变更。")))


def a_press(office: Office, government: Organ, above: Person | None = None) -> Press:
    """Return all who make an edition; the organ must stand below the government."""
    introduce(office.organ)
    above = above or organs.someone(Role.COMPETENT_DEPARTMENT, government)
    return Press(office, above, government)
