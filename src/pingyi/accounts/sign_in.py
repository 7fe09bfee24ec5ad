"""How allauth signs staff in here: nobody signs up, secrets are kept encrypted, what happened is journalled."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pingyi.accounts.actions.sign_ins import note_password_changed, note_second_factor, note_signed_in

SAID = {
    "account/messages/password_changed.txt": _("密码已修改。"),
    "mfa/messages/totp_activated.txt": _("动态验证码已启用。"),
    "mfa/messages/totp_deactivated.txt": _("动态验证码已停用。"),
    "mfa/messages/webauthn_added.txt": _("通行密钥已添加。"),
    "mfa/messages/webauthn_removed.txt": _("通行密钥已删除。"),
    "mfa/messages/recovery_codes_generated.txt": _("已生成新的恢复码。"),
}


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; a password is changed by its owner; no e-mail is ever sent."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名或密码不对。"),
        "too_many_login_attempts": _("登录失败次数太多，请过几分钟再试。"),
        "incorrect_password": _("密码不对。"),
        "enter_current_password": _("现在的密码不对。"),
        "incorrect_code": _("验证码不对，请重新输入。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Lead to the office in the language of the page one signed in from."""
        return reverse("account_login").removesuffix("account/login/")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Return to the page of sign-in and safety."""
        return reverse("mfa_index")

    def add_message(  # noqa: PLR0917 - the parameters are allauth's
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say in our words what was done. Signing in and out says nothing: the page shows it, and public pages keep
        no session to say it in.
        """
        said = message or SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: forgotten passwords are reset by an administrator."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps authenticator secrets and recovery codes encrypted under the installation's secret."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": StaffAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """Return `text` encrypted."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was encrypted."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        """Name the account in the authenticator app by its username."""
        return str(user.username)

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as an element of the page, on white whatever the page's colours."""
        _, element, drawing = super().build_totp_svg(url).partition("<svg ")
        opening, _, path = drawing.partition(">")
        return f'{element}role="img" aria-label="QR" {opening}><rect width="100%" height="100%" fill="#fff"/>{path}'

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the site in the passkey dialogue of the device."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


def listen() -> None:
    """Journal what allauth does; called once when the application is ready."""
    user_logged_in.connect(_on_signed_in, dispatch_uid="pingyi")
    password_changed.connect(_on_password_changed, dispatch_uid="pingyi")
    for signal, told in (
        (authenticator_added, "added"),
        (authenticator_removed, "removed"),
        (authenticator_reset, "renewed"),
    ):
        signal.connect(_on_second_factor(told), weak=False, dispatch_uid=f"pingyi-{told}")


def _on_signed_in(sender: Any, user: Any, **more: Any) -> None:  # noqa: ARG001
    note_signed_in(user)


def _on_password_changed(sender: Any, user: Any, **more: Any) -> None:  # noqa: ARG001
    note_password_changed(user)


def _on_second_factor(told: str) -> Any:
    def receive(sender: Any, user: Any, authenticator: Any, **more: Any) -> None:  # noqa: ARG001
        note_second_factor(user, told, str(authenticator.type))

    return receive


def _box() -> Fernet:
    key = hashlib.sha256(b"pingyi second factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
