"""How staff sign in (django-allauth): username and password, authenticator app, passkeys, recovery codes, limits."""

from typing import Any

from pingyi.project.environment import (
    OIDC,
    OIDC_CLIENT_ID,
    OIDC_CLIENT_SECRET,
    OIDC_ISSUER,
    OIDC_NAME,
    PRODUCTION,
    PROXIES,
)

AUTH_USER_MODEL = "pingyi.Staff"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_RULES}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "pingyi.accounts.password_rules.LongEnough", "OPTIONS": {"fewest": 10}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "pingyi.accounts.sign_in.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # closing the browser signs out
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Counted in the database cache, so that all processes count together. "key" is the username that was tried.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES  # whose word on the address of the visitor is taken

MFA_ADAPTER = "pingyi.accounts.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # http://localhost
MFA_TOTP_ISSUER = "评议 Pingyi"
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ by half a minute

SIGN_IN_APPS = ["allauth", "allauth.account", "allauth.mfa"]
if OIDC:
    SIGN_IN_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
SOCIALACCOUNT_ADAPTER = "pingyi.accounts.organisation.OrganisationAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organisation",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_ISSUER},
            }
        ],
    }
}
