"""What leaves together, as the pages of the gate show it: of a record, or of a case.

The release module knows neither; who may see it is asked of the module to which it belongs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.applications.queries import visible_case
from gongkai.applications.queries.outgoing import case_outgoing
from gongkai.guides.clearing import label_of, own_words, subject_of, words_of_consultation
from gongkai.guides.queries.desk import visible_edition
from gongkai.interfaces.desk.layout import cases_crumb, crumbs, records_crumb
from gongkai.interfaces.shared.audience import viewer_of
from gongkai.interfaces.shared.components import Crumb
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.records.queries import DeskRecord, desk_record
from gongkai.records.queries.outgoing import record_outgoing
from gongkai.release.rules.doors import Door, FileOut, Subject, TextOut

_LONGEST = 24
OUT = "out"
"""Parameter of the address: what is out, instead of what is being worked on.

The number of a version of a record that went out once, else what stands now.
"""
NOW = "on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """What leaves together through one door, and where its page is."""

    subject: Subject
    door: Door
    files: tuple[FileOut, ...]
    texts: TextOut
    heading: str
    home_url: str
    trail: Sequence[Crumb]
    """Breadcrumbs up to the record or case."""
    out: str = ""
    """The value of the parameter OUT, '' for what is being worked on."""

    @property
    def is_out(self) -> bool:
        """Say whether this is, or was, out, and is not being worked on."""
        return bool(self.out)

    @property
    def version(self) -> str:
        """Return the number of the earlier version that is meant, '' for what stands now."""
        return self.out if self.out != NOW else ""

    def crumbs(self, page: str) -> list[Crumb]:
        """Return the breadcrumbs of a page about it."""
        return [*self.trail, Crumb(page)]


def outgoing_of(
    request: HttpRequest, subject_kind: str, subject_id: int, door: Door | None = None
) -> Going:
    """Return what leaves of a record or case, for a viewer who may see it there.

    Raises NotFound for everybody else, for an unknown kind, and for a door that it has not.
    """
    find = _FINDERS.get(subject_kind)
    if find is None:
        raise NotFound(_("Nothing of this kind leaves through the gate."))
    found = find(request, subject_id)
    if door is not None and found.door is not door:
        raise NotFound(_("It does not leave through this door."))
    return found


def _record(request: HttpRequest, record_id: int) -> Going:
    record = desk_record(viewer_of(request), record_id)
    shown, out = _version(record, request.GET.get(OUT, ""))
    subject, files, texts = record_outgoing(shown)
    home = reverse("desk:record", args=[record_id])
    return Going(
        subject=subject,
        door=Door.PUBLIC,
        files=files,
        texts=texts,
        heading=record.title,
        home_url=home,
        trail=crumbs(records_crumb(), (_short(record.title), home)),
        out=out,
    )


def _version(record: DeskRecord, asked: str) -> tuple[int, str]:
    """Return the id of the version that the address asks for, and what it asks; raises NotFound.

    None but those that the viewer sees at the desk.
    """
    went_out = {str(one.number): one.id for one in record.versions if one.released_at}
    if asked in went_out:
        return went_out[asked], asked
    if not asked or record.public_version_id is None:
        return record.current.id, ""
    if asked.isdigit() or record.public_version_id not in went_out.values():
        raise NotFound(_("There is no such version."))
    return record.public_version_id, NOW


def _case(request: HttpRequest, case_id: int) -> Going:
    case = visible_case(viewer_of(request), case_id, on=today())
    subject, files, texts = case_outgoing(case.pk)
    home = reverse("desk:case", args=[case_id])
    return Going(
        subject=subject,
        door=Door.APPLICANT,
        files=files,
        texts=texts,
        heading=case.application.number,
        home_url=home,
        trail=crumbs(cases_crumb(), (case.application.number, home)),
    )


def _edition(request: HttpRequest, edition_id: int) -> Going:
    edition = visible_edition(viewer_of(request), edition_id)
    own, said = own_words(edition), words_of_consultation(edition)
    is_out = OUT in request.GET
    home = reverse("desk:edition", args=[edition_id])
    return Going(
        subject=subject_of(edition),
        door=Door.PUBLIC,
        files=(),
        texts=TextOut(parts=(*own.parts, *said.parts)) if is_out else own,
        heading=label_of(edition),
        home_url=home,
        out=NOW if is_out else "",
        trail=crumbs(
            (_("Guide and catalogue"), reverse("desk:editions")), (label_of(edition), home)
        ),
    )


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST]}…"


_FINDERS: Mapping[str, Callable[[HttpRequest, int], Going]] = {
    "record": _record,
    "case": _case,
    "edition": _edition,
}
