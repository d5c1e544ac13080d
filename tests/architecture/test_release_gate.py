"""Every way by which stored bytes could leave is known, and leads through the release module."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from gongkai.interfaces.shared.audience import Audience
from gongkai.interfaces.shared.file_gate import NO_FILES
from gongkai.interfaces.shared.routes import all_routes

PACKAGE = Path(__file__).resolve().parent.parent.parent / "src" / "gongkai"
KEEPERS = ("kernel/", "release/")
"""The store itself, and the module that looks into files and opens the doors."""
EXCEPTIONS: Mapping[str, str] = {
    "letters/queries/letters.py": "reads a letter that was set here, to be handed on by a door",
}
STORE = "gongkai.kernel.files"
OPENERS = frozenset({"open_file", "path_of"})
RESPONSES = frozenset({"FileResponse", "StreamingHttpResponse"})
SENDERS: Mapping[str, str] = {
    "interfaces/shared/handing_out.py": "hand_over takes an Outgoing and passes its pass on",
    "interfaces/portal/downloads.py": "hand_out opens release.doors itself",
}
FILES_OUT: Mapping[str, str] = {
    "portal:record_text": "hand_out",
    "portal:version_text": "hand_out",
    "portal:record_file_n": "hand_out",
    "portal:catalogue_csv": "built_pass",
    "portal:catalogue_xlsx": "built_pass",
    "portal:catalogue_json": "built_pass",
    "portal:catalogue_pdf": "built_pass",
    "portal:edition_pdf": "built_pass",
    "portal:edition_docx": "built_pass",
    "portal:edition_xlsx": "built_pass",
    "portal:edition_csv": "built_pass",
    "portal:edition_json": "built_pass",
    "harvest:ledger_day": "built_pass",
    "harvest:ledger_proof": "built_pass",
    "portal:track_letter": "hand_over",
    "portal:track_file": "hand_over",
    "portal:track_own_file": "hand_over",
}
"""Routes without signing in that answer with a file, and what lets it out."""
OUTSIDE = frozenset({Audience.PUBLIC, Audience.ANYONE})


def breaches(package: Path) -> Iterator[tuple[str, str]]:
    """Yield file and fault of every place that goes around the doors."""
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        if not name.startswith(KEEPERS) and name not in EXCEPTIONS:
            yield from ((name, fault) for fault in _openings(tree))
        if name.startswith("interfaces/") and name not in SENDERS:
            yield from ((name, fault) for fault in _responses(tree))


def _openings(tree: ast.AST) -> Iterator[str]:
    """Yield each way to come by the bytes or the place of a stored file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            if node.module == STORE and names & OPENERS:
                yield "opens stored files itself"
            if node.module == "gongkai.kernel" and "files" in names:
                yield "opens stored files itself"
        elif isinstance(node, ast.Import) and any(alias.name == STORE for alias in node.names):
            yield "opens stored files itself"
        elif isinstance(node, ast.Attribute) and node.attr == "FILES_ROOT":
            yield "knows where the files lie"


def _responses(tree: ast.AST) -> Iterator[str]:
    """Yield each answer that a view builds of a file itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in RESPONSES:
                yield f"builds a {name} itself"


def test_stored_bytes_are_opened_by_the_release_module_alone() -> None:
    assert list(breaches(PACKAGE)) == []


def test_each_exception_is_needed_and_says_why() -> None:
    for name, reason in EXCEPTIONS.items():
        assert reason
        assert list(_openings(ast.parse((PACKAGE / name).read_text("utf-8")))), name
    for name, reason in SENDERS.items():
        assert reason
        assert list(_responses(ast.parse((PACKAGE / name).read_text("utf-8")))), name


@pytest.mark.parametrize(
    ("place", "planted", "fault"),
    [
        (
            "interfaces/portal/views/planted.py",
            (
                "from django.http import StreamingHttpResponse\n"
                "from gongkai.release.doors import open_inside\n\n\n"
                "def view(request):\n"
                "    found = open_inside(digest=request.GET['d'], name='a', media_type='x')\n"
                "    return StreamingHttpResponse(found.pieces)\n"
            ),
            "builds a StreamingHttpResponse itself",
        ),
        (
            "interfaces/portal/views/planted.py",
            (
                "from django import http\n"
                "from gongkai.kernel.models import StoredFile\n\n\n"
                "def view(request):\n    return http.FileResponse(open('/srv/files/ab', 'rb'))\n"
            ),
            "builds a FileResponse itself",
        ),
        (
            "records/queries/planted.py",
            (
                "from gongkai.kernel.files import open_file\n\n\n"
                "def text(digest):\n    return open_file(digest).read()\n"
            ),
            "opens stored files itself",
        ),
        (
            "interfaces/desk/planted.py",
            (
                "from gongkai.kernel import files\n\n\n"
                "def place(digest):\n    return files.path_of(digest)\n"
            ),
            "opens stored files itself",
        ),
        (
            "search/planted.py",
            (
                "from django.conf import settings\n\n\n"
                "def place(digest):\n    return settings.FILES_ROOT / digest\n"
            ),
            "knows where the files lie",
        ),
    ],
)
def test_a_planted_way_around_the_doors_is_found(
    tmp_path: Path, place: str, planted: str, fault: str
) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(planted, encoding="utf-8")
    assert list(breaches(tmp_path)) == [(place, fault)]


def test_every_route_that_sends_files_to_the_outside_is_known() -> None:
    sending = {
        route.name
        for route in all_routes()
        if route.audience in OUTSIDE and _sends_files(route.view)
    }
    assert sending == set(FILES_OUT)


def _sends_files(view: object) -> bool:
    """Say whether the view's own text names what lets a file out."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    code = getattr(view, "__code__", None)
    return code is not None and bool(SENDING.intersection(code.co_names))


SENDING = frozenset({"hand_out", "hand_over", "send_built", "with_pass", "_file"})
"""What a view of this house calls to answer with a file."""


def test_what_answers_with_no_page_has_a_route() -> None:
    names = {route.name for route in all_routes()}
    assert set(NO_FILES) <= names


def test_a_planted_view_that_hands_out_is_not_overlooked() -> None:
    def planted(request: object, hand_out: object) -> object:
        return hand_out

    def sending(request: object) -> object:
        return hand_over(request)  # type: ignore[name-defined] # noqa: F821 - only its name counts

    assert not _sends_files(planted)
    assert _sends_files(sending)
