"""The WSGI door. It stays shut when the guard refuses the start."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from pingyi.wording import Refused

os.umask(0o077)  # nothing the site writes is for other users of the machine
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pingyi.project.settings")
try:
    application = get_wsgi_application()
    from pingyi.project.guard import check_start  # needs Django to be ready

    check_start()
except Refused as refused:
    sys.exit(f"{refused.say('zh')}\n{refused.say('en')}")
