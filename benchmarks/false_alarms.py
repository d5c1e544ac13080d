"""False alarms of the release gate over the 1,500 real regulations, and its speed. No database.

    .venv/bin/python -m benchmarks.false_alarms [--show]

The regulations are laws and orders: they hold no citizen's number, home or name beside a label, so
whatever is found of a kind is an alarm that an officer would have to look at for nothing.
"""

import sys
import time
from collections import Counter

from benchmarks.regulations import regulations
from gongkai.release.rules.findings import PERSONAL, FindingKind
from gongkai.release.rules.personal import find_personal

_LENGTH = 50_000
_CONTEXT = 24
_PROMISED_MS = 5.0


def main(arguments: list[str]) -> int:
    """Print alarms per kind and the time per text of 50,000 characters."""
    texts = [(regulation.title, regulation.text) for regulation in regulations()]
    alarms: Counter[FindingKind] = Counter()
    touched: set[str] = set()
    started = time.process_time()
    found = [(title, text, find_personal(text)) for title, text in texts]
    seconds = time.process_time() - started
    for title, text, matches in found:
        alarms.update(match.kind for match in matches)
        touched.update([title] if matches else [])
        for match in matches if "--show" in arguments else ():
            around = text[max(0, match.start - _CONTEXT) : match.end + _CONTEXT]
            print(f"{match.kind}\t{title}\t{around!r}")
    characters = sum(len(text) for _title, text in texts)
    milliseconds = seconds / characters * _LENGTH * 1_000
    for kind in sorted(PERSONAL | {FindingKind.SECRECY_MARK}):
        print(f"{kind:<16} {alarms[kind]:>5}")
    print(f"{len(texts)} texts of {characters:,} characters; {len(touched)} with an alarm")
    print(f"{milliseconds:.2f} ms for {_LENGTH:,} characters")
    return 0 if milliseconds < _PROMISED_MS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
