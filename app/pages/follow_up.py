"""Follow-up: actions and their check-ins."""

from flask import Blueprint

pages = Blueprint("follow_up", __name__)
