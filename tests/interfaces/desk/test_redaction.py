"""The pages of a redaction, from the first box to the signed approval, as each persona."""

from dataclasses import dataclass

import pytest
from django.urls import URLPattern, reverse
from tests.factories.organs import PASSWORD
from tests.interfaces.desk.conftest import Town
from tests.interfaces.desk.redaction_table import REDACTION_ROUTES
from tests.modules.release.redaction.papers import IDENTITY_NUMBER, MOBILE, NAME, a_letter

from gongkai.interfaces.desk import urls
from gongkai.interfaces.desk.views import redaction_review
from gongkai.kernel.files import store_file
from gongkai.kernel.time import now, today
from gongkai.kernel.types import Role
from gongkai.organs.queries import actor_for
from gongkai.records.models import Ground
from gongkai.release.models import Layer, LayerState, Material
from gongkai.release.operations import layer_review, layers, materials
from gongkai.release.operations.examining import examine_now
from gongkai.release.operations.layer_review import DecidedLayer, PublicWider
from gongkai.release.rules.doors import Door, FileOut, Subject

AREA = {
    "way": "area",
    "area-left": "10",
    "area-top": "10",
    "area-width": "30",
    "area-height": "5",
    "area-ground": "ogi-2008/privacy",
    "area-note": "内部备注",
}


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return a_letter(tmp_path_factory.mktemp("letter"))


@dataclass(frozen=True, slots=True)
class Begun:
    material: Material
    layer: Layer

    def page(self, number: int = 1) -> str:
        return reverse("desk:layer_page", args=[self.layer.pk, number])

    @property
    def overview(self) -> str:
        return reverse("desk:material", args=[self.material.pk])

    def make(self) -> None:
        layers.make_layer(layer_id=self.layer.pk)
        self.layer.refresh_from_db()
        examine_now(digest=self.layer.result_id or "", name="件.pdf")


@pytest.fixture
def ground(town: Town) -> str:
    row = Ground.objects.filter(category="exempt", regime="ogi-2008").first()
    assert row is not None
    return row.code


@pytest.fixture
def begun(town: Town, letter: bytes) -> Begun:
    """A letter of a record, ready, with a public layer of which nothing is drawn yet."""
    clerk = actor_for(
        person_id=town.office.clerk.pk,
        role=Role.CLERK,
        organ_id=town.office.organ.pk,
        on=today(),
    )
    record = town.draft()
    material = materials.begin_material(
        actor=clerk,
        subject=Subject(kind="record", id=record.pk, organ_id=town.office.organ.pk),
        file=FileOut(name="征收补偿告知书（定稿）.pdf", digest=store_file(letter).digest),
    )
    materials.prepare(material_id=material.pk)
    layer = layers.begin_layer(actor=clerk, material_id=material.pk, door=Door.PUBLIC)
    material.refresh_from_db()
    return Begun(material, layer)


def test_the_whole_way_from_drawing_to_the_signed_approval(
    town: Town, begun: Begun, ground: str
) -> None:
    clerk, reviewer = town.client("clerk"), town.client("reviewer")
    assert clerk.post(begun.page(), AREA | {"area-ground": ground}).status_code == 302
    kinds = {"way": "kinds", "kinds-kinds": ["identity_number", "mobile"], "kinds-ground": ground}
    assert clerk.post(begun.page(), kinds).status_code == 302
    term = {"way": "term", "term-term": NAME, "term-ground": ground}
    assert clerk.post(begun.page(), term).status_code == 302
    assert begun.layer.boxes.count() > 4

    clerk.post(reverse("desk:propose_layer", args=[begun.layer.pk]))
    assert "文件正在制作" in clerk.get(begun.overview).content.decode()
    begun.make()

    review = reverse("desk:layer_review", args=[begun.layer.pk])
    shown = reviewer.get(review).content.decode()
    for removed in (IDENTITY_NUMBER, MOBILE, NAME):
        assert removed not in shown
    assert reverse("desk:layer_picture", args=[begun.layer.pk, 1]) in shown
    assert "征收补偿告知书（定稿）.pdf" in shown
    sent = {
        "decision": "pass",
        "opinion": "",
        "secret": PASSWORD,
        "seen_digest": begun.layer.digest,
    }
    assert reviewer.post(review, sent).status_code == 422, "not every page was looked at"
    assert reviewer.post(review, sent | {"looked": "on"}).status_code == 302
    begun.layer.refresh_from_db()
    assert begun.layer.state == LayerState.APPROVED


def test_a_layer_is_proposed_under_another_name(town: Town, begun: Begun, ground: str) -> None:
    clerk = town.client("clerk")
    clerk.post(begun.page(), AREA | {"area-ground": ground})
    assert 'name="title"' in clerk.get(begun.overview).content.decode()
    propose = reverse("desk:propose_layer", args=[begun.layer.pk])

    refused = clerk.post(propose, {"title": "长" * 151}, follow=True)
    assert "150" in refused.content.decode()
    clerk.post(propose, {"title": "关于补偿的告知"})

    begun.layer.refresh_from_db()
    assert (begun.layer.state, begun.layer.said_title) == (LayerState.MAKING, "关于补偿的告知")


def test_the_refusal_of_a_layer_leads_to_the_other_one(
    town: Town, begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_named: object) -> None:
        raise PublicWider("另一版本", material_id=begun.material.pk)

    monkeypatch.setattr(redaction_review, "decide_layer", refuse)
    review = reverse("desk:layer_review", args=[begun.layer.pk])
    sent = {"decision": "pass", "looked": "on", "secret": PASSWORD, "seen_digest": "0" * 64}

    answer = town.client("reviewer").post(review, sent)

    assert answer.status_code == 422
    assert f'<a class="govuk-link" href="{begun.overview}">打开' in answer.content.decode()


def test_the_reviewer_reads_what_counts_no_more_since_an_approval(
    town: Town, begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = DecidedLayer(layer=begun.layer, let_go=(begun.layer,))
    monkeypatch.setattr(redaction_review, "decide_layer", lambda **_named: decided)
    review = reverse("desk:layer_review", args=[begun.layer.pk])
    sent = {"decision": "pass", "looked": "on", "secret": PASSWORD, "seen_digest": "0" * 64}

    answer = town.client("reviewer").post(review, sent, follow=True)

    assert f"“{begun.material.name}”供公众的版本露出" in answer.content.decode()


def test_a_layer_that_counts_no_more_says_why_and_leads_on(town: Town, begun: Begun) -> None:
    purpose = layer_review.SIGNING_PURPOSE
    signature = town.office.signed(Role.SECRECY_REVIEWER, purpose, "0" * 64)
    Layer.objects.filter(pk=begun.layer.pk).update(
        state="superseded", digest="0" * 64, title="件", result=begun.material.paper_id,
        proposed_by=town.office.clerk, proposed_at=now(), signature=signature,
        approved_by=signature.person_id, approved_at=now(),
    )  # fmt: skip

    shown = town.client("clerk").get(begun.overview).content.decode()

    assert "该版本露出了未提供给申请人的内容" in shown
    assert reverse("desk:begin_layer", args=[begun.material.pk, "public"]) in shown


def test_a_wrong_area_or_a_missing_ground_keeps_what_was_typed(town: Town, begun: Begun) -> None:
    answer = town.client("clerk").post(
        begun.page(), AREA | {"area-ground": "", "area-width": "0", "area-top": "120"}
    )
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == {"ground", "width", "top"}
    assert 'value="10"' in answer.content.decode()
    assert "内部备注" in answer.content.decode()
    assert begun.layer.boxes.count() == 0


def test_boxes_are_shown_on_the_page_and_taken_off(town: Town, begun: Begun, ground: str) -> None:
    clerk = town.client("clerk")
    clerk.post(begun.page(), AREA | {"area-ground": ground})
    box = begun.layer.boxes.get()
    page = clerk.get(begun.page()).content.decode()
    assert '<rect class="gk-redact__box"' in page
    assert f'value="{box.pk}"' in page
    clerk.post(reverse("desk:remove_boxes", args=[begun.layer.pk, 1]), {"box": [box.pk, "x", "²"]})
    assert begun.layer.boxes.count() == 0


def test_the_picture_of_a_page_is_a_png_that_nobody_keeps(town: Town, begun: Begun) -> None:
    answer = town.client("clerk").get(reverse("desk:paper_picture", args=[begun.material.pk, 1]))
    assert answer["Content-Type"] == "image/png"
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("citizen", 302),
        ("clerk", 200),
        ("reviewer", 200),
        ("in_charge", 200),
        ("other_clerk", 404),
        ("competent", 404),
        ("supervision", 404),
        ("deputy", 404),
        ("administrator", 404),
    ],
)
def test_who_sees_a_material(town: Town, begun: Begun, persona: str, status: int) -> None:
    client = town.client(persona)
    for address in (
        begun.overview,
        begun.page(),
        reverse("desk:paper_picture", args=[begun.material.pk, 1]),
        reverse("desk:layer_text", args=[begun.layer.pk]),
    ):
        assert client.get(address).status_code == status, address


def test_only_clerks_draw_and_only_reviewers_review(town: Town, begun: Begun, ground: str) -> None:
    assert town.client("reviewer").post(
        begun.page(), AREA | {"area-ground": ground}
    ).status_code in {403, 422}
    assert begun.layer.boxes.count() == 0
    review = reverse("desk:layer_review", args=[begun.layer.pk])
    assert town.client("clerk").get(review).status_code == 403
    assert town.client("reviewer").get(review).status_code == 409


def test_a_page_that_is_not_there_is_not_found(town: Town, begun: Begun) -> None:
    assert town.client("clerk").get(begun.page(99)).status_code == 404
    far = reverse("desk:material", args=[10**12])
    assert town.client("clerk").get(far).status_code == 404


def _sent_to(begun: Begun) -> dict[str, str]:
    """Return the addresses to which one only sends, by their routes."""
    material, layer = begun.material, begun.layer.pk
    of_file = ["record", material.subject_id, material.source_id]
    return {
        "begin_redaction": reverse("desk:begin_redaction", args=of_file),
        "clean_copy": reverse("desk:clean_copy", args=of_file),
        "try_material_again": reverse("desk:try_material_again", args=[material.pk]),
        "begin_layer": reverse("desk:begin_layer", args=[material.pk, "public"]),
        "remove_boxes": reverse("desk:remove_boxes", args=[layer, 1]),
        "propose_layer": reverse("desk:propose_layer", args=[layer]),
        "take_layer_back": reverse("desk:take_layer_back", args=[layer]),
        "use_layer": reverse("desk:use_layer", args=[layer]),
    }


def test_nobody_else_changes_a_redaction_at_any_address(
    town: Town, begun: Begun, ground: str
) -> None:
    town.client("clerk").post(begun.page(), AREA | {"area-ground": ground})
    for persona in ("other_clerk", "competent", "supervision", "deputy", "administrator"):
        for route, address in _sent_to(begun).items():
            assert town.client(persona).post(address).status_code == 404, (persona, route)
    for route, address in _sent_to(begun).items():
        answer = town.client("reviewer").post(address, follow=True)
        is_refused = answer.status_code in {403, 404, 409}
        assert is_refused or list(answer.context["messages"]), (route, answer.status_code)
        assert town.client("citizen").post(address).status_code == 302, route
    begun.layer.refresh_from_db()
    assert (begun.layer.state, begun.layer.boxes.count()) == (LayerState.DRAWING, 1)


def test_the_made_file_is_for_the_staff_of_the_organ_alone(
    town: Town, begun: Begun, ground: str
) -> None:
    clerk = town.client("clerk")
    made = (
        reverse("desk:layer_result", args=[begun.layer.pk]),
        reverse("desk:layer_picture", args=[begun.layer.pk, 1]),
    )
    assert [clerk.get(address).status_code for address in made] == [404, 404], "not made yet"
    clerk.post(begun.page(), AREA | {"area-ground": ground})
    clerk.post(reverse("desk:propose_layer", args=[begun.layer.pk]))
    begun.make()
    for persona, status in (("clerk", 200), ("reviewer", 200), ("other_clerk", 404)):
        for address in made:
            assert town.client(persona).get(address).status_code == status, (persona, address)


def test_the_table_of_redaction_holds_every_address() -> None:
    names = {entry.name for entry in urls.REDACTION if isinstance(entry, URLPattern)}
    assert names == REDACTION_ROUTES
