"""What an applicant gives in to follow a case: number and code, a correction, a withdrawal."""

from collections.abc import Iterator

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gongkai.applications.operations import SentFile
from gongkai.applications.rules.files import MEDIA_TYPES
from gongkai.interfaces.portal.forms.application import FileBox
from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.interfaces.shared.once import OnceForm

_LONGEST = 200


class OpenForm(GongkaiForm):
    """Number and query code, however they are typed."""

    number = forms.CharField(
        label=_("Application number"),
        help_text=_("It begins with SQ and stands on the receipt."),
        max_length=_LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Query code"),
        help_text=_("Twelve letters and digits. Capitals, spaces and hyphens do not matter."),
        max_length=_LONGEST,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "class": "govuk-input--width-20",
            }
        ),
    )


class CorrectionForm(OnceForm):
    """The answer to what the organ asked to be corrected, with files."""

    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("Answer every point. At most 5,000 characters."),
        error_messages={"required": _("Answer the points that are named.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    attachment = forms.Field(
        label=_("Files"),
        required=False,
        widget=FileBox(
            attrs={"multiple": True, "accept": ",".join(f".{one}" for one in MEDIA_TYPES)}
        ),
    )

    def sent_files(self) -> Iterator[SentFile]:
        """Yield the files that were chosen."""
        chosen: list[UploadedFile[bytes]] = self.files.getlist("attachment")
        for file in chosen:
            yield SentFile(name=file.name or "", content=file.read())


class WithdrawForm(OnceForm):
    """Nothing but that it is meant."""
