"""The frame of the desk's pages: side list of queues, breadcrumbs, pages with a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.applications.access import HANDLERS
from gongkai.applications.queries import CaseCounts, CasePage, case_counts
from gongkai.deliveries.access import EDITORS
from gongkai.deliveries.access import READERS as DELIVERY_READERS
from gongkai.interfaces.desk.category_links import category_links, guidance_links
from gongkai.interfaces.shared.audience import viewer_of
from gongkai.interfaces.shared.components import Crumb, QueueGroup, QueueLink, SummaryRow
from gongkai.kernel.time import today
from gongkai.kernel.types import Role, Viewer
from gongkai.oversight.access import STATERS
from gongkai.oversight.queries.combing_campaigns import reminders
from gongkai.oversight.rules.combing import Deadline
from gongkai.records.access import ACCOUNTANTS
from gongkai.records.queries import DeskRecord, queue_counts
from gongkai.registers.access import CLEANERS, KEEPERS
from gongkai.release.access import DECIDERS, REVIEWERS
from gongkai.release.queries.redaction import count_waiting_layers
from gongkai.remedies import access as gap_access
from gongkai.remedies.queries import waiting_reports
from gongkai.review.access import CONSULTED
from gongkai.review.queries import count_referrals_waiting_for

NOT_ACCEPTED = 422
FORM_METHODS = ["GET", "HEAD", "POST"]
Label = str | Promise

CATALOGUE_ROLES = (
    Role.CLERK,
    Role.SECRECY_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.PERSON_IN_CHARGE,
)
STEP_ROLES = (Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER, Role.PERSON_IN_CHARGE)
SETTINGS_ROLES = (Role.CLERK, Role.PERSON_IN_CHARGE)
OVERSIGHT_ROLES = (Role.COMPETENT_DEPARTMENT, Role.SUPERVISION, Role.DEPUTY)


@dataclass(frozen=True, slots=True)
class FormPage:
    """What a page with one form says beside its fields (desk/form.html)."""

    title: Label
    submit: Label
    cancel_url: str
    lead: Label = ""
    kind: str = ""
    """`warning` for what cannot be taken back by oneself; else the one green action."""
    warning: Label = ""
    facts: Sequence[SummaryRow] = ()
    crumbs: Sequence[Crumb] = ()
    takes_file: bool = False
    more: tuple[Label, str] | None = None
    """Words and address of a page that helps with this one."""

    def with_facts(self, facts: Sequence[SummaryRow]) -> "FormPage":
        """Return the page with more facts above its form."""
        return replace(self, facts=(*self.facts, *facts))


def sent_in(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, also where it is empty; None where it was only opened."""
    return request.POST if request.method == "POST" else None


def files_in(request: HttpRequest) -> "MultiValueDict[str, UploadedFile[Any]] | None":
    """Return the files a form was sent with; None where it was only opened."""
    return request.FILES if request.method == "POST" else None


def desk_page(
    request: HttpRequest, template: str, context: Mapping[str, object] | None = None
) -> HttpResponse:
    """Return a desk page with its side list; 422 where its form was not accepted."""
    given = dict(context or {})
    form = given.get("form")
    refused = isinstance(form, forms.BaseForm) and form.is_bound and bool(form.errors)
    given["queues"] = queues_of(request)
    status = NOT_ACCEPTED if refused and request.method == "POST" else 200
    return render(request, template, given, status=status)


def form_page(request: HttpRequest, form: forms.BaseForm, said: FormPage) -> HttpResponse:
    """Return a page with one form."""
    return desk_page(request, "desk/form.html", {"form": form, "said": said, "crumbs": said.crumbs})


def crumbs(*steps: tuple[Label, str]) -> list[Crumb]:
    """Return breadcrumbs that begin at the desk; the last step without an address is the page."""
    return [Crumb(gettext_lazy("Desk"), reverse("desk:home")), *(Crumb(*step) for step in steps)]


def records_crumb() -> tuple[Label, str]:
    """Return the step of the breadcrumbs that leads to the list of records."""
    return (_("Records"), reverse("desk:records"))


def record_crumbs(record: DeskRecord, page: Label) -> list[Crumb]:
    """Return the breadcrumbs of a page about one record."""
    title = record.title if len(record.title) <= 24 else f"{record.title[:24]}…"
    return crumbs(records_crumb(), (title, reverse("desk:record", args=[record.id])), (page, ""))


def cases_crumb() -> tuple[Label, str]:
    """Return the step of the breadcrumbs that leads to the inbox."""
    return (_("Applications"), reverse("desk:cases"))


def notices_crumb() -> tuple[Label, str]:
    """Return the step of the breadcrumbs that leads to the mails that did not get through."""
    return (_("Mail that did not get through"), reverse("desk:notices"))


def referrals_crumb() -> tuple[Label, str]:
    """Return the step of the breadcrumbs that leads to the doubts that were referred."""
    return (_("Doubts referred"), reverse("desk:referrals"))


def case_crumbs(case: CasePage, page: Label) -> list[Crumb]:
    """Return the breadcrumbs of a page about one case."""
    return crumbs(
        cases_crumb(), (case.number, reverse("desk:case", args=[case.case_id])), (page, "")
    )


def queues_of(request: HttpRequest) -> list[QueueGroup]:
    """Return the side list for this person: only what their roles open."""
    viewer = viewer_of(request)
    here = request.path
    cases = _case_counts(viewer)
    groups = [
        QueueGroup(gettext_lazy("Work"), _work_links(viewer, request, cases.waiting)),
        QueueGroup(
            gettext_lazy("Applications"), _case_links(viewer, request.get_full_path(), cases)
        ),
        QueueGroup(
            gettext_lazy("The lists"),
            [*_list_links(viewer, here), *_edition_links(viewer, here)],
        ),
        QueueGroup(gettext_lazy("Organ"), _organ_links(viewer, here)),
        QueueGroup(
            gettext_lazy("Guidance"),
            [*_oversight_links(viewer, here), *guidance_links(viewer, request.get_full_path())],
        ),
        QueueGroup(gettext_lazy("Administration"), _administration_links(viewer, here)),
    ]
    return [group for group in groups if group.links]


def _case_counts(viewer: Viewer) -> CaseCounts:
    """Return the figures of applications; nobody is asked for who has nothing to do with them."""
    if viewer.organs_as(*CATALOGUE_ROLES, *HANDLERS):
        return case_counts(viewer, on=today())
    return CaseCounts(waiting=0, mine=0, open=0, overdue=0)


def _work_links(viewer: Viewer, request: HttpRequest, cases_waiting: int) -> list[QueueLink]:
    here = request.path
    if not viewer.organs_as(*CATALOGUE_ROLES):
        return [_link(_("My queue"), "desk:home", here)]
    counts = queue_counts(viewer, on=today())
    layers = count_waiting_layers(viewer, on=today())
    links = [
        _link(_("My queue"), "desk:home", here, counts.waiting + cases_waiting + layers),
        _link(_("Records"), "desk:records", here),
        *category_links(viewer, request.get_full_path(), undetermined=counts.undetermined),
        _link(_("Work on many records"), "desk:bulk_runs", here),
    ]
    if viewer.organs_as(*DECIDERS):
        links.append(_link(_("Files being examined"), "desk:release_queue", here))
    if viewer.organs_as(*DECIDERS, *REVIEWERS):
        links.append(_link(_("Recheck of what is out"), "desk:recheck", here))
    if viewer.organs_as(*SETTINGS_ROLES):
        links.append(_link(_("Disclosures to be entered"), "desk:missing_disclosures", here))
    if viewer.organs_as(*STEP_ROLES) and not viewer.organs_as(*ACCOUNTANTS):
        links.append(_link(_("Accountability"), "desk:accountability", here))
    if viewer.organs_as(Role.CLERK):
        links.insert(1, _link(_("Register information"), "desk:register", here))
    return [*links, *_combing_links(viewer, here)]


def _combing_links(viewer: Viewer, here: str) -> list[QueueLink]:
    """Return the campaigns of the viewer's organs; those whose deadline is near are named."""
    running = reminders(viewer, on=today())
    links = [_link(_("Combing"), "desk:combing", here, sum(one.waiting for one in running))]
    for one in running:
        if not one.is_urgent:
            continue
        url = reverse("desk:combing_organ", args=[one.campaign_id, one.organ_id])
        late = one.deadline is Deadline.PASSED
        said = _("Combing, was due on %(day)s") if late else _("Combing, due on %(day)s")
        label = said % {"day": one.due_on.isoformat()}
        links.append(QueueLink(label, url, one.waiting, is_current=here == url))
    return links


def _case_links(viewer: Viewer, here: str, counts: CaseCounts) -> list[QueueLink]:
    if not viewer.organs_as(*HANDLERS):
        return []
    links = [
        _link(_("All cases"), "desk:cases", here, counts.open, query="?open=on"),
        _link(_("Late"), "desk:cases", here, counts.overdue, query="?overdue=on"),
        _link(_("Letters sent"), "desk:letters", here),
        _link(_("Mail that did not get through"), "desk:notices", here),
    ]
    if viewer.organs_as(Role.CLERK):
        mine = _link(_("My cases"), "desk:cases", here, counts.mine, query="?mine=on&open=on")
        links.insert(0, mine)
    return links


def _list_links(viewer: Viewer, here: str) -> list[QueueLink]:
    links = []
    if viewer.organs_as(*CATALOGUE_ROLES, *OVERSIGHT_ROLES):
        links.append(_link(_("Obligation matrix"), "desk:matrix", here))
    if viewer.organs_as(*STATERS, Role.COMPETENT_DEPARTMENT):
        links.append(_link(_("Items stated not to apply"), "desk:inapplicable_items", here))
    if viewer.organs_as(*gap_access.OFFICE, *gap_access.OVERSEEING):
        waiting = waiting_reports(viewer) if viewer.organs_as(*gap_access.OFFICE) else None
        links.append(_link(_("Reported gaps"), "desk:gap_reports", here, waiting))
    return links


def _edition_links(viewer: Viewer, here: str) -> list[QueueLink]:
    """Return guide and catalogue: for the organ's people, and for who approves them."""
    links = []
    if viewer.organs_as(*CATALOGUE_ROLES, Role.COMPETENT_DEPARTMENT):
        links.append(_link(_("Guide and catalogue"), "desk:editions", here))
    if viewer.organs_as(Role.COMPETENT_DEPARTMENT):
        links.append(_link(_("Guides of the organs below"), "desk:editions_below", here))
    return links


def _organ_links(viewer: Viewer, here: str) -> list[QueueLink]:
    """Return what belongs to the organ, each for the roles that its page asks for."""
    pages = (
        (_("Organ settings"), "desk:organ_settings", SETTINGS_ROLES),
        (_("Stand-ins"), "desk:stand_ins", SETTINGS_ROLES),
        (_("Licensing matters"), "desk:registers", KEEPERS),
        (_("Clean-up of documents"), "desk:cleanup_rounds", CLEANERS),
        (_("Rules column"), "desk:rules_column", KEEPERS),
        (_("Reading places"), "desk:reading_places", EDITORS),
        (_("Deliveries"), "desk:deliveries", EDITORS),
    )
    return [_link(label, route, here) for label, route, roles in pages if viewer.organs_as(*roles)]


def _oversight_links(viewer: Viewer, here: str) -> list[QueueLink]:
    asked = _links_of_who_is_asked(viewer, here)
    if not viewer.organs_as(*OVERSIGHT_ROLES):
        return asked
    links = [
        *asked,
        _link(_("Organs below"), "desk:organs_below", here),
        _link(_("Shared steps"), "desk:shared_steps", here),
    ]
    if viewer.organs_as(Role.COMPETENT_DEPARTMENT):
        links.append(_link(_("Recheck of what is out"), "desk:recheck", here))
        links.append(_link(_("Steps handed over"), "desk:handovers", here))
    if not viewer.organs_as(*CATALOGUE_ROLES):
        links.append(_link(_("Combing"), "desk:combing", here))
    if viewer.organs_as(*ACCOUNTANTS):
        links.append(_link(_("Accountability"), "desk:accountability", here))
    if viewer.organs_as(*DELIVERY_READERS) and not viewer.organs_as(*EDITORS):
        links.append(_link(_("Deliveries"), "desk:deliveries", here))
    return links


def _links_of_who_is_asked(viewer: Viewer, here: str) -> list[QueueLink]:
    if not viewer.organs_as(*CONSULTED):
        return []
    waiting = count_referrals_waiting_for(viewer)
    return [_link(_("Doubts referred"), "desk:referrals", here, waiting)]


def _administration_links(viewer: Viewer, here: str) -> list[QueueLink]:
    if not viewer.organs_as(Role.SYSTEM_ADMINISTRATOR):
        return []
    return [
        _link(_("Regions and organs"), "desk:organs", here),
        _link(_("People and roles"), "desk:people", here),
        _link(_("Working calendar"), "desk:calendar", here),
        _link(_("Files being examined"), "desk:release_queue", here),
        _link(_("System"), "desk:system", here),
    ]


def _link(
    label: str, route: str, here: str, count: int | None = None, *, query: str = ""
) -> QueueLink:
    url = f"{reverse(route)}{query}"
    return QueueLink(label=label, url=url, count=count, is_current=here == url)
