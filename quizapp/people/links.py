"""Links that leave the app: on a projector, on a card, in a message to a colleague."""

from typing import Any

from flask import current_app, request, url_for


def link(endpoint: str, **values: Any) -> str:  # noqa: ANN401 - as url_for takes them
    """Return the full address of a page, as the settings or else this browser reach the app."""
    base = current_app.extensions["quiz_settings"].base_url or request.host_url
    return f"{base.rstrip('/')}{url_for(endpoint, **values)}"


def as_typed(address: str) -> str:
    """Return an address as people type it: browsers add https by themselves, but not http."""
    return address.removeprefix("https://")
