"""The layers of a PDF (optional content, ISO 32000-1, 8.11): what is off leaves the file.

A reader of text knows nothing of layers: a word on a layer that is off is not seen and is copied
all the same. So what is off is cut out of the content before anything is searched or drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

_DEEPEST = 12
"""Forms within forms; deeper ones are taken for a trap and dropped."""
_MOST_TERMS = 200


def has_layers(pdf: Pdf) -> bool:
    """Say whether the file has layers at all."""
    return isinstance(pdf.Root.get("/OCProperties"), Dictionary)


def drop_hidden_layers(pdf: Pdf) -> bool:
    """Cut out what layers that are off hold, let the rest stand without layers; say if any was off.

    Raises pikepdf.PdfError where a content stream cannot be read.
    """
    if not has_layers(pdf):
        return False
    cut = _Cut(pdf, _states(pdf.Root.OCProperties))
    for page in pdf.pages:
        cut.page(page)
    del pdf.Root["/OCProperties"]
    return cut.was_off


def _states(properties: Object) -> dict[tuple[int, int], bool]:
    """Return for each layer whether it is on when the file is opened on a screen."""
    config = properties.get("/D", Dictionary())
    base = config.get("/BaseState") != Name.OFF
    groups = list(_items(properties.get("/OCGs")))
    states = {group.objgen: base for group in groups}
    states |= {group.objgen: True for group in _items(config.get("/ON"))}
    states |= {group.objgen: False for group in _items(config.get("/OFF"))}
    for used in _items(config.get("/AS")):
        if used.get("/Event") == Name.View:
            states |= dict(_by_usage(_items(used.get("/OCGs"))))
    return states


def _by_usage(groups: Iterator[Object]) -> Iterator[tuple[tuple[int, int], bool]]:
    for group in groups:
        view = group.get("/Usage", Dictionary()).get("/View", Dictionary())
        if "/ViewState" in view:
            yield group.objgen, view.ViewState != Name.OFF


def _items(listed: Object | None) -> Iterator[Object]:
    if isinstance(listed, Array):
        yield from (item for item in listed if isinstance(item, Dictionary))


@dataclass(slots=True)
class _Cut:
    """The cutting of one file."""

    pdf: Pdf
    states: dict[tuple[int, int], bool]
    was_off: bool = False

    def page(self, page: pikepdf.Page) -> None:
        resources = page.obj.get("/Resources", Dictionary())
        self._in_resources(resources, 0, frozenset())
        instructions = self._kept(page.obj, resources)
        page.obj.Contents = self.pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        if "/Annots" in page.obj:
            shown = [one for one in page.obj.Annots if not self._is_off(one.get("/OC"))]
            self.was_off |= len(shown) < len(page.obj.Annots)
            page.obj.Annots = Array(shown)
            for one in shown:
                self._appearance(one)

    def _appearance(self, annotation: Object) -> None:
        looks = annotation.get("/AP", Dictionary()).get("/N")
        for look in [looks] if isinstance(looks, pikepdf.Stream) else _streams(looks):
            self._form(look, 0, frozenset())

    def _in_resources(self, resources: Object, depth: int, seen: frozenset[Any]) -> None:
        for kind in ("/XObject", "/Pattern"):
            for _name, form in _pairs(resources.get(kind)):
                if isinstance(form, pikepdf.Stream) and "/Width" not in form:
                    self._form(form, depth + 1, seen)

    def _form(self, form: Object, depth: int, seen: frozenset[Any]) -> None:
        if form.objgen in seen:
            return
        if depth > _DEEPEST:
            form.write(b"")
            return
        resources = form.get("/Resources", Dictionary())
        self._in_resources(resources, depth, seen | {form.objgen})
        form.write(pikepdf.unparse_content_stream(self._kept(form, resources)))

    def _kept(self, holder: Object, resources: Object) -> list[Any]:
        """Return the instructions of a page or form without those of layers that are off."""
        kept: list[Any] = []
        open_marks: list[bool] = []
        """For each open mark whether it is a layer's; a layer's marks go, its content stays."""
        off = 0
        for one in pikepdf.parse_content_stream(holder):
            operator = str(one.operator)
            if operator in {"BDC", "BMC"}:
                layer = self._layer_of(one, resources)
                hidden = bool(off) or self._is_off(layer)
                off += hidden
                open_marks.append(hidden)
                if layer is not None or hidden:
                    kept.append(_MARK)
                    continue
            elif operator == "EMC" and open_marks:
                hidden = open_marks.pop()
                off -= hidden
            elif (off and operator not in _KEEP_STATE) or self._draws_hidden(one, resources):
                self.was_off = True
                continue
            kept.append(one)
        return kept

    def _layer_of(self, mark: Any, resources: Object) -> Object | None:
        if str(mark.operator) != "BDC" or mark.operands[0] != Name.OC:
            return None
        named = mark.operands[1]
        found = resources.get("/Properties", Dictionary()).get(str(named))
        return found if isinstance(found, Dictionary) else Dictionary()

    def _draws_hidden(self, one: Any, resources: Object) -> bool:
        if str(one.operator) != "Do":
            return False
        drawn = resources.get("/XObject", Dictionary()).get(str(one.operands[0]))
        if drawn is None or not self._is_off(drawn.get("/OC")):
            return False
        del resources.XObject[str(one.operands[0])]
        return True

    def _is_off(self, layer: Object | None) -> bool:
        if not isinstance(layer, Dictionary):
            return False
        if layer.get("/Type") != Name.OCMD:
            return not self.states.get(layer.objgen, True)
        if "/VE" in layer:
            return not self._expression(layer.VE, _MOST_TERMS)
        groups = layer.get("/OCGs")
        listed = [groups] if isinstance(groups, Dictionary) else list(_items(groups))
        return not _policy(layer, [self.states.get(one.objgen, True) for one in listed])

    def _expression(self, said: Object, left: int) -> bool:
        if isinstance(said, Dictionary):
            return self.states.get(said.objgen, True)
        if not isinstance(said, Array) or not len(said) or left <= 0:
            return True
        terms = [self._expression(one, left // 2) for one in list(said)[1:]]
        match str(said[0]):
            case "/And":
                return all(terms)
            case "/Or":
                return any(terms)
            case _:
                return not any(terms)


_MARK = pikepdf.ContentStreamInstruction([Name.Span], pikepdf.Operator("BMC"))
_KEEP_STATE = frozenset(
    {"q", "Q", "cm", "w", "J", "j", "M", "d", "ri", "i", "gs"}
    | {"CS", "cs", "SC", "SCN", "sc", "scn", "G", "g", "RG", "rg", "K", "k"}
    | {"BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "TL", "Tc", "Tw", "Tz", "Tr", "Ts"}
)
"""They draw nothing, and what follows after the layer stands on them."""


def _policy(layer: Object, on: list[bool]) -> bool:
    if not on:
        return True
    match str(layer.get("/P", "/AnyOn")):
        case "/AllOn":
            return all(on)
        case "/AnyOff":
            return not all(on)
        case "/AllOff":
            return not any(on)
        case _:
            return any(on)


def _pairs(named: Object | None) -> list[tuple[str, Object]]:
    return list(named.items()) if isinstance(named, Dictionary) else []


def _streams(named: Object | None) -> list[Object]:
    return [one for _name, one in _pairs(named) if isinstance(one, pikepdf.Stream)]
