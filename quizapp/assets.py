"""Static files under an address that changes with their content, so that browsers keep them.

One digest names the whole tree, because the scripts import each other by relative address.
"""

import hashlib
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from markupsafe import Markup
from whitenoise import WhiteNoise

STATIC = Path(__file__).parent / "static"
KEPT = "public, max-age=31536000, immutable"


def digest(folder: Path) -> str:
    """Return a name for what a folder holds: it changes with any file's name or content."""
    found = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(file.relative_to(folder).as_posix().encode())
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


def _keep(headers: Headers, _path: str, _url: str) -> None:
    headers["Cache-Control"] = KEPT


def init_app(app: Flask) -> None:
    """Serve the static files of an app; give templates `asset(name)` for the address of one.

    `scripts(name, ...)` loads modules of the folder `js`.
    """
    prefix = f"/static/{digest(STATIC)}"
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix=prefix,
        add_headers_function=_keep,
        allow_all_origins=False,
    )

    @cache
    def scripts(*names: str) -> Markup:
        tag = Markup('<script type="module" src="{}/js/{}.js"></script>')
        return Markup("\n").join(tag.format(prefix, name) for name in names)

    app.jinja_env.globals |= {"asset": lambda name: f"{prefix}/{name}", "scripts": scripts}
