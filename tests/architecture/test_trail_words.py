"""Everything that a record's trail says has a name in the reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import gongkai.records.operations
from gongkai.interfaces.desk.wording import ACTION_NAMES, DETAIL_NAMES, TROUBLE_NAMES
from gongkai.records.queries.accountability import _ACTIONS
from gongkai.records.rules.embargo import Trouble

SOURCES = sorted(Path(gongkai.records.operations.__file__).parent.glob("*.py"))
WRITERS = {"leave_trail", "leave_trails"}
PASSED_ON = {"_editing": 2, "_tell": 1}
"""Functions that pass the action on to a writer, and where it stands among what they are given."""


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node


def _words(node: ast.AST) -> set[str]:
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def _actions(source: Path) -> set[str]:
    """Return the actions written in a file: as they stand, passed on, or out of `_ACTIONS`."""
    tree = ast.parse(source.read_text("utf-8"))
    found: set[str] = set()
    for name, call in _calls(tree):
        if name in WRITERS:
            found |= _action(call.args[1])
        elif name in PASSED_ON and len(call.args) > PASSED_ON[name]:
            found |= _action(call.args[PASSED_ON[name]])
    tables = (node for node in tree.body if isinstance(node, ast.Assign))
    for table in tables:
        if [ast.unparse(target) for target in table.targets] == ["_ACTIONS"]:
            found |= _words(table.value)
    return found


def _action(node: ast.expr) -> set[str]:
    parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return {part.value for part in parts if isinstance(part, ast.Constant)}  # type: ignore[misc]


def test_every_action_on_a_record_has_a_name() -> None:
    written = {f"records.{action}" for source in SOURCES for action in _actions(source)}
    assert {"records.register", "records.publish", "records.unlink", "records.move_file"} <= written
    assert written - set(ACTION_NAMES) == set()
    assert written >= _ACTIONS


def _details(source: Path) -> set[object]:
    """Return the names of details: in the call itself, or put together right before it."""
    found: set[object] = set()
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        is_call = isinstance(node, ast.Call) and ast.unparse(node.func) in WRITERS
        if is_call or (isinstance(node, ast.Assign | ast.AugAssign) and _is_details(node)):
            dicts = [one for one in ast.walk(node) if isinstance(one, ast.Dict)]
            found |= {
                key.value for one in dicts for key in one.keys if isinstance(key, ast.Constant)
            }
    return found


def _is_details(node: ast.Assign | ast.AugAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return ast.unparse(targets[0]) in {"details", "trail"}


def test_every_detail_of_the_trail_has_a_name() -> None:
    named = {name for source in SOURCES for name in _details(source)}
    assert {"to_organ", "part", "trouble"} <= named
    assert named - set(DETAIL_NAMES) == set()
    assert set(TROUBLE_NAMES) == set(Trouble)
