"""Layers of a PDF: what is off leaves the file, whatever way it is said to be off."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from gongkai.release.redaction.layers import drop_hidden_layers

ON, OFF = "on", "off"


def a_pdf(pdf: Pdf, layer: Object, groups: list[Object], config: Object) -> None:
    """Fill a page with a word on a layer, between two that are on none."""
    pdf.Root.OCProperties = Dictionary(OCGs=Array(groups), D=config)
    pdf.add_blank_page(page_size=(300, 300))
    page = pdf.pages[0].obj
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F=font), Properties=Dictionary(L=layer))
    page.Contents = pdf.make_stream(
        b"BT /F 12 Tf 20 200 Td (BEFORE) Tj ET "
        b"/OC /L BDC /Span BMC q BT /F 12 Tf 20 150 Td (LAYER) Tj ET Q EMC EMC "
        b"BT /F 12 Tf 20 100 Td (AFTER) Tj ET"
    )


def shown(pdf: Pdf) -> str:
    drop_hidden_layers(pdf)
    assert "/OCProperties" not in pdf.Root
    out = BytesIO()
    pdf.save(out)
    return str(pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range())


def group(pdf: Pdf, **more: Object) -> Object:
    return pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("层"), **more))


@pytest.mark.parametrize(
    ("config", "is_shown"),
    [
        ({}, True),
        ({"OFF": True}, False),
        ({"BaseState": Name.OFF}, False),
        ({"BaseState": Name.OFF, "ON": True}, True),
        ({"BaseState": Name.Unchanged}, True),
    ],
    ids=["usual", "off", "all off", "all off but this", "unchanged"],
)
def test_a_layer_is_off_as_the_file_says(config: dict[str, object], is_shown: bool) -> None:
    with Pdf.new() as pdf:
        layer = group(pdf)
        said = {key: Array([layer]) if value is True else value for key, value in config.items()}
        a_pdf(pdf, layer, [layer], Dictionary(**said))
        words = shown(pdf).split()
    assert words == (["BEFORE", "LAYER", "AFTER"] if is_shown else ["BEFORE", "AFTER"])


@pytest.mark.parametrize(("state", "is_shown"), [(Name.OFF, False), (Name.ON, True)])
def test_the_use_of_a_layer_decides_on_a_screen(state: Name, is_shown: bool) -> None:
    with Pdf.new() as pdf:
        layer = group(pdf, Usage=Dictionary(View=Dictionary(ViewState=state)))
        used = Dictionary(Event=Name.View, Category=Array([Name.View]), OCGs=Array([layer]))
        a_pdf(pdf, layer, [layer], Dictionary(AS=Array([used])))
        assert ("LAYER" in shown(pdf)) is is_shown


@pytest.mark.parametrize(
    ("policy", "states", "is_shown"),
    [
        ("AnyOn", (ON, OFF), True),
        ("AnyOn", (OFF, OFF), False),
        ("AllOn", (ON, OFF), False),
        ("AllOn", (ON, ON), True),
        ("AnyOff", (ON, OFF), True),
        ("AnyOff", (ON, ON), False),
        ("AllOff", (OFF, OFF), True),
        ("AllOff", (ON, OFF), False),
    ],
)
def test_a_membership_follows_its_policy(
    policy: str, states: tuple[str, str], is_shown: bool
) -> None:
    with Pdf.new() as pdf:
        groups = [group(pdf), group(pdf)]
        off = [one for one, state in zip(groups, states, strict=True) if state == OFF]
        member = pdf.make_indirect(
            Dictionary(Type=Name.OCMD, OCGs=Array(groups), P=Name("/" + policy))
        )
        a_pdf(pdf, member, groups, Dictionary(OFF=Array(off)))
        assert ("LAYER" in shown(pdf)) is is_shown


@pytest.mark.parametrize(("operator", "is_shown"), [("And", False), ("Or", True), ("Not", False)])
def test_an_expression_decides_before_a_policy(operator: str, is_shown: bool) -> None:
    with Pdf.new() as pdf:
        groups = [group(pdf), group(pdf)]
        terms = groups[:1] if operator == "Not" else groups
        said = Array([Name("/" + operator), *terms])
        member = pdf.make_indirect(Dictionary(Type=Name.OCMD, OCGs=Array(groups), VE=said))
        a_pdf(pdf, member, groups, Dictionary(OFF=Array(groups[1:])))
        assert ("LAYER" in shown(pdf)) is is_shown


def test_a_colour_that_a_hidden_layer_sets_still_holds_after_it() -> None:
    with Pdf.new() as pdf:
        layer = group(pdf)
        a_pdf(pdf, layer, [layer], Dictionary(OFF=Array([layer])))
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(
            b"/OC /L BDC 1 0 0 rg 0 0 50 50 re f EMC 100 100 50 50 re f"
        )
        shown(pdf)
        out = BytesIO()
        pdf.save(out)
    picture = pypdfium2.PdfDocument(out)[0].render(scale=1).to_pil().convert("RGB")
    assert picture.getpixel((20, 280)) == (255, 255, 255)
    assert picture.getpixel((120, 180)) == (255, 0, 0)


def test_a_note_on_a_hidden_layer_is_gone() -> None:
    with Pdf.new() as pdf:
        layer = group(pdf)
        a_pdf(pdf, layer, [layer], Dictionary(OFF=Array([layer])))
        notes = [
            pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), **more)
            )
            for more in ({"OC": layer}, {})
        ]
        pdf.pages[0].obj.Annots = Array(notes)
        assert drop_hidden_layers(pdf)
        assert len(pdf.pages[0].obj.Annots) == 1


def test_a_file_without_layers_is_left_alone() -> None:
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        assert not drop_hidden_layers(pdf)


def test_a_form_that_draws_itself_ends() -> None:
    with Pdf.new() as pdf:
        layer = group(pdf)
        a_pdf(pdf, layer, [layer], Dictionary(OFF=Array([layer])))
        form = pdf.make_stream(
            b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])
        )
        form.Resources = Dictionary(XObject=Dictionary(X=form))
        pdf.pages[0].obj.Resources.XObject = Dictionary(X=form)
        assert drop_hidden_layers(pdf)
        assert isinstance(pdf.pages[0].obj.Resources.XObject.X, pikepdf.Stream)
