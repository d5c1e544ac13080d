"""What a document does to others: its links, a new one, one taken back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.forms.links import FindForm, LinkForm
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    desk_page,
    form_page,
    record_crumbs,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import require_role
from gongkai.interfaces.desk.views.steps import about, done
from gongkai.interfaces.desk.wording import LINK_NAMES, name_of
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.interfaces.shared.once import submitted_once
from gongkai.kernel.refusals import NotFound
from gongkai.records.operations import LinkEnd, link_records, unlink_records
from gongkai.records.operations.links import LINKERS
from gongkai.records.queries import DeskRecord, desk_record
from gongkai.records.queries.links import DeskLink, LinkTarget, link_targets
from gongkai.search.queries import search_public


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def links(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show the links of a record, look for another document, and link to it."""
    record = desk_record(viewer_of(request), record_id)
    require_role(request, record, *LINKERS)
    words = str(request.POST.get("q") or request.GET.get("q") or "").strip()[:200]
    found = _found(request, record, words)
    form = LinkForm(
        sent_in(request),
        targets=[(str(target.record_id), _said(target)) for target in found],
        initial={
            "q": words,
            "target": found[0].record_id if found else None,
            "text": "" if found else words,
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                _link(request, record, form)
                submission.result = reverse("desk:links", args=[record_id])
        if not form.errors:
            return redirect(submission.result)
    context = {
        "record": record,
        "find": FindForm(initial={"q": words}),
        "words": words,
        "found": found,
        "form": form,
        "cancel_url": reverse("desk:record", args=[record_id]),
        "crumbs": record_crumbs(record, _("Linked documents")),
    }
    return desk_page(request, "desk/links.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def remove(request: HttpRequest, record_id: int, link_id: int) -> HttpResponse:
    """Take a link back."""
    record = desk_record(viewer_of(request), record_id)
    require_role(request, record, *LINKERS)
    link = _link_of(record, link_id)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            unlink_records(
                actor=acting_as(request, *LINKERS, organ_id=record.organ_id), link_id=link_id
            )
            return done(request, record_id, _("The link is taken back."))
    said = about(
        record,
        title=_("Take a link back"),
        lead=_("Neither page shows it any more. A validity that was changed with it stays so."),
        submit=_("Take back"),
    )
    facts = [
        SummaryRow(_("What this document does"), str(name_of(LINK_NAMES, link.kind))),
        SummaryRow(_("To which document"), link.title or link.number),
    ]
    return form_page(request, form, said.with_facts(facts))


def _found(request: HttpRequest, record: DeskRecord, words: str) -> tuple[LinkTarget, ...]:
    if not words:
        return ()
    # The public search knows numbers however they are typed, and the best titles.
    searched = [hit.record_id for hit in search_public(words, size=10).hits]
    return link_targets(viewer_of(request), words, but=record.id, searched=searched)


def _said(target: LinkTarget) -> str:
    standing = "" if target.is_public else _("not public yet")
    facts = (target.document_number, target.index_number, target.organ_name, standing)
    return f"{target.title} ({' · '.join(fact for fact in facts if fact)})"


def _link(request: HttpRequest, record: DeskRecord, form: LinkForm) -> None:
    said = form.cleaned_data
    link_records(
        actor=acting_as(request, *LINKERS, organ_id=record.organ_id),
        record_id=record.id,
        kind=said["kind"],
        to=LinkEnd(record_id=said["target"], text=said["text"] if not said["target"] else ""),
        since_on=said["since_on"],
        sets_validity=said["sets_validity"],
    )


def _link_of(record: DeskRecord, link_id: int) -> DeskLink:
    link = next((one for one in record.links if one.id == link_id and one.may_remove), None)
    if link is None:
        raise NotFound(_("There is no such link."))
    return link
