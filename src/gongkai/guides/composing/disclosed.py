"""The parts of a guide on what is disclosed, how the catalogue is arranged and where it is had."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.guides.composing.frame import Guide, amount_of, basis_of, in_language, takes_none
from gongkai.guides.rules.document import Block, Grid, Heading, Paragraph, Points, Rows
from gongkai.guides.rules.facts import GuideFacts
from gongkai.records.models import Form
from gongkai.records.rules.numbering import NumberParts, compile_template

_EXAMPLE_CLASS = "01"
_PARTS_OF_NUMBER: Mapping[str, Promise] = {
    "organ": gettext_lazy("code of the organ"),
    "credit": gettext_lazy("unified social credit code of the organ"),
    "class": gettext_lazy("class of the information"),
    "year": gettext_lazy("year in which the information was made"),
    "serial": gettext_lazy("serial number within the year"),
}
_ELEMENTS: tuple[tuple[Promise, Promise], ...] = (
    (gettext_lazy("Index number"), gettext_lazy("the lasting number of the information")),
    (
        gettext_lazy("Name"),
        gettext_lazy("its title; what is disclosed on application is marked ★"),
    ),
    (gettext_lazy("Publishing organ"), gettext_lazy("the organ that discloses it")),
    (gettext_lazy("Summary"), gettext_lazy("what it is about, in at most 150 characters")),
    (
        gettext_lazy("Form of disclosure"),
        gettext_lazy("where it is disclosed: website, gazette, press conference and others"),
    ),
    (
        gettext_lazy("Time limit of disclosure"),
        gettext_lazy("long-term, timely, or on application"),
    ),
    (
        gettext_lazy("Date generated"),
        gettext_lazy("the day on which it was made or changed"),
    ),
    (
        gettext_lazy("Remark or document number"),
        gettext_lazy("its document number or an explanation"),
    ),
    (gettext_lazy("Text"), gettext_lazy("the information itself")),
)
"""The nine elements of an entry (Shanxi disclosure guide)."""


def disclosed(guide: Guide) -> Iterator[Block]:
    """Yield the part that says what is disclosed, what on application, and what not."""
    facts = guide.facts
    yield Heading(_("Categories and scope of the information"), anchor="scope")
    yield Paragraph(
        _(
            "Government information of this organ is of three kinds: disclosed by the organ on "
            "its own, disclosed on application, and not disclosed."
        )
    )
    yield Heading(_("Disclosed by the organ on its own"), level=3)
    yield from _own_initiative(facts)
    yield Heading(_("Disclosed on application"), level=3)
    yield Paragraph(
        takes_none()
        if facts.unbound_kind
        else _(
            "Citizens, legal persons and other organisations may apply for other government "
            "information that this organ made or keeps. How to apply is said below under “How to "
            "apply”."
        )
    )
    yield Heading(_("Not disclosed"), level=3)
    yield Paragraph(_("Information that falls under one of these grounds is not disclosed:"))
    yield Points(
        tuple(
            in_language(ground.name_zh, ground.name_en) + basis_of(ground.article)
            for ground in facts.grounds
        )
    )
    yield Paragraph(
        _(
            "Where only a part falls under them and can be separated, the rest is disclosed. "
            "Commercial secrets and personal privacy may be disclosed where the holder of the "
            "right agrees, or where keeping them back would weigh heavily on the public interest."
        )
    )


def _own_initiative(facts: GuideFacts) -> Iterator[Block]:
    if facts.items:
        yield Paragraph(_("In particular, each once there is something to disclose:"))
        yield Points(
            tuple(in_language(item.name_zh, item.name_en) for item in facts.items),
            is_ordered=True,
        )
    limit = facts.limit("publish")
    if limit:
        yield Paragraph(
            _(
                "It is disclosed within %(limit)s of the day on which it was made or "
                "changed%(basis)s. Where a law or regulation sets another limit, that one holds."
            )
            % {"limit": amount_of(limit), "basis": basis_of(limit.article)}
        )


def arranged(guide: Guide) -> Iterator[Block]:
    """Yield the part that explains the catalogue: index number, classes, elements."""
    facts = guide.facts
    yield Heading(_("How the catalogue is arranged"), anchor="catalogue")
    yield Paragraph(
        _(
            "The catalogue lists everything that this organ discloses, and by name what it "
            "discloses on application. It is kept on line and can be downloaded as a table."
        )
    )
    yield Paragraph(
        _("Catalogue of this organ: %(address)s") % {"address": guide.addresses.catalogue},
        url=guide.addresses.catalogue,
    )
    yield Heading(_("Index number"), level=3)
    yield from _index_number(guide)
    yield Heading(_("Classes"), level=3)
    yield Grid(
        caption=_("Classes of information of this organ"),
        columns=(_("Code"), _("Class")),
        rows=tuple((one.code, in_language(one.name_zh, one.name_en)) for one in facts.classes),
    )
    yield Heading(_("Elements of an entry"), level=3)
    yield Rows(
        caption=_("The nine elements of an entry of the catalogue"),
        rows=tuple((str(name), str(meaning)) for name, meaning in _ELEMENTS),
    )


def _index_number(guide: Guide) -> Iterator[Block]:
    facts = guide.facts
    example = _example(guide)
    yield Paragraph(
        _(
            "Each piece of information has one index number. It never changes and is never given "
            "twice. %(example)s, for example, is made up of:"
        )
        % {"example": example}
    )
    parts = compile_template(facts.number_template)
    found = parts.parse(example)
    values = {
        "organ": facts.organisation_code,
        "credit": facts.credit_code,
        "class": _class_of_example(facts),
        "year": str(guide.year),
        "serial": f"{found.serial:0{parts.width}d}" if found else "",
    }
    yield Rows(
        caption=_("What the index number is made up of"),
        rows=tuple(
            (values[name], str(meaning))
            for name, meaning in _PARTS_OF_NUMBER.items()
            if f"{{{name}" in facts.number_template
        ),
    )


def _example(guide: Guide) -> str:
    facts = guide.facts
    return compile_template(facts.number_template).format(
        NumberParts(
            organ_code=facts.organisation_code,
            credit_code=facts.credit_code,
            class_code=_class_of_example(facts),
            year=guide.year,
            serial=1,
        )
    )


def _class_of_example(facts: GuideFacts) -> str:
    return facts.classes[0].code if facts.classes else _EXAMPLE_CLASS


def obtained(guide: Guide) -> Iterator[Block]:
    """Yield the part that says where the information is to be had."""
    facts, addresses = guide.facts, guide.addresses
    yield Heading(_("How to obtain the information"), anchor="obtain")
    yield Paragraph(
        _(
            "Whatever is disclosed can be read, copied, printed and downloaded by everyone on "
            "the website, without an account and free of charge:"
        )
    )
    rows = [(_("This website"), addresses.site), (_("Page of this organ"), addresses.organ)]
    if facts.website:
        rows.append((_("Website of the organ"), facts.website))
    yield Rows(caption=_("Where to read on line"), rows=tuple(rows))
    yield Paragraph(
        _("Information is also disclosed in these forms; each entry says which: %(forms)s.")
        % {"forms": _listed([str(form.label) for form in Form if form not in _NO_FORMS])}
    )
    yield Paragraph(
        _(
            "The places below keep what is disclosed for reading on paper. The disclosure office "
            "helps those who find reading hard, or who see or hear badly."
        )
        if facts.places
        else _(
            "The disclosure office lets you read what is disclosed on paper. It helps those who "
            "find reading hard, or who see or hear badly."
        )
    )


_NO_FORMS = frozenset({Form.WEBSITE, Form.OTHER})


def _listed(words: list[str]) -> str:
    return _(", ").join(words)
