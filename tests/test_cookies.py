"""What a device holds is read once and handed to each request anew."""

from flask import Flask, session


def test_what_one_request_changes_no_other_with_the_same_cookie_sees(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as held:
        held["told"] = ["once"]
    cookie = client.get_cookie("session")
    assert cookie is not None
    for _ in range(2):
        with app.test_request_context(headers={"Cookie": f"session={cookie.value}"}):
            assert session["told"] == ["once"]
            session["told"].append("again")
