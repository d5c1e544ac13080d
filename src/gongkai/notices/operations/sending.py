"""Send a notice: write it down and queue it, in the transaction of what it tells about."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from gongkai.kernel import time
from gongkai.notices.composing import new_message_id
from gongkai.notices.mailserver import mail_server
from gongkai.notices.models import Notice, NoticeState, RefusedWhy
from gongkai.notices.operations.queueing import begin_round
from gongkai.notices.rules.address import AddressUnusable, parse_address
from gongkai.notices.rules.kinds import NoticeKind, checked_values
from gongkai.notices.wording import notice_text
from gongkai.organs.models import Organ


def send_notice(
    *,
    kind: NoticeKind,
    to_address: str,
    language: str,
    organ_id: int,
    subject_kind: str,
    subject_id: int,
    values: Mapping[str, str],
    once_key: str,
) -> Notice:
    """Tell somebody by e-mail that something is there; return the notice as it stands.

    Call it inside the transaction of what happened: notice and job commit with it or not at all.
    The same `once_key` gives the same notice, whatever else is said. An address that cannot
    receive mail refuses nothing here, since what happened has happened: the notice is kept as
    refused and staff see why. Without a mail server it is kept as not sent. `language` is one of
    the site's; another becomes the site's own. `values` are those of `rules.kinds.checked_values`.

    Raises:
        WrongValues: the values do not fit the kind (rules.kinds).
    """
    checked = checked_values(kind, values)
    with transaction.atomic():
        organ = Organ.objects.get(pk=organ_id)
        spoken = _site_language(language)
        text = notice_text(kind, checked, organ=organ, subject_id=subject_id, language=spoken)
        address, why = _usable(to_address)
        now = time.now()
        notice, is_new = Notice.objects.get_or_create(
            once_key=once_key,
            defaults={
                "kind": kind.value,
                "organ": organ,
                "subject_kind": subject_kind,
                "subject_id": subject_id,
                "to_address": address,
                "language": spoken,
                "subject": text.subject,
                "body": text.body,
                "message_id": new_message_id(),
                "state": NoticeState.REFUSED if why else NoticeState.OFF,
                "refused_why": why,
                "created_at": now,
                "queued_at": now,
            },
        )
        if is_new and not why and mail_server() is not None:
            begin_round(notice, at=now)
    return notice


def _site_language(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _usable(to_address: str) -> tuple[str, str]:
    """Return the address as it is written to, or why there is none."""
    if not to_address.strip():
        return "", RefusedWhy.NO_ADDRESS
    try:
        return str(parse_address(to_address)), ""
    except AddressUnusable:
        return "", RefusedWhy.ADDRESS_UNUSABLE
