"""Static files under an address that changes with their content, so that browsers keep them.

One digest names the whole tree, because the scripts import each other by relative address.
"""

import hashlib
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from quizapp.config import Settings
from quizapp.headers import security_headers

STATIC = Path(__file__).parent / "static"
FOR_EVER_S = 31_536_000


def digest(folder: Path) -> str:
    """Return a name for what a folder holds: it changes with any file's name or content."""
    found = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(file.relative_to(folder).as_posix().encode())
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


def init_app(app: Flask, settings: Settings) -> None:
    """Serve the static files of an app and give templates `asset(name)` for their addresses."""
    prefix = f"/static/{digest(STATIC)}"
    fixed = security_headers(settings)

    def add_headers(headers: StaticFile, _path: str, _url: str) -> None:
        for name, value in fixed.items():
            headers[name] = value

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix=prefix,
        max_age=FOR_EVER_S,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=add_headers,
        allow_all_origins=False,
    )
    app.jinja_env.globals["asset"] = lambda name: f"{prefix}/{name}"
