"""Handing out files: names in Chinese, digests, and answers that need no body."""

import base64
import re
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import parse_etags

from gongkai.kernel.files import open_file
from gongkai.records.queries import PublicFile

_UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
_LONGEST_NAME_BYTES = 200
"""File systems take 255 bytes; browsers add ` (1)` and the like."""


def safe_file_name(name: str) -> str:
    """Return the name without what file systems refuse, short enough, its ending kept."""
    ending = found[0] if (found := _ENDING.search(name)) else ""
    stem = _UNSAFE_IN_NAMES.sub("_", name.removesuffix(ending)).strip(". ")
    while len((stem + ending).encode()) > _LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem or 'file'}{ending}"


def content_disposition(name: str) -> str:
    """Return the header for saving under a name of any script (RFC 6266, RFC 8187).

    Old clients read the plain parameter, which holds only ASCII; all others the extended one.
    """
    whole = safe_file_name(name)
    plain = re.sub(r"_+", "_", re.sub(r"[^A-Za-z0-9._-]", "_", whole)).strip("_") or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(whole, safe='')}"


def digest_header(digest: str) -> str:
    """Return a SHA-256 in the form of the Repr-Digest header (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:"


def hand_out(request: HttpRequest, file: PublicFile) -> HttpResponseBase:
    """Answer with a stored file, or with 304 where the reader already holds this very content."""
    tag = f'"{file.digest}"'
    known = {
        value.removeprefix("W/") for value in parse_etags(request.headers.get("If-None-Match", ""))
    }
    response: HttpResponseBase
    if tag in known:
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        response = FileResponse(open_file(file.digest), content_type=_media_type(file))
        response.headers["Content-Disposition"] = content_disposition(file.name)
        response.headers["Content-Length"] = str(file.size)
        response.headers["Repr-Digest"] = digest_header(file.digest)
    response.headers["ETag"] = tag
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Never from a cache without asking: a withdrawal must stop it with the next request.
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _media_type(file: PublicFile) -> str:
    if file.media_type.startswith("text/") and "charset" not in file.media_type:
        return f"{file.media_type}; charset=utf-8"
    return file.media_type
