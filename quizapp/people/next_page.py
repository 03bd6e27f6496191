"""Where to go after signing in: a page of this app and nowhere else."""

from urllib.parse import quote, unquote, urlsplit


def relative(target: str | None) -> str | None:
    """Return an address written anew from its path and query, or None unless it is of this app.

    Refuses schemes, hosts, and what browsers take for either: two slashes, backslashes, controls.
    """
    if not target or len(target) > 500 or not target.startswith("/"):
        return None
    plain = unquote(target)
    # Browsers drop control characters and take backslashes for slashes.
    if plain.startswith("//") or any(c == "\\" or not c.isprintable() for c in plain):
        return None
    parts = urlsplit(target)
    path = quote(unquote(parts.path), safe="/-._~")
    query = quote(parts.query, safe="/-._~=&+:,%")
    return f"{path}?{query}" if query else path
