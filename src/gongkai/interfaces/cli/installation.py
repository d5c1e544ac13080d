"""What a database and a data folder need before the site can serve. Django must be set up."""

import hashlib
import importlib
from collections.abc import Callable

Say = Callable[[str], None]


def waiting_migrations() -> list[str]:
    """Return the names of the migrations that are not applied yet, in their order."""
    from django.db import connection  # noqa: PLC0415 - Django must be set up first
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 - as above

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def is_empty() -> bool:
    """Say whether no migration was ever applied to the database."""
    from django.db import connection  # noqa: PLC0415 - Django must be set up first
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415 - as above

    return not MigrationRecorder(connection).applied_migrations()


def prepare(*, say: Say) -> None:
    """Apply the waiting migrations, then load the data that each module ships.

    It may be repeated: what is there already stays as it is.
    """
    from django.core.management import call_command  # noqa: PLC0415 - Django must be set up first

    waiting = waiting_migrations()
    if waiting:
        say(f"Applying {len(waiting)} migrations ...")
        call_command("migrate", interactive=False, verbosity=0)
    for label, step in installation_steps():
        say(f"Loading shipped data: {label} ...")
        step()


def installation_steps() -> list[tuple[str, Callable[[], None]]]:
    """Return the steps that modules declare as `installation_steps` of their AppConfig.

    A step is a function without arguments, or the dotted name of one; it can be repeated.
    """
    from django.apps import apps  # noqa: PLC0415 - Django must be set up first

    found = []
    for config in apps.get_app_configs():
        for step in getattr(config, "installation_steps", []):
            found.append((str(config.label), _function(step)))
    return found


def _function(step: Callable[[], None] | str) -> Callable[[], None]:
    if callable(step):
        return step
    module, _, name = step.rpartition(".")
    function: Callable[[], None] = getattr(importlib.import_module(module), name)
    return function


def collect_static(*, say: Say) -> None:
    """Gather stylesheets and scripts into the data folder, compressed, unless they are there."""
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first
    from django.core.management import call_command  # noqa: PLC0415 - as above

    stamp = settings.STATIC_ROOT / "gathered-from"
    wanted = _static_fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    say("Gathering stylesheets and scripts ...")
    settings.STATIC_ROOT.mkdir(mode=0o755, parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted, encoding="ascii")


def _static_fingerprint() -> str:

    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415 - see above

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} ".encode())
            digest.update(str(storage.get_modified_time(path)).encode())
    return digest.hexdigest()


def close_connections() -> None:
    """Close this process's database connections, so that the server can stop at once."""
    from django.db import connections  # noqa: PLC0415 - Django must be set up first

    connections.close_all()
