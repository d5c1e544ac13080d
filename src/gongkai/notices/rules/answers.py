"""What a mail server answered, cut to what may be kept: no address, one short line. Pure."""

import re

LONGEST = 200
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]+@[^\s<>()\[\]\",;:]+")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_PLACEHOLDER = "(address)"


def kept_answer(text: bytes, *, address: str = "") -> str:
    """Return an answer in one line without addresses, cut to LONGEST characters.

    `address` is the one that was written to: servers like to repeat the part before the @ alone.

    >>> kept_answer(b"5.1.1 <wang@example.cn>: no user wang here", address="wang@example.cn")
    '5.1.1 <(address)>: no user (address) here'
    """
    line = _SPACES.sub(" ", text.decode("utf-8", errors="replace")).strip()
    line = _ADDRESS.sub(_PLACEHOLDER, line)
    local = address.rpartition("@")[0]
    if local:
        alone = rf"(?<!\w){re.escape(local)}(?!\w)"
        line = re.sub(alone, _PLACEHOLDER, line, flags=re.IGNORECASE)
    return line[:LONGEST]
