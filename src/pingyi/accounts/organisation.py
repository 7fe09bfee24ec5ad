"""Sign-in through the organisation's own OpenID Connect service (optional; PINGYI_OIDC_… in docs/settings.md).

The service says who somebody is; whether that person is staff here is decided here: the account must exist, be
active, and carry the username the service names. The issuer is trusted to name its people rightly, because the
operator of this installation chose it.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from pingyi.accounts.models import Staff


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Lets in who is staff already, and nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Nobody signs up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie the person to the account of the same username, the first time; refuse where there is none."""
        if sociallogin.is_existing:
            return
        staff = Staff.objects.filter(username=named_by(sociallogin.account.extra_data), is_active=True).first()
        if staff is None:
            messages.error(request, _("您还没有本系统的账号，请联系管理员。"))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, staff)


def named_by(claims: dict[str, Any]) -> str:
    """Return the username the claims name ("" for none), in the lower case accounts are kept in."""
    told = claims.get("userinfo", claims)
    return str(told.get("preferred_username") or "").strip().lower()
