"""Handing out the public's files: through the release door, with digests, counted by the day."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import parse_etags

from gongkai.interfaces.shared.handing_out import content_disposition, digest_header, with_pass
from gongkai.kernel.time import today
from gongkai.records.queries import PublicFile
from gongkai.release.doors import open_cleared, require_open
from gongkai.release.operations.counting import count_download
from gongkai.release.rules.doors import Door


def hand_out(request: HttpRequest, file: PublicFile) -> HttpResponseBase:
    """Answer with a cleared file, or with 304 where the reader already holds this very content.

    Raises NotFound where the gate has not cleared it, HeldBack where the scanner has not.
    """
    tag = f'"{file.digest}"'
    response = _not_modified(file) if tag in _known(request) else _sent(request, file)
    response.headers["ETag"] = tag
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Never from a cache without asking: a withdrawal must stop it with the next request.
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _known(request: HttpRequest) -> set[str]:
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    return {value.removeprefix("W/") for value in tags}


def _not_modified(file: PublicFile) -> HttpResponseBase:
    require_open(door=Door.PUBLIC, subject=file.subject, digest=file.digest)
    response = HttpResponse(status=304)
    del response.headers["Content-Type"]
    return response


def _sent(request: HttpRequest, file: PublicFile) -> HttpResponseBase:
    outgoing = open_cleared(
        door=Door.PUBLIC,
        subject=file.subject,
        digest=file.digest,
        name=file.name,
        media_type=file.media_type,
    )
    response = StreamingHttpResponse(outgoing.pieces, content_type=outgoing.media_type)
    response.headers["Content-Disposition"] = content_disposition(outgoing.name)
    response.headers["Content-Length"] = str(outgoing.size)
    response.headers["Repr-Digest"] = digest_header(outgoing.digest)
    if request.method == "GET":
        count_download(subject=file.subject, digest=file.digest, on=today())
    return with_pass(response, outgoing.gate_pass)
