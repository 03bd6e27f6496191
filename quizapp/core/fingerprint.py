"""A fingerprint tells whether two records say the same, whoever wrote them and wherever."""

import hashlib
import json
from typing import Any


def fingerprint(content: dict[str, Any]) -> str:
    """Return the SHA-256 of a record's JSON, the same whatever the order of its fields."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
