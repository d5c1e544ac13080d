"""How much a request may carry, where it lies meanwhile, and that it came whole.

    @audience(Audience.STAFF)
    @takes_large_body(LARGEST_FORM)
    def attach(request: HttpRequest, record_id: int) -> HttpResponse: ...

Everything else takes LARGEST_BODY. A large body is taken from staff alone; its files lie below
FILES_ROOT until the view has stored them, and never in memory.
"""

import tempfile
from collections.abc import Callable, Iterable
from typing import IO, Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from gongkai.release.rules.uploads import LARGEST_UPLOAD
from gongkai.release.spools import spools_folder

LARGEST_BODY = 64 * 1024 * 1024
"""Bytes of a request; more than the largest file that any page of the public takes."""
LARGEST_FORM = LARGEST_UPLOAD + 8 * 1024 * 1024
"""Bytes of a form that takes uploads of staff: their files, and what else stands in it."""
DECLARATION = "gongkai_largest_body"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def takes_large_body(most: int) -> Callable[[View], View]:
    """Declare that a view for staff takes bodies of up to `most` bytes."""

    def declare(view: View) -> View:
        setattr(view, DECLARATION, most)
        return view

    return declare


def large_body_view(request: HttpRequest) -> Callable[..., HttpResponseBase] | None:
    """Return the view at this address if it takes large bodies; asked before the gate knows it."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return None
    return view if largest_body_of(view) > LARGEST_BODY else None


def largest_body_of(view: Callable[..., HttpResponseBase]) -> int:
    """Return how many bytes a view takes."""
    declared = getattr(view, DECLARATION, LARGEST_BODY)
    return declared if isinstance(declared, int) else LARGEST_BODY


def announced_length(request: HttpRequest) -> int:
    """Return how many bytes the request says it carries.

    A body without a length is never read (PEP 3333).
    """
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said[:18]) if said.isdecimal() else 0


class SpoolingUploadHandler(FileUploadHandler):
    """Puts the files of a form on the disk that they are to be stored on, whatever their size.

    Not Django's own: that one takes the system's folder for temporary files, which may be memory.
    """

    spool: IO[bytes] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the spool of one file."""
        super().new_file(*args, **kwargs)
        # Without a name: whatever dies, the system takes the room back.
        self.spool = tempfile.TemporaryFile(dir=spools_folder())  # noqa: SIM115 - closed below

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece."""
        if self.spool is not None:
            self.spool.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Return the file, to be read from its beginning; it is gone when it is closed."""
        if self.spool is None:
            return None
        spool, self.spool = self.spool, None
        spool.seek(0)
        return UploadedFile(
            file=spool,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """Forget the half that came; said by Django, and by the gate where the body broke off."""
        if self.spool is not None:
            self.spool.close()
            self.spool = None


class BrokenOff(ConnectionError):
    """The sender hung up before all that was announced had come."""


class WholeBody:
    """The body of a request; says so where it ends before its length.

    Servers hand out what came of a broken body as if it were all; half a file would then be
    taken for the whole one.
    """

    def __init__(self, body: Any, length: int) -> None:
        self._body = body
        self._missing = length

    def read(self, size: int = -1) -> bytes:
        """Read like a file; raises BrokenOff."""
        wanted = self._missing if size < 0 else min(size, self._missing)
        return self._counted(self._body.read(wanted), wanted)

    def readline(self, size: int = -1) -> bytes:
        """Read a line like a file; raises BrokenOff."""
        wanted = self._missing if size < 0 else min(size, self._missing)
        return self._counted(self._body.readline(wanted), wanted)

    def _counted(self, piece: bytes, wanted: int) -> bytes:
        if wanted and not piece:
            raise BrokenOff(f"{self._missing} bytes are missing")
        self._missing -= len(piece)
        return piece


def whole_bodies(application: Application) -> Application:
    """Wrap a WSGI application so that it never takes a body that broke off for a whole one."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:18]):
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length[:18]))
        return application(environ, start_response)

    return answer
