"""Names: how people are called, and user names that cannot be mistaken for each other."""

import re
import secrets
import unicodedata

LONGEST_NAME = 100
SHORTEST_LOGIN, LONGEST_LOGIN = 3, 40
LOGIN_RULE = (
    f"Use {SHORTEST_LOGIN} to {LONGEST_LOGIN} letters of one alphabet, digits, dots, hyphens "
    "or underscores."
)
NAME_RULE = "Use a name with at least one letter."
# These turn the reading direction of all that follows, and so could disguise a name.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]")


def clean_name(text: str | None) -> str:
    """Return a person's or a section's name on one line, without what cannot be seen."""
    text = TURNING.sub("", unicodedata.normalize("NFC", text or ""))
    kept = (c if unicodedata.category(c) not in {"Cc", "Cs", "Co"} else " " for c in text)
    return " ".join("".join(kept).split())


def is_name(text: str) -> bool:
    """Tell whether a cleaned text can be somebody's name."""
    return 0 < len(text) <= LONGEST_NAME and any(c.isalnum() for c in text)


def login_key(text: str | None) -> str:
    """Return a user name as it is compared: NFKC, case folded, trimmed, nothing invisible."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text or "").casefold())
    return "".join(c for c in folded if unicodedata.category(c) not in {"Cf", "Cc", "Cs"}).strip()


def is_login(key: str) -> bool:
    """Tell whether a key can be somebody's user name: letters of one alphabet, digits, . _ - @."""
    if not SHORTEST_LOGIN <= len(key) <= LONGEST_LOGIN or not key[0].isalnum():
        return False
    scripts = set()
    for c in key:
        category = unicodedata.category(c)
        if category[0] == "L":
            # 'LATIN SMALL LETTER A': two alphabets in one name could imitate another name.
            scripts.add(unicodedata.name(c, "?").split()[0])
        elif category[0] != "M" and not c.isdigit() and c not in "._-@":
            return False
    return len(scripts) <= 1 or scripts <= {"CJK", "HIRAGANA", "KATAKANA"}


def suggested_login(name: str) -> str:
    """Return a user name for a person: their name and three digits, such as ben.smith.482.

    The digits are drawn by chance, so that classmates do not know each other's user names.
    """
    plain = unicodedata.normalize("NFKD", login_key(name))
    words = re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))
    base = unicodedata.normalize("NFKC", ".".join(words))[: LONGEST_LOGIN - 8].strip(".")
    number = 100 + secrets.randbelow(900)
    candidate = f"{base}.{number}"
    return candidate if is_login(candidate) else f"student.{number}{secrets.randbelow(1000):03}"
