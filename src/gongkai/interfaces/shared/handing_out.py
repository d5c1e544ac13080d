"""Handing out files: names of every script, and answers that nobody keeps.

What the public may have goes through the portal's own downloads, which caches may keep. What is
for one person or the staff leaves by `hand_over`: saved under its name, kept nowhere on the way.
"""

import base64
import re
from collections.abc import Iterable
from typing import TypeVar
from urllib.parse import quote

from django.http import HttpResponseBase, StreamingHttpResponse

from gongkai.release.doors import Outgoing, Pass, made_here

AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)
_UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
_LONGEST_NAME_BYTES = 200
"""File systems take 255 bytes; browsers add ` (1)` and the like."""
PDF = "application/pdf"
PNG = "image/png"


def safe_file_name(name: str) -> str:
    """Return the name without what file systems refuse, short enough, its ending kept."""
    ending = found[0] if (found := _ENDING.search(name)) else ""
    stem = _UNSAFE_IN_NAMES.sub("_", name.removesuffix(ending)).strip(". ")
    while len((stem + ending).encode()) > _LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem or 'file'}{ending}"


def content_disposition(name: str, *, is_shown: bool = False) -> str:
    """Return the header for saving under a name of any script (RFC 6266, RFC 8187).

    Old clients read the plain parameter, which holds only ASCII; all others the extended one.
    With `is_shown` the browser shows the file instead of saving it.
    """
    whole = safe_file_name(name)
    plain = re.sub(r"_+", "_", re.sub(r"[^A-Za-z0-9._-]", "_", whole)).strip("_") or "file"
    kind = "inline" if is_shown else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(whole, safe='')}"


def digest_header(digest: str) -> str:
    """Return a SHA-256 in the form of the Repr-Digest header (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:"


def hand_over(outgoing: Outgoing) -> StreamingHttpResponse:
    """Answer with a file for this person alone: to be saved, never guessed at, never kept.

    The response carries the pass of the door that was opened for it as `gate_pass`.
    """
    response = StreamingHttpResponse(outgoing.pieces, content_type=outgoing.media_type)
    response.headers["Content-Disposition"] = content_disposition(outgoing.name)
    response.headers["Content-Length"] = str(outgoing.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    return with_pass(response, outgoing.gate_pass)


def send_built(
    pieces: Iterable[bytes], *, name: str, media_type: str, gate_pass: Pass
) -> StreamingHttpResponse:
    """Answer with a file that is built while it is sent; how long it gets, nobody knows before."""
    response = StreamingHttpResponse(pieces, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return with_pass(response, gate_pass)


def show_picture(content: bytes) -> StreamingHttpResponse:
    """Answer staff with a picture (PNG) that was drawn here of a page; kept nowhere."""
    outgoing = made_here(
        door=None, name="page.png", media_type=PNG, content=content, what="page picture"
    )
    response = hand_over(outgoing)
    response.headers["Content-Disposition"] = content_disposition("page.png", is_shown=True)
    return response


def show_pdf(*, name: str, content: bytes) -> StreamingHttpResponse:
    """Answer with a PDF of our own making that staff see in the browser; never one that came in."""
    outgoing = made_here(door=None, name=name, media_type=PDF, content=content, what="preview")
    response = hand_over(outgoing)
    response.headers["Content-Disposition"] = content_disposition(name, is_shown=True)
    return response


def with_pass(response: AnyResponse, gate_pass: Pass) -> AnyResponse:
    """Mark a response that carries a file with the pass of the door that lets it out."""
    response.gate_pass = gate_pass  # type: ignore[attr-defined] # read again on the way out
    return response
