"""Settings come from the environment, and unsafe ones keep the app from starting."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from quizapp import create_app
from quizapp.config import Settings, UnsafeSettings
from tests.conftest import SECRET


def from_environ(**environ: str) -> Settings:
    return Settings.from_environ(environ)


def test_every_setting_has_a_default_but_the_secret() -> None:
    settings = from_environ()
    settings.check()
    assert settings.address == "http://127.0.0.1:8000"
    assert settings.url == f"sqlite:///{settings.data / 'quiz.db'}"


def test_a_setting_is_read_from_its_variable() -> None:
    settings = from_environ(QUIZ_PROXIES="2", QUIZ_PLAIN_HTTP="yes", QUIZ_TIME_ZONE="Europe/Oslo")
    assert (settings.proxies, settings.plain_http) == (2, True)
    assert settings.time_zone == "Europe/Oslo"


def test_an_empty_variable_means_the_default() -> None:
    assert from_environ(QUIZ_BIND="", QUIZ_POOL="") == from_environ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QUIZ_PROXIES", "-1"),
        ("QUIZ_PROXIES", "many"),
        ("QUIZ_WORKERS", "65"),
        ("QUIZ_POOL", "0"),
        ("QUIZ_PLAIN_HTTP", "perhaps"),
        ("QUIZ_TIME_ZONE", "Mars/Olympus"),
        ("QUIZ_BIND", "8000"),
        ("QUIZ_BIND", "127.0.0.1"),
        ("QUIZ_BIND", "127.0.0.1:http"),
        ("QUIZ_BASE_URL", "quiz.school.example"),
        ("QUIZ_BASE_URL", "https://quiz.school.example/class"),
        ("QUIZ_BASE_URL", "https://ada@quiz.school.example"),
        ("QUIZ_BASE_URL", "javascript://alert"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(UnsafeSettings, match=f"^{name}: "):
        from_environ(**{name: value})


def test_settings_never_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        from_environ().bind = "0.0.0.0:80"


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        ("https://quiz.school.example", "https://quiz.school.example"),
        ("https://quiz.school.example/", "https://quiz.school.example"),
        ("http://10.0.0.5:8000", "http://10.0.0.5:8000"),
    ],
)
def test_the_address_is_the_one_people_use(base_url: str, address: str) -> None:
    assert from_environ(QUIZ_BASE_URL=base_url).address == address


def test_postgresql_may_be_named_in_its_short_form() -> None:
    url = from_environ(QUIZ_DATABASE_URL="postgres://u:p@h/postgres://n").url
    assert url == "postgresql://u:p@h/postgres://n"


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "127.0.0.2:1"])
def test_this_machine_alone_may_be_served_over_plain_http(bind: str) -> None:
    from_environ(QUIZ_BIND=bind).check()


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "[::]:8000", "10.0.0.5:80", "quiz.example:80"])
def test_a_network_is_not_served_over_plain_http_by_accident(bind: str) -> None:
    with pytest.raises(UnsafeSettings, match="run --lan"):
        from_environ(QUIZ_BIND=bind).check()
    from_environ(QUIZ_BIND=bind, QUIZ_PLAIN_HTTP="1").check()
    from_environ(QUIZ_BIND=bind, QUIZ_PROXIES="1").check()
    from_environ(QUIZ_BIND=bind, QUIZ_BASE_URL="https://quiz.school.example").check()


@pytest.mark.parametrize(
    "key",
    [
        "",
        "dev",
        "changeme",
        "31-characters-are-one-too-few-x",
        "changeme" * 8,
        "secret" * 10,
        "0" * 64,
    ],
)
def test_a_weak_or_missing_key_keeps_the_app_from_starting(key: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings, match=r"secret|QUIZ_SECRET_KEY"):
        create_app(Settings(data=tmp_path, secret_key=key))


def test_a_weak_key_in_the_file_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("changeme\n")
    with pytest.raises(UnsafeSettings, match="at least 32"):
        Settings(data=tmp_path).secret()


def test_the_key_comes_from_the_file_unless_a_variable_says_otherwise(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text(f"{SECRET}\n")
    assert Settings(data=tmp_path).secret() == SECRET
    other = SECRET[::-1]
    assert Settings(data=tmp_path, secret_key=other).secret() == other


@pytest.mark.parametrize(
    ("settings", "name", "secure"),
    [
        ({}, "session", False),
        ({"base_url": "https://quiz.school.example"}, "__Host-session", True),
        ({"proxies": 1}, "__Host-session", True),
        ({"proxies": 1, "base_url": "http://10.0.0.5", "plain_http": True}, "session", False),
    ],
)
def test_the_cookie_is_bound_to_https_where_there_is_https(
    settings: dict[str, object], name: str, secure: bool, tmp_path: Path
) -> None:
    app = create_app(Settings(data=tmp_path, secret_key=SECRET, **settings))
    assert app.config["SESSION_COOKIE_NAME"] == name
    assert app.config["SESSION_COOKIE_SECURE"] is secure
    assert app.config["SESSION_COOKIE_HTTPONLY"] is True
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert app.config["SESSION_COOKIE_DOMAIN"] is None
    assert app.config["SESSION_COOKIE_PATH"] in {None, "/"}


def test_starting_makes_no_file(tmp_path: Path) -> None:
    create_app(Settings(data=tmp_path / "data", secret_key=SECRET))
    assert list(tmp_path.iterdir()) == []
