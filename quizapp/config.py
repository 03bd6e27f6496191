"""Every setting: its environment variable, its default and what it means."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
SHORTEST_TOKEN = 16
LOOPBACK = re.compile(r"127(\.[0-9]{1,3}){3}")
BASE_URL = re.compile(r"https?://[^\s/?#@]+/?")
RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
FEWEST_CHARACTERS = 10
"""A key with fewer different characters is a word repeated, not chance."""


class UnsafeSettings(Exception):
    """The settings are wrong or unsafe, and the app does not start with them."""


class NoSecret(UnsafeSettings):
    """There is no secret key yet: the first start makes it."""


class Settings(BaseModel):
    """All settings. Each is read from QUIZ_ and its name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Field(
        default=ROOT / "data",
        description="Directory for the database, the secret key and backups; made with mode 0700.",
    )
    database_url: str = Field(
        default="",
        description="Database; empty means SQLite in the data directory. "
        "PostgreSQL: postgresql://user:password@host/name.",
    )
    bind: str = Field(
        default="127.0.0.1:8000", description="Address and port that the server listens on."
    )
    base_url: str = Field(
        default="",
        description="How people reach the app, such as https://quiz.school.example; "
        "empty means http and the bind address.",
    )
    hosts: str = Field(
        default="",
        description="Host names the app answers to, separated by commas; empty means any.",
    )
    plain_http: bool = Field(
        default=False,
        description="Allow http on a classroom network; cookies then travel unencrypted and "
        "administrators see a banner. Set by ./quiz run --lan.",
    )
    proxies: int = Field(
        default=0,
        ge=0,
        le=5,
        description="How many trusted proxies stand in front and set X-Forwarded-For, -Proto "
        "and -Host.",
    )
    secret_key: str = Field(
        default="",
        description="Key that signs cookies, at least 32 characters; empty means the file "
        "secret.key in the data directory, made on the first start.",
    )
    workers: int = Field(
        default=0, ge=0, le=64, description="Server processes; 0 means one for each core."
    )
    pool: int = Field(
        default=10, ge=1, le=100, description="PostgreSQL connections that each process may hold."
    )
    large_summary: int = Field(
        default=100_000,
        ge=0,
        description="Above how many answers a class summary is made by a process of its own, so "
        "that nobody who saves waits for it; 0 means that none is.",
    )
    backup_hours: int = Field(
        default=24,
        ge=0,
        le=24 * 30,
        description="How old the newest backup may become before the server makes another; "
        "0 means that the server makes none.",
    )
    backups_kept: int = Field(
        default=14, ge=1, le=1000, description="How many backups are kept in the backup folder."
    )
    backup_folder: str = Field(
        default="",
        description="Where backups go, best on another disk; empty means backups/ in the data "
        "directory.",
    )
    backup_recipient: str = Field(
        default="",
        description="Whom backups are encrypted for, age1...; made by flask backup key. Empty "
        "means that they are not encrypted.",
    )
    metrics_token: str = Field(
        default="",
        description="What Prometheus must send as its bearer token to read /metrics, at least 16 "
        "characters; empty means that there is no such page.",
    )
    second_step: Literal["offered", "administrators", "staff"] = Field(
        default="offered",
        description="Of whom a code is asked after the passphrase: offered leaves it to each of "
        "the staff, administrators or staff must set it up before they do anything else.",
    )
    time_zone: str = Field(
        default="UTC", max_length=60, description="Time zone of new classes, such as Europe/Oslo."
    )

    keep_students: int = Field(
        default=1095,
        ge=30,
        le=36_500,
        description="Days that a student's account, answers and marks are kept after they were "
        "last seen.",
    )
    keep_history: int = Field(
        default=365,
        ge=1,
        le=36_500,
        description="Days that the drafts of an answer are kept after it was handed in.",
    )
    keep_audit: int = Field(
        default=1095, ge=30, le=36_500, description="Days that audit entries are kept."
    )

    @field_validator("bind")
    @classmethod
    def _address_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdecimal():
            raise ValueError("use an address and a port, such as 127.0.0.1:8000")
        return value

    @field_validator("base_url")
    @classmethod
    def _scheme_and_host(cls, value: str) -> str:
        if value and not BASE_URL.fullmatch(value):
            raise ValueError("use a scheme and a host, such as https://quiz.school.example")
        return value

    @field_validator("backup_recipient")
    @classmethod
    def _age_recipient(cls, value: str) -> str:
        if value and not RECIPIENT.fullmatch(value):
            raise ValueError("use what flask backup key prints, age1 and 58 characters")
        return value

    @field_validator("metrics_token")
    @classmethod
    def _not_guessable(cls, value: str) -> str:
        if value and len(value) < SHORTEST_TOKEN:
            raise ValueError("use at least 16 random characters, or none")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        from zoneinfo import available_timezones  # noqa: PLC0415 - 20 ms that other commands save

        if value not in available_timezones():
            raise ValueError(f"no time zone is named {value!r}")
        return value

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Return the settings of an environment. Raises UnsafeSettings naming the variable."""
        values = {
            name: environ[f"QUIZ_{name.upper()}"]
            for name in cls.model_fields
            if environ.get(f"QUIZ_{name.upper()}", "") != ""
        }
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            name = f"QUIZ_{first['loc'][0]}".upper()
            raise UnsafeSettings(f"{name}: {first['msg']}") from error

    @property
    def url(self) -> str:
        """Return the database URL, with psycopg 3 named for PostgreSQL."""
        if not self.database_url:
            return f"sqlite:///{self.data.absolute() / 'quiz.db'}"
        return self.database_url.replace("postgres://", "postgresql://", 1)

    @property
    def address(self) -> str:
        """Return how people reach the app."""
        return (self.base_url or f"http://{self.bind}").rstrip("/")

    @property
    def backups(self) -> Path:
        """Return where backups go."""
        return Path(self.backup_folder).absolute() if self.backup_folder else self.data / "backups"

    @property
    def secure(self) -> bool:
        """Tell whether people reach the app over https."""
        return self.address.startswith("https://") or (self.proxies > 0 and not self.base_url)

    @property
    def loopback(self) -> bool:
        """Tell whether only this machine can reach the server."""
        host = self.bind.rpartition(":")[0]
        return host in {"localhost", "[::1]"} or LOOPBACK.fullmatch(host) is not None

    def secret(self) -> str:
        """Return the key that signs cookies. Raises NoSecret, or UnsafeSettings for a weak one."""
        file = self.data / "secret.key"
        key = self.secret_key or (file.read_text().strip() if file.is_file() else "")
        if not key:
            raise NoSecret("There is no secret key. Start with ./quiz run, which makes one.")
        if len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_CHARACTERS:
            raise UnsafeSettings("QUIZ_SECRET_KEY: use at least 32 random characters.")
        return key

    def check(self) -> None:
        """Raise UnsafeSettings when cookies would travel over a network in the clear."""
        if not (self.secure or self.loopback or self.plain_http):
            raise UnsafeSettings(
                "QUIZ_BIND is open to the network over plain http. Put a proxy with https in "
                "front and set QUIZ_BASE_URL, or run ./quiz run --lan in a classroom."
            )
