"""Blank forms and stage cards to print, for the day nothing works."""

from flask import Blueprint

pages = Blueprint("printing", __name__, url_prefix="/print")
