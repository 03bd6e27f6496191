"""Devices: what a browser says it is, in words its owner recognises."""

import re

SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)


def device_name(user_agent: str) -> str:
    """Return a device's name, such as 'Firefox on Windows'; browsers may say what they like."""
    found = user_agent[:500]
    system = next((name for sign, name in SYSTEMS if re.search(sign, found)), None)
    browser = next((name for sign, name in BROWSERS if re.search(sign, found)), "A browser")
    return f"{browser} on {system}" if system else browser
