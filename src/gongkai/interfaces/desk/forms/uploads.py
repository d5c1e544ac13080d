"""Files in forms of the desk: up to 500 MB each, resumed where they broke off, or sent plainly.

A form mixes it in, and its view says for whom and for what before the form is shown or read:

    class AttachForm(UploadsMixin, OnceForm):
        ...

    @audience(Audience.STAFF)
    @takes_large_body(LARGEST_FORM)          # interfaces.shared.bodies
    @require_http_methods(FORM_METHODS)
    def attach(request: HttpRequest, record_id: int) -> HttpResponse:
        form = AttachForm(sent_in(request), files_in(request))
        form.upload_for(actor, Subject(kind="record", id=record_id, organ_id=...))
        if request.method == "POST" and form.take_uploads() and form.is_valid():
            with refusals_on(form), submitted_once(request, form.once_key) as submission:
                for upload in form.uploads:
                    attach_file(actor=actor, digest=upload.stored_id, name=upload.name, ...)

`take_uploads` stores what came with a plain form and resolves what was sent ahead; what it took
stays with the form when it is shown again, ticked, also where another field is wrong. The page
shows the form with `desk/fields.html` and `enctype="multipart/form-data"`; the field brings its
script along (`FormPage(takes_file=True)` does both).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.desk.upload_tickets import make_ticket
from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Actor
from gongkai.release.models import Upload
from gongkai.release.operations.uploads import FIELD, taken_upload, upload_in_one_go
from gongkai.release.rules.doors import Subject
from gongkai.release.rules.uploads import ENDINGS, LARGEST_UPLOAD

TAKEN = ",".join(f".{ending}" for ending in ENDINGS)
"""What a browser offers to choose; what a file is, is told by its content."""
PIECE = 8 * 1024 * 1024
"""Bytes that a browser sends at once."""
MOST_FILES = 50
KEYS = "-key"
"""Put behind the field's name: the hidden fields that name what was sent ahead."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came in: whole files of a plain form, and keys of files that were sent ahead."""

    files: "Sequence[UploadedFile[Any]]" = ()
    keys: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.keys)


class UploadsInput(forms.FileInput):
    """The box to choose files, and the list of those that are there already."""

    template_name = "desk/_upload.html"
    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": TAKEN, "multiple": True})
        self.ticket = ""
        self.subject = ""
        self.kept: Sequence[Upload] = ()

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: "MultiValueDict[str, UploadedFile[Any]]",
        name: str,
    ) -> Sent:
        """Return the files and keys under this name."""
        keys = data.getlist(f"{name}{KEYS}") if isinstance(data, MultiValueDict) else []
        return Sent(files.getlist(name), keys)

    def value_omitted_from_data(
        self,
        data: Mapping[str, Any],
        files: "MultiValueDict[str, UploadedFile[Any]]",
        name: str,
    ) -> bool:
        """Say whether nothing came under this name."""
        return not self.value_from_datadict(data, files, name)

    def use_required_attribute(self, initial: object) -> bool:
        """Say no: a browser would ask for a file although one was sent ahead."""
        return False

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the page part shows."""
        context = super().get_context(name, None, attrs)
        context["upload"] = {
            "ticket": self.ticket,
            "subject": self.subject,
            "kept": self.kept,
            "key_name": f"{name}{KEYS}",
            "piece": PIECE,
        }
        return context


class UploadField(forms.Field):
    """Several files; cleaned, it is a `Sent` with keys that are well formed."""

    widget = UploadsInput
    default_error_messages = {
        "required": _("Choose a file."),
        "too_many": _("Choose at most %(most)d files at once."),
    }

    def clean(self, value: Any) -> Sent:
        """Return what came in; raises ValidationError where nothing or too much did."""
        sent = value if isinstance(value, Sent) else Sent()
        if self.required and not sent:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(sent.files) + len(sent.keys) > MOST_FILES:
            limits = {"most": MOST_FILES}
            raise ValidationError(self.error_messages["too_many"], "too_many", limits)
        return Sent(sent.files, [key for key in sent.keys if _is_key(key)])


class UploadsMixin(GongkaiForm):
    """A form with files; see the head of this file for its use."""

    files = UploadField(  # type: ignore[assignment] # Django takes the fields off the class
        label=_("Files"),
        help_text=_(
            "PDF, DOCX, XLSX, OFD, CSV, TXT, pictures or a ZIP archive of these, up to %(size)d MB "
            "each."
        )
        % {"size": LARGEST_UPLOAD // 1_000_000},
    )

    def __init__(
        self,
        data: QueryDict | Mapping[str, object] | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        *,
        initial: Mapping[str, object] | None = None,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial, prefix=prefix)
        self.uploads: list[Upload] = []
        """What was taken; complete and stored."""
        self._for: tuple[Actor, Subject] | None = None

    def upload_for(self, actor: Actor, subject: Subject) -> None:
        """Say who sends files and to what they belong; call it before anything else."""
        self._for = (actor, subject)
        box = self._box()
        box.ticket = make_ticket(actor, subject)
        box.subject = f"{actor.person_id}-{subject.kind}-{subject.id}"

    def take_uploads(self) -> bool:
        """Store the files that came and find those that were sent ahead.

        What is refused becomes an error of the field; the answer is then False.
        """
        if self._for is None:
            raise RuntimeError("upload_for was not called")
        actor, subject = self._for
        sent = self.cleaned_data.get(FIELD, Sent()) if self._was_read() else Sent()
        for key in sent.keys:
            self._take("", partial(taken_upload, actor=actor, key=UUID(key), subject=subject))
        for file in sent.files:
            name, stream = file.name or "", cast("BinaryIO", file)
            take = partial(upload_in_one_go, actor=actor, subject=subject, name=name, stream=stream)
            self._take(name, take)
        self._box().kept = self.uploads
        return FIELD not in self.errors

    def _take(self, name: str, take: Callable[[], Upload]) -> None:
        try:
            self.uploads.append(take())
        except Refusal as refusal:
            self.add_error(FIELD, f"{name}: {refusal}" if name else str(refusal))

    def _was_read(self) -> bool:
        # Asking for the errors is what makes Django read the form.
        return self.is_bound and self.errors is not None

    def _box(self) -> UploadsInput:
        box = self.fields[FIELD].widget
        assert isinstance(box, UploadsInput)  # noqa: S101 - declared above
        return box


def _is_key(said: str) -> bool:
    try:
        UUID(said)
    except ValueError:
        return False
    return True
