"""Settings. Everything a self-hoster may change is an environment variable; see docs/settings.md."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.utils.translation import gettext_lazy as _

from drumbeat.config.catalogue import compiled
from drumbeat.fetching import networks

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("DRUMBEAT_HOME", "~/.drumbeat")).expanduser().resolve()
HOME.mkdir(parents=True, exist_ok=True)

LAKE_ROOT = os.environ.get("DRUMBEAT_LAKE") or HOME / "lake"  # a folder, or s3://bucket/prefix
LAKE_LOCKS = HOME / "lake"
SPOOL_PATH = HOME / "spool.sqlite3"
SPOOL_URL = os.environ.get("DRUMBEAT_SPOOL", "")
ENGINE = os.environ.get("DRUMBEAT_ENGINE", "duckdb")
FILES_ROOT = HOME / "files"
LARGEST_FILE_BYTES = int(os.environ.get("DRUMBEAT_LARGEST_FILE_MB", "2048")) << 20


def _secret_key():
    """The key from the environment, or one made at first start and kept in the home folder."""
    if given := os.environ.get("DRUMBEAT_SECRET_KEY"):
        return given
    path = HOME / "secret.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def _database(url):
    """A Django database from `sqlite:///file` or `postgresql://user:password@host:port/name`."""
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/")) or str(HOME / "drumbeat.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.removeprefix("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
    }


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("DRUMBEAT_DEBUG") == "1"
BASE_URL = os.environ.get("DRUMBEAT_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = os.environ.get("DRUMBEAT_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DATABASES = {"default": _database(os.environ.get("DRUMBEAT_DATABASE_URL", "sqlite:///"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton",
    "drumbeat.ui",
    "drumbeat.thread",
    "drumbeat.people",
    "drumbeat.work",
    "drumbeat.knowledge",
    "drumbeat.strategy",
    "drumbeat.content",
    "drumbeat.channels",
    "drumbeat.insight",
    "drumbeat.review",
    "drumbeat.config",
]

MIDDLEWARE = [
    "drumbeat.config.streams.streams",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "drumbeat.config.packing.PackedPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "drumbeat.people.middleware.BrandPrefix",
    "drumbeat.people.middleware.BrandTime",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "drumbeat.config.urls"
ASGI_APPLICATION = "drumbeat.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "drumbeat.config.shell.shell",
            ],
        },
    },
]
# Pieces of pages (`{% cache None … %}`), each kept under all that it shows, so none is ever stale.
# Apart from the rest, which counts attempts to sign in and may not be pushed out by them.
_IN_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": _IN_MEMORY, "LOCATION": "default"},
    # Who came to a public form today, as keyed hashes of networks.
    "outside": {
        "BACKEND": _IN_MEMORY,
        "LOCATION": "outside",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "template_fragments": {
        "BACKEND": _IN_MEMORY,
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 4_000},
    },
}
COTTON_DIR = "cotton"
FORM_RENDERER = "drumbeat.ui.rendering.FormRenderer"

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "/sign-in/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
# How many of our own proxies stand in front and append to X-Forwarded-For.
# Networks that feeds may come from besides public ones, as an RSSHub in one's own house.
FETCH_ALSO = networks(os.environ.get("DRUMBEAT_FETCH_ALSO", "").replace(",", " ").split())
TRUSTED_PROXIES = int(os.environ.get("DRUMBEAT_PROXIES", "0"))

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("简体中文"))]
LOCALE_PATHS = [compiled(PACKAGE, HOME)]
TIME_ZONE = "UTC"
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024

_mail = urlparse(os.environ.get("DRUMBEAT_MAIL_URL", "console://"))
EMAIL_BACKEND = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "memory": "django.core.mail.backends.locmem.EmailBackend",
}.get(_mail.scheme, "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp+tls", _mail.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DRUMBEAT_MAIL_FROM", "Drumbeat <drumbeat@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"drumbeat": {"level": "INFO"}},
}
