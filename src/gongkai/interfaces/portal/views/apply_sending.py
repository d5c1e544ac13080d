"""Adding files, checking everything, sending it, and the receipt."""

from contextlib import suppress
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.applications.operations import (
    DraftFileRefused,
    DraftGone,
    SubmissionNotComplete,
    TooMuchFromHere,
    add_draft_file,
    remove_draft_file,
)
from gongkai.applications.operations.receiving import Acknowledgement
from gongkai.applications.queries import tracked_case
from gongkai.applications.rules.files import LARGEST_FILE, LARGEST_TOGETHER, MOST_FILES
from gongkai.applications.wording import problem_text
from gongkai.interfaces.portal.applying.filling import (
    ATTACHMENT,
    PROOF,
    Filling,
    filling_of,
    kept_filling,
)
from gongkai.interfaces.portal.applying.layout import (
    FORM_METHODS,
    onward,
    same_page,
    step_address,
    step_page,
    to_receipt,
)
from gongkai.interfaces.portal.applying.steps import Step
from gongkai.interfaces.portal.applying.summary import cards_of, doubts_of, faults_of
from gongkai.interfaces.portal.forms.application import FilesForm
from gongkai.interfaces.portal.opened_case import keep_open
from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.kernel.refusals import NotFound
from gongkai.letters.rules.facts import LetterKind

_MEGABYTE = 1_000_000


@audience(Audience.ANYONE)
@require_http_methods(FORM_METHODS)
def proofs(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show the files that were added, or add more and lead on."""
    filling = filling_of(request, organ_id)
    if filling.sent():
        return to_receipt(filling)
    if filling.draft is None:
        return redirect(step_address(organ_id, Step.KIND))
    if request.method == "POST":
        return _files_added(request, filling)
    return _proofs_page(request, filling, FilesForm())


@audience(Audience.ANYONE)
@require_POST
def remove_file(request: HttpRequest, organ_id: int, file_id: int) -> HttpResponse:
    """Take a file off the form; one that is off already is no matter."""
    filling = filling_of(request, organ_id)
    if filling.draft is None:
        return redirect("portal:apply_begin", organ_id)
    with suppress(DraftGone, NotFound):
        remove_draft_file(key=filling.key, file_id=file_id)
    return redirect(same_page(request, filling, Step.PROOFS))


@audience(Audience.ANYONE)
@require_http_methods(FORM_METHODS)
def check(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show everything once more, or send it; it is shown also where the organ works no more."""
    filling = kept_filling(request, organ_id)
    if filling.sent():
        return to_receipt(filling)
    if filling.draft is None:
        return redirect(step_address(organ_id, Step.KIND))
    if request.method == "POST":
        return _sent(request, filling)
    return _check_page(request, filling)


@audience(Audience.ANYONE)
@require_safe
def receipt(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show number and query code to the browser that sent the form, for half an hour."""
    filling = kept_filling(request, organ_id)
    sent = filling.sent_just_now()
    if sent is None or sent.key is None:
        if filling.sent():
            context = {"organ": filling.organ.card, "is_new": False}
            return render(request, "portal/apply_sent.html", context)
        return redirect("portal:apply_begin", organ_id)
    keep_open(request, sent.key)
    case = tracked_case(sent.key)
    letters = (letter for letter in case.letters if letter.kind is LetterKind.RECEIPT)
    # Under the 2019 text it is received when both sides have confirmed that.
    title = _("Your application was received")
    if case.received_on is None:
        title = _("Your application was sent")
    context = {
        "title": title,
        "organ": filling.organ.card,
        "office": filling.organ.disclosure,
        "sent": sent,
        "case": case,
        "letter": next(letters, None),
    }
    return render(request, "portal/apply_receipt.html", context)


def _files_added(request: HttpRequest, filling: Filling) -> HttpResponse:
    form = FilesForm(request.POST, request.FILES)
    form.full_clean()
    status = 200
    for name, file in form.chosen():
        try:
            add_draft_file(
                key=filling.key,
                role=PROOF if name == "proof" else ATTACHMENT,
                name=file.name or "",
                content=file.read(),
                address=filling.network,
            )
        except (DraftFileRefused, TooMuchFromHere) as refusal:
            form.add_file_refusal(name, file.name or "", refusal)
            status = 429 if isinstance(refusal, TooMuchFromHere) else status
    filling = filling_of(request, filling.organ_id)
    if form.errors:
        return _proofs_page(request, filling, form, status=status)
    if "stay" in request.POST:
        return redirect(same_page(request, filling, Step.PROOFS))
    for problem in filling.problems_on(Step.PROOFS):
        form.add_error(problem.field, str(problem_text(problem)))
    if form.errors:
        return _proofs_page(request, filling, form)
    return onward(request, filling, Step.PROOFS)


def _proofs_page(
    request: HttpRequest, filling: Filling, form: FilesForm, *, status: int = 200
) -> HttpResponse:
    return step_page(
        request,
        filling,
        Step.PROOFS,
        "portal/apply_proofs.html",
        status=status,
        form=form,
        most_files=MOST_FILES,
        largest=LARGEST_FILE // _MEGABYTE,
        together=LARGEST_TOGETHER // _MEGABYTE,
    )


def _sent(request: HttpRequest, filling: Filling) -> HttpResponse:
    if filling.closed is not None:
        return _check_page(request, filling)
    try:
        sent: Acknowledgement = filling.send()
    except DraftGone:
        return redirect("portal:apply_begin", filling.organ_id)
    except SubmissionNotComplete:
        return _check_page(request, filling)
    except NotFound as refusal:
        # The organ ended a moment ago: everything that was filled in is still shown.
        return _check_page(request, replace(filling, closed=refusal))
    if sent.key is not None:
        keep_open(request, sent.key)
    return to_receipt(filling)


def _check_page(request: HttpRequest, filling: Filling) -> HttpResponse:
    return step_page(
        request,
        filling,
        Step.CHECK,
        "portal/apply_check.html",
        cards=cards_of(filling),
        faults=faults_of(filling),
        doubts=doubts_of(filling),
    )
