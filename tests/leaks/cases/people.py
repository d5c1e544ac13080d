"""Everybody who may come near a case: applicants, the staff of four organs, those who oversee."""

from copy import deepcopy
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import SimpleCookie
from django.test import Client
from django.urls import reverse
from tests.factories import organs, records
from tests.factories.applications import Desk, a_desk
from tests.leaks.cases import stories
from tests.leaks.cases.filing import DRAFT, Pen
from tests.leaks.cases.world import CaseAuthor, KnownCase
from tests.leaks.markers import Markers
from tests.leaks.people import AT_THE_GOVERNMENT, AT_THE_OFFICE, signed_in

from gongkai.applications.leaving import SUBJECT
from gongkai.applications.models import ApplicationFile, ReplyFile
from gongkai.applications.operations import propose_public
from gongkai.applications.operations.letter_facts import SUBJECT_KIND
from gongkai.applications.rules.vocabulary import SupplyWay
from gongkai.clock.models import CalendarEdition
from gongkai.kernel.time import local_zone, today
from gongkai.kernel.types import Role
from gongkai.letters.models import Letter
from gongkai.letters.rules.facts import REPLY_KINDS, LetterKind
from gongkai.notices.models import Notice
from gongkai.organs.models import Organ, Person, StandIn
from gongkai.organs.operations import order_stand_in
from gongkai.release.rules.doors import Door
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.work import Work
from gongkai.review.models import StepHandover, StepKind
from gongkai.review.operations import hand_over_step

BEGINNING = datetime(2026, 2, 25, 9, 0, tzinfo=local_zone())
"""When the cases begin that are overdue when the tests do."""
DESKS = ("office", "other", "small", "government")
"""The organs: that of nearly all cases, another one, one that handed a step up, and to whom."""
POSTS = {
    "clerk": Role.CLERK,
    "secrecy": Role.SECRECY_REVIEWER,
    "in_charge": Role.PERSON_IN_CHARGE,
}
_BY_ORDER = ("stand_in", "reviewers_stand_in", "former_stand_in", "former_clerk", "without_duty")


def staff() -> tuple[str, ...]:
    """Return the names of all personas who sign in."""
    at_desks = tuple(f"{desk}_{name}" for desk in DESKS for name in POSTS)
    return (*at_desks, *AT_THE_GOVERNMENT, *AT_THE_OFFICE, *_BY_ORDER)


@dataclass
class CaseWorld:
    """The organs with their cases and people, and what was written into them."""

    markers: Markers
    organs: dict[str, Organ]
    authors: dict[str, CaseAuthor]
    people: dict[str, Person]
    draft_cookies: SimpleCookie = field(default_factory=SimpleCookie)
    """Of the browser in which a form is filled in."""
    ids: dict[str, list[object]] = field(default_factory=dict)
    """By the name of a parameter that is no case's: the values with which its routes are tried."""

    @property
    def known(self) -> dict[str, KnownCase]:
        """Return every case by its key."""
        return {key: one for author in self.authors.values() for key, one in author.known.items()}

    def client(self, persona: str) -> Client:
        """Return a new browser of the person; who has no account is not signed in."""
        return signed_in(self.people[persona]) if persona in self.people else Client()

    def drafting(self) -> Client:
        """Return the browser in which a form is filled in and not sent."""
        client = Client()
        client.cookies = deepcopy(self.draft_cookies)
        return client


def filling_in(world: CaseWorld) -> Client:
    """Return a browser in which a form to the office is filled in and not sent."""
    client, pen = Client(), Pen(world.markers, DRAFT)
    said = {
        name: str(value)
        for name, value in asdict(pen.submission(way=SupplyWay.ONLINE)).items()
        if value and isinstance(value, str | bool)
    }
    organ_id = world.organs["office"].pk
    for step in ("kind", "who", "contact", "what", "how"):
        client.post(reverse(f"portal:apply_{step}", args=[organ_id]), said)
    files = {file.role: file.upload for file in pen.files()}
    answer = client.post(reverse("portal:apply_proofs", args=[organ_id]), files)
    assert answer.status_code == 302, "the form is complete"
    return client


def opened(known: KnownCase) -> Client:
    """Return a new browser in which the applicant has opened the case."""
    client = Client()
    said = {"number": known.number, "code": known.code}
    answer = client.post(reverse("portal:track"), said)
    assert answer.status_code == 302, "number and code open the case"
    return client


def make_world(markers: Markers) -> CaseWorld:
    """Build the organs and people, and the cases that must be old when the tests begin."""
    records.load_tables()
    government = organs.an_organ("云梦省人民政府", kind="government")
    named = {
        "office": organs.an_organ("云梦省水务厅", parent=government),
        "other": organs.an_organ("云梦省林业厅", parent=government),
        "small": organs.an_organ("云梦省地方志办公室", parent=government),
        "government": government,
    }
    desks = {name: _named(a_desk(organ), name, markers) for name, organ in named.items()}
    people = _people(desks)
    world = CaseWorld(markers, named, {}, people)
    _orders(world)
    above = desks["government"].acting(Role.SECRECY_REVIEWER)
    world.authors |= {
        "office": CaseAuthor("office", desks["office"], markers),
        "other": CaseAuthor("other", desks["other"], markers),
        "small": CaseAuthor("small", desks["small"], markers, above=above),
    }
    stories.write_overdue(world.authors["office"])
    return world


def finish(world: CaseWorld) -> None:
    """Write all other cases, at the moment at which the tests begin."""
    stories.write_all(world.authors["office"])
    stories.write_few(world.authors["other"], "formal_review", "proposed", "delivered")
    stories.write_few(world.authors["small"], "drafted", "proposed", "reviewed", "approved")
    for known in world.known.values():
        _keep_parts(world, known)
    world.ids = _ids(world)
    world.draft_cookies = filling_in(world).cookies


def _named(desk: Desk, name: str, markers: Markers) -> Desk:
    """Give the organ people whose names are looked for, beside those whom it has."""
    people = {
        post: organs.someone(role, desk.organ, f"员{markers.put(f'staff of {name}', 1, post)}")
        for post, role in POSTS.items()
    }
    return replace(desk, **people)


def _people(desks: dict[str, Desk]) -> dict[str, Person]:
    people = {
        f"{name}_{post}": getattr(desk, post) for name, desk in desks.items() for post in POSTS
    }
    government, office = desks["government"].organ, desks["office"].organ
    people |= {name: organs.someone(role, government) for name, role in AT_THE_GOVERNMENT.items()}
    people |= {name: organs.someone(role, office) for name, role in AT_THE_OFFICE.items()}
    people |= {name: organs.a_person() for name in _BY_ORDER}
    ended = today() - timedelta(days=1)
    organs.a_role(people["former_clerk"], office, Role.CLERK, until_on=ended)
    return people


def _orders(world: CaseWorld) -> None:
    """Hand the small organ's secrecy review up, and let people stand in."""
    day, people = today(), world.people
    hand_over_step(
        actor=organs.acting(
            people["competent_department"], Role.COMPETENT_DEPARTMENT, world.organs["government"]
        ),
        organ_id=world.organs["small"].pk,
        kind=StepKind.SECRECY,
        to_organ_id=world.organs["government"].pk,
        from_on=day,
    )
    later = day + timedelta(days=60)
    _stand_in(world, "clerk", "stand_in", day, later)
    _stand_in(world, "secrecy", "reviewers_stand_in", day, later)
    _stand_in(world, "clerk", "former_stand_in", day - timedelta(days=9), day - timedelta(days=1))


def _stand_in(world: CaseWorld, post: str, name: str, from_on: date, until_on: date) -> None:
    office = world.organs["office"]
    in_charge = world.people["office_in_charge"]
    order_stand_in(
        actor=organs.acting(in_charge, Role.PERSON_IN_CHARGE, office),
        organ_id=office.pk,
        absent_id=world.people[f"office_{post}"].pk,
        stand_in_id=world.people[name].pk,
        role=POSTS[post],
        from_on=from_on,
        until_on=until_on,
        reason="出差",
    )


def _keep_parts(world: CaseWorld, known: KnownCase) -> None:
    """Write down what belongs to the case, and look for the numbers of its letters."""
    about = {"subject_kind": SUBJECT_KIND, "subject_id": known.id}
    letters = Letter.objects.filter(**about)
    sent = ApplicationFile.objects.filter(application__case=known.id)
    given = ReplyFile.objects.filter(reply__case=known.id)
    # Files of either kind: one number may be that of a file that was sent and of another given.
    files = {*sent.values_list("pk", flat=True), *given.values_list("pk", flat=True)}
    known.parts = {
        "case_id": [known.id],
        "letter_id": list(letters.values_list("pk", flat=True)),
        "notice_id": list(Notice.objects.filter(**about).values_list("pk", flat=True)),
        "file_id": sorted(files),
        "subject_id": [known.id],
    }
    for kind, number in letters.values_list("kind", "number"):
        is_reply = LetterKind(kind) in REPLY_KINDS
        name, round_ = ("reply_letter", known.rounds) if is_reply else ("letter", 1)
        world.markers.keep(known.key, round_, name, number)


def _ids(world: CaseWorld) -> dict[str, list[object]]:
    """Return with what the routes are tried that are no case's."""
    known = world.known["office-a-delivered-ogi-2008"]
    record = propose_public(
        actor=organs.acting(world.people["office_clerk"], Role.CLERK, world.organs["office"]),
        case_id=known.id,
        title="关于片区改造资金使用情况的说明",
        summary="片区改造资金的使用情况。",
        text="第一条 资金的使用情况如下。",
        generated_on=today(),
    )
    return {
        "organ_id": [world.organs["office"].pk],
        "record_id": [record.pk],
        "number": [1],
        "index_number": [known.number],
        "part": [1],
        "size": ["large"],
        "kind": ["disclosure"],
        "person_id": [world.people["office_clerk"].pk],
        "assignment_id": [world.people["office_clerk"].assignments.get().pk],
        "stand_in_id": [StandIn.objects.values_list("pk", flat=True)[0]],
        "handover_id": [StepHandover.objects.get().pk],
        "edition_id": [CalendarEdition.objects.values_list("pk", flat=True)[0]],
        "leave_id": [1],
        "attachment_id": [1],
        # The pages of the gate and of a redaction, of which the case is the subject.
        "subject_kind": [SUBJECT],
        "door": [Door.APPLICANT.value],
        "finding_kind": [FindingKind.MOBILE.value],
        "tag": ["0" * 64],
        "digest": [ReplyFile.objects.filter(reply__case=known.id)[0].stored_id],
        "work": [next(iter(Work)).value],
        "work_id": [1],
        "material_id": [1],
        "layer_id": [1],
        # An upload answers its sender alone and shows no content.
        "key": [UUID(int=1)],
    } | _elsewhere()


_IDS_ELSEWHERE = (
    *("campaign_id", "item_id", "intake_id", "statement_id", "report_id"),
    *("matter_id", "round_id", "opinion_number", "delivery_id", "place_id"),
    *("link_id", "question_id", "referral_id", "event_id", "run_id", "view_id", "sequence"),
)


def _elsewhere() -> dict[str, list[object]]:
    """Return what leads to records, registers and lists, of which this world holds none."""
    return {
        "day": [today()],
        "item": ["A04"],
        "edition_kind": ["guide"],
        "ending": ["csv"],
        "code": ["01"],
        "step": ["secrecy"],
        "form_code": ["gazette"],
        **{name: [1] for name in _IDS_ELSEWHERE},
    }
