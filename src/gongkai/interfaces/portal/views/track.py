"""Following an application with number and query code, without an account."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.applications.access import CaseKey
from gongkai.applications.operations import (
    TooManyWrongCodes,
    WrongCode,
    answer_correction,
    open_case,
    still_open,
    withdraw_application,
)
from gongkai.applications.operations.downloads import (
    letter_for_applicant,
    own_file_for_applicant,
    reply_file_for_applicant,
    reply_text_for_applicant,
)
from gongkai.applications.queries import TrackedCase, tracked_case
from gongkai.applications.rules.files import LARGEST_FILE, MOST_FILES
from gongkai.interfaces.portal.applying.layout import FORM_METHODS
from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.forms.tracking import CorrectionForm, OpenForm, WithdrawForm
from gongkai.interfaces.portal.opened_case import close, keep_open, key_of
from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.interfaces.shared.components import Crumb
from gongkai.interfaces.shared.handing_out import hand_over
from gongkai.interfaces.shared.network import network_of
from gongkai.interfaces.shared.once import submitted_once
from gongkai.kernel.refusals import Refusal

_MEGABYTE = 1_000_000

OfCase = Callable[..., HttpResponseBase]


@audience(Audience.ANYONE)
@require_http_methods(FORM_METHODS)
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and query code, and open the case."""
    form = OpenForm(request.POST) if request.method == "POST" else OpenForm()
    status = 200
    if form.is_bound and form.is_valid():
        try:
            # Outside any transaction: a wrong code must stay counted.
            key = open_case(**form.cleaned_data, address=network_of(request))
        except (WrongCode, TooManyWrongCodes) as refusal:
            form.add_refusal(refusal)
            status = 429 if isinstance(refusal, TooManyWrongCodes) else status
        else:
            keep_open(request, key)
            return redirect("portal:track_case")
    context = {"form": form, "crumbs": trail(Crumb(_("Follow my application")))}
    return render(request, "portal/track.html", context, status=status)


def of_open_case(view: OfCase) -> OfCase:
    """Give the view the key of the case that is open here; ask for number and code without one."""

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        key = key_of(request)
        if key is None or not still_open(key):
            close(request)
            said = _("No case is open here. It is closed after 30 minutes without use.")
            # A key that opens no more: the counter has given out another code since.
            messages.info(request, said if key is None else _("Enter number and query code again."))
            return redirect("portal:track")
        keep_open(request, key)
        return view(request, key, *args, **kwargs)

    return asked


@audience(Audience.ANYONE)
@require_safe
@of_open_case
def case_page(request: HttpRequest, key: CaseKey) -> HttpResponse:
    """Show where the case stands and everything that was sent either way."""
    return render(request, "portal/track_case.html", {"case": tracked_case(key)})


@audience(Audience.ANYONE)
@require_http_methods(FORM_METHODS)
@of_open_case
def correct(request: HttpRequest, key: CaseKey) -> HttpResponse:
    """Show what is to be corrected, or receive the correction."""
    case = tracked_case(key)
    if request.method == "POST":
        return _corrected(request, key, case)
    if not case.may_correct:
        return redirect("portal:track_case")
    return _correct_page(request, case, CorrectionForm())


@audience(Audience.ANYONE)
@require_http_methods(FORM_METHODS)
@of_open_case
def withdraw(request: HttpRequest, key: CaseKey) -> HttpResponse:
    """Ask whether it is meant, and withdraw the application."""
    case = tracked_case(key)
    form = WithdrawForm(request.POST) if request.method == "POST" else WithdrawForm()
    if form.is_bound and form.is_valid():
        with submitted_once(request, form.once_key) as submission:
            if not submission.result:
                withdraw_application(case_id=key.case_id)
                submission.result = reverse("portal:track_case")
                messages.success(request, _("The application is withdrawn."))
        return redirect(submission.result)
    if not case.may_withdraw:
        return redirect("portal:track_case")
    return render(request, "portal/track_withdraw.html", {"case": case, "form": form})


@audience(Audience.ANYONE)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the case in this browser."""
    close(request)
    messages.success(request, _("The case is closed in this browser."))
    return redirect("portal:track")


@audience(Audience.ANYONE)
@require_safe
@of_open_case
def letter(request: HttpRequest, key: CaseKey, letter_id: int) -> HttpResponseBase:
    """Hand over a letter."""
    return hand_over(letter_for_applicant(key=key, letter_id=letter_id))


@audience(Audience.ANYONE)
@require_safe
@of_open_case
def given_file(request: HttpRequest, key: CaseKey, file_id: int) -> HttpResponseBase:
    """Hand over a file of the reply."""
    return hand_over(reply_file_for_applicant(key=key, file_id=file_id))


@audience(Audience.ANYONE)
@require_safe
@of_open_case
def given_text(request: HttpRequest, key: CaseKey, file_id: int) -> HttpResponse:
    """Show the text that a redacted file of the reply leaves."""
    name, pages = reply_text_for_applicant(key=key, file_id=file_id)
    context = {"name": name, "pages": pages, "back_url": reverse("portal:track_case")}
    return render(request, "portal/remaining.html", context)


@audience(Audience.ANYONE)
@require_safe
@of_open_case
def own_file(request: HttpRequest, key: CaseKey, file_id: int) -> HttpResponseBase:
    """Hand over a file that the applicant sent."""
    return hand_over(own_file_for_applicant(key=key, file_id=file_id))


def _corrected(request: HttpRequest, key: CaseKey, case: TrackedCase) -> HttpResponse:
    form = CorrectionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _correct_page(request, case, form)
    try:
        with submitted_once(request, form.once_key) as submission:
            if not submission.result:
                answer_correction(
                    key=key, answer=form.cleaned_data["answer"], files=list(form.sent_files())
                )
                submission.result = reverse("portal:track_case")
                messages.success(request, _("Your correction has arrived."))
    except Refusal as refusal:
        form.add_refusal(refusal)
        return _correct_page(request, case, form)
    return redirect(submission.result)


def _correct_page(request: HttpRequest, case: TrackedCase, form: CorrectionForm) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "most_files": MOST_FILES,
        "largest": LARGEST_FILE // _MEGABYTE,
    }
    return render(request, "portal/track_correct.html", context)
