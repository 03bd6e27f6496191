"""The real things the tests run against: a database server, a browser, the quiz server."""
