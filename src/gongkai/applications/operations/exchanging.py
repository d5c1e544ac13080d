"""Exchanging a file of the reply: the new file is stored before the old one goes, or neither."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.applications.models import ReplyFile
from gongkai.applications.operations.moving import locked_case, require_move
from gongkai.applications.operations.replying import put_with, remove_reply_file
from gongkai.applications.rules.lifecycle import Event
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Actor


def exchange_reply_file(
    *, actor: Actor, case_id: int, old_digest: str, digest: str, name: str
) -> ReplyFile:
    """Put a redacted or clean copy in the place of a file of the reply.

    Where no file has the old digest, the new one goes with the others. Both happen, or neither.
    Raises FileRefused, NotAllowed, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        case = locked_case(case_id)
        require_move(case, Event.DRAFT_REPLY, actor=actor)
        stored = StoredFile.objects.filter(pk=digest).first()
        if stored is None:
            raise NotFound(_("There is no such file."))
        old = ReplyFile.objects.filter(reply__case=case, stored_id=old_digest).first()
        if old is not None:
            # First, for there may be room for no more.
            remove_reply_file(actor=actor, case_id=case_id, file_id=old.pk)
            case = locked_case(case_id)
        line = require_move(case, Event.DRAFT_REPLY, actor=actor)
        return put_with(case, line, actor, name=name, stored=stored)
