"""Between the rows and the values: what a reply says."""

from gongkai.applications.models import Reply
from gongkai.applications.rules.reply import Answer, GivenFile, ReplyContent


def content_of(reply: Reply) -> ReplyContent:
    """Return the reply as it is reviewed, approved and sent; reads its items and files."""
    application = reply.case.application
    return ReplyContent(
        application_number=application.number,
        regime_id=application.regime_id,
        outcome_code=reply.outcome_code,
        outcome_reason=reply.outcome_reason,
        answers=tuple(
            Answer(
                asked=item.asked,
                outcome_code=item.outcome_code,
                ground_code=item.ground_code,
                reasons=item.reasons,
                where=item.where,
                competent_organ=item.competent_organ,
                competent_contact=item.competent_contact,
                search_note=item.search_note,
                split_reason=item.split_reason,
            )
            for item in reply.items.all()
        ),
        files=tuple(GivenFile(name=file.name, digest=file.stored_id) for file in reply.files.all()),
    )


def is_as_proposed(reply: Reply) -> bool:
    """Say whether the reply still is, to the letter, what its proposal is about."""
    digest = content_of(reply).digest()
    proposal = reply.proposal
    return proposal is not None and proposal.digest == digest == reply.digest
