"""The small world that the journeys walk through: an organ with its people, records in every state.

It is made once for a whole file of tests, by the operations that make it on a real site.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from tests.factories import applications, organs, records
from tests.factories.case_states import STATES, a_case
from tests.factories.deliveries import a_place, drawn_up, handed_over
from tests.factories.records import Office, content
from tests.factories.registers import registers_of
from tests.journeys.applicant import Receipt

from gongkai.clock.queries import calendar_years
from gongkai.kernel.time import today
from gongkai.kernel.types import SYSTEM, Actor, Role
from gongkai.notices.models import Notice
from gongkai.organs.models import Organ, Person
from gongkai.organs.operations import change_organ, order_stand_in, set_office
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations import LinkEnd, link_records, withdraw_version
from gongkai.records.operations.classes import adopt_class_table
from gongkai.review.models import StepKind
from gongkai.review.operations import allow_shared_steps, hand_over_step

LONG_TITLE = (
    "云梦市水务局关于印发《云梦市城镇老旧小区二次供水设施改造和运行维护管理暂行办法》"
    "及其实施细则并废止有关文件的通知"
)


@dataclass
class World:
    """Who is there, and the ids of what there is."""

    government: Organ
    bureau: Office
    people: dict[str, Person]
    totp_secret: str
    records: dict[str, int] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    """A case of the bureau in each state, by its name."""
    receipt: Receipt = field(default_factory=lambda: Receipt("", ""))
    """Opens a case that waits for its applicant's correction."""

    @property
    def competent(self) -> Actor:
        """The person of the competent department, acting."""
        return organs.acting(self.people["competent"], Role.COMPETENT_DEPARTMENT, self.government)


def a_world() -> World:
    """Return the organ with its people and nothing registered yet."""
    records.load_tables()
    government = organs.an_organ("云梦市人民政府", kind="government", level="city")
    organ = organs.an_organ("云梦市水务局", level="city", parent=government)
    organs.an_organ("云梦市水文站", level="city", parent=organ, kind="institution")
    _introduced(organ)
    bureau = records.an_office(organ)
    careful = organs.someone(Role.DEPUTY, government, "谨慎者")
    secret = generate_totp_secret()
    TOTP.activate(careful, secret)
    RecoveryCodes.activate(careful)
    people = {
        "clerk": bureau.clerk,
        "second clerk": organs.someone(Role.CLERK, organ),
        "reviewer": bureau.secrecy,
        "legal": bureau.legal,
        "leader": bureau.leader,
        "competent": organs.someone(Role.COMPETENT_DEPARTMENT, government),
        "administrator": organs.someone(Role.SYSTEM_ADMINISTRATOR, government),
        "careful": careful,
    }
    return World(government, bureau, people, secret)


def a_full_world() -> World:
    """Return the world with a record in each state and one of everything else."""
    world = a_world()
    bureau = world.bureau
    for name, make in _STATES.items():
        made = make(bureau)
        world.records[name] = made.pk if isinstance(made, Record) else made.record_id
    world.others = {
        "organ": bureau.organ.pk,
        "clerk": bureau.clerk.pk,
        "role": bureau.clerk.assignments.get().pk,
        "stand_in": _stand_in(bureau),
        "leave": _leave(world),
        "handover": _handover(world),
        "edition": calendar_years()[0].edition_id,
    }
    world.others |= _linked_and_classed(world)
    delivery = handed_over(bureau, a_place(bureau))
    world.others |= {"place": delivery.place_id, "delivery": delivery.pk}
    world.others["drawn up"] = drawn_up(bureau, a_place(bureau, "云梦市档案馆")).pk
    world.others |= registers_of(bureau)
    world.receipt = _to_be_corrected(bureau)
    world.cases = {state: a_case(_desk_of(bureau), state) for state in STATES}
    world.others["notice"] = Notice.objects.filter(subject_id=world.cases["received"])[0].pk
    return world


def _linked_and_classed(world: World) -> dict[str, int]:
    clerk = world.bureau.acting(Role.CLERK)
    linked = world.records["corrected"]
    to = LinkEnd(text="云政发〔2008〕12号")
    link = link_records(actor=clerk, record_id=linked, kind="implements", to=to)
    adopt_class_table(actor=clerk, organ_id=world.bureau.organ.pk)
    return {"linked": linked, "link": link.pk, "class": 90}


def _desk_of(bureau: Office) -> applications.Desk:
    return applications.Desk(bureau.organ, bureau.clerk, bureau.secrecy, bureau.leader)


def _to_be_corrected(bureau: Office) -> Receipt:
    desk = _desk_of(bureau)
    given = desk.received()
    desk.asked_to_correct(given.case_id)
    return Receipt(given.number, given.code)


def _introduced(organ: Organ) -> None:
    for kind, name in (("disclosure", "政务公开科"), ("supervision", "机关纪委")):
        set_office(
            actor=SYSTEM,
            organ_id=organ.pk,
            kind=kind,
            name=name,
            address="云梦市东河路1号行政服务中心3楼",
            hours="工作日 8:30—12:00，14:30—18:00",
            telephone="0000-1234567",
            fax="0000-1234568",
            email="gongkai-of-the-water-bureau@yunmeng.example",
            postcode="960000",
        )
    change_organ(
        actor=SYSTEM,
        organ_id=organ.pk,
        introduction="负责全市供水、排水和河湖管理。",
        website="https://shuiwu.example/",
    )


def _corrected(bureau: Office) -> Record:
    record = bureau.released(
        content(
            title=LONG_TITLE,
            text="## 第一章　总则\n第一条　为了规范二次供水，制定本办法。\n第二条　本市适用。",
            is_normative=True,
            validity="in_force",
            keywords="供水 改造",
            remark="由市公报刊登。",
        )
    )
    return bureau.corrected(
        record,
        content(
            title=LONG_TITLE,
            text="## 第一章　总则\n第一条　为了规范二次供水，制定本办法。\n第二条　全市城镇适用。",
            is_normative=True,
            validity="in_force",
            keywords="供水 改造",
            history=("2026年3月2日云梦市水务局公布",),
        ),
    )


def _in_new_draft(bureau: Office) -> Record:
    from_before = bureau.released(content())
    return records.begin_new_version(
        actor=bureau.acting(Role.CLERK), record_id=from_before.pk, change_note="数字有误。"
    ).record


def _version_hidden(bureau: Office) -> Record:
    record = bureau.corrected(bureau.released(content()), content())
    first = record.versions.get(number=1)
    clerk = bureau.acting(Role.CLERK)
    withdraw_version(actor=clerk, version_id=first.pk, reason="privacy")
    return record


def _hidden(bureau: Office) -> Record:
    record = bureau.released(content())
    bureau.hidden(record, title_may_show=True)
    return record


def _withdrawn(bureau: Office) -> Record:
    record = bureau.released(content())
    bureau.confirmed(bureau.hidden(record, title_may_show=True))
    return record


def _for_law(bureau: Office) -> RecordVersion:
    version = bureau.proposed(bureau.draft(content(is_normative=True)))
    return bureau.step(version, StepKind.SECRECY)


def _for_approval(bureau: Office) -> RecordVersion:
    return bureau.reviewed(bureau.draft())


_STATES: dict[str, Callable[[Office], Record | RecordVersion]] = {
    "corrected": _corrected,
    "published": lambda bureau: bureau.released(content(statutory_item="A01")),
    "listed": lambda bureau: bureau.released(content("on_application")),
    "held": lambda bureau: bureau.released(content("exempt")),
    "draft": lambda bureau: bureau.draft(),
    "undetermined": lambda bureau: bureau.draft(content("undetermined")),
    "proposed": lambda bureau: bureau.proposed(bureau.draft()),
    "for_law": _for_law,
    "for_approval": _for_approval,
    "approved": lambda bureau: bureau.approved(bureau.draft()),
    "in_new_draft": _in_new_draft,
    "version_hidden": _version_hidden,
    "hidden": _hidden,
    "withdrawn": _withdrawn,
}


def _stand_in(bureau: Office) -> int:
    row = order_stand_in(
        actor=bureau.acting(Role.PERSON_IN_CHARGE),
        organ_id=bureau.organ.pk,
        absent_id=bureau.clerk.pk,
        stand_in_id=bureau.legal.pk,
        role=Role.CLERK,
        from_on=today() + timedelta(days=30),
        until_on=today() + timedelta(days=40),
        reason="出差",
    )
    return int(row.pk)


def _leave(world: World) -> int:
    row = allow_shared_steps(
        actor=world.competent,
        organ_id=world.bureau.organ.pk,
        from_on=today() + timedelta(days=30),
        until_on=today() + timedelta(days=40),
        reason="编制只有两人",
    )
    return int(row.pk)


def _handover(world: World) -> int:
    row = hand_over_step(
        actor=world.competent,
        organ_id=world.bureau.organ.pk,
        kind=StepKind.LEGAL,
        to_organ_id=world.government.pk,
        from_on=today() + timedelta(days=60),
    )
    return int(row.pk)
