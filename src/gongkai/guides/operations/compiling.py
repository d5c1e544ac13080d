"""Compiling an edition: freezing what is known, writing what only the organ can say."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gongkai.guides.access import is_out
from gongkai.guides.models import CatalogueEntry, Edition
from gongkai.guides.operations.moving import (
    go,
    leave_move,
    locked_edition,
    require_move,
    require_own_organ,
)
from gongkai.guides.queries.live import catalogue_facts, guide_facts
from gongkai.guides.rules.facts import (
    LONGEST_HEADING,
    LONGEST_TEXT,
    MOST_SECTIONS,
    JsonObject,
    Section,
    as_json,
    digest_of,
)
from gongkai.guides.rules.lifecycle import Event
from gongkai.guides.rules.vocabulary import IN_WORK, EditionKind, EditionState
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line, clean_text
from gongkai.kernel.types import PUBLIC, Actor, Role
from gongkai.organs.access import acting_person
from gongkai.organs.models import Organ
from gongkai.records.queries.snapshots import SnapshotEntry, public_snapshot

_LONGEST_NOTE = 500


class EditionInWork(Refusal):
    """The organ has an edition of this kind in work already."""


class SectionsChanged(Refusal):
    """Somebody else changed the edition after its sections were opened."""


class OrganIsNoMore(Refusal):
    """The organ was merged into another, or works no more."""


class SectionRefused(Refusal):
    """A section has no heading or no text, is too long, or is one too many."""


def compile_edition(
    *, actor: Actor, organ_id: int, kind: EditionKind, change_note: str = ""
) -> Edition:
    """Begin an edition with what the system knows at this moment.

    A guide takes over the organ's own sections from the edition that the public reads now, and
    none from one that was taken from it; a catalogue freezes which records are public. Raises
    NotAllowed, OrganIsNoMore, EditionInWork, NotFound.
    """
    require_own_organ(actor, Role.CLERK, organ_id=organ_id)
    with transaction.atomic():
        # Two clerks at once: the second waits for the organ's row and finds the edition.
        organ = Organ.objects.select_for_update(no_key=True).filter(pk=organ_id).first()
        if organ is None:
            raise NotFound(_("There is no such organ."))
        if not organ.is_active:
            raise OrganIsNoMore(
                _("This organ works no more. Its successor compiles its own guide and catalogue.")
            )
        _require_none_in_work(organ_id, kind)
        edition = _new(organ, kind, actor)
        edition.change_note = clean_line(change_note)[:_LONGEST_NOTE]
        entries = public_snapshot(PUBLIC, organ_id) if kind is EditionKind.CATALOGUE else ()
        if kind is EditionKind.CATALOGUE:
            edition.entries_digest = _digest_of_entries(entries)
        edition.digest = _digest(edition)
        edition.save(force_insert=True)
        _keep_entries(edition, entries)
        leave_move(edition, "compile", actor=actor)
    return edition


def write_sections(
    *,
    actor: Actor,
    edition_id: int,
    sections: Sequence[Section],
    change_note: str,
    seen_digest: str = "",
) -> Edition:
    """Write the parts that only the organ can say, in their order; empty ones fall out.

    `seen_digest` is the digest of the edition that was opened; where it is given, nobody's later
    work is overwritten unseen. Raises NotAllowed, SectionRefused, SectionsChanged,
    MoveNotPossible, NotFound.
    """
    said = [_section(number, section) for number, section in enumerate(sections, start=1)]
    kept = [section for section in said if section["heading"] or section["text"]]
    if len(kept) > MOST_SECTIONS:
        raise SectionRefused(
            _("A guide has at most %(most)d sections of its own. Put some together.")
            % {"most": MOST_SECTIONS}
        )
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.EDIT, actor=actor)
        _require_as_seen(edition, seen_digest)
        edition.sections = kept
        edition.change_note = clean_line(change_note)[:_LONGEST_NOTE]
        edition.digest = _digest(edition)
        go(edition, line, actor=actor)
    return edition


def refresh_facts(*, actor: Actor, edition_id: int) -> Edition:
    """Take over what the system knows now into a guide that is being worked on.

    Raises NotAllowed, MoveNotPossible, NotFound.
    """
    with transaction.atomic():
        edition = locked_edition(edition_id)
        line = require_move(edition, Event.REFRESH, actor=actor)
        edition.facts = _live_facts(edition.organ_id, EditionKind.GUIDE)
        edition.digest = _digest(edition)
        go(edition, line, actor=actor)
    return edition


def _require_as_seen(edition: Edition, seen_digest: str) -> None:
    if seen_digest and seen_digest != edition.digest:
        raise SectionsChanged(
            _(
                "Somebody else changed this edition after you opened it. What you typed is kept "
                "here: compare it with the edition, then save again to replace what was saved."
            )
        )


def _require_none_in_work(organ_id: int, kind: EditionKind) -> None:
    states = [state.value for state in IN_WORK]
    if Edition.objects.filter(organ=organ_id, kind=kind, state__in=states).exists():
        raise EditionInWork(
            _("An edition of this kind is being worked on already. Go on with it or give it up.")
        )


def _new(organ: Organ, kind: EditionKind, actor: Actor) -> Edition:
    earlier = Edition.objects.filter(organ=organ, kind=kind)
    current = earlier.filter(is_out(), state=EditionState.PUBLISHED.value).first()
    return Edition(
        organ=organ,
        kind=kind.value,
        number=(earlier.aggregate(last=Max("number"))["last"] or 0) + 1,
        facts=_live_facts(organ.pk, kind),
        sections=current.sections if current else [],
        compiled_by_id=acting_person(actor),
        compiled_at=time.now(),
    )


def _live_facts(organ_id: int, kind: EditionKind) -> JsonObject:
    if kind is EditionKind.GUIDE:
        return as_json(guide_facts([organ_id], on=time.today())[organ_id])
    return as_json(catalogue_facts([organ_id])[organ_id])


def _digest(edition: Edition) -> str:
    return digest_of(
        edition.kind, edition.facts, edition.sections, edition.change_note, edition.entries_digest
    )


def _digest_of_entries(entries: Sequence[SnapshotEntry]) -> str:
    return digest_of([[entry.index_number, entry.version_id] for entry in entries])


def _keep_entries(edition: Edition, entries: Sequence[SnapshotEntry]) -> None:
    CatalogueEntry.objects.bulk_create(
        [
            CatalogueEntry(
                edition=edition,
                position=position,
                record_id=entry.record_id,
                version_id=entry.version_id,
                index_number=entry.index_number,
                class_code=entry.class_code,
            )
            for position, entry in enumerate(entries, start=1)
        ],
        batch_size=2000,
    )


def _section(number: int, section: Section) -> dict[str, str]:
    heading, text = clean_line(section.heading), clean_text(section.text)
    if bool(heading) != bool(text):
        lacking = "text" if heading else "heading"
        raise SectionRefused(
            _("A section needs a heading and a text. Enter both, or empty both to remove it."),
            field=f"{lacking}_{number}",
        )
    if len(heading) > LONGEST_HEADING:
        raise SectionRefused(
            _("The heading may have %(limit)d characters at most.") % {"limit": LONGEST_HEADING},
            field=f"heading_{number}",
        )
    if len(text) > LONGEST_TEXT:
        raise SectionRefused(
            _("The text may have %(limit)d characters at most. Put the rest into another section.")
            % {"limit": LONGEST_TEXT},
            field=f"text_{number}",
        )
    return {"heading": heading, "text": text}
