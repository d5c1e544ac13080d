"""What a reader gives in to have a copy checked: a file, or its digest."""

import hashlib
import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.forms import GongkaiForm

LARGEST_BYTES = 50 * 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SEPARATORS = re.compile(r"[\s:\-]+")


class CopyForm(GongkaiForm):
    """Either a file or a digest; one is enough."""

    mark_optional = False

    file = forms.FileField(
        label=_("The file you hold"),
        help_text=_("It is compared and not kept. At most 50 MB."),
        required=False,
        allow_empty_file=True,
    )
    digest = forms.CharField(
        label=_("Or its SHA-256 digest"),
        help_text=_("64 characters, 0 to 9 and a to f. Spaces do not matter."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_file(self) -> "UploadedFile[bytes] | None":
        """Return the file; raises ValidationError where it is too large to be hashed here."""
        given = self.cleaned_data["file"]
        if isinstance(given, UploadedFile) and (given.size or 0) > LARGEST_BYTES:
            raise ValidationError(
                _("The file is larger than 50 MB. Compute its digest yourself and enter that.")
            )
        return given if isinstance(given, UploadedFile) else None

    def clean_digest(self) -> str:
        """Return the digest in small letters without separators, '' where none was given."""
        given = _SEPARATORS.sub("", str(self.cleaned_data["digest"])).lower()
        given = given.removeprefix("sha256")
        if given and not _DIGEST.fullmatch(given):
            raise ValidationError(
                _("A SHA-256 digest has 64 characters, 0 to 9 and a to f. Check what you pasted.")
            )
        return given

    def clean(self) -> dict[str, object]:
        """Raise ValidationError where neither was given."""
        given = self.cleaned_data.get("file") or self.cleaned_data.get("digest")
        if not self.errors and not given:
            self.add_error("file", _("Choose a file, or enter a digest."))
        return self.cleaned_data

    @property
    def asked_digest(self) -> str:
        """Return the digest to look for: the file's where there is one, else the one entered."""
        given = self.cleaned_data.get("file")
        if isinstance(given, UploadedFile):
            return _digest_of(given)
        return str(self.cleaned_data.get("digest") or "")


def _digest_of(file: "UploadedFile[bytes]") -> str:
    sha = hashlib.sha256()
    for piece in file.chunks():
        sha.update(piece)
    return sha.hexdigest()
