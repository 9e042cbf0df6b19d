"""The records as files: Word, PDF, plain text and a page to print; dates as calendar files."""

from flask import Blueprint

pages = Blueprint("files", __name__, url_prefix="/circles/<circle_id>/records")
