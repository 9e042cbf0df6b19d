"""The register of a team's circles: numbers and places, no words."""

from flask import Blueprint

pages = Blueprint("register", __name__)
