"""QR codes for projectors and cards, drawn as SVG without style: the page's rules allow none."""

import segno
from markupsafe import Markup


def qr(address: str, title: str) -> Markup:
    """Return a QR code of an address as inline SVG; dark on light in both themes."""
    code = segno.make(address, micro=False, error="m")
    svg = code.svg_inline(
        border=2, omitsize=True, dark="#14171d", light="#fff", title=title, svgclass="qr"
    )
    return Markup(svg)  # noqa: S704 - segno escapes the title and draws the rest itself
