"""Check the rules of the house that no ready-made linter knows.

    python tools/house_rules.py [FOLDER ...]   # default: src tests benchmarks tools

Prints one line for each breach (`file:line: what is wrong`) and exits with 1 when there is one.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_FOLDERS = ("src", "tests", "benchmarks", "tools")
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "service", "services"}
CLOCK_READERS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("time", "time"),
}
WIRING = ("config/", "interfaces/cli/", "kernel/embedded/")
"""May import inside functions: the command line must start before Django is set up."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One place that breaks a rule."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def breaches_in(path: Path, *, inside: str) -> Iterator[Breach]:
    """Yield the breaches in one Python file; `inside` is its path below the package or folder."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, filename=str(path))
    if path.stem in FORBIDDEN_NAMES:
        yield Breach(path, 1, f"a module named {path.stem} says nothing about what it holds")
    if "/migrations/" in inside:
        return
    if (lines := text.count("\n")) >= LONGEST_FILE:
        yield Breach(path, lines, f"{lines} lines; files stay under {LONGEST_FILE}")
    for node in ast.walk(tree):
        yield from _in_node(node, path, inside)


def _in_node(node: ast.AST, path: Path, inside: str) -> Iterator[Breach]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from _in_function(node, path, inside)
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from _in_import(node, path)
    elif isinstance(node, ast.Call):
        yield from _in_call(node, path, inside)
    elif isinstance(node, ast.ClassDef):
        yield from _in_class(node, path)
    elif isinstance(node, ast.Attribute) and node.attr == "objects":
        if "gongkai/interfaces/" not in inside:
            return
        yield Breach(path, node.lineno, "a door reads tables itself; call a query or an operation")


def _in_function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, path: Path, inside: str
) -> Iterator[Breach]:
    length = _body_lines(node)
    if length > LONGEST_FUNCTION:
        yield Breach(
            path, node.lineno, f"{node.name} has {length} lines; at most {LONGEST_FUNCTION}"
        )
    outside = inside.startswith(("tests", "tools", "benchmarks"))
    if outside or any(part in inside for part in WIRING):
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.Import | ast.ImportFrom):
            yield Breach(path, inner.lineno, f"{node.name} hides an import")


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    # The signature and the docstring are for the reader; keyword-only arguments stand one a line.
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or node.lineno) - body[0].lineno + 1


def _in_import(node: ast.Import | ast.ImportFrom, path: Path) -> Iterator[Breach]:
    names = [alias.name for alias in node.names]
    origin = node.module or "" if isinstance(node, ast.ImportFrom) else ""
    if origin in {"django.dispatch", "django.db.models.signals"} or "django.dispatch" in names:
        yield Breach(path, node.lineno, "signals are not used; effects travel as kernel events")
    admin = origin.startswith("django.contrib.admin") or "django.contrib.admin" in names
    if admin or (origin == "django.contrib" and "admin" in names):
        yield Breach(path, node.lineno, "no Django admin: nobody bypasses review and audit")
    if isinstance(node, ast.ImportFrom) and "ModelForm" in names:
        yield Breach(path, node.lineno, "no ModelForms: a form must not write past an operation")


def _in_call(node: ast.Call, path: Path, inside: str) -> Iterator[Breach]:
    if not isinstance(node.func, ast.Attribute) or not isinstance(node.func.value, ast.Name):
        return
    call = (node.func.value.id, node.func.attr)
    if call not in CLOCK_READERS:
        return
    if "/rules/" in inside:
        yield Breach(path, node.lineno, f"{'.'.join(call)}() in rules/: dates come as arguments")
    elif inside.startswith("src") and not inside.endswith("kernel/time.py"):
        if any(part in inside for part in WIRING):
            return
        yield Breach(path, node.lineno, f"{'.'.join(call)}(): only kernel/time.py knows the day")


def _in_class(node: ast.ClassDef, path: Path) -> Iterator[Breach]:
    bases = {base.attr for base in node.bases if isinstance(base, ast.Attribute)}
    if "Model" not in bases:
        return
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and item.name in {"save", "delete"}:
            yield Breach(path, item.lineno, f"{node.name}.{item.name} is overridden")


def breaches_below(folder: Path) -> Iterator[Breach]:
    """Yield the breaches in every Python file below a folder."""
    for path in sorted(folder.rglob("*.py")):
        if "node_modules" in path.parts or path.parts[-1].startswith("."):
            continue
        yield from breaches_in(path, inside=f"{folder.name}/{path.relative_to(folder)}")


def main(arguments: list[str]) -> int:
    """Check the folders and say what was found."""
    folders = [Path(name) for name in arguments] or [ROOT / name for name in DEFAULT_FOLDERS]
    found = [breach for folder in folders if folder.is_dir() for breach in breaches_below(folder)]
    for breach in found:
        sys.stderr.write(f"{breach}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
