"""The records of the circle in circles.py, as documents."""

from app.records.content import Detail, Document, record_of_learning, solution_form
from tests.records import circles


def solution(detail: Detail = "full", close: bool = True) -> Document:
    played = circles.solution(close)
    return solution_form(played.circle, played.now, "North team", detail)


def learning(close: bool = True) -> Document:
    played = circles.solution(close)
    return record_of_learning(played.circle, played.now, "North team")
