"""Keeping a view of the list of records under a name, for oneself or for the organ."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Viewer
from gongkai.organs.models import Person
from gongkai.records.access import STAFF
from gongkai.records.models import SavedView

MOST_VIEWS = 30
"""Views of one person; more would be no help to find anything."""
_LONGEST_NAME = 60
_LONGEST_QUERY = 4_000
"""Characters of the filters as an address says them, nine for each Chinese one."""


class ViewNameTaken(Refusal):
    """The person has a view of this name."""


class ViewNameNeeded(Refusal):
    """A view has a name of up to 60 characters."""


class ViewTooLong(Refusal):
    """The filters are longer than an address can be."""


class TooManyViews(Refusal):
    """The person keeps as many views as one may."""


def save_view(
    *, viewer: Viewer, name: str, query: str, shared_with: int | None = None
) -> SavedView:
    """Keep filters (as they stand in an address) under a name; `shared_with` is an organ's id.

    What it shows is asked anew by everybody with their own rights. Raises NotAllowed, ViewTooLong,
    ViewNameNeeded, ViewNameTaken, TooManyViews.
    """
    if len(query) > _LONGEST_QUERY:
        raise ViewTooLong(_("These filters are too long to be kept. Search for fewer words."))
    with transaction.atomic():
        _lock_own(viewer)
        if SavedView.objects.filter(person_id=_person(viewer)).count() >= MOST_VIEWS:
            raise TooManyViews(
                _("You keep %(most)d views already. Delete one first.") % {"most": MOST_VIEWS}
            )
        return SavedView.objects.create(
            person_id=_person(viewer),
            name=_free_name(viewer, name),
            query=query,
            shared_with_id=_shared(viewer, shared_with),
            saved_at=time.now(),
        )


def change_view(*, viewer: Viewer, view_id: int, name: str, shared_with: int | None) -> SavedView:
    """Rename one's own view, share it with an organ of one's own, or keep it to oneself.

    Raises NotFound, NotAllowed, ViewNameNeeded, ViewNameTaken.
    """
    with transaction.atomic():
        _lock_own(viewer)
        view = _own(viewer, view_id)
        view.name = _free_name(viewer, name, but=view.pk)
        view.shared_with_id = _shared(viewer, shared_with)
        view.save(update_fields=["name", "shared_with"])
    return view


def delete_view(*, viewer: Viewer, view_id: int) -> None:
    """Forget one's own view; raises NotFound, NotAllowed."""
    _own(viewer, view_id).delete()


def _person(viewer: Viewer) -> int:
    if viewer.person_id is None or not viewer.organs_as(*STAFF):
        raise NotAllowed(_("Views are kept by those who work with records."))
    return viewer.person_id


def _lock_own(viewer: Viewer) -> None:
    """Let what else the person keeps or renames at this moment wait for the transaction's end."""
    Person.objects.select_for_update(no_key=True).get(pk=_person(viewer))


def _own(viewer: Viewer, view_id: int) -> SavedView:
    view = SavedView.objects.filter(pk=view_id, person_id=_person(viewer)).first()
    if view is None:
        raise NotFound(_("There is no such view of yours."))
    return view


def _free_name(viewer: Viewer, name: str, *, but: int = 0) -> str:
    name = clean_line(name)
    if not 0 < len(name) <= _LONGEST_NAME:
        raise ViewNameNeeded(_("Enter a name of up to 60 characters."), field="name")
    twins = SavedView.objects.filter(person_id=_person(viewer), name=name).exclude(pk=but)
    if twins.exists():
        raise ViewNameTaken(_("You have a view of this name. Choose another."), field="name")
    return name


def _shared(viewer: Viewer, organ_id: int | None) -> int | None:
    if organ_id is not None and organ_id not in viewer.organs_as(*STAFF):
        raise NotAllowed(_("You can share a view with your own organ only."))
    return organ_id
