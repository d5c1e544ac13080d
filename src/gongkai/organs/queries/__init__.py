"""Reading organs, offices, people and what they may do."""

from gongkai.organs.queries.accounts import (
    DEMO_PASSWORD,
    DemoAccount,
    PersonCard,
    demo_accounts,
    people_of_organ,
    person_card,
    person_named,
    person_names,
)
from gongkai.organs.queries.cards import (
    OfficeCard,
    OrganCard,
    OrganPage,
    disclosure_office,
    organ_cards,
    organ_code,
    organ_page,
    organ_with_code,
)
from gongkai.organs.queries.doubts import CodeDoubt, code_doubts
from gongkai.organs.queries.duties import (
    StandInLine,
    actor_for,
    duties_of,
    holders_of,
    organs_where_held,
    stand_ins_of_organ,
    viewer_for,
)
from gongkai.organs.queries.hierarchy import (
    is_superior,
    organs_above,
    organs_below,
    organs_merged_into,
    overseen_as,
    overseen_by,
    superiors_among,
    superiors_of,
)
from gongkai.organs.queries.log_in import log_in_is_closed
from gongkai.organs.queries.names import FormerName, former_names, name_at
from gongkai.organs.queries.tree import RegionNode, organ_tree, region_choices

__all__ = [
    "DEMO_PASSWORD",
    "CodeDoubt",
    "DemoAccount",
    "FormerName",
    "OfficeCard",
    "OrganCard",
    "OrganPage",
    "PersonCard",
    "RegionNode",
    "StandInLine",
    "actor_for",
    "code_doubts",
    "demo_accounts",
    "disclosure_office",
    "duties_of",
    "former_names",
    "holders_of",
    "is_superior",
    "log_in_is_closed",
    "name_at",
    "organ_cards",
    "organ_code",
    "organ_page",
    "organ_tree",
    "organ_with_code",
    "organs_above",
    "organs_below",
    "organs_merged_into",
    "organs_where_held",
    "overseen_as",
    "overseen_by",
    "people_of_organ",
    "person_card",
    "person_named",
    "person_names",
    "region_choices",
    "stand_ins_of_organ",
    "superiors_among",
    "superiors_of",
    "viewer_for",
]
