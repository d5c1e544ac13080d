"""Putting a redacted or clean copy in the place of the file from which it was made."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.applications.operations.exchanging import exchange_reply_file
from gongkai.applications.queries import case_page
from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.shared.audience import viewer_of
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.time import today
from gongkai.records.operations.exchanging import exchange_file
from gongkai.records.queries import desk_record
from gongkai.release.access import DECIDERS
from gongkai.release.rules.doors import Door, FileOut, Subject


class NowhereToGo(Refusal):
    """There is no draft with which the file could go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """Where the new file is now."""

    url: str
    said: str


def exchange(
    request: HttpRequest,
    *,
    subject: Subject,
    door: Door,
    old_digest: str,
    file: FileOut,
    keeps_title: bool = False,
) -> Exchanged:
    """Let the file go with the reply or the record of the subject, in the place of the old one.

    What is for the public of a case goes with the record that makes its answer public for all. The
    title of the old one may say what is withheld; it stays only where `keeps_title` says so.
    Raises NowhereToGo, NotFound, NotAllowed and what attaching raises.
    """
    if subject.kind == "record":
        return _to_record(request, subject.id, old_digest, file, keeps_title=keeps_title)
    if door is Door.PUBLIC:
        record_id = _record_of_case(request, subject.id)
        return _to_record(request, record_id, old_digest, file, keeps_title=keeps_title)
    actor = acting_as(request, *DECIDERS, organ_id=subject.organ_id)
    exchange_reply_file(
        actor=actor,
        case_id=subject.id,
        old_digest=old_digest,
        digest=file.digest,
        name=file.name,
    )
    return Exchanged(
        url=reverse("desk:reply_files", args=[subject.id]), said=_("It goes with the reply now.")
    )


def _to_record(
    request: HttpRequest, record_id: int, old_digest: str, file: FileOut, *, keeps_title: bool
) -> Exchanged:
    record = desk_record(viewer_of(request), record_id)
    exchange_file(
        actor=acting_as(request, *DECIDERS, organ_id=record.organ_id),
        version_id=record.current.id,
        old_digest=old_digest,
        digest=file.digest,
        name=file.name,
        keeps_title=keeps_title,
    )
    return Exchanged(
        url=reverse("desk:record", args=[record_id]), said=_("It is attached to the record now.")
    )


def _record_of_case(request: HttpRequest, case_id: int) -> int:
    page = case_page(viewer_of(request), case_id, on=today())
    record_id = page.reply.record_id if page.reply else None
    if record_id is None:
        raise NowhereToGo(
            _(
                "Register a record that makes the answer public for all first (on the page of "
                "the case); the file then goes with it."
            )
        )
    return record_id
