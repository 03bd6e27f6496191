"""Write docs/sbom.cdx.json: what the server is made of besides our own code, as CycloneDX lists it.

scripts/compile_requirements.sh runs it. Pages load nothing from elsewhere and no script or style
of others is in quizapp/static, so the pinned packages are all there is.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "sbom.cdx.json"
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; ([^\\\n]+?))? \\$", re.MULTILINE)


def component(name: str, version: str, where: str) -> dict[str, Any]:
    """Return a package as CycloneDX names it, and where it is installed if not everywhere."""
    purl = f"pkg:pypi/{name}@{version}"
    found = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    properties = [{"name": "python:marker", "value": where}] if where else []
    return found | ({"properties": properties} if properties else {})


def document() -> dict[str, Any]:
    """Return the list for what requirements.txt pins now."""
    pinned = PIN.findall((ROOT / "requirements.txt").read_text())
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "quiz", "name": "quiz"}},
        "components": [component(*pin) for pin in pinned],
        "dependencies": [
            {
                "ref": "quiz",
                "dependsOn": [f"pkg:pypi/{name}@{version}" for name, version, _ in pinned],
            }
        ],
    }


def main() -> int:
    """Write it anew."""
    FILE.write_text(json.dumps(document(), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
