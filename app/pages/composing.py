"""The Record of Learning composed by the advisor: lines joined, reworded, ordered and left out."""

from flask import Blueprint

pages = Blueprint("composing", __name__, url_prefix="/circles/<circle_id>/records/learning")
