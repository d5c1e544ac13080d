"""A small site of sample pages: every component and every kind of form field once.

The shared parts are tested with these and not with pages of the doors, which change for reasons
of their own.
"""

from datetime import UTC, datetime
from pathlib import Path

from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from gongkai.interfaces.shared import components, errors, health, reading
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.forms import LocalDateField
from gongkai.interfaces.shared.once import OnceForm, submitted_once
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error


PAGES = Path(__file__).parent / "pages"
TABLE = components.Table(
    caption="分区任务表",
    columns=(
        components.Column("区县"),
        components.Column("状态"),
        components.Column("小区", is_number=True),
    ),
    rows=(
        (
            components.Cell("东城区", url="/"),
            components.Cell("现行有效", tag="green"),
            components.Cell(52, is_number=True),
        ),
        (
            components.Cell("河口县"),
            components.Cell("已废止", tag="grey"),
            components.Cell(76, is_number=True),
        ),
    ),
)
ARTICLE = components.ArticleTags(
    title="关于印发“方案”的通知\n<script>",
    published_at=datetime(2026, 3, 12, 1, 5, tzinfo=UTC),
    source="东河市人民政府办公室",
)


class ApplicationForm(OnceForm):
    """Every kind of field once."""

    name = forms.CharField(
        label="申请人姓名", max_length=20, widget=forms.TextInput({"autocomplete": "name"})
    )
    issued_on = LocalDateField(label="形成日期")
    words = forms.CharField(
        label="内容描述", help_text="尽量写明名称、文号。", widget=forms.Textarea
    )
    place = forms.ChoiceField(label="所在地", choices=[("", ""), ("a", "东城区"), ("b", "河口县")])
    delivery = forms.ChoiceField(
        label="获取方式",
        help_text="可以更改。",
        choices=[("paper", "纸面"), ("mail", "电子邮件")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="主题",
        choices=[("a", "城建"), ("b", "财政")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    proof = forms.FileField(label="证明", required=False)
    is_true = forms.BooleanField(label="我确认以上信息真实")


def show(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    """Render a sample page."""
    source = (PAGES / name).read_text(encoding="utf-8")
    return HttpResponse(engines["django"].from_string(source).render(context, request))


@audience(Audience.PUBLIC)
def record(request: HttpRequest) -> HttpResponse:
    """A page for everybody with every component."""
    rows = [
        components.SummaryRow("索引号", "01527918X-01-2026-0001"),
        components.SummaryRow("发文字号", "东政办发〔2026〕18号"),
        components.SummaryRow("成文日期", "2026年3月12日", action_url="/", action_label="更改"),
    ]
    context = {
        "items": [
            components.NavItem("法定主动公开", "/", is_current=True),
            components.NavItem("依申请公开", "/apply/"),
        ],
        "rows": rows,
        "table": TABLE,
        "file": components.FileLink("方案.pdf", "/", "PDF", 1_200_000),
        "pages": components.pages_of(items=400, number=5, per_page=20),
        "crumbs": [components.Crumb("首页", "/"), components.Crumb("通知")],
        "column_tags": components.ColumnTags("政策文件", "文件", "文件，通知", "政务公开"),
        "article_tags": ARTICLE,
    }
    return show(request, "record.html", context)


@audience(Audience.PUBLIC)
def apply(request: HttpRequest) -> HttpResponse:
    """A form that is carried out once."""
    form = ApplicationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with submitted_once(request, form.once_key) as submission:
            if not submission.result:
                MADE.append(form.cleaned_data["name"])
                submission.result = f"/made/{len(MADE)}/"
        return redirect(submission.result)
    return show(request, "form.html", {"form": form})


MADE: list[str] = []


@audience(Audience.STAFF)
def queue(request: HttpRequest) -> HttpResponse:
    """A page of the desk."""
    messages.success(request, "登记完成")
    links = [
        components.QueueLink("待审查", "/desk/", 3, is_current=True),
        components.QueueLink("已退回", "/", 0),
    ]
    groups = [components.QueueGroup("信息登记", links)]
    return show(request, "desk.html", {"queues": groups, "table": TABLE})


@audience(Audience.ADMINISTRATOR)
def settings_page(_request: HttpRequest) -> HttpResponse:
    """A page for administrators."""
    return HttpResponse("administrator")


@audience(Audience.PUBLIC)
def public_viewer(request: HttpRequest) -> HttpResponse:
    """Says who looks."""
    return HttpResponse(str(viewer_of(request).person_id))


@audience(Audience.PUBLIC)
def refusing(_request: HttpRequest, kind: str) -> HttpResponse:
    """Refuses in one of the ways."""
    raise {"found": NotFound, "allowed": NotAllowed, "else": Refusal}[kind]("因故拒绝")


@audience(Audience.PUBLIC)
def broken(_request: HttpRequest) -> HttpResponse:
    """Breaks."""
    raise RuntimeError("broken")


def undeclared(_request: HttpRequest) -> HttpResponse:
    """Declares no audience."""
    return HttpResponse("secret")


portal = (
    [
        path("", record, name="home"),
        path("apply/", apply, name="apply"),
        path("viewer/", public_viewer, name="viewer"),
        path("refusing/<str:kind>/", refusing, name="refusing"),
        path("broken/", broken, name="broken"),
        path("undeclared/", undeclared, name="undeclared"),
    ],
    "portal",
)
desk = ([path("", queue, name="home"), path("settings/", settings_page, name="settings")], "desk")

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    *i18n_patterns(
        path("text-size/<str:size>/", reading.text_size, name="text_size"),
        path("accounts/", include("gongkai.interfaces.shared.account_urls")),
        path("desk/", include(desk)),
        path("", include(portal)),
        prefix_default_language=False,
    ),
]
