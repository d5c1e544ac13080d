"""Set every letter there is with invented facts: a template that asks for what is not there fails.

    python tools/check_letters.py [FOLDER]   # default: the templates of the package

Each kind is set in the words of both texts of the Regulations, in five forms that reach every
branch of the templates. Prints one line for each fault and exits with 1 when there is one.
"""

import logging
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
sys.path.insert(0, str(ROOT))

from tests.factories.letter_facts import REGIMES, facts_for  # noqa: E402

from gongkai.letters.rules.facts import (  # noqa: E402
    AnsweredItem,
    Contact,
    ExtensionFacts,
    Facts,
    LetterKind,
    ReceiptFacts,
    ReplyFacts,
)
from gongkai.letters.rules.facts_json import facts_as_json  # noqa: E402
from gongkai.letters.shipped import series_table  # noqa: E402
from gongkai.letters.typesetting import LetterNotTypeset, Sheet, typeset  # noqa: E402
from gongkai.letters.typesetting.pdf import TEMPLATES  # noqa: E402

ISSUED_ON = date(2026, 4, 7)
LONG = "\n".join(["请公开有关材料的全文，包括附件、会议纪要和审计报告" * 10] * 3)
LONG_NAME = "云梦省青石市高新技术产业开发区城市管理和综合行政执法监督管理委"


def full(facts: Facts) -> Facts:
    """Return the facts with all that may stand in a letter: long, several, to an organisation."""
    facts = replace(facts, case=replace(facts.case, asked=LONG, is_organisation=True))
    match facts:
        case ReplyFacts():
            items = (_full_item(facts.items[0], "一份材料"), _full_item(facts.items[0], LONG))
            return replace(
                facts, items=items, enclosures=("材料一", "材料二"), complaint="可以投诉"
            )
        case ReceiptFacts() | ExtensionFacts():
            return replace(facts, provisional=True)
    return facts


def _full_item(item: AnsweredItem, asked: str) -> AnsweredItem:
    return AnsweredItem(
        asked=asked,
        outcome=item.outcome,
        legal_text=item.legal_text,
        reasons="理由",
        where="地址",
        competent_organ="机关",
        competent_contact="电话",
        search_note="检索",
    )


def bare(facts: Facts) -> Facts:
    """Return the facts with nothing that may be left out."""
    contact = Contact(office=facts.case.contact.office)
    facts = replace(facts, case=replace(facts.case, contact=contact))
    match facts:
        case ReplyFacts():
            first = facts.items[0]
            item = AnsweredItem(asked="材料", outcome="另行告知", legal_text=first.legal_text)
            return replace(facts, items=(item,), enclosures=(), complaint="", supply="")
        case ReceiptFacts():
            return replace(facts, due_on=None, provisional=False, enclosures=(), counted=())
        case ExtensionFacts():
            return replace(facts, provisional=False)
    return facts


def sheets_of(kind: LetterKind, regime: str) -> Iterator[tuple[str, Sheet]]:
    """Yield the forms of a letter, each with its name."""
    table = series_table()
    facts = facts_for(kind, regime)
    sheet = Sheet(
        kind=kind,
        organ_name="云梦省卫生厅",
        title=table.titles[kind],
        issued_on=ISSUED_ON,
        number=table.number(kind, mark="云卫", year=ISSUED_ON.year, serial=1),
        facts=facts_as_json(facts),
    )
    yield "plain", sheet
    yield "full", replace(sheet, facts=facts_as_json(full(facts)), organ_name=LONG_NAME)
    yield "bare", replace(sheet, facts=facts_as_json(bare(facts)))
    yield "preview", replace(sheet, number=None)
    yield "rare characters", replace(sheet, organ_name="镕堃喆㛃\U0002c386局")


def faults_in(templates: Path, *, kinds: Iterable[LetterKind] = LetterKind) -> Iterator[str]:
    """Yield what is wrong with the templates of a folder, looking at letters of these kinds."""
    there = {file.stem for file in (templates / "kinds").glob("*.typ")}
    for name in sorted(there - set(LetterKind)):
        yield f"kinds/{name}.typ belongs to no kind of letter"
    for kind in kinds:
        for regime in REGIMES:
            for form, sheet in sheets_of(kind, regime):
                try:
                    typeset(sheet, templates=templates)
                except LetterNotTypeset as error:
                    yield f"{kind.value}, {regime}, {form}: {error}"


def main(arguments: list[str]) -> int:
    """Check a folder of templates and say what was found."""
    # The rare character is missing on purpose; its warning is for those who run a site.
    logging.disable(logging.WARNING)
    templates = Path(arguments[0]).resolve() if arguments else TEMPLATES
    found = list(faults_in(templates))
    for fault in found:
        sys.stderr.write(f"letters: {fault}\n")
    if not found:
        print(f"letters: {len(LetterKind)} kinds set under {len(REGIMES)} regimes, 0 faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
