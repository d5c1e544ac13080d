"""The divisions with their organs, as the public browses them."""

from collections import defaultdict
from dataclasses import dataclass

from gongkai.organs.models import Region
from gongkai.organs.queries.cards import OrganCard, organ_cards


@dataclass(frozen=True, slots=True)
class RegionNode:
    """A division with its active organs and the divisions within it."""

    code: str
    name: str
    level: str
    organs: tuple[OrganCard, ...]
    children: tuple["RegionNode", ...]


def organ_tree() -> tuple[RegionNode, ...]:
    """Return all divisions as a tree, in the order of their codes; two queries in all."""
    organs: dict[str, list[OrganCard]] = defaultdict(list)
    for card in organ_cards().values():
        organs[card.region_code].append(card)
    children: dict[int | None, list[Region]] = defaultdict(list)
    for region in Region.objects.order_by("code"):
        children[region.parent_id].append(region)

    def node(region: Region) -> RegionNode:
        return RegionNode(
            code=region.code,
            name=region.name,
            level=region.level,
            organs=tuple(organs[region.code]),
            children=tuple(node(child) for child in children[region.pk]),
        )

    return tuple(node(region) for region in children[None])


def region_choices() -> tuple[tuple[str, str], ...]:
    """Return (code, name) of every division, in the order of the codes, for a list to choose."""
    return tuple(Region.objects.order_by("code").values_list("code", "name"))
