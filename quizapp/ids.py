"""Ids in addresses: a number that no table can hold names nothing, so there is no such page."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class Id(IntegerConverter):
    """A whole number from 1, in one way of writing it: no sign and no leading noughts."""

    regex = "[1-9][0-9]{0,9}"

    def __init__(self, map_: Map) -> None:
        super().__init__(map_, max=LARGEST)


def init_app(app: Flask) -> None:
    """Read every <int:...> in the addresses of an app as an id."""
    app.url_map.converters["int"] = Id
