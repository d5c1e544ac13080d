"""How long does combing a backlog of 5,000 items of 40 organs take, from upload to progress page?

    .venv/bin/python -m benchmarks.combing [ITEMS ORGANS]     # default: 5,000 and 40

Every organ sends a workbook in, takes it over, decides its items as proposed and registers them;
then the competent department opens the overview. One more table of as many items as there are in
all is sent in by one organ. Promised: the overview stays under 10 statements of its own and no
step of an organ takes longer than a minute; exits with 1 otherwise.
"""

import resource
import secrets
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook

from benchmarks.database import fresh_database, machine

if TYPE_CHECKING:
    from gongkai.kernel.types import Actor, Role
    from gongkai.organs.models import Organ
    from gongkai.oversight.models import CombingCampaign

MOST_STATEMENTS, LONGEST_STEP = 10, 60.0
HEADINGS = ("信息名称", "生成日期", "文号", "存放位置", "建议公开类别", "公开或者不予公开的依据")
GROUNDS = (("主动公开", "ogi-2008/vital-interests"), ("依申请公开", "ogi-2008/on-application"))
FROM, UNTIL = date(2003, 1, 1), date(2008, 4, 30)


@dataclass
class Times:
    """Seconds and statements of each step, summed over the organs; the longest of them too."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statements: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @contextmanager
    def of(self, step: str) -> Iterator[None]:
        """Measure a step."""
        from django.db import connection  # noqa: PLC0415 - Django is set up now
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above

        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as seen:
            yield
        self.seconds[step].append(time.perf_counter() - begun)
        self.statements[step] += len(seen)

    def lines(self) -> Iterator[str]:
        """Yield a row of a table for each step."""
        for step, each in self.seconds.items():
            yield (
                f"| {step} | {len(each)} | {sum(each):.1f} | {max(each):.2f} | "
                f"{self.statements[step]} |"
            )


@dataclass
class Offices:
    """A government with organs below it, each with one clerk."""

    guide: "Actor"
    organs: list["Organ"]
    clerks: list["Actor"]


def workbook(number: int, *, first: int) -> BytesIO:
    """Return a table of so many items."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("清理")
    sheet.append(HEADINGS)
    for at in range(first, first + number):
        day = date(2003 + at % 5, at % 12 + 1, at % 28 + 1)
        category, ground = GROUNDS[at % 2]
        title, document = f"关于第{at}号旧文件有关问题的通知", f"云政发〔{day.year}〕{at}号"
        sheet.append([title, day, document, f"档案室第{at // 50}盒", category, ground])
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


def offices(number: int) -> Offices:
    """Make the organs and their people."""
    from gongkai.kernel.types import SYSTEM, Role  # noqa: PLC0415 - Django is set up now
    from gongkai.organs.operations import create_organ, create_region  # noqa: PLC0415

    create_region(actor=SYSTEM, code="960100", name="云梦市", parent_code="")

    def organ(name: str, kind: str, parent: "Organ | None") -> "Organ":
        return create_organ(
            actor=SYSTEM,
            name=name,
            level="city",
            kind=kind,
            region_code="960100",
            parent_id=parent.pk if parent else None,
            organisation_code="",
        )

    government = organ("云梦市人民政府", "government", None)
    below = [organ(f"云梦市第{at}局", "department", government) for at in range(number)]
    guide = acting(government, Role.COMPETENT_DEPARTMENT, "guide")
    clerks = [acting(one, Role.CLERK, f"clerk{one.pk}") for one in below]
    return Offices(guide, below, clerks)


def acting(organ: "Organ", role: "Role", username: str) -> "Actor":
    """Return a new person acting in a role for the organ."""
    from gongkai.kernel.time import today  # noqa: PLC0415 - Django is set up now
    from gongkai.kernel.types import SYSTEM  # noqa: PLC0415 - as above
    from gongkai.organs.operations import create_person, grant_role  # noqa: PLC0415 - as above
    from gongkai.organs.queries import actor_for  # noqa: PLC0415 - as above

    person = create_person(
        actor=SYSTEM, username=username, name="试", password=secrets.token_hex(8)
    )
    given = {"organ_id": organ.pk, "role": role}
    grant_role(actor=SYSTEM, person_id=person.pk, from_on=today(), until_on=None, **given)
    return actor_for(person_id=person.pk, on=today(), **given)


def comb(items: int, number: int) -> Times:
    """Go the whole way and return what each step took."""
    from gongkai.kernel.time import today  # noqa: PLC0415 - Django is set up now
    from gongkai.oversight.operations.combing_campaigns import (  # noqa: PLC0415 - as above
        CampaignPlan,
        draft_campaign,
        open_campaign,
    )

    times, below = Times(), offices(number)
    plan = CampaignPlan(
        title="2003年以来政府信息清理",
        from_on=FROM,
        until_on=UNTIL,
        due_on=date(today().year + 1, 12, 31),
        organ_ids=frozenset(organ.pk for organ in below.organs),
    )
    drafted = draft_campaign(actor=below.guide, organ_id=below.guide.organ_id or 0, plan=plan)
    campaign = open_campaign(actor=below.guide, campaign_id=drafted.pk)
    each = items // number
    for at, clerk in enumerate(below.clerks):
        _send(times, campaign, clerk, workbook(each, first=at * each), "")
        _decide_and_register(times, campaign, clerk)
    _send(times, campaign, below.clerks[0], workbook(items, first=10**6), ", one large table")
    _look(times, campaign, below)
    return times


def _send(
    times: Times, campaign: "CombingCampaign", clerk: "Actor", table: BytesIO, which: str
) -> None:
    from gongkai.oversight.operations.combing_intake import (  # noqa: PLC0415 - Django is set up
        read_intake,
        send_table,
        take_intake,
        take_rows,
    )

    with times.of(f"send in and read{which}"):
        intake = send_table(
            actor=clerk,
            campaign_id=campaign.pk,
            organ_id=clerk.organ_id or 0,
            name="清理.xlsx",
            stream=table,
        )
        read_intake(intake_id=intake.pk)
    with times.of(f"take over{which}"):
        take_intake(actor=clerk, intake_id=intake.pk)
        take_rows(intake_id=intake.pk)


def _decide_and_register(times: Times, campaign: "CombingCampaign", clerk: "Actor") -> None:
    from gongkai.oversight.models import CombingItem  # noqa: PLC0415 - Django is set up now
    from gongkai.oversight.operations.combing_items import (  # noqa: PLC0415 - as above
        adopt_proposals,
        register_all,
    )

    of = {"campaign_id": campaign.pk, "organ_id": clerk.organ_id or 0}
    with times.of("decide, 50 at once"):
        ids = list(CombingItem.objects.filter(**of).values_list("pk", flat=True))
        for first in range(0, len(ids), 50):
            adopt_proposals(actor=clerk, **of, item_ids=ids[first : first + 50])
    with times.of("register"):
        register_all(**of, person_id=clerk.person_id or 0)


def _look(times: Times, campaign: "CombingCampaign", below: Offices) -> None:
    from gongkai.kernel.time import today  # noqa: PLC0415 - Django is set up now
    from gongkai.organs.models import Person  # noqa: PLC0415 - as above
    from gongkai.organs.queries import viewer_for  # noqa: PLC0415 - as above
    from gongkai.oversight.queries.combing_progress import (  # noqa: PLC0415 - as above
        burn_down_of,
        progress,
    )

    viewer = viewer_for(Person.objects.get(pk=below.guide.person_id), on=today())
    with times.of("overview of the organs"):
        counted = progress(viewer, campaign.pk, on=today())
    with times.of("burn-down"):
        burn_down_of(viewer, campaign.pk, on=today())
    whole = counted.whole
    print(f"{len(counted.organs)} organs, {whole.total} items, {whole.registered} registered")


def main() -> int:
    """Run and return the exit code."""
    items, number = (int(said) for said in sys.argv[1:3]) if len(sys.argv) > 2 else (5_000, 40)
    with fresh_database("combing"):
        times = comb(items, number)
    print("| step | times | seconds in all | longest | statements |\n|---|---|---|---|---|")
    print(*times.lines(), sep="\n")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    apart = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\nmost memory: {memory} MB here, {apart} MB in a process apart\n{machine()}")
    longest = max(max(each) for each in times.seconds.values())
    few = times.statements["overview of the organs"] < MOST_STATEMENTS
    return 0 if few and longest < LONGEST_STEP else 1


if __name__ == "__main__":
    sys.exit(main())
