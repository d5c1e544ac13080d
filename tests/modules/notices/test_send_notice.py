"""`send_notice`: what is written down, what it says, and what it never says."""

import pytest
from django.conf import settings as site
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.factories.mail import ADDRESS, NUMBER, Scripted, a_notice
from tests.factories.organs import an_organ

from gongkai.kernel import time
from gongkai.notices.models import Notice, NoticeState, RefusedWhy
from gongkai.notices.operations import send_notice
from gongkai.notices.operations.queueing import BEHIND_OTHERS, DELIVER
from gongkai.notices.rules.kinds import NoticeKind, WrongValues
from gongkai.organs.models import Organ

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in site.LANGUAGES]


@pytest.fixture
def organ() -> Organ:
    return an_organ("云梦省财政厅")


def jobs() -> list[dict[str, int]]:
    rows = ProcrastinateJob.objects.filter(task_name=DELIVER)
    assert {row.priority for row in rows} <= {BEHIND_OTHERS}
    return [row.args for row in rows.order_by("pk")]


def test_a_notice_waits_and_its_job_is_queued_with_it(mail: Scripted, organ: Organ) -> None:
    notice = a_notice(organ)
    notice.refresh_from_db()
    assert (notice.state, notice.tries) == (NoticeState.WAITING, 0)
    assert notice.created_at == notice.queued_at == notice.next_try_at
    assert abs((time.now() - notice.created_at).total_seconds()) < 60
    assert jobs() == [{"notice_id": notice.pk}]
    assert mail.lines == [], "nothing is sent inside the transaction"


def test_it_goes_back_with_the_transaction_of_what_happened(mail: Scripted, organ: Organ) -> None:
    with transaction.atomic():
        a_notice(organ)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert jobs() == []


def test_the_same_key_is_the_same_notice(mail: Scripted, organ: Organ) -> None:
    first = a_notice(organ, once_key="received:1")
    again = a_notice(organ, once_key="received:1", to_address="li@example.cn", language="en")
    assert again.pk == first.pk
    assert Notice.objects.get() == first
    assert again.to_address == ADDRESS
    assert len(jobs()) == 1


def test_two_things_give_two_notices_with_two_message_ids(mail: Scripted, organ: Organ) -> None:
    first, second = a_notice(organ, subject_id=1), a_notice(organ, subject_id=2)
    assert first.message_id != second.message_id
    for notice in (first, second):
        assert notice.message_id.startswith("<")
        assert notice.message_id.endswith("@[127.0.0.1]>")


def test_the_message_id_ends_with_the_sites_domain(
    mail: Scripted, organ: Organ, settings: Settings
) -> None:
    settings.SITE_ADDRESS = "https://公开.yunmeng.example:8443"
    assert a_notice(organ).message_id.endswith("@xn--55qw44a.yunmeng.example>")


PAGES = {
    NoticeKind.OFFICE_NEW_APPLICATION: "desk",
    NoticeKind.OFFICE_GAP_REPORTED: "gap_desk",
    NoticeKind.GAP_ANSWERED: "gap_tracking",
}
"""Where a notice leads that is not for an applicant."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NoticeKind)
def test_a_notice_says_number_organ_and_where_and_nothing_else(
    mail: Scripted, organ: Organ, kind: NoticeKind, language: str
) -> None:
    notice = a_notice(organ, kind, language=language)
    assert (notice.kind, notice.language) == (kind.value, language)
    assert NUMBER in notice.subject
    assert "\n" not in notice.subject
    assert NUMBER in notice.body
    assert organ.name in notice.body
    route, is_of_subject = site.NOTICE_PAGES[PAGES.get(kind, "tracking")]
    with override(language):
        path = reverse(route, args=[notice.subject_id] if is_of_subject else [])
    assert path.startswith("/en/") is (language == "en")
    assert f"\n{site.SITE_ADDRESS}{path}\n" in notice.body
    assert ADDRESS not in notice.body + notice.subject
    assert "%(" not in notice.body + notice.subject
    has_han = any("\u4e00" <= mark <= "\u9fff" for mark in notice.subject.replace(NUMBER, ""))
    assert has_han is (language == "zh-hans")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_says_something_of_its_own(mail: Scripted, organ: Organ, language: str) -> None:
    notices = [a_notice(organ, kind, language=language) for kind in NoticeKind]
    assert len({notice.subject for notice in notices}) == len(NoticeKind)
    assert len({notice.body for notice in notices}) == len(NoticeKind)


def test_the_office_reads_the_last_day_in_its_language(mail: Scripted, organ: Organ) -> None:
    office = NoticeKind.OFFICE_NEW_APPLICATION
    assert "答复期限届满日：2026年4月7日" in a_notice(organ, office).body
    assert (
        "Last day for the reply: 7 April 2026"
        in a_notice(organ, office, language="en", once_key="en").body
    )


def test_an_english_reader_gets_the_english_name(mail: Scripted, organ: Organ) -> None:
    Organ.objects.filter(pk=organ.pk).update(name_en="Finance Department of Yunmeng")
    assert "Organ: Finance Department of Yunmeng" in a_notice(organ, language="en").body
    assert "云梦省财政厅" in a_notice(organ, once_key="zh").body


def test_a_language_that_the_site_does_not_speak_becomes_its_own(
    mail: Scripted, organ: Organ
) -> None:
    assert a_notice(organ, language="fr").language == "zh-hans"


def test_without_a_mail_server_it_is_kept_as_not_sent(organ: Organ) -> None:
    notice = a_notice(organ)
    assert notice.state == NoticeState.OFF
    assert jobs() == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", RefusedWhy.NO_ADDRESS),
        ("  \n", RefusedWhy.NO_ADDRESS),
        ("wang", RefusedWhy.ADDRESS_UNUSABLE),
        ("wang@example.cn\r\nBcc: li@example.cn", RefusedWhy.ADDRESS_UNUSABLE),
        ("wang\0@example.cn", RefusedWhy.ADDRESS_UNUSABLE),
        ("wang@example.cn,li@example.cn", RefusedWhy.ADDRESS_UNUSABLE),
    ],
)
def test_an_address_that_cannot_receive_stops_nothing_and_is_kept_as_refused(
    mail: Scripted, organ: Organ, address: str, why: RefusedWhy
) -> None:
    notice = a_notice(organ, to_address=address)
    notice.refresh_from_db()
    assert (notice.state, notice.refused_why) == (NoticeState.REFUSED, why)
    assert notice.to_address == ""
    assert jobs() == []


@pytest.mark.parametrize(
    "number", ["1\r\nBcc: li@example.cn", "1\n\n正文", "1\0", "申请公开财政预算，请答复", ""]
)
def test_a_number_that_would_forge_a_header_or_carry_content_is_a_fault(
    mail: Scripted, organ: Organ, number: str
) -> None:
    with pytest.raises(WrongValues):
        a_notice(organ, number=number)
    assert not Notice.objects.exists()


def test_a_value_that_the_kind_does_not_know_is_a_fault(mail: Scripted, organ: Organ) -> None:
    with pytest.raises(WrongValues):
        send_notice(
            kind=NoticeKind.LETTER_WAITING,
            to_address=ADDRESS,
            language="en",
            organ_id=organ.pk,
            subject_kind="application_case",
            subject_id=1,
            values={"number": NUMBER, "name": "王芳"},
            once_key="x",
        )


def test_the_pages_of_the_links_are_there() -> None:
    for route, is_of_subject in site.NOTICE_PAGES.values():
        assert reverse(route, args=[1] if is_of_subject else []).startswith("/")


def test_a_page_of_the_case_itself_gets_its_id(
    mail: Scripted, organ: Organ, settings: Settings
) -> None:
    settings.NOTICE_PAGES = {"desk": ("desk:record", True)}
    notice = a_notice(organ, NoticeKind.OFFICE_NEW_APPLICATION, subject_id=4711)
    assert f"{site.SITE_ADDRESS}/desk/records/4711/\n" in notice.body


def test_the_office_reads_no_last_day_while_none_is_fixed(mail: Scripted, organ: Organ) -> None:
    notice = send_notice(
        kind=NoticeKind.OFFICE_NEW_APPLICATION,
        to_address=ADDRESS,
        language="zh-hans",
        organ_id=organ.pk,
        subject_kind="application_case",
        subject_id=1,
        values={"number": NUMBER, "due_on": ""},
        once_key="x",
    )
    assert "届满日" not in notice.body
