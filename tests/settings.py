"""The product's settings, with a home of its own for each test process and cheap passwords."""

import atexit
import os
import shutil
import tempfile

# Never the home that somebody works in, and one for each process.
os.environ["DRUMBEAT_HOME"] = tempfile.mkdtemp(prefix="drumbeat-test-")
atexit.register(shutil.rmtree, os.environ["DRUMBEAT_HOME"], ignore_errors=True)
os.environ["DRUMBEAT_MAIL_URL"] = "memory://"

from drumbeat.config.settings import *  # noqa: E402, F403
from drumbeat.config.settings import DATABASES, HOME, STORAGES  # noqa: E402

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A server of its own thread writes beside the test: in memory, where both share one connection's
# cache, SQLite does not wait for a lock as it does in a file.
if os.environ.get("DRUMBEAT_TEST_DATABASE") == "file":
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
