"""What an applicant fills in and sends along, every field marked."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from stdnum.cn import ric
from tests.factories.applications import a_submission, an_organisations_submission
from tests.leaks.markers import Markers

from gongkai.applications.operations import SubmittedFile
from gongkai.applications.rules.submission import Submission
from gongkai.applications.rules.vocabulary import Purpose, SupplyWay
from gongkai.kernel.sealing import store_sealed

DRAFT = "draft"
"""Under what the markers of a form are kept that was never sent."""
_FIRST_BIRTHDAY = date(1950, 1, 1)
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """A file with a marked name and content."""

    role: str
    name: str
    media_type: str
    content: bytes

    @property
    def sealed(self) -> SubmittedFile:
        """The file as an operation takes it."""
        return SubmittedFile(
            role=self.role,
            name=self.name,
            media_type=self.media_type,
            sealed=store_sealed(self.content),
        )

    @property
    def upload(self) -> SimpleUploadedFile:
        """The file as a browser sends it."""
        return SimpleUploadedFile(self.name, self.content)


@dataclass
class Pen:
    """Writes marked texts into the fields of one case, or of a form that was never sent."""

    markers: Markers
    key: str

    def put(self, name: str, round_: int = 1) -> str:
        """Return a marked text for a field."""
        return self.markers.put(self.key, round_, name)

    def keep(self, name: str, *texts: str) -> str:
        """Return the first of the texts; all of them are looked for."""
        return self.markers.keep(self.key, 1, name, *texts)

    def submission(self, *, way: SupplyWay, is_organisation: bool = False) -> Submission:
        """Return an application that may be sent as it is."""
        plain = an_organisations_submission if is_organisation else a_submission
        return plain(**self._person(is_organisation), **self._matter(), supply_way=way)

    def files(self) -> list[MarkedFile]:
        """Return a copy of an identity card and one more file."""
        scan = MarkedFile(
            role="proof",
            name=f"身份证{self.put('proof_name')}.png",
            media_type="image/png",
            content=_PNG + self.put("proof_content").encode() * 20,
        )
        return [scan, self.file("attachment")]

    def file(self, role: str, round_: int = 1) -> MarkedFile:
        """Return a text file."""
        return MarkedFile(
            role=role,
            name=f"附件{self.put(f'{role}_name', round_)}.txt",
            media_type="text/plain",
            content=f"表一 {self.put(f'{role}_content', round_)}".encode(),
        )

    def _person(self, is_organisation: bool) -> dict[str, object]:
        number = len(self.markers.secrets)
        said: dict[str, object] = {
            "name": f"石{self.put('name')}",
            "address": f"云梦省泽州市{self.put('address')}路8号",
            "telephone": self.keep("telephone", f"0960-7{number:07}", f"07{number:07}"),
            "fax": self.keep("fax", f"0960-8{number:07}"),
            "email": f"{self.latin('email')}@example.org",
        }
        if is_organisation:
            return said | {
                "legal_representative": f"丁{self.put('legal_representative')}",
                "contact_person": f"米{self.put('contact_person')}",
            }
        return said | {
            "workplace": f"单位{self.put('workplace')}",
            "identity_number": self.keep("identity_number", _identity_number(number)),
        }

    def _matter(self) -> dict[str, object]:
        return {
            "asked": f"申请公开{self.put('asked')}的情况",
            "title": f"关于{self.put('title')}的材料",
            "document_number": f"云{self.put('document_number')}〔2025〕3号",
            "issued_when": f"约{self.put('issued_when')}",
            "hints": f"线索{self.put('hints')}",
            "purpose": Purpose.LIFE,
            "asks_waiver": True,
            "waiver_reason": f"低保{self.put('waiver_reason')}",
        }

    def latin(self, name: str) -> str:
        """Return a marker for a field that takes Latin letters alone."""
        self.put(name)
        return self.markers.secrets[-1].latin


def _identity_number(number: int) -> str:
    born_on = _FIRST_BIRTHDAY + timedelta(days=number)
    first = f"110105{born_on:%Y%m%d}{number % 1000:03}"
    return first + ric.calc_check_digit(f"{first}0")
