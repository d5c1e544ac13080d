"""What the doctor looks at about the virus scanner: does it answer, and can it be believed?"""

from collections.abc import Iterator

from gongkai.interfaces.cli.checks import Finding, broken, fine, warning

NAME = "virus scanner"
GUIDE = "docs/operate/antivirus.md"


def of_the_scanner() -> Iterator[Finding]:
    """Look at the scanner that the settings name."""
    from gongkai.release.antivirus import (  # noqa: PLC0415 - Django must be set up
        ScannerUnreachable,
        owns_up_to_limits,
    )
    from gongkai.release.operations.scanning import (  # noqa: PLC0415 - as above
        NoScanner,
        scanner_address,
        signatures_version,
    )
    from gongkai.release.queries.scans import is_scanner_configured  # noqa: PLC0415 - as above

    if not is_scanner_configured():
        mend = f"Name clamd in GONGKAI_CLAMD ({GUIDE}); staff see files as not scanned until then."
        yield warning(NAME, "None is set up: no file is scanned.", mend)
        return
    try:
        version = signatures_version()
        is_honest = owns_up_to_limits(scanner_address())
    except (NoScanner, ScannerUnreachable) as trouble:
        says = f"It does not answer, so no new file gets out: {trouble}"
        yield broken(NAME, says, f"Check GONGKAI_CLAMD and that clamd runs ({GUIDE}).")
        return
    if is_honest:
        yield fine(NAME, version)
    else:
        says = f"{version}: it calls clean what it did not look at because of its limits."
        yield broken(NAME, says, f"Put 'AlertExceedsMax yes' into clamd.conf ({GUIDE}).")
