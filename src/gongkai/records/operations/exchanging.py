"""Exchanging an attachment: the new file is stored before the old one goes, or neither."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Actor
from gongkai.records.models import VersionFile
from gongkai.records.operations.attachments import attach_file, detach_file, move_file, retitle_file


def exchange_file(
    *,
    actor: Actor,
    version_id: int,
    old_digest: str,
    digest: str,
    name: str,
    keeps_title: bool = False,
) -> VersionFile:
    """Put a redacted or clean copy in the place of an attachment of the draft.

    It is called by its new name, for the title before may say what a redaction withholds; only
    where `keeps_title` says so does that stay, as for a clean copy. Where no attachment has the old
    digest, the new one is attached behind the others. Both happen, or neither. Raises what
    `attach_file` raises.
    """
    with transaction.atomic():
        old = VersionFile.objects.filter(version_id=version_id, stored_id=old_digest).first()
        if old is not None:
            # First, for there may be room for no more.
            detach_file(actor=actor, version_id=version_id, file_id=old.pk)
        new = attach_file(actor=actor, version_id=version_id, digest=digest, name=name)
        if old is not None:
            if keeps_title:
                retitle_file(actor=actor, version_id=version_id, file_id=new.pk, title=old.title)
            move_file(actor=actor, version_id=version_id, file_id=new.pk, to=old.position)
        found = VersionFile.objects.filter(pk=new.pk).first()
        if found is None:
            raise NotFound(_("There is no such file."))
    return found
