"""Writes questions as the YAML of question files, so that they read back as the same questions."""

import re
from collections.abc import Sequence
from typing import Any, Final

import yaml

from quizapp.bank.yamlfile import as_written
from quizapp.core.kinds import Question

WIDTH: Final = 100
_LAST: Final = ("explanation", "ask")
# Blocks keep text as it is only when no line begins or ends with a space, and no break is odd.
_PLAIN_LINES = re.compile(r"(?:[^\s](?:[^\n\t\r\x85\u2028\u2029]*[^\s])?(?:\n+|\Z))+")
_LONG = WIDTH - 20


def written(passage_key: str, questions: Sequence[Question]) -> str:
    """Return a file of questions about one passage."""
    records = [_in_order(question.content()) for question in questions]
    return yaml.dump(
        {"passage": passage_key, "questions": records},
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=WIDTH,
    )


def _in_order(content: dict[str, Any]) -> dict[str, Any]:
    """Return a record as people read it: id and kind first, what is shown afterwards last."""
    first = {"id": content["id"], "type": content["type"]}
    last = {name: content[name] for name in _LAST if name in content}
    return first | {n: value for n, value in content.items() if n not in _LAST} | last


class _Dumper(yaml.SafeDumper):
    """Writes texts so that the reader of question files takes each for text, unchanged."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        """Write out what occurs twice: question files have no references."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Indent lists inside fields, as the bank's own files do."""
        super().increase_indent(flow, indentless=False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if as_written(text) != text else None
    if "\n" in text or len(text) > _LONG:
        block = "|" if "\n" in text else ">"
        style = block if _PLAIN_LINES.fullmatch(text) and "  " not in text else '"'
    elif any(c in text for c in "\t\r\x85\u2028\u2029"):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


def _list(dumper: _Dumper, items: list[Any]) -> yaml.SequenceNode:
    short = all(isinstance(item, str | int) for item in items) and len(str(items)) < _LONG
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=short)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
