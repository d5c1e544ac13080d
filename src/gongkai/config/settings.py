"""Settings of the whole house. Values come in through `environment`; this file only wires."""

from pathlib import Path
from typing import Any

from gongkai.config import environment as env
from gongkai.kernel.embedded import account, logs, paths, secrets

PACKAGE = Path(__file__).resolve().parent.parent

HOME = env.folder(
    "GONGKAI_HOME",
    default=paths.default_home(),
    shown_default="a folder of this installation under /var/lib or ~/.local/share",
    meaning="The data folder: embedded database, stored files, secrets, logs.",
)

DEMO = env.switch(
    "GONGKAI_DEMO",
    default=False,
    meaning="Show the accounts of the living demo on the log-in page. Never on a real site.",
)
DEBUG = False
SECRET_KEY = env.secret(
    "GONGKAI_SECRET_KEY",
    meaning="Signs sessions and forms. Made and kept in the data folder when not given.",
) or secrets.kept(HOME, "secret-key")
SEALING_KEYS = env.secret(
    "GONGKAI_SEALING_KEYS",
    meaning="Keys that seal identity numbers and applicants' files: `id:base64` of 32 bytes, one a "
    "line or separated by commas, the last one seals. Made and kept in the data folder when not "
    "given (docs/operate/keys.md).",
)
SEALING_KEYS_FILE = env.secret_path("GONGKAI_SEALING_KEYS")
HASH_KEY = env.secret(
    "GONGKAI_HASH_KEY",
    meaning="Recognises identity numbers and query codes again: at least 32 characters, never "
    "changed. Given together with the sealing keys, or made and kept like them.",
)
env.both_or_neither("GONGKAI_SEALING_KEYS", "GONGKAI_HASH_KEY")
ALLOWED_HOSTS = env.words(
    "GONGKAI_HOSTS",
    default="127.0.0.1,localhost,[::1],testserver",
    meaning="Host names that the site answers to.",
)
SITE_ADDRESS = env.text(
    "GONGKAI_SITE_ADDRESS",
    default="http://127.0.0.1:8000",
    meaning="The public address, used in feeds, sitemap and mails.",
).rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
HTTPS = SITE_ADDRESS.startswith("https://")

SITE_NAME = env.text(
    "GONGKAI_SITE_NAME",
    default="政府信息公开平台",
    meaning="Name of the platform, shown in the header and in the SiteName tag.",
)
SITE_ID_CODE = env.text(
    "GONGKAI_SITE_ID_CODE",
    default="",
    meaning="网站标识码, ten digits; shown in the footer and in the SiteIDCode tag.",
)
SITE_ICP = env.text("GONGKAI_ICP", default="", meaning="ICP 备案编号, shown in the footer.")
SITE_POLICE = env.text("GONGKAI_POLICE", default="", meaning="公安机关备案号, shown in the footer.")
SITE_SPONSOR = env.text("GONGKAI_SPONSOR", default="", meaning="主办单位, shown in the footer.")
SITE_CONTACT = env.text("GONGKAI_CONTACT", default="", meaning="Contact shown in the footer.")

REGIME = env.text(
    "GONGKAI_REGIME",
    default="ogi-2008",
    meaning="Regime of new clocks: ogi-2008 (default) or ogi-2019.",
)
INDEX_NUMBER_TEMPLATE = env.text(
    "GONGKAI_INDEX_NUMBER",
    default="{organ}-{class}-{year}-{serial:4}",
    meaning="Index numbers minted here; the national form is {organ}/{year}-{serial:5}.",
)
LETTER_FONTS = env.optional_folder(
    "GONGKAI_FONTS",
    meaning="Folder of typefaces that the organ is licensed to use (仿宋_GB2312, 方正小标宋 ...); "
    "letters are set in them first.",
)

# Notices (docs/operate/mail.md). Without a host none is sent; staff see that it was not.
SMTP_HOST = env.text(
    "GONGKAI_SMTP_HOST",
    meaning="The mail server that takes the notices; empty: none are sent.",
)
SMTP_PORT = env.number(
    "GONGKAI_SMTP_PORT",
    default=587,
    meaning="Its port: 587 for starttls, 465 for tls, 25 for none, as a rule.",
    low=1,
    high=65535,
)
SMTP_SECURITY = env.choice(
    "GONGKAI_SMTP_SECURITY",
    default="starttls",
    among=("starttls", "tls", "none"),
    meaning="How the connection is encrypted; none only to a server on the same machine or net.",
)
SMTP_USER = env.text("GONGKAI_SMTP_USER", meaning="Log-in name; empty: no log-in.")
SMTP_PASSWORD = env.secret("GONGKAI_SMTP_PASSWORD", meaning="Password of the log-in name.")
MAIL_FROM = env.text(
    "GONGKAI_MAIL_FROM",
    meaning="Sender of the notices, `Name <address>` or the address alone; returned mail goes "
    "there. Without it noreply@ and the domain of the site.",
)
# Where notices lead: a route, and whether the id of what the notice is about is its argument.
NOTICE_PAGES = {
    "tracking": ("portal:track", False),
    "desk": ("desk:cases", False),
    "gap_tracking": ("portal:track_gap", False),
    "gap_desk": ("desk:gap_report", True),
}

# Virus scanner (docs/operate/antivirus.md). Without one files are shown to staff as not scanned.
CLAMD = env.text(
    "GONGKAI_CLAMD",
    meaning="Where clamd listens: the path of its socket, or host:port. Once given, no file "
    "leaves the house that it has not called clean.",
)

# What one network address may send without an account (docs/operate/install.md).
RESEARCH_WORKING_DAYS = env.number(
    "GONGKAI_RESEARCH_WORKING_DAYS",
    default=10,
    low=1,
    meaning="Working days after which undetermined information, or a question about it, is marked.",
)
FORMS_PER_HOUR = env.number(
    "GONGKAI_FORMS_PER_HOUR",
    default=60,
    meaning="How many application forms may be begun from one network address within an hour.",
)
UPLOADS_PER_HOUR = env.number(
    "GONGKAI_UPLOADS_PER_HOUR",
    default=500,
    meaning="How many megabytes of files may be added to forms from one network address within "
    "an hour.",
)
ALLAUTH_TRUSTED_PROXY_COUNT = env.number(
    "GONGKAI_PROXIES",
    default=0,
    meaning="How many web servers of yours stand in front of the site and add to X-Forwarded-For; "
    "0 where readers reach it directly. Needed to tell network addresses apart.",
    high=10,
)

INSTALLED_APPS = [
    # First: its pages stand in for those of django.forms and allauth.
    "gongkai.interfaces.shared",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "procrastinate.contrib.django",
    "django_htmx",
    "gongkai.kernel",
    "gongkai.audit",
    "gongkai.organs",
    "gongkai.clock",
    "gongkai.notices",
    "gongkai.letters",
    "gongkai.review",
    "gongkai.release",
    "gongkai.records",
    "gongkai.ledger",
    "gongkai.deliveries",
    "gongkai.registers",
    "gongkai.applications",
    "gongkai.guides",
    "gongkai.search",
    "gongkai.remedies",
    "gongkai.oversight",
    "gongkai.interfaces.portal",
    "gongkai.interfaces.desk",
    "gongkai.interfaces.harvest",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.interfaces.shared.middleware.content_security_policy",
    "gongkai.interfaces.shared.file_gate.file_gate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongkai.interfaces.shared.middleware.audience_gate",
]

ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.interfaces.shared.context.site",
            ],
            "builtins": ["gongkai.interfaces.shared.templatetags.gongkai"],
        },
    }
]
FORM_RENDERER = "gongkai.interfaces.shared.forms.GongkaiRenderer"

DATABASES = {
    "default": paths.database(
        home=HOME,
        url=env.secret(
            "DATABASE_URL",
            meaning="postgresql://user:password@host:port/name of a PostgreSQL 15 to 18; "
            "without it the embedded server of the data folder is used.",
        ),
        pooled=env.switch(
            "GONGKAI_POOL",
            default=False,
            meaning="Keep a pool of database connections. `gongkai up` sets it for its web server.",
        ),
    )
}
# Read by the supervisor of the embedded database, declared here for the reference.
env.text(
    "PG_BIN_DIR",
    meaning="Folder of the PostgreSQL 15 to 18 programs to use instead of the wheel's.",
)
env.text(
    "GONGKAI_DATABASE_USER",
    default=account.DEFAULT_USER,
    meaning="As root: the operating-system user that the embedded database runs as.",
)
LOGGING = logs.configuration(
    HOME / "logs",
    process=env.text(
        "GONGKAI_PROCESS",
        default="",
        meaning="Name of the log file of this process. `gongkai up` sets it for its children.",
    ),
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organs.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

PASSWORD_HASHERS = [
    *(["gongkai.config.hashers.DemoPasswordHasher"] if DEMO else []),
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text(
    "GONGKAI_TIME_ZONE",
    default="Asia/Shanghai",
    meaning="The zone in which statutory days are counted.",
)

CLAMD = env.text(
    "GONGKAI_CLAMD",
    default="",
    meaning="Socket of the virus scanner clamd: a path, or host:port. With it, only files that it "
    "calls clean go out; without it files are shown as unscanned.",
)
OCR = env.switch(
    "GONGKAI_OCR",
    default=False,
    meaning="Read pictures of text by machine (needs the extra `ocr`); slow, and marked as such.",
)

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
FILES_ROOT = HOME / "files"
# More than the largest file of an applicant: a copy of an identity card is sealed before it is
# stored, and must not lie readable among the temporary files meanwhile.
FILE_UPLOAD_MAX_MEMORY_SIZE = 24 * 1024 * 1024
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Accounts: made by an administrator, never by signing up; no mail is needed to enter.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "gongkai.interfaces.shared.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Thirty attempts a minute from one address are not a person. Wrong passwords for one name are
# counted by the account adapter, in the database; login_failed counts wrong codes of the app.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "5/15m/key",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "gongkai.interfaces.shared.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
SESSION_ENGINE = "gongkai.interfaces.shared.sessions"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "gongkai.interfaces.shared.errors.form_expired"
