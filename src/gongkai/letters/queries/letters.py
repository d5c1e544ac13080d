"""Letters of a case, and their PDF."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from gongkai.kernel.files import open_file
from gongkai.kernel.refusals import NotFound
from gongkai.letters.models import Letter
from gongkai.letters.rules.facts import LetterKind
from gongkai.letters.typesetting import Sheet, typeset


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """A letter in a list. `addressee` is personal data; `title` and `number` are not."""

    id: int
    organ_id: int
    organ_name: str
    kind: LetterKind
    kind_label: str
    """The kind in the language of the request."""
    number: str
    title: str
    issued_on: date
    issued_at: datetime
    issued_by_name: str
    addressee: str
    subject_kind: str
    subject_id: int
    digest: str
    size: int
    """Bytes of the PDF."""

    @property
    def file_name(self) -> str:
        """The name under which the PDF is handed out; it tells nobody's name and no outcome."""
        return f"{self.title} {self.number}.pdf".replace("/", "-")


def letters_of(subject_kind: str, subject_id: int) -> tuple[LetterLine, ...]:
    """Return the letters about a thing in the order in which they were issued.

    The caller has checked the right to see the thing.
    """
    rows = Letter.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return tuple(line_of(row) for row in rows.select_related("stored").order_by("pk"))


def letter_for(subject_kind: str, subject_id: int, *, kind: LetterKind) -> LetterLine | None:
    """Return the last letter of a kind about a thing, or None; the caller has checked the right."""
    rows = Letter.objects.filter(
        subject_kind=subject_kind, subject_id=subject_id, kind=kind.value
    ).select_related("stored")
    row = rows.order_by("-pk").first()
    return line_of(row) if row else None


def letter_line(letter_id: int) -> LetterLine | None:
    """Return a letter by its id, or None; the caller checks whose it is before showing it."""
    row = Letter.objects.select_related("stored").filter(pk=letter_id).first()
    return line_of(row) if row else None


def letter_pdf(letter_id: int) -> bytes:
    """Return the PDF as it went out; the caller has checked the right. Raises NotFound."""
    digest = Letter.objects.filter(pk=letter_id).values_list("digest", flat=True).first()
    if digest is None:
        raise NotFound(_("There is no such letter."))
    with open_file(digest) as file:
        return file.read()


def letter_made_again(letter: Letter) -> bytes:
    """Return the letter set anew from the facts that were kept with it.

    The bytes are those of the first time as long as `template_version` and typefaces are.
    """
    return typeset(
        Sheet(
            kind=LetterKind(letter.kind),
            organ_name=letter.organ_name,
            title=letter.title,
            issued_on=letter.issued_on,
            number=letter.number,
            facts=letter.facts,
        )
    )


def line_of(row: Letter) -> LetterLine:
    """Return the line of a row that was read together with its stored file."""
    return LetterLine(
        id=row.pk,
        organ_id=row.organ_id,
        organ_name=row.organ_name,
        kind=LetterKind(row.kind),
        kind_label=row.get_kind_display(),
        number=row.number,
        title=row.title,
        issued_on=row.issued_on,
        issued_at=row.issued_at,
        issued_by_name=row.issued_by_name,
        addressee=row.addressee,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        digest=row.digest,
        size=row.stored.size,
    )
