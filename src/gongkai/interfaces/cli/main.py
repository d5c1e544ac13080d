"""The `gongkai` command.

Each sub-command lives in a module of its own that is imported only when it is asked for: counting
a due date must not wait for Django. Errors go to standard error with exit code 2.
"""

import importlib
import os
import sys
from dataclasses import dataclass

import click

from gongkai.kernel.embedded.failures import DatabaseUnavailable

REFUSED = 2
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sub-command is, and what it is for."""

    module: str
    purpose: str


HERE = "gongkai.interfaces.cli"
COMMANDS = {
    "up": Place(f"{HERE}.up", "Start the database, the job worker and the site; Ctrl-C stops all."),
    "down": Place(f"{HERE}.running", "Stop what `up` started, and the database."),
    "status": Place(f"{HERE}.running", "Say what runs, and where."),
    "doctor": Place(f"{HERE}.doctor", "Say what is wrong and how to mend it."),
    "worker": Place(f"{HERE}.worker", "Run the job worker (`up` does this by itself)."),
    "demo": Place(f"{HERE}.demo", "Fill the living demo: a fictional province."),
    "import": Place(f"{HERE}.importing", "Import records from JSON lines, CSV or XLSX."),
    "search": Place(f"{HERE}.search", "Search what is public."),
    "reindex": Place(f"{HERE}.search", "Make the search index anew."),
    "clock": Place(f"{HERE}.clock", "Count statutory working days."),
    "gate": Place(f"{HERE}.gate", "Say what the release gate finds in files."),
    "recheck": Place(f"{HERE}.recheck", "Look again at everything that is out."),
    "number": Place(f"{HERE}.number", "Read document numbers."),
    "index": Place(f"{HERE}.index", "Read index numbers."),
    "mail": Place(f"{HERE}.mail", "Try out the mail server."),
    "verify": Place(f"{HERE}.verify", "Verify files of the public chain, or copies by them."),
    "audit": Place(f"{HERE}.audit", "Verify the audit trail."),
    "keys": Place(f"{HERE}.keys", "List, add, rotate and retire the keys that seal."),
    "messages": Place(f"{HERE}.messages", "Compile the translations."),
}


class LazyGroup(click.Group):
    """A group whose sub-commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a sub-command, imported now."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module = importlib.import_module(place.module)
        for found in vars(module).values():
            if isinstance(found, click.Command) and found.name == cmd_name:
                return found
        raise LookupError(f"{place.module} defines no command {cmd_name!r}")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing one of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.purpose) for name, place in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gongkai")
def gongkai() -> None:
    """Government information disclosure for a province or a city."""


def main() -> None:
    """Run the command line; every refusal ends with a message on standard error and code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    try:
        code = gongkai(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = REFUSED
    except (KeyboardInterrupt, click.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        # `gongkai ... | head`: the reader has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        code = _refused(error)
    sys.exit(code if isinstance(code, int) else 0)


def _refused(error: Exception) -> int:
    from gongkai.kernel.refusals import Refusal  # noqa: PLC0415 - it costs an import of Django

    if not isinstance(error, DatabaseUnavailable | Refusal):
        raise error
    click.echo(f"gongkai: {error}", err=True)
    return REFUSED


if __name__ == "__main__":
    main()
