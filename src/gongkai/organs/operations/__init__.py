"""Changing organs, offices, people and roles, and signing."""

from gongkai.organs.operations.accounts import (
    UsernameTaken,
    WeakPassword,
    close_account,
    create_person,
    set_password,
)
from gongkai.organs.operations.log_in import note_failed_log_in
from gongkai.organs.operations.offices import set_office
from gongkai.organs.operations.organs import (
    BelowALowerLevel,
    CodeTaken,
    InACircle,
    NameTaken,
    WrongCodeShape,
    change_organ,
    create_organ,
)
from gongkai.organs.operations.regions import RegionExists, WrongRegionCode, create_region
from gongkai.organs.operations.roles import AlreadyHeld, EndsBeforeItBegins, end_role, grant_role
from gongkai.organs.operations.signatures import (
    SignatureDoesNotFit,
    SignatureTooOld,
    require_fresh,
    require_signature,
)
from gongkai.organs.operations.signing import SigningLocked, WrongSecret, sign, sign_each
from gongkai.organs.operations.stand_ins import (
    AbsentHasNoSuchRole,
    AlreadyEnded,
    end_stand_in,
    order_stand_in,
)

__all__ = [
    "AbsentHasNoSuchRole",
    "AlreadyEnded",
    "AlreadyHeld",
    "BelowALowerLevel",
    "CodeTaken",
    "EndsBeforeItBegins",
    "InACircle",
    "NameTaken",
    "RegionExists",
    "SignatureDoesNotFit",
    "SignatureTooOld",
    "SigningLocked",
    "UsernameTaken",
    "WeakPassword",
    "WrongCodeShape",
    "WrongRegionCode",
    "WrongSecret",
    "change_organ",
    "close_account",
    "create_organ",
    "create_person",
    "create_region",
    "end_role",
    "end_stand_in",
    "grant_role",
    "note_failed_log_in",
    "order_stand_in",
    "require_fresh",
    "require_signature",
    "set_office",
    "set_password",
    "sign",
    "sign_each",
]
