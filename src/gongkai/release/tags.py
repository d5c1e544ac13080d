"""Tags: what stands for the value of a finding where the value itself must not be kept."""

import json
from collections.abc import Iterable

from gongkai.kernel.sealing import keyed_hash
from gongkai.release.rules.findings import Finding, FindingKind

_PURPOSE = "release.finding"


def tag_of(finding: Finding, *, digest: str) -> str:
    """Return 64 hexadecimal digits: the same for the same kind and value, and for no other.

    A finding without a value (a page that cannot be read) is known by the file or text with this
    digest and its place there, so what is decided about it holds for no other file. So is a mark of
    secrecy: that two words are no mark here says nothing of a file that truly bears them. Raises
    KeyLost, KeyRingUnreadable.
    """
    is_of_this_file = not finding.value or finding.kind is FindingKind.SECRECY_MARK
    here = [digest, finding.place.as_row(), finding.excerpt]
    what = (
        json.dumps(here, ensure_ascii=False, sort_keys=True) if is_of_this_file else finding.value
    )
    return keyed_hash(f"{finding.kind.value}\x00{what}", purpose=_PURPOSE)


def tagged_row(finding: Finding, *, digest: str) -> dict[str, object]:
    """Return a finding in the file or text with this digest as it is stored: tag, no value."""
    return finding.as_row() | {"tag": tag_of(finding, digest=digest)}


def tags_of(values: Iterable[tuple[FindingKind, str]]) -> frozenset[str]:
    """Return the tags of whole values, wherever they are found; an empty value has none."""
    known = (Finding(kind=kind, value=value) for kind, value in values if value)
    return frozenset(tag_of(finding, digest="") for finding in known)
