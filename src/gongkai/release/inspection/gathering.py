"""What an inspection gathers: findings, texts for the search, and how far it looked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from gongkai.release.inspection.bounds import MOST_KEPT, MOST_TEXT
from gongkai.release.rules.findings import MOST_FINDINGS, Finding, FindingKind, Place
from gongkai.release.rules.inspection import FileKind, Inspection, Member, TextPart
from gongkai.release.rules.masking import mask
from gongkai.release.rules.personal import find_personal, findings_in_text
from gongkai.release.rules.tables import CellMatch, find_in_rows

LONGEST_EXCERPT = 80
_LOOKED_AT = 400


class Gathered:
    """The findings and texts of one file, while it is read."""

    def __init__(self) -> None:
        self._findings: dict[Finding, None] = {}
        self._counts: dict[FindingKind, int] = {}
        self._texts: list[TextPart] = []
        self._members: list[Member] = []
        self._room = MOST_TEXT
        self._room_to_keep = MOST_KEPT
        self._is_cut = False
        self.pages = 0

    def add(
        self, kind: FindingKind, place: Place, *, excerpt: str = "", is_masked: bool = False
    ) -> None:
        """Keep a finding; the excerpt is masked here unless it already is."""
        shown = excerpt if is_masked else masked(excerpt)
        self.keep([Finding(kind=kind, place=place, excerpt=shown[:LONGEST_EXCERPT])])

    def keep(self, findings: Iterable[Finding]) -> None:
        """Keep findings as they are, of each kind no more than a file may have in all."""
        for finding in findings:
            count = self._counts.get(finding.kind, 0)
            if finding in self._findings:
                continue
            if count >= MOST_FINDINGS:
                self._is_cut = True
                continue
            self._counts[finding.kind] = count + 1
            self._findings[finding] = None

    def search(self, text: str, place: Place) -> None:
        """Look for what is personal in a text that no page shows."""
        if len(text) > self._room:
            self.cut()
        self.keep(findings_in_text(text[: self._room], place=place))
        self._room = max(0, self._room - len(text))

    def search_each(self, texts: Iterable[str], place: Place) -> None:
        """Look for what is personal in texts that have nothing to do with each other."""
        # A mark that stands in no number keeps the end of one from the beginning of the next.
        self.search("\n；\n".join(filter(None, texts)), place)

    def say(self, label: str, text: str, place: Place) -> None:
        """Keep a text for the search and look for what is personal in it."""
        self.show(label, text)
        self.search(text, place)

    def tabulate(self, rows: Sequence[Sequence[str]], where: Callable[[CellMatch], Place]) -> None:
        """Look for what is personal in the cells of a table."""
        for match in find_in_rows(rows):
            self.keep(
                [
                    Finding(
                        kind=match.kind,
                        place=where(match),
                        excerpt=mask(match.kind, match.value),
                        value=match.value,
                    )
                ]
            )

    def show(self, label: str, text: str, *, is_machine_read: bool = False) -> None:
        """Keep a text for the search that was looked through elsewhere."""
        self._keep_text(TextPart(label=label, text=text, is_machine_read=is_machine_read))

    def list_member(self, member: Member) -> None:
        """Keep a file of an archive."""
        self._members.append(member)

    def cut(self) -> None:
        """Say that more is there than was searched."""
        self._is_cut = True

    def include(self, inner: Inspection, member: str) -> None:
        """Take over what was found in a file inside this one."""
        self.keep(replace(one, place=one.place.inside(member)) for one in inner.findings)
        for text in inner.texts:
            label = f"{member}/{text.label}" if text.label else member
            self._keep_text(replace(text, label=label))
        for file in inner.members:
            self._members.append(replace(file, name=f"{member}/{file.name}"))

    def _keep_text(self, part: TextPart) -> None:
        kept = part.text[: self._room_to_keep]
        if kept.strip():
            self._room_to_keep -= len(kept)
            self._texts.append(replace(part, text=kept))

    def shown_text(self) -> str:
        """Return all texts so far without white space, to ask whether something is shown."""
        return "".join("".join(part.text.split()) for part in self._texts)

    def inspection(self, kind: FileKind) -> Inspection:
        """Return what was gathered."""
        findings = dict(self._findings)
        if self._is_cut:
            findings[Finding(kind=FindingKind.NOT_SEARCHED)] = None
        return Inspection(
            kind=kind,
            findings=tuple(findings),
            texts=tuple(self._texts),
            pages=self.pages,
            members=tuple(self._members),
        )


def masked(text: str) -> str:
    """Return the beginning of a text in one line, what is personal in it masked."""
    line = " ".join(text[:_LOOKED_AT].split())
    for match in reversed(find_personal(line)):
        hidden = mask(match.kind, line[match.start : match.end])
        line = line[: match.start] + hidden + line[match.end :]
    return line if len(line) <= LONGEST_EXCERPT else line[: LONGEST_EXCERPT - 1] + "…"
