"""Names: look-alike user names are one, and nobody's name can disguise a page."""

import pytest

from quizapp.people import codes, names
from quizapp.people.devices import device_name
from quizapp.people.next_page import relative


@pytest.mark.parametrize(
    "typed", ["mike", " mike ", "MIKE", "mi\u200bke", "\uff2d\uff29\uff2b\uff25", "m\ufeffike"]
)
def test_a_user_name_is_the_same_however_it_is_written(typed: str) -> None:
    assert names.login_key(typed) == "mike"


@pytest.mark.parametrize(
    "login", ["ben", "ben.smith.482", "zoë_1", "李雷.827", "b-e@n", "田中たろう"]
)
def test_letters_of_any_one_alphabet_make_a_user_name(login: str) -> None:
    assert names.is_login(login)


@pytest.mark.parametrize(
    "login", ["", "be", "b" * 41, "m\u0456ke", ".ben", "ben smith", "ben/", "😀😀😀"]
)
def test_what_could_imitate_or_confuse_is_no_user_name(login: str) -> None:
    assert not names.is_login(login)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("Zoë O'Neil", "zoe.o.neil."),
        ("Łukasz", "łukasz."),
        ("李雷", "李雷."),
        ("محمد علي", "محمد.علي."),
        ("🙂🙂", "student."),
        ("Anna Мария", "student."),
        ("x" * 100, "x" * 32 + "."),
    ],
)
def test_a_user_name_is_made_from_any_name(name: str, start: str) -> None:
    login = names.suggested_login(name)
    assert login.startswith(start)
    assert names.is_login(login)
    assert names.login_key(login) == login


def test_a_name_is_cleaned_of_what_cannot_be_seen() -> None:
    assert names.clean_name("  Ben \u202e\n Smith\x00\t") == "Ben Smith"
    assert names.clean_name(None) == ""


@pytest.mark.parametrize(("name", "fits"), [("B", True), ("李", True), ("", False), ("--", False)])
def test_a_name_has_a_letter(name: str, fits: bool) -> None:
    assert names.is_name(name) is fits


def test_a_name_has_at_most_a_hundred_characters() -> None:
    assert names.is_name("b" * 100)
    assert not names.is_name("b" * 101)


def test_class_codes_are_forty_bits_without_look_alikes() -> None:
    drawn = {codes.new_code() for _ in range(2000)}
    assert len(drawn) == 2000
    assert set("".join(drawn)) == set(codes.ALPHABET)
    assert len(codes.ALPHABET) == 32
    assert not set("0O1I") & set(codes.ALPHABET)


@pytest.mark.parametrize("typed", ["ABCD2345", "abcd-2345", " ab cd 23 45 ", "ABCD\u20132345"])
def test_a_code_may_be_typed_in_any_way(typed: str) -> None:
    assert codes.read(typed) == "ABCD2345"
    assert codes.is_code(typed)


def test_a_code_is_shown_in_two_halves() -> None:
    assert codes.shown("ABCD2345") == "ABCD-2345"


@pytest.mark.parametrize("typed", ["", None, "ABC", "ABCD23456"])
def test_what_cannot_be_a_code_is_none(typed: str | None) -> None:
    assert not codes.is_code(typed)


@pytest.mark.parametrize(
    ("target", "page"),
    [
        ("/classes/3", "/classes/3"),
        ("/classes?page=2&x=a%20b", "/classes?page=2&x=a%20b"),
        ("/a%2Fb", "/a/b"),
    ],
)
def test_a_page_of_this_app_is_where_signing_in_leads(target: str, page: str) -> None:
    assert relative(target) == page


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "//evil.example",
        "/\\evil.example",
        "/%5Cevil.example",
        "/%2Fevil.example",
        "https:evil.example",
        "https://evil.example/",
        "/\t/evil.example",
        "/%09/evil.example",
        "@evil.example",
        "javascript:alert(1)",
        "\x00//evil.example",
        "///evil.example",
        "//[evil",
        "/" + "x" * 500,
    ],
)
def test_signing_in_leads_nowhere_else(target: str | None) -> None:
    assert relative(target) is None


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Firefox/140.0", "Firefox on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/140.0 Safari/537.36", "Chrome on Chromebook"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_device_is_named_as_its_owner_knows_it(agent: str, name: str) -> None:
    assert device_name(agent) == name
