"""`gongkai messages`: compile the translations of every module."""

import click
import polib

from gongkai.kernel.embedded import paths


@click.command(name="messages")
def messages() -> None:
    """Compile each .po file of the package whose .mo file is missing or older."""
    written = 0
    for source in sorted(paths.PACKAGE.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        polib.pofile(str(source)).save_as_mofile(str(target))
        written += 1
    click.echo(f"{written} translation files compiled.")
