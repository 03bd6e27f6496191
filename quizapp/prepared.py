"""What pages show over and over, written once in a process: addresses, scripts, small pieces.

All of it follows from what it is made from, so nothing kept here can be out of date.
"""

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask, request, url_for
from flask.templating import Environment
from jinja2 import pass_environment
from markupsafe import Markup

Values = tuple[tuple[str, object], ...]


class Templates(Environment):
    """Templates that all know the same names, which none of ours changes.

    Jinja would give each a map of its own over them, which is slow to copy, and it is copied for
    every piece that a page includes.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template knows."""
        return super().make_globals(d) if d else self.globals


@lru_cache(maxsize=10_000)
def _address(_root: str, endpoint: str, values: Values) -> str:
    return url_for(endpoint, **dict(values))  # type: ignore[arg-type]


def address(endpoint: str, **values: object) -> str:
    """Return the address of a page, as `url_for` does, for plain values."""
    return _address(request.script_root, endpoint, tuple(values.items()))


@lru_cache(maxsize=500)
def _piece(environment: Environment, name: str, values: Values) -> Markup:
    return Markup(environment.get_template(name).render(dict(values)))  # noqa: S704 - from a template


@pass_environment
def piece(environment: Environment, name: str, **values: object) -> Markup:
    """Return a template that is rendered from nothing but these values, which never change."""
    return _piece(environment, name, tuple(values.items()))


def init_app(app: Flask) -> None:
    """Give the templates of an app what is prepared."""
    app.jinja_environment = Templates
    app.jinja_env.globals |= {"url_for": address, "piece": piece}
