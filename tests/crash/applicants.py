"""Applicants on a site that breaks down: what they were told was received, and how they go on."""

import http.client
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.crash.clerks import BROKEN, SAVED, SECONDS_BETWEEN_TRIES, Answer, Browser

DOUBLE_EVERY = 3
"""Every third form is sent twice at once."""
BOUNDARY = "a-border-that-no-file-holds"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "78da63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
_CODES = re.compile(r'portal-receipt__code">([^<]+)<')


@dataclass(slots=True)
class Told:
    """What one applicant was told."""

    received: dict[str, str] = field(default_factory=dict)
    """The number by what was asked."""
    codes: dict[str, str] = field(default_factory=dict)
    """The query code by the number."""
    doubles: int = 0
    tries_lost: int = 0


class Applicant:
    """One person who files one application after the other, each in a new browser."""

    def __init__(self, address: str, organ_id: int, name: str) -> None:
        self.told = Told()
        self._address = address
        self._at = f"/apply/{organ_id}/"
        self._name = name
        self._twins = ThreadPoolExecutor(2)

    def file(self, wanted: int) -> Told:
        """File so many applications, however often the site breaks down."""
        with self._twins:
            for number in range(1, wanted + 1):
                self._file_one(number)
        return self.told

    def _file_one(self, number: int) -> None:
        asked = f"第{self._name}-{number}号事项的办理结果"
        reader = Browser(self._address)
        token = self._page(reader, f"{self._at}kind/").hidden("csrfmiddlewaretoken")
        for step, typed in _pages(asked):
            self._send(reader, f"{self._at}{step}/", _with_token(token, typed))
        self._send(reader, f"{self._at}proofs/", _with_file(token), _MULTIPART)
        self._send_off(reader, token, twice=number % DOUBLE_EVERY == 0)
        shown = _CODES.findall(self._page(reader, f"{self._at}receipt/").body)
        assert len(shown) == 2, shown
        given, code = (text.strip() for text in shown)
        self.told.codes[given] = code
        self.told.received[asked] = given

    def opens(self, number: str) -> bool:
        """Say whether number and query code open the case in a new browser."""
        reader = Browser(self._address)
        token = self._page(reader, "/track/").hidden("csrfmiddlewaretoken")
        sent = _with_token(token, {"number": number, "code": self.told.codes[number]})
        return reader.ask("/track/", sent).status == SAVED

    def _page(self, reader: Browser, path: str) -> Answer:
        while (answer := reader.ask(path)).status != http.client.OK:
            self._is_a_breakdown(answer)
        return answer

    def _send(
        self, reader: Browser, path: str, sent: dict[str, str] | bytes, kind: str = ""
    ) -> None:
        while (answer := reader.ask(path, sent, kind=kind)).status != SAVED:
            self._is_a_breakdown(answer)

    def _send_off(self, reader: Browser, token: str, *, twice: bool) -> None:
        path, sent = f"{self._at}check/", _with_token(token, {})
        while True:
            waiting = [self._twins.submit(reader.ask, path, sent) for _ in range(2 if twice else 1)]
            answers = [future.result() for future in waiting]
            for answer in answers:
                if answer.status != SAVED:
                    self._is_a_breakdown(answer)
            if any(answer.status == SAVED for answer in answers):
                self.told.doubles += len(answers) == 2 and all(a.status == SAVED for a in answers)
                return

    def _is_a_breakdown(self, answer: Answer) -> None:
        assert answer.status == 0 or answer.status >= BROKEN, (answer.status, answer.body[-3000:])
        self.told.tries_lost += 1
        time.sleep(SECONDS_BETWEEN_TRIES)


_MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def _with_token(token: str, typed: dict[str, str]) -> dict[str, str]:
    return {"csrfmiddlewaretoken": token, **typed}


def _with_file(token: str) -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
        f'{token}\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="proof"; '
        'filename="card.png"\r\nContent-Type: image/png\r\n\r\n'
    )
    return head.encode() + PICTURE + f"\r\n--{BOUNDARY}--\r\n".encode()


def _pages(asked: str) -> tuple[tuple[str, dict[str, str]], ...]:
    who = {
        "name": "石小禾",
        "identity_kind": "identity_card",
        "identity_number": "11010519491231002X",
    }
    return (
        ("kind", {"applicant_kind": "citizen"}),
        ("who", who),
        ("contact", {"address": "云梦市东湖路8号", "telephone": "0960-5550123"}),
        ("what", {"asked": asked}),
        ("how", {"supply_way": "online", "carrier": "electronic"}),
    )
