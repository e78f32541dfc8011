"""Settings of the service. Everything that differs between machines comes from the environment.

DATABASE_URL   postgres://user:password@host:port/name; SQLite in VAR_DIR when absent
SECRET_KEY     else read from VAR_DIR/secret-key, written there on the first start
VAR_DIR        where the service keeps its files (database, survey mart, uploads); ./var when absent
DEBUG          1 shows Django's error pages; off otherwise
ALLOWED_HOSTS  comma-separated; loopback only when absent
SECURE_COOKIES 1 behind TLS: cookies go over https only
TRUSTED_PROXY_COUNT  how many proxies stand in front; none when absent
SERVICE_OWNER, CONTACT_EMAIL  who runs the service and where to write to them
SHOW_NHS_LOGO  1 only where an NHS organisation runs it
SERVICE_ADDRESS  where people reach it, such as https://sightline.example.org: for links in messages
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS,
EMAIL_FILE_PATH, DEFAULT_FROM_EMAIL  Django's own, for e-mail; printed to the terminal when absent
NOTIFY_KEY, NOTIFY_EMAIL_TEMPLATE, NOTIFY_TEXT_TEMPLATE  to send through GOV.UK Notify
NOTIFY_NEWS_TEMPLATE  the one for news by text message, with ((text)), ((link)) and ((opt_out))
TEXT_MESSAGE_ADDRESS, TEXT_MESSAGE_KEY  a gateway for text messages; none are sent when absent
CONTACT_RULES  a file that says when and how often people are written to; the service's when absent
RESULTS_ENGINE, RESULTS_ENGINE_FILES, SPARK_PARTITIONS  to count answers elsewhere: docs/spark.md
COMMENTS_MODEL  a folder with a model that says what comments mean: docs/meaning.md
SMALLEST_GROUP_INSIDE, SMALLEST_GROUP_PUBLIC  no round may show smaller groups: 5 and 10
RETENTION_RULES  a file that says how long each class of record is kept; the service's when absent
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key from the environment, else a random one kept in VAR_DIR for its owner only."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = VAR_DIR / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key


def _database() -> dict[str, object]:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR_DIR / "sightline.sqlite3",
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgres:// (leave it out to use SQLite).")
    query = dict(parse_qsl(parts.query))
    # A folder as host (a Unix socket) can only be given in the query: ?host=/run/postgresql
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
    }


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "sightline.base",
    "sightline.design",
    "sightline.trail",
    "sightline.access",
    "sightline.organisations",
    "sightline.standards",
    "sightline.people",
    "sightline.results",
    "sightline.commitments",
    "sightline.listen",
    "sightline.assess",
    "sightline.respond",
    "sightline.insight",
    "sightline.govern",
    "sightline.home",
    "sightline.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sightline.config.middleware.PrivateByDefault",
    "sightline.config.middleware.SentOnce",
    "sightline.config.middleware.RefusalsAreSentences",
]

ROOT_URLCONF = "sightline.config.urls"
CSRF_FAILURE_VIEW = "sightline.design.errors.form_too_old"
WSGI_APPLICATION = "sightline.config.wsgi.application"

_CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "sightline.config.context.service",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        # A template's name is its path inside the package: "respond/register/pages/show.jinja".
        "DIRS": [BASE_DIR / "sightline"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "sightline.design.environment.environment",
            "context_processors": _CONTEXT_PROCESSORS,
        },
    },
    {
        # Django's own form templates and those of the sign-in library, which are not Jinja.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                *_CONTEXT_PROCESSORS,
                "django.contrib.auth.context_processors.auth",
            ]
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# People and sign-in
AUTH_USER_MODEL = "people.User"
# Django's own: it hashes once whether or not the address is known, and refuses whoever is inactive
# with the same sentence as a wrong password.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "sightline.people.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_SESSION_REMEMBER = False  # the cookie goes when the browser closes: wards share computers
# Only failures count towards "login_failed". A whole trust may come from one address of a network.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key"}
# How many proxies stand in front: the limits count the address that the outermost of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "0"))

SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
# Loopback has no TLS; behind TLS set SECURE_COOKIES=1.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("SECURE_COOKIES") == "1"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("SECURE_COOKIES") == "1" else None
)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Shared between processes and machines, so that rate limits count everybody.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Above this entries are thrown away, limits that still count among them.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
EMAIL_FILE_PATH = os.environ.get("EMAIL_FILE_PATH")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "sightline@localhost")
# Text messages and GOV.UK Notify: off unless set.
NOTIFY_KEY = os.environ.get("NOTIFY_KEY", "")
NOTIFY_ADDRESS = os.environ.get("NOTIFY_ADDRESS", "https://api.notifications.service.gov.uk")
NOTIFY_EMAIL_TEMPLATE = os.environ.get("NOTIFY_EMAIL_TEMPLATE", "")
NOTIFY_TEXT_TEMPLATE = os.environ.get("NOTIFY_TEXT_TEMPLATE", "")
NOTIFY_NEWS_TEMPLATE = os.environ.get("NOTIFY_NEWS_TEMPLATE", "")
TEXT_MESSAGE_ADDRESS = os.environ.get("TEXT_MESSAGE_ADDRESS", "")
TEXT_MESSAGE_KEY = os.environ.get("TEXT_MESSAGE_KEY", "")
CONTACT_RULES = Path(
    os.environ.get(
        "CONTACT_RULES", BASE_DIR / "sightline" / "listen" / "invitations" / "data" / "contact.yaml"
    )
)
RETENTION_RULES = Path(
    os.environ.get(
        "RETENTION_RULES", BASE_DIR / "sightline" / "listen" / "care" / "data" / "retention.yaml"
    )
)
# For links that are written where no request is at hand.
SERVICE_ADDRESS = os.environ.get("SERVICE_ADDRESS", "http://127.0.0.1:8000")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = VAR_DIR / "uploads"
# Where ClamAV listens ("host:port" or a socket), to scan files of evidence. Empty: not scanned.
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")
# The survey mart: one immutable folder for each round and version.
MART_DIR = VAR_DIR / "mart"
# The smallest groups that any round may show, to people inside the service and in public.
SMALLEST_GROUP_INSIDE = min(max(int(os.environ.get("SMALLEST_GROUP_INSIDE", "5")), 3), 10)
SMALLEST_GROUP_PUBLIC = max(
    int(os.environ.get("SMALLEST_GROUP_PUBLIC", "10")), SMALLEST_GROUP_INSIDE
)
# What counts answers: empty for the service itself, "duckdb" or "spark" (see docs/spark.md), and
# where that engine finds the mart if not in the same place.
RESULTS_ENGINE = os.environ.get("RESULTS_ENGINE", "")
RESULTS_ENGINE_FILES = os.environ.get("RESULTS_ENGINE_FILES", "")
SPARK_PARTITIONS = int(os.environ.get("SPARK_PARTITIONS", "8"))
# A folder with a sentence-embedding model, to find themes by what comments mean (docs/meaning.md);
# empty: by the words that go together.
COMMENTS_MODEL = os.environ.get("COMMENTS_MODEL", "")
# Keys of the answers of open rounds: never in the database, and backed up apart from it.
ANSWER_KEYS_DIR = VAR_DIR / "answer-keys"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

SERVICE_NAME = "Sightline"
SHOW_NHS_LOGO = os.environ.get("SHOW_NHS_LOGO") == "1"
# Who runs it and how to reach them: named in the accessibility statement and the privacy notice.
SERVICE_OWNER = os.environ.get("SERVICE_OWNER", "")
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_links": {"()": "sightline.config.logs.NoLinks"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["no_links"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
