"""Mails that did not get through: sent again, or noted that the person was told otherwise."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.forms.cases import ToldOtherwiseForm
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    notices_crumb,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.wording import Label
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.interfaces.shared.templatetags.gongkai import moment
from gongkai.notices.access import OFFICE
from gongkai.notices.operations import send_again, settle_notice
from gongkai.notices.queries import NoticeView, notice_for, stuck_notices
from gongkai.remedies.operations import SUBJECT_KIND as GAP_REPORT


@audience(Audience.STAFF)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show the mails of the viewer's organs that wait for a person, the oldest first."""
    found = stuck_notices(viewer_of(request))
    context = {
        "lines": [{"notice": notice, "url": _subject_of(notice)} for notice in found],
        "crumbs": crumbs((_("Mail that did not get through"), "")),
    }
    return desk_page(request, "desk/notices.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def again(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Send a mail again that did not get through."""
    notice = notice_for(viewer_of(request), notice_id)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, *OFFICE, organ_id=notice.organ_id)
            send_again(actor=actor, notice_id=notice_id)
            return _done(request, notice, _("It is being sent. Look here again in a few minutes."))
    said = _about(
        notice,
        title=_("Send the mail again"),
        lead=_("A mail program that got it before shows it once: it has the same identity."),
        submit=_("Send again"),
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def settle(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Note that the person was told otherwise."""
    notice = notice_for(viewer_of(request), notice_id)
    form = ToldOtherwiseForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *OFFICE, organ_id=notice.organ_id)
            settle_notice(actor=actor, notice_id=notice_id, **form.cleaned_data)
            return _done(request, notice, _("Noted. It waits for nobody any more."))
    said = _about(
        notice,
        title=_("Told by other means"),
        lead=_("Say how the person learned what the mail would have said."),
        submit=_("Note it"),
    )
    return form_page(request, form, said)


def _about(notice: NoticeView, *, title: Label, lead: Label, submit: Label) -> FormPage:
    trouble = notice.last_attempt.trouble_label if notice.last_attempt else ""
    return FormPage(
        title=title,
        lead=lead,
        submit=submit,
        cancel_url=_subject_of(notice),
        facts=[
            SummaryRow(_("Mail"), notice.subject),
            SummaryRow(_("To"), notice.masked_address or "—"),
            SummaryRow(_("Since"), moment(notice.created_at)),
            SummaryRow(_("What became of it"), notice.state_label),
            SummaryRow(_("Why"), notice.refused_label or trouble or "—"),
        ],
        crumbs=crumbs(notices_crumb(), (title, "")),
    )


def _subject_of(notice: NoticeView) -> str:
    is_of_gap = notice.subject_kind == GAP_REPORT
    return reverse("desk:gap_report" if is_of_gap else "desk:case", args=[notice.subject_id])


def _done(request: HttpRequest, notice: NoticeView, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(_subject_of(notice))
