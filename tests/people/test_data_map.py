"""Every column is classified, so that nothing about a person is forgotten: see data_map.yaml."""

from pathlib import Path

import yaml

from quizapp.models import Base
from quizapp.people.queries.belongings import SECRET_ENDINGS, USERS, conditions, mentions

MAP: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parents[1] / "data_map.yaml").read_text()
)
TABLES = Base.metadata.tables
BELONGS = {table.name for table in conditions(1)}


def of_class(*classes: str) -> set[str]:
    return {
        f"{table}.{column}"
        for table, columns in MAP.items()
        for column, kind in columns.items()
        if kind in classes
    }


def test_every_column_is_classified() -> None:
    columns = {name: set(table.columns.keys()) for name, table in TABLES.items()}
    assert {name: set(kinds) for name, kinds in MAP.items()} == columns
    known = {"number", "person", "work", "secret", "school", "by", "record", "count"}
    assert {kind for kinds in MAP.values() for kind in kinds.values()} <= known


def test_what_is_about_a_person_is_in_the_tables_that_belong_to_them() -> None:
    assert {name.partition(".")[0] for name in of_class("person", "work")} <= BELONGS
    assert all(
        # Who marked an answer is no part of it, and goes nameless when they are erased.
        kind in {"number", "person", "work", "secret", "by"}
        for table in BELONGS
        for kind in MAP[table].values()
    )


def test_secrets_are_known_by_their_names() -> None:
    named = {
        f"{name}.{column.name}"
        for name, table in TABLES.items()
        for column in table.columns
        if column.name.endswith(SECRET_ENDINGS) and column.name != "content_hash"
    }
    assert of_class("secret") == named


def test_what_somebody_did_can_outlive_their_name() -> None:
    by = {f"{column.table.name}.{column.name}" for column in mentions()}
    assert of_class("by") == by
    assert all(column.table is not USERS for column in mentions())
