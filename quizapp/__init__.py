"""The quiz app: a class reads a text and answers questions; their teacher sees how it went."""

import click
from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from quizapp import (
    access,
    apart,
    assets,
    bodies,
    cli,
    db,
    errors,
    headers,
    ids,
    monitoring,
    pages,
    prepared,
    turnstile,
)
from quizapp.answering.views import blueprint as answering
from quizapp.authoring.views import blueprint as authoring
from quizapp.config import NoSecret, Settings
from quizapp.people.views import blueprint as people
from quizapp.results.views import blueprint as results

MIB = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application. Touches no file, table or network.

    Raises UnsafeSettings when the settings are wrong, or unsafe where the app would run.
    """
    settings = settings or Settings.from_environ()
    settings.check()
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=_signing_key(settings),
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=10 * MIB,
        MAX_FORM_MEMORY_SIZE=MIB // 4,
        MAX_FORM_PARTS=500,
        TRUSTED_HOSTS=[host.strip() for host in settings.hosts.split(",") if host.strip()] or None,
        WTF_CSRF_TIME_LIMIT=None,
        # The token is the check. Pages with a secret address send no Referer to check as well.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.extensions["quiz_settings"] = settings
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app, settings)
    monitoring.init_app(app, settings)
    for part in (prepared, assets, ids, bodies, turnstile, pages, errors):
        part.init_app(app)
    headers.init_app(app, settings)
    apart.init_app(app, settings)
    CSRFProtect(app)
    access.init_app(app)
    for feature in (people, authoring, answering, results):
        app.register_blueprint(feature)
    cli.init_app(app)
    return app


def _signing_key(settings: Settings) -> str | None:
    """Return the key that signs cookies, or None for a command that runs before there is one.

    Commands sign nothing, and without a key Flask opens no session: what forgets it is closed.
    """
    try:
        return settings.secret()
    except (NoSecret, PermissionError):
        if click.get_current_context(silent=True) is None:
            raise
        return None
