"""How the sign-in library behaves here: plain sentences, local addresses only, no e-mail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

TOO_MANY = (
    "There were too many tries to sign in with this email address or from this network. "
    "Wait five minutes, then try again."
)
WRONG = "The email address or password is not right. Check both and try again."


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are added by an administrator."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this service may follow signing in."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:
        """One way to sign in: the form. The library's JSON answers are not offered."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing about signing in goes out by e-mail."""

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *rest: Any,
        **named: Any,
    ) -> None:
        """After signing in the page itself shows who you are; only signing out needs a word."""
        if message_template == "account/messages/logged_out.txt":
            messages.success(request, "You have signed out.")
