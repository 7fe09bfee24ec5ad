"""The WSGI door. It stays shut when the guard refuses the start."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from pingyi.wording import Refused

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pingyi.project.settings")
application = get_wsgi_application()

from pingyi.project.guard import check_start  # noqa: E402 - needs Django to be ready

try:
    check_start()
except Refused as refused:
    sys.exit(f"{refused.say('zh')}\n{refused.say('en')}")
