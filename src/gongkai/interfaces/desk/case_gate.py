"""What the release gate says of a reply, in short, beside what is worked on or signed."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.applications.queries import CasePage
from gongkai.interfaces.desk.gate_rows import ShownKind, gate_url, is_under_way, shown_kinds
from gongkai.interfaces.desk.gate_subjects import Going
from gongkai.interfaces.desk.layout import FormPage
from gongkai.interfaces.desk.redaction_rows import MaterialLink, material_links
from gongkai.release.queries.merged import merged_findings
from gongkai.release.queries.reports import GateReport
from gongkai.release.rules.doors import TextOut


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGate:
    """Whether something holds the reply back, and every finding with what was decided."""

    is_clear: bool
    is_under_way: bool
    """Whether a file is still being examined."""
    url: str
    """Of the page of the findings, where they are decided."""
    kinds: tuple[ShownKind, ...]
    undecided: int
    materials: tuple[MaterialLink, ...]


def case_gate(page: CasePage) -> CaseGate | None:
    """Return what the gate says of the reply of a case; None where there is none."""
    if page.reply is None:
        return None
    report = page.reply.gate
    going = _going(page, report)
    kinds = tuple(shown_kinds(going, merged_findings(report)))
    return CaseGate(
        is_clear=report.is_clear,
        is_under_way=is_under_way(report),
        url=gate_url(going, "desk:findings"),
        kinds=kinds,
        undecided=sum(kind.undecided for kind in kinds),
        materials=tuple(material_links(report.subject)),
    )


def with_gate(page: CasePage, said: FormPage) -> FormPage:
    """Return the page of a step with the way to what the gate found in the reply."""
    gate = case_gate(page)
    if gate is None:
        return said
    return replace(said, more=(_("What the release gate found, and the decisions"), gate.url))


def _going(page: CasePage, report: GateReport) -> Going:
    # The report has looked at files and texts already; only addresses are made of this.
    return Going(
        subject=report.subject,
        door=report.door,
        files=(),
        texts=TextOut(parts=()),
        heading=page.number,
        home_url=reverse("desk:case", args=[page.case_id]),
        trail=(),
    )
