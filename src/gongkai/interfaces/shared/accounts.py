"""How accounts behave: made by an administrator, secrets of the second factor kept encrypted."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gongkai.organs.operations import note_failed_log_in
from gongkai.organs.queries import log_in_is_closed


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth brings no types
    """Closes sign-up, counts wrong passwords in the database, says in our words what went wrong.

    The library counts in the cache, which each process of the web server has for itself.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "The user name and the password do not belong together. Check both and try again."
        ),
        "too_many_login_attempts": _(
            "After too many wrong passwords this account is locked for 15 minutes. "
            "Wait, or ask the administrator."
        ),
        "incorrect_password": _("This is not your present password."),
        "enter_current_password": _("Enter your present password."),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Raise ValidationError while too many wrong passwords keep the name's log-in closed."""
        if log_in_is_closed(str(credentials.get("username", ""))):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """Note the wrong password; a name that nobody has is not noted."""
        note_failed_log_in(username=str(credentials.get("username", "")))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no: an administrator makes the accounts of an organ."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth brings no types
    """Encrypts the secrets of authenticator apps with a key made from the site's secret."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or it is too old. Enter the present one."),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return the name under which the authenticator app lists this account."""
        return user.get_username()

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; raises InvalidToken when the site's secret has changed."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    key = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
