"""What is left behind: in tables, in files, in logs, in mails, in the trail."""

from email.message import EmailMessage

import pytest
from pytest_django import Settings
from tests.factories import organs
from tests.factories.mail import a_mail_server, use
from tests.leaks.cases.filing import DRAFT
from tests.leaks.cases.people import CaseWorld, staff
from tests.leaks.cases.traces import lying_about, misplaced
from tests.leaks.markers import Secret

from gongkai.applications.models import ApplicantIdentity, ApplicationDraft, ReplyFile
from gongkai.applications.rules.numbers import application_number
from gongkai.audit.queries import entries_about, entries_of_organ
from gongkai.kernel.sealing import unseal_text
from gongkai.notices.models import Notice, NoticeState
from gongkai.notices.operations import deliver_notice
from gongkai.organs.queries import organ_code, overseen_by

SENT_ABOUT = ("office-b-delivered-ogi-2008", "office-b-correction_asked-ogi-2019", "b-confirming")


def test_nothing_was_logged_while_the_work_was_done(
    built_cases: tuple[CaseWorld, list[str]],
) -> None:
    world, lines = built_cases

    assert world.markers.found_in(lines) == set()


def test_each_column_holds_what_belongs_there_and_no_more(case_world: CaseWorld) -> None:
    assert list(misplaced(case_world.markers)) == []


def test_what_is_to_be_sealed_is_sealed(case_world: CaseWorld) -> None:
    """The walk over the tables proves something only where there is something to find."""
    known = case_world.known["office-b-handling-ogi-2008"]
    number = case_world.markers.of(known.key, 1, "identity_number").text
    identity = ApplicantIdentity.objects.get(application__case=known.id)
    asked = case_world.markers.of(DRAFT, 1, "asked")
    draft = ApplicationDraft.objects.get()

    assert unseal_text(identity.sealed_number, purpose="applications.identity") == number
    assert asked.latin in unseal_text(draft.sealed_answers, purpose="applications.draft")


def test_only_files_of_a_reply_lie_readable_in_the_storage(case_world: CaseWorld) -> None:
    given = set(ReplyFile.objects.values_list("stored_id", flat=True))

    found = lying_about(case_world.markers)

    assert {name for name in found if not any(name in digest for digest in given)} == set()
    assert {s.field for secrets in found.values() for s in secrets} == {"reply_file_content"}


def test_a_number_says_organ_year_and_serial_and_nothing_else(case_world: CaseWorld) -> None:
    for name in ("office", "other", "small"):
        code = organ_code(case_world.organs[name].pk)
        known = sorted(case_world.authors[name].known.values(), key=lambda one: one.id)

        numbers = [one.number for one in known]

        assert numbers == [
            application_number(organ_code=code, year=2026, serial=serial)
            for serial in range(1, len(known) + 1)
        ]


def test_what_the_mail_server_gets_holds_number_and_link_and_nothing_else(
    case_world: CaseWorld, settings: Settings
) -> None:
    ids = [case_world.known[key].id for key in SENT_ABOUT]
    notices = Notice.objects.filter(subject_id__in=ids, state=NoticeState.WAITING).order_by("pk")
    told = []
    with a_mail_server() as script:
        use(settings, script)
        for notice in notices:
            deliver_notice(notice_id=notice.pk)
            [mail] = script.mails()[len(told) :]
            told.append((notice, mail, script.texts[-1]))

    assert {notice.kind for notice, _mail, _raw in told} >= {
        "application_received",
        "letter_waiting",
        "correction_waiting",
        "code_reissued",
        "office_new_application",
    }
    for notice, mail, raw in told:
        known = next(one for one in case_world.known.values() if one.id == notice.subject_id)
        assert _said(case_world, mail) == {(known.key, "number")}, notice.kind
        assert _to(case_world, mail) == (
            set() if notice.kind == "office_new_application" else {(known.key, "email")}
        )
        # The bytes as they went over the line, headers that nobody reads included.
        on_the_line = _places(case_world.markers.found_in([raw.decode()]))
        assert on_the_line <= {(known.key, "email"), (known.key, "number")}


@pytest.mark.parametrize("persona", staff())
def test_the_trail_holds_numbers_and_the_reasons_of_steps(
    case_world: CaseWorld, persona: str
) -> None:
    viewer = organs.viewing(case_world.people[persona])
    overseen = overseen_by(viewer)
    lines: list[object] = []
    for organ in case_world.organs.values():
        lines += entries_of_organ(viewer, organ_id=organ.pk, overseen=overseen, limit=5000)
    for known in list(case_world.known.values())[::5]:
        lines += entries_about(
            viewer, object_kind="application_case", object_id=known.id, overseen=overseen
        )

    said = {secret.field for secret in case_world.markers.found_in(map(repr, lines))}

    of_steps = {"secrecy_opinion", "approval_opinion", "return_note", "extension_reason"}
    of_staff = {"clerk", "secrecy", "in_charge"}
    assert said <= of_steps | of_staff | {"number", "letter", "reply_letter"}


def _said(world: CaseWorld, mail: EmailMessage) -> set[tuple[str, str]]:
    body = mail.get_content()
    return _places(world.markers.found_in([body, str(mail["Subject"])]))


def _to(world: CaseWorld, mail: EmailMessage) -> set[tuple[str, str]]:
    headers = [f"{name}: {value}" for name, value in mail.items() if name != "Subject"]
    return _places(world.markers.found_in(headers))


def _places(secrets: set[Secret]) -> set[tuple[str, str]]:
    return {(secret.record, secret.field) for secret in secrets}
