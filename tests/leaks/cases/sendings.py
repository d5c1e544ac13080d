"""What can be sent about a case: by whom it is taken, of which case, and what a form would say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.organs import PASSWORD
from tests.leaks.cases.people import CaseWorld
from tests.leaks.cases.world import KnownCase
from tests.leaks.doors import parameters, routes

from gongkai.applications.models import Extension, Reply, ReplyFile
from gongkai.applications.operations import extension_digest
from gongkai.interfaces.desk.case_wording import item_field
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.notices.models import Notice
from gongkai.organs.queries import holders_of

Said = Callable[[CaseWorld, KnownCase], Mapping[str, object]]
CLERK = frozenset({"office_clerk", "stand_in"})
IN_CHARGE = frozenset({"office_in_charge"})
OFFICE = CLERK | IN_CHARGE
REVIEWER = frozenset({"office_secrecy", "reviewers_stand_in"})


@dataclass(frozen=True, slots=True)
class Sending:
    """A form that is sent, in the state in which it is awaited."""

    by: frozenset[str]
    """Who may send it; everybody else is refused."""
    case: str
    said: Said


def _case(name: str) -> str:
    return f"office-b-{name}-ogi-2008"


def _words(**said: object) -> Said:
    return lambda _world, _known: said


def _to_a_colleague(world: CaseWorld, _known: KnownCase) -> Mapping[str, object]:
    clerks = dict(holders_of(Role.CLERK, organ_id=world.organs["office"].pk, on=today()))
    handling = world.people["office_clerk"].pk
    return {"assigned_to": next(person for person in clerks if person != handling)}


def _a_reply(_world: CaseWorld, _known: KnownCase) -> Mapping[str, object]:
    matter = {"asked": "资金使用情况", "outcome_code": "granted", "where": "随本答复书提供。"}
    return {"items": 1, **{item_field(0, name): said for name, said in matter.items()}}


def _a_file(_world: CaseWorld, _known: KnownCase) -> Mapping[str, object]:
    return {"files": SimpleUploadedFile("附表.txt", "表二".encode())}


def _signed(_world: CaseWorld, known: KnownCase) -> Mapping[str, object]:
    digest = Reply.objects.get(case_id=known.id).digest
    said = {"decision": "pass", "opinion": "同意", "files_read": "on"}
    return said | {"secret": PASSWORD, "seen_digest": digest}


def _more_time(_world: CaseWorld, known: KnownCase) -> Mapping[str, object]:
    waiting = Extension.objects.get(case_id=known.id, decided_at__isnull=True)
    said = {"decision": "grant", "opinion": "同意", "secret": PASSWORD}
    return said | {"seen_digest": extension_digest(waiting)}


def _posted(_world: CaseWorld, _known: KnownCase) -> Mapping[str, object]:
    return {"way": "post", "delivered_on": today().isoformat(), "reference": "XA 1234"}


def _for_all(_world: CaseWorld, _known: KnownCase) -> Mapping[str, object]:
    said = {"title": "资金使用情况", "summary": "资金的使用。", "text": "第一条 如下。"}
    return said | {"generated_on": today().isoformat()}


SENDINGS: Mapping[str, Sending] = {
    "desk:confirm_receipt": Sending(CLERK, "b-confirming", _words()),
    "desk:ask_correction": Sending(CLERK, _case("formal_review"), _words(points="写明年度。")),
    "desk:correction_letter": Sending(CLERK, _case("formal_review"), _words(points="写明年度。")),
    "desk:enter_correction": Sending(CLERK, _case("correction_asked"), _words(answer="2025年。")),
    "desk:lapse": Sending(IN_CHARGE, "office-a-overdue-ogi-2008", _words()),
    "desk:accept": Sending(CLERK, _case("formal_review"), _to_a_colleague),
    "desk:assign": Sending(OFFICE, _case("handling"), _to_a_colleague),
    "desk:reply": Sending(CLERK, _case("handling"), _a_reply),
    "desk:reply_files": Sending(CLERK, _case("drafted"), _a_file),
    "desk:remove_reply_file": Sending(CLERK, _case("drafted"), _words()),
    "desk:propose_reply": Sending(CLERK, _case("drafted"), _words(note="请审查。")),
    "desk:review_reply": Sending(REVIEWER, _case("proposed"), _signed),
    "desk:approve_reply": Sending(IN_CHARGE, _case("reviewed"), _signed),
    "desk:issue_reply": Sending(OFFICE, _case("approved"), _words()),
    "desk:deliver": Sending(OFFICE, _case("replied"), _posted),
    "desk:close_case": Sending(OFFICE, _case("delivered"), _words()),
    "desk:ask_extension": Sending(
        CLERK, _case("formal_review"), _words(working_days=5, reason="档案较多。")
    ),
    "desk:decide_extension": Sending(IN_CHARGE, _case("handling"), _more_time),
    "desk:show_identity": Sending(CLERK, _case("handling"), _words()),
    "desk:reissue_code": Sending(CLERK, _case("handling"), _words(how_identified="身份证")),
    "desk:propose_public": Sending(CLERK, _case("closed"), _for_all),
    "desk:send_notice_again": Sending(OFFICE, _case("handling"), _words()),
    "desk:settle_notice": Sending(OFFICE, _case("handling"), _words(how="电话告知")),
}
ONLY_SHOWS = frozenset({"desk:correction_letter"})
"""What is sent to have something shown; nothing is kept."""


def address_of(name: str, known: KnownCase) -> str:
    """Return the address of a route for the case: of its files one of the reply."""
    route = next(route for route in routes() if route.name == name)
    values = {
        "case_id": lambda: known.id,
        "file_id": lambda: ReplyFile.objects.filter(reply__case=known.id)[0].pk,
        "notice_id": lambda: Notice.objects.filter(subject_id=known.id)[0].pk,
    }
    return reverse(name, kwargs={one: values[one]() for one in parameters(route)})
