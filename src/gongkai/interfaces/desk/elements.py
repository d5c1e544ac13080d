"""What a version says, element by element, as reviewers see and sign it."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from gongkai.interfaces.desk import wording
from gongkai.interfaces.desk.choices import speaks_chinese, with_article
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.interfaces.shared.templatetags.gongkai import day, moment
from gongkai.kernel.time import today
from gongkai.records.models import Category, ChangeKind, SecrecyLevel, Split
from gongkai.records.queries import DeskRecord, DeskVersion, WithdrawalView
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.statutory import item_of
from gongkai.records.rules.validity import validity_on

NOTHING = "—"


def heading_rows(record: DeskRecord) -> list[SummaryRow]:
    """Return the few facts by which a record is known again on the page of a step."""
    version = record.current
    rows = [
        SummaryRow(_("Name of the information"), version.content.title),
        SummaryRow(_("Publishing organ"), record.organ_name),
        SummaryRow(_("Category"), _category(version.content)),
        SummaryRow(_("Version"), str(version.number)),
    ]
    if record.index_number:
        rows.insert(0, SummaryRow(_("Index number"), record.index_number))
    return rows


def element_rows(record: DeskRecord, version: DeskVersion) -> list[SummaryRow]:
    """Return every element of the version but its text, which stands by itself."""
    content = version.content
    return [
        SummaryRow(_("Index number"), record.index_number or _("Minted at the release")),
        SummaryRow(_("Name of the information"), content.title),
        SummaryRow(_("Publishing organ"), record.organ_name),
        SummaryRow(_("Summary"), content.summary or NOTHING),
        SummaryRow(_("Forms of disclosure"), _forms(content)),
        SummaryRow(_("Time limit of disclosure"), _time_limit(content)),
        SummaryRow(_("Date generated"), _day(content.generated_on)),
        SummaryRow(_("Document number"), content.document_number or NOTHING),
        SummaryRow(_("Remark"), content.remark or NOTHING),
        *_category_rows(version),
        SummaryRow(_("Statutory item"), _item(content.statutory_item)),
        SummaryRow(_("Information class"), f"{record.class_code} {record.class_name}"),
        SummaryRow(_("Theme"), version.theme_name or NOTHING),
        SummaryRow(_("Genre of document"), content.genre or NOTHING),
        SummaryRow(_("Assembly class"), _named(wording.ASSEMBLY_NAMES, content.assembly)),
        SummaryRow(_("Service object"), _named(wording.SERVICE_NAMES, content.service_object)),
        SummaryRow(_("Keywords"), content.keywords or NOTHING),
        *_making_rows(content),
        *_normative_rows(version),
        SummaryRow(_("Earlier history"), "\n".join(content.history) or NOTHING),
        *_change_rows(version),
    ]


def changed_rows(
    record: DeskRecord, old: DeskVersion, new: DeskVersion
) -> list[tuple[str, str, str]]:
    """Return (element, before, after) of every element that two versions say differently."""
    before, after = element_rows(record, old), element_rows(record, new)
    known = {str(row.label): str(row.value) for row in before}
    rows = [(str(row.label), known.get(str(row.label), NOTHING), str(row.value)) for row in after]
    return [row for row in rows if row[1] != row[2]]


def withdrawal_rows(withdrawal: WithdrawalView | None) -> list[SummaryRow]:
    """Return who withdrew it, when and why."""
    if withdrawal is None:
        return []
    shows = _("stays on the tombstone page") if withdrawal.title_may_show else _("is not shown")
    title = [] if withdrawal.version_number else [SummaryRow(_("The title"), shows)]
    return [
        SummaryRow(_("Withdrawn by"), withdrawal.hidden_by_name),
        SummaryRow(_("Hidden since"), moment(withdrawal.hidden_at)),
        SummaryRow(_("Reason"), withdrawal.reason_label),
        SummaryRow(_("Note for the second person"), withdrawal.note or NOTHING),
        *title,
        SummaryRow(_("Digest that is signed"), withdrawal.digest),
    ]


def _category_rows(version: DeskVersion) -> list[SummaryRow]:
    content = version.content
    ground = version.ground_name and with_article(version.ground_name, version.ground_article)
    return [
        SummaryRow(_("Category"), _category(content)),
        SummaryRow(_("Ground"), ground or NOTHING),
        SummaryRow(_("Reasons"), content.ground_reason or NOTHING),
        *_exemption_rows(content),
    ]


def _exemption_rows(content: VersionContent) -> list[SummaryRow]:
    if content.category != Category.EXEMPT:
        return []
    level = str(SecrecyLevel(content.secrecy_level).label)
    return [
        SummaryRow(_("Level of secrecy"), level),
        SummaryRow(_("Can a part of it be disclosed?"), str(Split(content.split).label)),
        SummaryRow(
            _("Why no part can be disclosed, or which part can"), content.split_reason or NOTHING
        ),
    ]


def _making_rows(content: VersionContent) -> list[SummaryRow]:
    making = content.making
    rows = [
        SummaryRow(_("How it was obtained"), _named(wording.OBTAINED_NAMES, making.how_obtained))
    ]
    if making.says_something:
        rows += [
            SummaryRow(_("Made by"), making.maker or NOTHING),
            SummaryRow(_("Lead organ"), making.lead_organ or NOTHING),
            SummaryRow(_("Made together with"), "\n".join(making.co_makers) or NOTHING),
        ]
    return rows


def _normative_rows(version: DeskVersion) -> list[SummaryRow]:
    content = version.content
    days = [
        SummaryRow(_("In force from"), _day(content.effective_on)),
        SummaryRow(_("In force until"), _day(content.expires_on)),
    ]
    if not content.is_normative:
        return [SummaryRow(_("Normative document"), _("No")), *days]
    rows = [
        SummaryRow(_("Normative document"), _("Yes")),
        SummaryRow(_("Validity"), _validity(content)),
        *days,
    ]
    if version.repealed_on:
        rows.append(SummaryRow(_("No longer in force since"), _day(version.repealed_on)))
    return rows


def _change_rows(version: DeskVersion) -> list[SummaryRow]:
    if version.number == 1:
        return []
    kind = str(ChangeKind(version.content.change_kind).label)
    return [
        SummaryRow(_("What kind of change"), kind),
        SummaryRow(_("What was changed and why"), version.content.change_note or NOTHING),
    ]


def _validity(content: VersionContent) -> str:
    said = str(wording.VALIDITY_NAMES[content.validity])
    now = validity_on(
        content.validity,
        is_normative=content.is_normative,
        expires_on=content.expires_on,
        today=today(),
    )
    if now == content.validity:
        return said
    return _("%(now)s (its last day has passed)") % {"now": wording.VALIDITY_NAMES[now]}


def _named(names: Mapping[str, wording.Label], code: str) -> str:
    return str(wording.name_of(names, code)) if code else NOTHING


def _category(content: VersionContent) -> str:
    return str(wording.CATEGORY_NAMES[content.category])


def _time_limit(content: VersionContent) -> str:
    return str(wording.name_of(wording.TIME_LIMIT_NAMES, content.time_limit))


def _forms(content: VersionContent) -> str:
    names = [str(wording.name_of(wording.FORM_NAMES, form)) for form in content.forms]
    return _(", ").join(names) or NOTHING


def _item(code: str) -> str:
    item = item_of(code)
    if item is None:
        return code or NOTHING
    return f"{code} {item.name_zh if speaks_chinese() else item.name_en}"


def _day(on: date | None) -> str:
    return day(on) or NOTHING
