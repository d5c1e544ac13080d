"""Sending files in pieces: tus 1.0.0 (core, creation, termination).

    POST    /desk/uploads/        Upload-Length, Upload-Metadata: filename, ticket  -> 201 Location
    HEAD    /desk/uploads/KEY/    -> Upload-Offset, Upload-Length
    PATCH   /desk/uploads/KEY/    Upload-Offset, the bytes  -> 204 Upload-Offset
    DELETE  /desk/uploads/KEY/    -> 204

Only the sender sees an upload; to everybody else it is not there. What is refused is said in plain
text, in the language of the pages, for the browser to show.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from functools import wraps
from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gongkai.interfaces.desk.acting import acting_as, person_id_of
from gongkai.interfaces.desk.upload_tickets import read_ticket
from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.interfaces.shared.bodies import takes_large_body
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.release.operations.uploads import (
    StorageFull,
    TooMuchSent,
    UploadBusy,
    UploadRefused,
    WrongOffset,
    begin_upload,
    complete_upload,
    discard_upload,
    own_upload,
    receive_piece,
)
from gongkai.release.rules.inspection import FileProblem
from gongkai.release.rules.uploads import LARGEST_UPLOAD

VERSION = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"
_ABILITIES = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,termination",
    "Tus-Max-Size": str(LARGEST_UPLOAD),
}
_STATUS: Mapping[type[Refusal], int] = {
    NotFound: 404,
    NotAllowed: 403,
    WrongOffset: 409,
    UploadBusy: 423,
    TooMuchSent: 413,
    StorageFull: 507,
}
_LONGEST_NUMBER = 15
View = Callable[..., HttpResponse]


class Unreadable(Refusal):
    """The request does not say what the protocol asks for."""


def speaks_tus(view: View) -> View:
    """Check the version of the protocol, let a POST stand for another method, say refusals."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
        method = _method_of(request)
        if method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            return _said(412, **_ABILITIES)
        try:
            return view(request, *args, **named, method=method)
        except Refusal as refusal:
            return _refused(refusal)

    return answer


@audience(Audience.STAFF)
@require_http_methods(["OPTIONS", "POST"])
@speaks_tus
def uploads(request: HttpRequest, *, method: str) -> HttpResponse:
    """Say what is spoken here, or begin an upload."""
    if method == "OPTIONS":
        return _said(204, **_ABILITIES)
    said = _metadata(request)
    ticket = read_ticket(said.get("ticket", ""), person_id=person_id_of(request))
    begun = begin_upload(
        actor=acting_as(request, ticket.role, organ_id=ticket.subject.organ_id),
        subject=ticket.subject,
        name=said.get("filename", ""),
        size=_number(request, "Upload-Length"),
    )
    return _said(201, Location=reverse("desk:upload", args=[begun.key]))


@audience(Audience.STAFF)
@takes_large_body(LARGEST_UPLOAD)
@require_http_methods(["OPTIONS", "HEAD", "PATCH", "DELETE", "POST"])
@speaks_tus
def upload(request: HttpRequest, key: UUID, *, method: str) -> HttpResponse:
    """Say how far an upload has come, take its next piece, or forget it."""
    person_id = person_id_of(request)
    if method == "OPTIONS":
        return _said(204, **_ABILITIES)
    if method == "DELETE":
        discard_upload(person_id=person_id, key=key)
        return _said(204)
    if method == "PATCH":
        return _take_piece(request, key, person_id)
    if method == "HEAD":
        found = own_upload(person_id=person_id, key=key)
        offset, length = str(found.received), str(found.size)
        return _said(200, **{"Upload-Offset": offset, "Upload-Length": length})
    return _said(405, Allow="OPTIONS, HEAD, PATCH, DELETE")


def _take_piece(request: HttpRequest, key: UUID, person_id: int) -> HttpResponse:
    if request.content_type != PIECE_TYPE:
        return _said(415)
    offset = _number(request, "Upload-Offset")
    # A request reads like a file, as far as its length goes.
    stream = cast("BinaryIO", request)
    found = receive_piece(person_id=person_id, key=key, offset=offset, stream=stream)
    if found.received == found.size:
        complete_upload(person_id=person_id, key=key)
    return _said(204, **{"Upload-Offset": str(found.received)})


def _method_of(request: HttpRequest) -> str:
    # For proxies that let only GET and POST through.
    method = request.method or ""
    return request.headers.get("X-HTTP-Method-Override", method) if method == "POST" else method


def _metadata(request: HttpRequest) -> dict[str, str]:
    pairs = [pair.split() for pair in request.headers.get("Upload-Metadata", "").split(",")]
    try:
        return {
            pair[0]: base64.b64decode(pair[1], validate=True).decode()
            for pair in pairs
            if len(pair) == 2
        }
    except (binascii.Error, UnicodeDecodeError) as bad:
        raise Unreadable(_("The file's name cannot be read. Rename it and try again.")) from bad


def _number(request: HttpRequest, header: str) -> int:
    said = request.headers.get(header, "")
    if not (said.isascii() and said.isdigit() and len(said) <= _LONGEST_NUMBER):
        raise Unreadable(_("What the browser sent is not complete. Load the page again."))
    return int(said)


def _refused(refusal: Refusal) -> HttpResponse:
    status = next((code for kind, code in _STATUS.items() if isinstance(refusal, kind)), 400)
    if isinstance(refusal, UploadRefused) and refusal.problem is FileProblem.TOO_LARGE:
        status = 413
    response = _said(status)
    if isinstance(refusal, WrongOffset):
        response.headers["Upload-Offset"] = str(refusal.received)
    response.content = str(refusal).encode()
    return response


def _said(status: int, **headers: str) -> HttpResponse:
    response = HttpResponse(status=status, content_type="text/plain; charset=utf-8")
    response.headers["Tus-Resumable"] = VERSION
    for name, value in headers.items():
        response.headers[name] = value
    return response
