"""The root of all URLs. Every route below names its rule (`web.routing`). English pages stand under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("office/account/", include("pingyi.project.account_urls")),
    path("", include("pingyi.web.urls")),
    prefix_default_language=False,
)
