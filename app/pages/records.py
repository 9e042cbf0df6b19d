"""The records of a circle."""

from flask import Blueprint

pages = Blueprint("records", __name__, url_prefix="/circles/<circle_id>/records")
