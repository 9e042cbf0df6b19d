"""What a person sees when something goes wrong: a sentence, and what to do next."""

from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden, HTTPException

from app.log import failure
from app.store.engine import Unavailable

SENTENCES = {
    400: ("invalid", "That could not be understood", "Go back, check what you typed and try again."),
    401: (
        "signed_out",
        "You are signed out",
        "Sign in again. What you typed is still on the page you came from.",
    ),
    403: (
        "not_allowed",
        "You cannot open this",
        "You may have been signed out, or this circle is not yours to see.",
    ),
    404: ("not_found", "There is nothing here", "The address may be wrong, or the circle may have ended."),
    405: ("invalid", "That cannot be done here", "Go back and try again."),
    413: ("too_long", "That is too much at once", "Go back and make it shorter."),
    429: ("too_many_tries", "Too many tries", "Wait a few minutes, then try again."),
    500: ("try_again", "Something went wrong", "Nothing was lost that was saved. Try again in a moment."),
    503: ("try_again", "The service is busy", "Nothing was changed. Try again in a moment."),
}


class LinkEnded(Forbidden):
    """A private link that has ended. Its sentence is our own, so a page may show it; the message of any other
    error may quote what a stranger sent."""

    description = "This link has ended. Ask the facilitator of your circle for a new one."


def register(app: Flask) -> None:
    """Answer every error with a page or, for programs, with a code and a sentence."""

    @app.errorhandler(LinkEnded)
    def link_ended(error: LinkEnded) -> Any:
        sentence = LinkEnded.description
        if request.is_json:
            return answer(403, sentence)
        return render_template("reading/ended.html", sentence=sentence, may_open_again=True), 403

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        if isinstance(error, CSRFError):
            return answer(400, "This page was open for too long. Go back, reload it and try again.")
        if error.response is not None:
            return error.response
        if error.code is not None and 300 <= error.code < 400:
            return error
        return answer(error.code or 500)

    @app.errorhandler(Unavailable)
    def unavailable(error: Unavailable) -> Any:
        failure(f"serving {request.endpoint}", error)
        return answer(503)

    @app.errorhandler(RecursionError)
    def too_deep(_error: RecursionError) -> Any:
        """JSON nested beyond all reason."""
        return answer(400)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Any:
        failure(f"serving {request.endpoint}", error)
        return answer(500)


def answer(status: int, sentence: str | None = None) -> tuple[Response | str, int]:
    """An error page, or JSON for those who asked for it."""
    code, title, usual = SENTENCES.get(status, SENTENCES[500])
    if request.path.startswith("/api/") or request.is_json:
        return jsonify(code=code, message=sentence or usual), status
    return render_template("error.html", title=title, sentence=sentence or usual), status
