"""A refusal: something a person may not do now, with the reason in words they can act on."""


class Refused(Exception):
    """An action was refused and changed nothing.

    Subclasses are named for what happened, live beside what raises them, and set `status` (an
    HTTP status, 409 unless said otherwise) and `message` (what happened and what to do).
    """

    status: int = 409
    message: str = "That is not possible now."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message
