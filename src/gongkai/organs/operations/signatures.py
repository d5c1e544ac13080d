"""Whether a signature is the one that an act asks for."""

from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Actor
from gongkai.organs.models import Signature
from gongkai.organs.rules.signing import VALID_FOR


class SignatureDoesNotFit(Refusal):
    """Somebody else's signature, or one for another purpose or another content."""


class SignatureTooOld(Refusal):
    """The signature was given too long ago."""


def require_signature(*, actor: Actor, signature: Signature, purpose: str, digest: str) -> None:
    """Say nothing where the actor gave this signature for this purpose under this content.

    That a signature serves once is held by the table of the act that it stands under. Raises
    SignatureDoesNotFit, SignatureTooOld.
    """
    given = (signature.person_id, signature.purpose, signature.digest)
    if given != (actor.person_id, purpose, digest):
        raise SignatureDoesNotFit(
            _("The signature does not belong to this act. Sign again on its page.")
        )
    require_fresh(signature)


def require_fresh(signature: Signature) -> None:
    """Raise SignatureTooOld where more than ten minutes have passed since it was given."""
    if not time.now() - signature.signed_at <= VALID_FOR:
        raise SignatureTooOld(_("You signed too long ago. Sign again."))
