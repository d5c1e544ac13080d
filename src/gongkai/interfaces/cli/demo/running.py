"""The steps of `gongkai demo`: found the province, or find it again, then play the stories."""

from random import Random

from django.db import transaction

from gongkai.applications.queries import case_count
from gongkai.interfaces.cli.demo.acts import Office
from gongkai.interfaces.cli.demo.arranging import arrange_small_offices
from gongkai.interfaces.cli.demo.bulk_acts import work_on_many
from gongkai.interfaces.cli.demo.case_stories import CASE_SHARES, CASES
from gongkai.interfaces.cli.demo.category_acts import ask_and_put_off
from gongkai.interfaces.cli.demo.combing_acts import comb_the_backlog
from gongkai.interfaces.cli.demo.element_acts import link_and_classify
from gongkai.interfaces.cli.demo.filling import RECORDS, draw_case_stories, draw_stories, play
from gongkai.interfaces.cli.demo.founding import SHOWN, Province, Staff, found_province
from gongkai.interfaces.cli.demo.guide_acts import make_guides
from gongkai.interfaces.cli.demo.list_acts import keep_the_lists
from gongkai.interfaces.cli.demo.material import Material, read_material
from gongkai.interfaces.cli.demo.place_acts import keep_places_and_registers
from gongkai.interfaces.cli.demo.review_acts import walk_the_review
from gongkai.interfaces.cli.demo.saying import Say
from gongkai.interfaces.cli.demo.showcases import Showcases
from gongkai.interfaces.cli.demo.stories import Story
from gongkai.interfaces.cli.demo.version_acts import withdraw_a_copy
from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Role
from gongkai.ledger.operations import close_past_days
from gongkai.organs.queries import holders_of, organ_cards
from gongkai.records.queries import registered_count
from gongkai.search.operations import refresh_vocabulary

__all__ = ["RECORDS", "NotAnEmptyInstallation", "fill"]


class NotAnEmptyInstallation(Refusal):
    """Real organs are registered here already."""


def fill(*, wanted: int, dice: Random, say: Say) -> None:
    """Fill the demo up to `wanted` records; a demo that was interrupted is filled up.

    Raises NotAnEmptyInstallation where somebody else's organs are.
    """
    material = read_material()
    say("founding the province", 0, 1)
    province = _found_or_find(material, dice)
    there, cases = registered_count(), case_count()
    if there:
        dice = Random(there)  # noqa: S311 - invented material, not a secret
    stories = [
        *_record_stories(province, material, max(0, wanted - there), dice),
        *_case_stories(province, material, wanted, first=cases, dice=dice),
    ]
    if not there:
        stories += _showcases(province)
    if not stories:
        return
    ended = [0]

    def told(_number: int) -> None:
        ended[0] += 1
        say("records and applications", ended[0], len(stories))

    play(stories, told=told)
    close_past_days()
    if not there:
        arrange_small_offices(province)
        walk_the_review(province)
        keep_places_and_registers(province)
        comb_the_backlog(province)
        make_guides(province)
        work_on_many(province)
        link_and_classify(province)
        ask_and_put_off(province)
        keep_the_lists(province)
    refresh_vocabulary()


def _record_stories(
    province: Province, material: Material, missing: int, dice: Random
) -> list[Story]:
    if not missing:
        return []
    return draw_stories(province, material, wanted=missing, today=time.today(), dice=dice)


def _case_stories(
    province: Province, material: Material, wanted: int, *, first: int, dice: Random
) -> list[Story]:
    # A demo with fewer records has fewer applications too.
    cases = CASES if wanted >= RECORDS else max(len(CASE_SHARES), CASES * wanted // RECORDS)
    return draw_case_stories(
        province, material, wanted=cases, first=first, today=time.today(), dice=dice
    )


def _showcases(province: Province) -> list[Story]:
    key = next(organ for _name, role, organ in SHOWN if role is Role.CLERK)
    office = Office(province.organs[key], province.staff[key])
    return [*Showcases(office, time.today()).tell(), withdraw_a_copy(office, time.today())]


def _found_or_find(material: Material, dice: Random) -> Province:
    found = {card.name: card.id for card in organ_cards().values()}
    if not found:
        with transaction.atomic():
            return found_province(material, dice)
    if not all(plan.name in found for plan in material.organs):
        raise NotAnEmptyInstallation(
            "Other organs are registered here. Give the demo a data folder of its own: "
            "GONGKAI_HOME=/some/new/folder gongkai demo"
        )
    organs = {plan.key: found[plan.name] for plan in material.organs}
    return Province(organs=organs, staff={key: _staff(organ) for key, organ in organs.items()})


def _staff(organ_id: int) -> Staff:
    def first(role: Role) -> int:
        return holders_of(role, organ_id=organ_id, on=time.today())[0][0]

    return Staff(
        clerk=first(Role.CLERK),
        reviewer=first(Role.SECRECY_REVIEWER),
        leader=first(Role.PERSON_IN_CHARGE),
        legal=first(Role.LEGAL_REVIEWER),
    )
