"""Publication on a chosen day: what waits, setting the day, taking it back, announcing it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.categories import category_facts, staff_record
from gongkai.interfaces.desk.choices import organs_with
from gongkai.interfaces.desk.forms.categories import CorrectionEmbargoForm, EmbargoForm, OrganFilter
from gongkai.interfaces.desk.forms.standing import KEEP, WITHDRAW
from gongkai.interfaces.desk.forms.steps import ConfirmForm, ReasonForm
from gongkai.interfaces.desk.layout import FORM_METHODS, crumbs, desk_page, form_page, sent_in
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import StepClosed
from gongkai.interfaces.desk.views.steps import about, done
from gongkai.interfaces.desk.wording import clock_words
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow, page_number, pages_of
from gongkai.interfaces.shared.once import submitted_once
from gongkai.interfaces.shared.templatetags.gongkai import day
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Role
from gongkai.records.access import STAFF
from gongkai.records.operations.embargo import (
    announce_embargo,
    cancel_embargo,
    set_embargo,
)
from gongkai.records.queries import DeskRecord
from gongkai.records.queries.embargoes import (
    EmbargoView,
    embargo_alarms,
    planned,
    scheduler_health,
)
from gongkai.records.queries.version_moves import asked_about

PER_PAGE = 50


@audience(Audience.STAFF)
@require_safe
def planned_list(request: HttpRequest) -> HttpResponse:
    """Show what waits for its day, and what failed on it."""
    viewer = viewer_of(request)
    own = organs_with(viewer.organs_as(*STAFF))
    if not own:
        raise NotFound(_("There is no such page."))
    filters = OrganFilter(request.GET, organs=own)
    number = page_number(request.GET.get("page"))
    found = planned(viewer, organ_ids=filters.organ_ids(), page=number, size=PER_PAGE)
    context = {
        "lines": found.items,
        "pages": pages_of(items=found.total, number=number, per_page=PER_PAGE),
        "alarms": embargo_alarms(viewer),
        "health": scheduler_health(viewer),
        "filter": filters if len(own) > 1 else None,
        "crumbs": crumbs((_("To be published"), "")),
    }
    return desk_page(request, "desk/planned.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def put_off(request: HttpRequest, record_id: int) -> HttpResponse:
    """Set the day on which the approved version is published, or another one."""
    record = staff_record(request, record_id, Role.PERSON_IN_CHARGE)
    waiting = _waiting(request, record)
    _require_open(request, record)
    form = _embargo_form(request, record, waiting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                actor = acting_as(request, Role.PERSON_IN_CHARGE, organ_id=record.organ_id)
                set_embargo(actor=actor, version_id=record.current.id, plan=form.plan())
                submission.result = reverse("desk:record", args=[record_id])
        if not form.errors:
            publish_on = day(form.cleaned_data["publish_on"])
            message = _("It will be published on %(day)s.") % {"day": publish_on}
            return done(request, record_id, message)
    facts = [SummaryRow(_("Must be disclosed by"), _limit_of(record))]
    said = about(
        record,
        title=_("Publish on a later day"),
        lead=_(
            "Until then nobody can release it by hand. On the day everything is looked at again; "
            "what does not pass stays inside, and you are told here."
        ),
        submit=_("Set the day"),
    )
    return form_page(request, form, said.with_facts(facts))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def cancel(request: HttpRequest, record_id: int) -> HttpResponse:
    """Take the day back."""
    record = staff_record(request, record_id, Role.PERSON_IN_CHARGE)
    waiting = _required(request, record)
    form = ReasonForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, Role.PERSON_IN_CHARGE, organ_id=record.organ_id)
            cancel_embargo(actor=actor, version_id=record.current.id, **form.cleaned_data)
            return done(request, record_id, _("The day is taken back. It can be released now."))
    said = about(
        record,
        title=_("Take the day of publication back"),
        lead=_("The version stays approved. Release it by hand, or set another day."),
        submit=_("Take back"),
        kind="warning",
    )
    return form_page(request, form, said.with_facts(_rows(waiting)))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def announce(request: HttpRequest, record_id: int) -> HttpResponse:
    """Let the public read the announcement, as the second person."""
    record = staff_record(request, record_id, Role.SECRECY_REVIEWER)
    waiting = _required(request, record)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, Role.SECRECY_REVIEWER, organ_id=record.organ_id)
            announce_embargo(actor=actor, version_id=record.current.id)
            return done(request, record_id, _("Announced. The public reads it from now on."))
    said = about(
        record,
        title=_("Let the announcement out"),
        lead=_("The public reads these words and the day, and nothing else of the record."),
        submit=_("Let it out"),
    )
    return form_page(request, form, said.with_facts(_rows(waiting)))


def _waiting(request: HttpRequest, record: DeskRecord) -> EmbargoView | None:
    facts = category_facts(viewer_of(request), record)
    return facts.waiting if facts else None


def _limit_of(record: DeskRecord) -> str:
    clock = record.clock
    if clock is None or (clock.due_on is None and clock.calendar_missing_for is None):
        return _("No limit runs")
    return day(clock.due_on) or clock_words(clock)


def _require_open(request: HttpRequest, record: DeskRecord) -> None:
    facts = category_facts(viewer_of(request), record)
    if request.method != "POST" and (facts is None or not facts.may_set_embargo):
        raise StepClosed(
            _("Only an approved version that is to be published or listed can wait for a day.")
        )


def _required(request: HttpRequest, record: DeskRecord) -> EmbargoView | None:
    """Return what waits; raises StepClosed where the page is only asked for and nothing does."""
    waiting = _waiting(request, record)
    if waiting is None and request.method != "POST":
        raise StepClosed(_("No day of publication is set. Look where the record stands."))
    return waiting


def _embargo_form(
    request: HttpRequest, record: DeskRecord, waiting: EmbargoView | None
) -> EmbargoForm:
    """Return the form of the day; a corrected copy asks what becomes of those before it."""
    sent, initial = sent_in(request), _initial(waiting)
    if numbers := asked_about(record):
        return CorrectionEmbargoForm(sent, initial=initial, numbers=numbers)
    return EmbargoForm(sent, initial=initial)


def _initial(waiting: EmbargoView | None) -> dict[str, object]:
    if waiting is None:
        return {}
    return {
        "publish_on": waiting.publish_on,
        "reason": waiting.reason,
        "late_basis": waiting.late_basis,
        "announcement": waiting.announcement,
        "earlier": WITHDRAW if waiting.withdrawn_with_it else KEEP,
        "versions": waiting.withdrawn_with_it,
        "withdrawal_reason": waiting.withdrawal_reason,
    }


def _rows(waiting: EmbargoView | None) -> list[SummaryRow]:
    if waiting is None:
        return []
    return [
        SummaryRow(_("Will be published on"), day(waiting.publish_on)),
        SummaryRow(_("Why not at once"), waiting.reason),
        SummaryRow(_("Announcement"), waiting.announcement or _("None")),
        *_withdrawn_rows(waiting),
        SummaryRow(_("Set by"), waiting.set_by_name),
    ]


def _withdrawn_rows(waiting: EmbargoView) -> list[SummaryRow]:
    if not waiting.withdrawn_with_it:
        return []
    numbers = ", ".join(str(number) for number in waiting.withdrawn_with_it)
    return [SummaryRow(_("Earlier versions to be withdrawn"), numbers)]
