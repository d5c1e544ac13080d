"""An edit of elements never loses text or attachments, in whatever order edits come."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.attachments import attached
from tests.factories.records import Office

from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Role
from gongkai.records.contents import content_of
from gongkai.records.models import RecordVersion
from gongkai.records.operations import edit_version, retitle_file, take_back_proposal

WORDS = st.text(alphabet="水库管理通知2026（）", min_size=1, max_size=12)
ELEMENTS = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS,
        "summary": WORDS,
        "remark": WORDS,
        "keywords": WORDS,
        "document_number": WORDS,
        "history": st.lists(WORDS, max_size=2).map(tuple),
        "forms": st.sampled_from([("website",), ("website", "gazette"), ()]),
        "generated_on": st.dates(date(2026, 3, 2), date(2026, 3, 16)),
        "is_normative": st.booleans(),
        # Those of the form alone are taken: files that a caller leaves out or brings are not.
        "files": st.just(()),
    },
)
STEPS = st.lists(ELEMENTS | st.sampled_from(["propose", "retitle"]), min_size=1, max_size=3)


@pytest.fixture
def version(office: Office) -> RecordVersion:
    """A draft with a text and an attachment."""
    version = office.draft()
    attached(office, version, "附件正文", name="附件.txt")
    return version


@given(steps=STEPS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_edits_loses_text_or_attachments(
    office: Office, version: RecordVersion, steps: list[object]
) -> None:
    clerk = office.acting(Role.CLERK)
    text, digests = version.text, list(version.files.values_list("stored_id", flat=True))
    for step in steps:
        now = RecordVersion.objects.get(pk=version.pk)
        if isinstance(step, dict):
            said = replace(content_of(now), **step)
            with suppress(Refusal):
                edit_version(actor=clerk, version_id=now.pk, content=said)
        elif step == "retitle":
            file = now.files.get()
            retitle_file(actor=clerk, version_id=now.pk, file_id=file.pk, title="附件一")
        elif content_of(now).forms:
            # Refused where the steps before, or those of the example before, left it proposed.
            with suppress(Refusal):
                office.proposed(now)
                if isinstance(steps[-1], str):
                    take_back_proposal(actor=clerk, version_id=now.pk, why="再核对。")
        kept = RecordVersion.objects.get(pk=version.pk)
        assert kept.text == text
        assert list(kept.files.values_list("stored_id", flat=True)) == digests
        assert kept.digest == content_of(kept).digest()
