"""A redacted attachment as everybody meets it: its pictures, and the text that is left."""

import pytest
from django.test import Client
from tests.factories.attachments import decide_all
from tests.factories.records import Office, content
from tests.modules.release.redaction.papers import CLOSING, IDENTITY_NUMBER, MOBILE, a_letter

from gongkai.kernel.files import path_of, store_file
from gongkai.kernel.types import Role
from gongkai.records.clearing import subject_of
from gongkai.records.models import RecordVersion, VersionFile
from gongkai.records.operations.attachments import attach_file
from gongkai.records.operations.exchanging import exchange_file
from gongkai.records.queries.outgoing import record_outgoing
from gongkai.release.models import Layer
from gongkai.release.operations import layer_review, layers, materials
from gongkai.release.operations.examining import examine_now
from gongkai.release.operations.gate import look
from gongkai.release.operations.searching import find_kinds
from gongkai.release.rules.doors import Door, FileOut
from gongkai.release.rules.findings import FindingKind
from gongkai.review.models import Decision

GROUND = "ogi-2008/privacy"


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return a_letter(tmp_path_factory.mktemp("letter"))


def _redacted(office: Office, version: RecordVersion, source: str) -> Layer:
    """Return the approved public layer of a file of the version."""
    clerk = office.acting(Role.CLERK)
    material = materials.begin_material(
        actor=clerk,
        subject=subject_of(version.record),
        file=FileOut(name="征收补偿告知书.pdf", digest=source),
    )
    materials.prepare(material_id=material.pk)
    layer = layers.begin_layer(actor=clerk, material_id=material.pk, door=Door.PUBLIC)
    kinds = [FindingKind.IDENTITY_NUMBER, FindingKind.MOBILE, FindingKind.NAME]
    boxes = find_kinds(material_id=material.pk, kinds=kinds, ground_code=GROUND)
    layers.add_boxes(actor=clerk, layer_id=layer.pk, boxes=boxes, ground_name="个人隐私")
    layers.propose_layer(actor=clerk, layer_id=layer.pk)
    layers.make_layer(layer_id=layer.pk)
    layer.refresh_from_db()
    examine_now(digest=layer.result_id or "", name="征收补偿告知书.pdf")
    decided = layer_review.decide_layer(
        actor=office.acting(Role.SECRECY_REVIEWER),
        layer_id=layer.pk,
        decision=Decision.PASS,
        opinion="",
        seen_digest=layer.digest,
        signature=office.signed(Role.SECRECY_REVIEWER, layer_review.SIGNING_PURPOSE, layer.digest),
    )
    return decided.layer


@pytest.fixture
def file(office: Office, letter: bytes) -> VersionFile:
    """The redacted attachment of a published record, in the place of its source."""
    version = office.draft(content(text="正文。"))
    source = store_file(letter).digest
    clerk = office.acting(Role.CLERK)
    attach_file(
        actor=clerk,
        version_id=version.pk,
        digest=source,
        name="征收补偿告知书.pdf",
        title="关于征收补偿的告知书",
    )
    layer = _redacted(office, version, source)
    file = exchange_file(
        actor=clerk,
        version_id=version.pk,
        old_digest=source,
        digest=layer.result_id or "",
        name="征收补偿告知书.pdf",
    )
    subject, files, texts = record_outgoing(version.pk)
    decide_all(office, look(door=Door.PUBLIC, subject=subject, files=files, texts=texts))
    office.release(office.approved(version))
    file.refresh_from_db()
    return file


def test_the_redacted_file_stands_in_the_place_of_its_source(
    citizen: Client, file: VersionFile
) -> None:
    assert file.version.files.count() == 1
    assert file.title == "征收补偿告知书", "what it was called before may say what is withheld"
    fetched = citizen.get(f"/records/{file.version.record_id}/files/{file.pk}/")
    sent = b"".join(fetched.streaming_content)  # type: ignore[attr-defined]
    assert sent == path_of(file.stored_id).read_bytes()
    for removed in (IDENTITY_NUMBER, MOBILE):
        assert removed.encode() not in sent


def test_the_text_that_is_left_is_read_without_the_pictures(
    citizen: Client, file: VersionFile
) -> None:
    record = citizen.get(f"/records/{file.version.record_id}/").content.decode()
    address = f"/records/{file.version.record_id}/files/{file.pk}/text/"
    assert address in record
    text = citizen.get(address).content.decode()
    assert "［不予公开：个人隐私］" in text
    assert CLOSING in text.replace("\n", "")
    for removed in (IDENTITY_NUMBER, MOBILE):
        assert removed not in text


def test_what_is_left_is_found_and_what_was_removed_is_not(
    citizen: Client, file: VersionFile
) -> None:
    found = citizen.get("/search/", {"q": "房屋征收补偿方案"}).content.decode()
    assert f"/records/{file.version.record_id}/" in found
    nothing = citizen.get("/search/", {"q": IDENTITY_NUMBER}).content.decode()
    assert f"/records/{file.version.record_id}/" not in nothing


def test_a_file_that_is_no_redaction_has_no_page_of_text(
    citizen: Client, office: Office, file: VersionFile
) -> None:
    other = f"/records/{file.version.record_id}/files/{file.pk + 1}/text/"
    assert citizen.get(other).status_code == 404
    office.hidden(file.version.record)
    gone = citizen.get(f"/records/{file.version.record_id}/files/{file.pk}/text/")
    assert gone.status_code == 410
