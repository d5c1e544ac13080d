"""What of a reply is to leave the house, and what is out: the very parts that the gate looks at.

Proposing, issuing, the page of the findings and the recheck ask here, so that they look at the
same bytes. What the applicant wrote is theirs already and is not looked at.
"""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.applications.leaving import Leaving, leaving
from gongkai.applications.models import ApplicantIdentity, Application, Reply
from gongkai.applications.operations.receiving import IDENTITY_PURPOSE
from gongkai.applications.queries.tracking import HANDED_OVER
from gongkai.applications.rules.own_data import OwnData, Value
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.sealing import KeyLost, SealBroken, unseal_text
from gongkai.release.outlets import OutItem
from gongkai.release.rules.doors import Door

_PIECE = 500


def case_outgoing(case_id: int) -> Leaving:
    """Return what leaves with the reply of a case; raises NotFound where none is drafted.

    The caller has checked the right to see it.
    """
    reply = _replies().filter(case_id=case_id).first() if 0 < case_id < 2**63 else None
    if reply is None:
        raise NotFound(_("No reply is drafted yet."))
    return leaving(reply)


def delivered_replies() -> Iterator[OutItem]:
    """Return every reply that its applicant can open now, with all that is out of it."""
    after = 0
    while rows := list(_handed_over(after)):
        for reply in rows:
            subject, files, texts = leaving(reply)
            yield OutItem(door=Door.APPLICANT, subject=subject, files=files, texts=texts)
        after = rows[-1].pk


def is_reply_out(case_id: int) -> bool:
    """Say whether the applicant can open the reply of the case now."""
    return _out().filter(case_id=case_id).exists()


def own_values_of(case_id: int) -> frozenset[Value]:
    """Return what the applicant of a case told of themselves: no finding against them."""
    application = Application.objects.filter(case__pk=case_id).first()
    if application is None:
        return frozenset()
    own = OwnData(
        names=(application.name, application.legal_representative, application.contact_person),
        addresses=(application.address,),
        numbers=(_identity_number(application), application.telephone, application.fax),
    )
    return own.values()


def _identity_number(application: Application) -> str:
    identity = ApplicantIdentity.objects.filter(application=application).first()
    try:
        return unseal_text(identity.sealed_number, purpose=IDENTITY_PURPOSE) if identity else ""
    except (KeyLost, SealBroken):
        # Then it is a finding like any other, and somebody decides it.
        return ""


def replies_out_among(case_ids: Collection[int]) -> frozenset[int]:
    """Return of which of the cases the applicant can open the reply now."""
    out = _out().filter(case_id__in=case_ids)
    return frozenset(out.values_list("case_id", flat=True))


def _replies() -> QuerySet[Reply]:
    return Reply.objects.select_related("case__application").prefetch_related("items", "files")


def _out() -> QuerySet[Reply]:
    states = [state.value for state in HANDED_OVER]
    return _replies().filter(case__state__in=states, letter__isnull=False)


def _handed_over(after: int) -> QuerySet[Reply]:
    return _out().filter(pk__gt=after).order_by("pk")[:_PIECE]
