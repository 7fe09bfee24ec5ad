"""The doors of allauth that are open here. Sign-up, e-mail addresses and resets by e-mail have none."""

from allauth.account import views
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("safety/", include("allauth.mfa.urls")),
]
if "allauth.socialaccount" in settings.INSTALLED_APPS:
    urlpatterns += [
        path("", include("allauth.socialaccount.providers.openid_connect.urls")),
        path("", include("allauth.socialaccount.urls")),
    ]
