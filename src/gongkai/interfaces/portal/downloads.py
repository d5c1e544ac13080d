"""Handing out the public's files: digests, and answers that need no body."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import parse_etags

from gongkai.interfaces.shared.handing_out import content_disposition, digest_header
from gongkai.kernel.files import open_file
from gongkai.records.queries import PublicFile


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
