"""The words for what is wrong with what is said of an exemption, and what to do about a secret."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.records.rules.exemption import ExemptionFault

EXEMPTION_FAULTS: Mapping[ExemptionFault, Promise] = {
    ExemptionFault.MARKED_SECRET: _(
        "This bears a mark of secrecy. A State secret must not be entered here: take it off this "
        "machine and tell the secrecy officer of your organ at once."
    ),
    ExemptionFault.LEVEL_WITHOUT_STATE_SECRET: _(
        "A level of secrecy belongs to what is not disclosed as a State secret. Choose that "
        "ground, or no level."
    ),
    ExemptionFault.SECRET_KEPT_HERE: _(
        "Of what has a level of secrecy neither text nor attachments may be kept here. Take them "
        "off, and tell the secrecy officer of your organ if they are the secret itself."
    ),
    ExemptionFault.SPLIT_OF_WHAT_IS_OPEN: _(
        "Whether a part can be disclosed is asked of exempt information alone."
    ),
    ExemptionFault.SPLIT_NOT_ANSWERED: _(
        "Say whether a part of it can be disclosed. The whole is withheld only where it cannot."
    ),
    ExemptionFault.NO_SPLIT_REASON: _("Say why no part can be disclosed, or which part can."),
}
