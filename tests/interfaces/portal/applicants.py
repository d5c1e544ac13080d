"""People who fill in the form in a browser, page by page, as the pages ask them."""

import re
from dataclasses import dataclass, field
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

PNG = b"\x89PNG\r\n\x1a\n" + b"not a picture, only the head of one" * 4
CITIZEN = {
    "kind": {"applicant_kind": "citizen"},
    "who": {
        "name": "石小禾",
        "workplace": "",
        "identity_kind": "identity_card",
        "identity_number": "11010519491231002X",
    },
    "contact": {
        "address": "云梦省泽州市东湖路8号",
        "postcode": "960001",
        "telephone": "0960-5550123",
        "fax": "",
        "email": "shi@example.org",
    },
    "what": {
        "asked": "2025年度东湖片区危旧房改造资金的安排和使用情况",
        "title": "",
        "document_number": "",
        "index_number": "",
        "issued_when": "",
        "hints": "",
        "purpose": "",
    },
    "how": {"supply_way": "online", "carrier": "electronic", "accepts_other_way": "1"},
}
ORGANISATION = CITIZEN | {
    "kind": {"applicant_kind": "organisation"},
    "who": {
        "name": "云梦青禾农业有限公司",
        "report_kind": "company",
        "legal_representative": "丁一禾",
        "identity_kind": "credit_code",
        "identity_number": "91110000600037341L",
    },
    "contact": CITIZEN["contact"] | {"contact_person": "米多"},
}


@dataclass
class Applicant:
    """Somebody with a browser and a form to one organ."""

    client: Client
    organ_id: int
    language: str = ""
    answers: dict[str, dict[str, str]] = field(default_factory=lambda: dict(CITIZEN))

    def address(self, page: str = "") -> str:
        """Return where a page of the form lies."""
        return f"{self.language}/apply/{self.organ_id}/{page}"

    def see(self, page: str = "") -> str:
        """Open a page of the form and return what it says."""
        response = self.client.get(self.address(page))
        assert response.status_code == 200, (page, response.status_code, response.headers)
        return response.content.decode()

    def fill(self, step: str, **changes: str) -> HttpResponse:
        """Fill in one page, some of it differently, and send it."""
        said = self.answers.get(step, {}) | changes
        return self.client.post(self.address(f"{step}/"), said)

    def add(self, name: str = "身份证.png", content: bytes = PNG, *, box: str = "proof",
            **more: str) -> HttpResponse:  # fmt: skip
        """Add a file and go on."""
        file = SimpleUploadedFile(name, content)
        return self.client.post(self.address("proofs/"), {box: file, **more})

    def fill_all(self) -> None:
        """Fill in every page up to the check."""
        for step in ("kind", "who", "contact", "what", "how"):
            response = self.fill(step)
            assert response.status_code == 302, (step, errors_in(response))
        assert self.add().status_code == 302

    def send(self) -> HttpResponse:
        """Send the form from the check page."""
        return self.client.post(self.address("check/"))

    def apply(self) -> tuple[str, str]:
        """Fill in everything, send it, and return number and query code from the receipt."""
        self.fill_all()
        assert self.send().status_code == 302
        return codes_on(self.see("receipt/"))


def errors_in(response: HttpResponse) -> list[str]:
    """Return what the error summary of a page says."""
    page = response.content.decode()
    found = re.search(r'govuk-error-summary__list">(.*?)</ul>', page, re.DOTALL)
    said = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in said]


def codes_on(page: str) -> tuple[str, str]:
    """Return number and query code of a receipt."""
    number, code = re.findall(r'portal-receipt__code">([^<]+)<', page)
    return number, code
