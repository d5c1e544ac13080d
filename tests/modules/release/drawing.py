"""A letter that is being redacted, and the people who draw on it and review it."""

from dataclasses import dataclass

import pytest
from tests.factories.organs import Staff, a_staffed_organ, signed
from tests.modules.release.redaction.papers import a_letter

from gongkai.kernel.files import store_file
from gongkai.kernel.time import now
from gongkai.kernel.types import Role
from gongkai.release.models import Layer, Material
from gongkai.release.operations import layer_review, layers, materials
from gongkai.release.operations.examining import examine_now
from gongkai.release.operations.searching import find_kinds
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.doors import Door, FileOut, Subject
from gongkai.release.rules.findings import FindingKind
from gongkai.review.models import Decision

GROUND, GROUND_NAME = "ogi-2008/privacy", "个人隐私（第十四条第四款）"
TITLE_BOX = Box(page=1, left=0.3, top=0.08, right=0.7, bottom=0.12, ground_code=GROUND)


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the letter, set once for a file of tests."""
    return a_letter(tmp_path_factory.mktemp("letter"))


@dataclass(frozen=True, slots=True)
class Desk:
    """Who draws and reviews, over one material."""

    staff: Staff
    material: Material

    def draw(self, door: Door, *boxes: Box) -> Layer:
        """Begin or go on with the layer of a door, and put boxes on it."""
        clerk = self.staff.acts(Role.CLERK)
        layer = layers.begin_layer(actor=clerk, material_id=self.material.pk, door=door)
        if boxes:
            layers.add_boxes(actor=clerk, layer_id=layer.pk, boxes=boxes, ground_name=GROUND_NAME)
        return layer

    def make(self, layer: Layer) -> Layer:
        """Propose a layer and make its file."""
        layers.propose_layer(actor=self.staff.acts(Role.CLERK), layer_id=layer.pk)
        layers.make_layer(layer_id=layer.pk)
        layer.refresh_from_db()
        return layer

    def decide(
        self, layer: Layer, decision: Decision = Decision.PASS, *, opinion: str = ""
    ) -> Layer:
        """Have its file examined and decide it as the reviewer."""
        if layer.result_id:
            examine_now(digest=layer.result_id, name="件.pdf")
        decided = layer_review.decide_layer(
            actor=self.staff.acts(Role.SECRECY_REVIEWER),
            layer_id=layer.pk,
            decision=decision,
            opinion=opinion,
            seen_digest=layer.digest,
            signature=signed(self.staff.secrecy, layer.digest, layer_review.SIGNING_PURPOSE),
        )
        return decided.layer


@pytest.fixture
def desk(letter: bytes) -> Desk:
    """Return a letter of the case 7 that is ready to be redacted."""
    staff = a_staffed_organ()
    subject = Subject(kind="case", id=7, organ_id=staff.organ.pk, label="云依申〔2026〕7号")
    stored = store_file(letter)
    material = materials.begin_material(
        actor=staff.acts(Role.CLERK),
        subject=subject,
        file=FileOut(name="征收补偿告知书.pdf", digest=stored.digest),
    )
    materials.prepare(material_id=material.pk)
    material.refresh_from_db()
    return Desk(staff, material)


def approved(desk: Desk, layer: Layer) -> Layer:
    """Approve a layer without making its file: its paper stands for that, which saves the time."""
    Layer.objects.filter(pk=layer.pk).update(
        state="made", digest="0" * 64, title="件", result=layer.material.paper_id,
        proposed_by=desk.staff.clerk, proposed_at=now(),
    )  # fmt: skip
    layer.refresh_from_db()
    return desk.decide(layer)


def material_of(desk: Desk, subject: Subject, file: FileOut) -> Desk:
    """Return the letter as material of another subject, ready; its paper is the same."""
    material = materials.begin_material(
        actor=desk.staff.acts(Role.CLERK), subject=subject, file=file
    )
    Material.objects.filter(pk=material.pk).update(
        state="ready", paper=desk.material.paper_id, sizes=desk.material.sizes
    )
    material.refresh_from_db()
    return Desk(desk.staff, material)


def personal(desk: Desk) -> tuple[Box, ...]:
    """Return boxes over the numbers of the letter."""
    return find_kinds(
        material_id=desk.material.pk,
        kinds=[FindingKind.IDENTITY_NUMBER, FindingKind.MOBILE],
        ground_code=GROUND,
    )
