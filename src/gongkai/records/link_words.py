"""How a link between documents is said, read from the one and from the other."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

LINKS_FROM_HERE: Mapping[str, Promise] = {
    "amends": pgettext_lazy("what this document does", "Amends"),
    "repeals": pgettext_lazy("what this document does", "Repeals"),
    "replaces": pgettext_lazy("what this document does", "Replaces"),
    "implements": pgettext_lazy("what this document does", "Implements"),
    "interprets": pgettext_lazy("what this document does", "Interprets"),
    "forwards": pgettext_lazy("what this document does", "Forwards"),
    "part_of": pgettext_lazy("what this document does", "Is the part that is disclosed of"),
    "related": pgettext_lazy("what this document does", "See also"),
}
LINKS_TO_HERE: Mapping[str, Promise] = {
    "amends": pgettext_lazy("what is done to this document", "Amended by"),
    "repeals": pgettext_lazy("what is done to this document", "Repealed by"),
    "replaces": pgettext_lazy("what is done to this document", "Replaced by"),
    "implements": pgettext_lazy("what is done to this document", "Implemented by"),
    "interprets": pgettext_lazy("what is done to this document", "Interpreted by"),
    "forwards": pgettext_lazy("what is done to this document", "Forwarded by"),
    "part_of": pgettext_lazy("what is done to this document", "A part of it is disclosed as"),
    "related": pgettext_lazy("what is done to this document", "See also"),
}
