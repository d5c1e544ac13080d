"""Attachments of a record: the form that adds files."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.desk.forms.uploads import UploadsMixin
from gongkai.interfaces.shared.once import OnceForm
from gongkai.records.operations.attachments import LONGEST_TITLE


class AttachForm(UploadsMixin, OnceForm):
    """One or more files; a title is for one, several are called by their names."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("What the public reads. Left blank, the name of the file is its title."),
        max_length=LONGEST_TITLE,
        required=False,
    )
