"""Tags: what stands for the value of a finding where the value itself must not be kept."""

import json

from gongkai.kernel.sealing import keyed_hash
from gongkai.release.rules.findings import Finding

_PURPOSE = "release.finding"


def tag_of(finding: Finding) -> str:
    """Return 64 hexadecimal digits: the same for the same kind and value, and for no other.

    Where a finding has no value, its place and excerpt say which it is. Raises KeyLost,
    KeyRingUnreadable.
    """
    what = finding.value or json.dumps(
        [finding.place.as_row(), finding.excerpt], ensure_ascii=False, sort_keys=True
    )
    return keyed_hash(f"{finding.kind.value}\x00{what}", purpose=_PURPOSE)


def tagged_row(finding: Finding) -> dict[str, object]:
    """Return the finding as it is stored: without its value, with its tag."""
    return finding.as_row() | {"tag": tag_of(finding)}
