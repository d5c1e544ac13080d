"""The flow chart of an application in the words of the page, with the limits of the regime."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.applications.rules.vocabulary import CaseState
from gongkai.guides.composing.frame import amount_of, extension_of
from gongkai.guides.rules.document import Chart
from gongkai.guides.rules.drawing import Step, flow_chart
from gongkai.guides.rules.facts import GuideFacts
from gongkai.guides.rules.flow import Beside, stages

_STAGES: Mapping[CaseState, Promise] = {
    CaseState.CONFIRMING: gettext_lazy("The office confirms the receipt"),
    CaseState.FORMAL_REVIEW: gettext_lazy("The office registers it and checks that it is complete"),
    CaseState.HANDLING: gettext_lazy("It is accepted; the information is searched for"),
    CaseState.REVIEWED: gettext_lazy("The reply is reviewed for secrets and approved"),
    CaseState.REPLIED: gettext_lazy("The office replies in writing"),
    CaseState.DELIVERED: gettext_lazy("The applicant receives the reply"),
}
_LIMITED: Mapping[CaseState, str] = {CaseState.REPLIED: "reply"}
_BESIDE: Mapping[Beside, tuple[Promise, str]] = {
    Beside.CORRECTION: (
        gettext_lazy("Something is missing: you are asked to add it (%(limit)s)"),
        "correction_notice",
    ),
    Beside.NOT_THIS_ORGAN: (
        gettext_lazy("It is public already, or another organ keeps it: you are told where"),
        "",
    ),
    Beside.THIRD_PARTY: (
        gettext_lazy("Rights of others are touched: they are asked (%(limit)s, not counted)"),
        "third_party",
    ),
    Beside.CO_MAKER: (
        gettext_lazy("Other organs made it too: they are asked (%(limit)s, not counted)"),
        "co_maker",
    ),
    Beside.FEE: (gettext_lazy("A processing fee is due: pay it within %(limit)s"), "fee_payment"),
    Beside.EXTENSION: (
        gettext_lazy("More time is needed: extended by %(limit)s at most, and you are told"),
        "",
    ),
    Beside.REMEDY: (
        gettext_lazy("You do not agree: reconsideration or a suit, see “Supervision and remedies”"),
        "",
    ),
}


def chart_of(facts: GuideFacts) -> Chart:
    """Return the flow chart of an application under the regime of the facts."""
    found = stages([limit.key for limit in facts.limits], confirms_receipt=facts.confirms_receipt)
    steps = (
        Step(_("You hand in the application")),
        *(
            Step(
                _stage(stage.state, facts),
                tuple(_beside(beside, facts) for beside in stage.beside),
            )
            for stage in found
        ),
    )
    title = _("The way of an application")
    description = _("Boxes from top to bottom; the same steps stand below in words.")
    return Chart(
        title=title,
        svg=flow_chart(steps, title=title, description=description),
        steps=tuple(_in_words(step) for step in steps),
    )


def _stage(state: CaseState, facts: GuideFacts) -> str:
    said = str(_STAGES[state])
    limit = facts.limit(_LIMITED.get(state, ""))
    return (
        _("%(step)s: within %(limit)s") % {"step": said, "limit": amount_of(limit)}
        if limit
        else said
    )


def _beside(beside: Beside, facts: GuideFacts) -> str:
    said, key = _BESIDE[beside]
    if beside is Beside.EXTENSION:
        reply = facts.limit("reply")
        return str(said) % {"limit": extension_of(reply) if reply and reply.extension else ""}
    limit = facts.limit(key)
    return str(said) % {"limit": amount_of(limit)} if limit else str(said)


def _in_words(step: Step) -> str:
    return _(". ").join([step.text, *step.beside]) + _(".")
