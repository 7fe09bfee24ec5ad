"""Headers and cookies. A page of ours loads nothing from elsewhere and runs no script that stands in the page."""

from datetime import timedelta
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from pingyi.project.environment import OIDC, OIDC_ISSUER, PRODUCTION, PROXIES

_SIGN_IN_SERVICE = [f"{urlsplit(OIDC_ISSUER).scheme}://{urlsplit(OIDC_ISSUER).netloc}"] if OIDC else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *_SIGN_IN_SERVICE],  # the form that leads to the organisation's sign-in ends there
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if PRODUCTION else 0
SECURE_SSL_REDIRECT = PRODUCTION and PROXIES > 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None

SESSION_COOKIE_NAME = "pingyi_session"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())  # without a click: `project.sessions`
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own on public pages
