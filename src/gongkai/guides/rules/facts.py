"""What a guide says that the system knows: read from live data, frozen with each edition. Pure.

Nothing here is typed for the guide (requirement C10). An edition keeps the facts as they were when
it was compiled; `moved` says which of them have changed since.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date

JsonValue = str | int | bool | None | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]

MOST_SECTIONS = 8
LONGEST_HEADING = 60
LONGEST_TEXT = 4_000
"""Characters of one section that the organ wrote itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFacts:
    """An office that the public turns to (2007 art. 19, 33)."""

    name: str = ""
    address: str = ""
    hours: str = ""
    telephone: str = ""
    fax: str = ""
    email: str = ""
    postcode: str = ""

    @property
    def is_complete(self) -> bool:
        """Say whether one can go there and call: name, address, hours, telephone."""
        return all((self.name, self.address, self.hours, self.telephone))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """One item of the statutory list that binds the organ."""

    code: str
    article: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFacts:
    """One class of the organ's class table."""

    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitFacts:
    """One time limit of the regime; `amount` 0 where an officer fixes the day."""

    key: str
    amount: int
    unit: str
    article: str
    extension: int = 0
    extension_article: str = ""
    reply_clock: str = ""
    basis: str = ""
    """Where it stands, as clock.rules.regimes.Basis has it; '' in an edition of an earlier system.

    What is practice alone is not told as law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundFacts:
    """Why information is not disclosed."""

    article: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyFacts:
    """What is open against an answer of one kind; 0 where the law sets no such period."""

    kind: str
    reconsideration_days: int
    suit_months: int
    suit_days_after_reconsideration: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """A place where the public reads what is disclosed."""

    name: str
    kind: str
    address: str
    hours: str
    telephone: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFacts:
    """Everything in a guide that the system knows."""

    organ_name: str
    organ_name_en: str
    website: str
    organisation_code: str
    credit_code: str
    number_template: str
    regime_id: str
    regime_zh: str
    regime_en: str
    proof_required: bool
    confirms_receipt: bool
    complaint_zh: str
    complaint_en: str
    receipt_zh: str = ""
    receipt_en: str = ""
    """Which day counts as the one on which an application on line is received."""
    unbound_kind: str = ""
    """Kind of an organ to which nobody applies; '' where the Regulations bind the organ."""
    purpose_asked: bool = False
    purpose_required: bool = False
    waiver_asked: bool = False
    items: tuple[ItemFacts, ...] = ()
    classes: tuple[ClassFacts, ...] = ()
    grounds: tuple[GroundFacts, ...] = ()
    limits: tuple[LimitFacts, ...] = ()
    remedies: tuple[RemedyFacts, ...] = ()
    reconsideration_bodies: tuple[str, ...] = ()
    disclosure: OfficeFacts = field(default_factory=OfficeFacts)
    supervision: OfficeFacts = field(default_factory=OfficeFacts)
    places: tuple[PlaceFacts, ...] = ()

    def limit(self, key: str) -> LimitFacts | None:
        """Return a limit, None where the regime does not know it."""
        return next((limit for limit in self.limits if limit.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFacts:
    """What a catalogue edition says besides its entries."""

    organ_name: str
    organ_name_en: str
    organisation_code: str
    classes: tuple[ClassFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part that the organ wrote itself: plain paragraphs under a heading."""

    heading: str
    text: str


def as_json(facts: GuideFacts | CatalogueFacts) -> JsonObject:
    """Return the facts under the names of their fields, as they are kept with an edition."""
    return {named.name: _plain(getattr(facts, named.name)) for named in fields(facts)}


def guide_facts_from(data: Mapping[str, JsonValue]) -> GuideFacts:
    """Return the facts as an edition kept them; what later versions of the system know is empty."""
    return GuideFacts(
        **{name: _text(data, name) for name in _TEXTS},
        proof_required=bool(data.get("proof_required")),
        confirms_receipt=bool(data.get("confirms_receipt")),
        purpose_asked=bool(data.get("purpose_asked")),
        purpose_required=bool(data.get("purpose_required")),
        waiver_asked=bool(data.get("waiver_asked")),
        items=tuple(
            ItemFacts(
                code=_text(row, "code"),
                article=_text(row, "article"),
                name_zh=_text(row, "name_zh"),
                name_en=_text(row, "name_en"),
            )
            for row in _rows(data, "items")
        ),
        classes=_classes(data),
        grounds=tuple(
            GroundFacts(
                article=_text(row, "article"),
                name_zh=_text(row, "name_zh"),
                name_en=_text(row, "name_en"),
            )
            for row in _rows(data, "grounds")
        ),
        limits=tuple(_limit(row) for row in _rows(data, "limits")),
        remedies=tuple(_remedy(row) for row in _rows(data, "remedies")),
        reconsideration_bodies=_words(data, "reconsideration_bodies"),
        disclosure=_office(data, "disclosure"),
        supervision=_office(data, "supervision"),
        places=tuple(_place(row) for row in _rows(data, "places")),
    )


def catalogue_facts_from(data: Mapping[str, JsonValue]) -> CatalogueFacts:
    """Return the facts as a catalogue edition kept them."""
    return CatalogueFacts(
        organ_name=_text(data, "organ_name"),
        organ_name_en=_text(data, "organ_name_en"),
        organisation_code=_text(data, "organisation_code"),
        classes=_classes(data),
    )


def moved(kept: Mapping[str, JsonValue], live: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """Return the names of the facts that differ, in the order of the guide.

    Of an office each element is named by itself: `disclosure.telephone`.
    """
    then, now = dict(_named(kept)), dict(_named(live))
    names = [*now, *(name for name in then if name not in now)]
    return tuple(name for name in names if then.get(name, "") != now.get(name, ""))


def digest_of(*parts: JsonValue) -> str:
    """Return the SHA-256 over facts and words, the same for the same content."""
    plain = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def only_left_out(
    sections: Sequence[Mapping[str, str]], before: Sequence[Mapping[str, str]]
) -> bool:
    """Say whether the sections are those of before, word for word, except that some may be gone.

    >>> only_left_out([{"text": "a"}, {"text": "c"}], [{"text": "a"}, {"text": "b"}, {"text": "c"}])
    True
    >>> only_left_out([{"text": "new"}], [{"text": "a"}])
    False
    """
    rest = iter(before)
    return all(section in rest for section in sections)


def is_a_year_old(published_on: date, *, today: date) -> bool:
    """Say whether a year has passed since the day (2019 art. 12: updated in time)."""
    return (published_on.year + 1, published_on.month, published_on.day) <= (
        today.year,
        today.month,
        today.day,
    )


_TEXTS = (
    "organ_name",
    "organ_name_en",
    "website",
    "organisation_code",
    "credit_code",
    "number_template",
    "regime_id",
    "regime_zh",
    "regime_en",
    "complaint_zh",
    "complaint_en",
    "receipt_zh",
    "receipt_en",
    "unbound_kind",
)


def _named(facts: Mapping[str, JsonValue]) -> Iterator[tuple[str, JsonValue]]:
    for name, value in facts.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", said) for inner, said in value.items())
        else:
            yield name, value


def _plain(value: object) -> JsonValue:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return {named.name: _plain(getattr(value, named.name)) for named in fields(value)}  # type: ignore[arg-type]  # a dataclass of this file


def _text(data: Mapping[str, JsonValue], name: str) -> str:
    value = data.get(name, "")
    return value if isinstance(value, str) else ""


def _number(data: Mapping[str, JsonValue], name: str) -> int:
    value = data.get(name, 0)
    return value if isinstance(value, int) else 0


def _words(data: Mapping[str, JsonValue], name: str) -> tuple[str, ...]:
    value = data.get(name)
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()


def _rows(data: Mapping[str, JsonValue], name: str) -> Iterator[JsonObject]:
    value = data.get(name)
    if isinstance(value, list):
        yield from (row for row in value if isinstance(row, dict))


def _office(data: Mapping[str, JsonValue], name: str) -> OfficeFacts:
    value = data.get(name)
    said = value if isinstance(value, dict) else {}
    return OfficeFacts(**{named.name: _text(said, named.name) for named in fields(OfficeFacts)})


def _classes(data: Mapping[str, JsonValue]) -> tuple[ClassFacts, ...]:
    return tuple(
        ClassFacts(
            code=_text(row, "code"), name_zh=_text(row, "name_zh"), name_en=_text(row, "name_en")
        )
        for row in _rows(data, "classes")
    )


def _limit(row: JsonObject) -> LimitFacts:
    return LimitFacts(
        key=_text(row, "key"),
        amount=_number(row, "amount"),
        unit=_text(row, "unit"),
        article=_text(row, "article"),
        extension=_number(row, "extension"),
        extension_article=_text(row, "extension_article"),
        reply_clock=_text(row, "reply_clock"),
        basis=_text(row, "basis"),
    )


def _place(row: JsonObject) -> PlaceFacts:
    return PlaceFacts(**{named.name: _text(row, named.name) for named in fields(PlaceFacts)})


def _remedy(row: JsonObject) -> RemedyFacts:
    return RemedyFacts(
        kind=_text(row, "kind"),
        reconsideration_days=_number(row, "reconsideration_days"),
        suit_months=_number(row, "suit_months"),
        suit_days_after_reconsideration=_number(row, "suit_days_after_reconsideration"),
    )
