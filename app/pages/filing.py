"""Filing: by when, where, when and by whom; holds, disagreements and how they were settled."""

from flask import Blueprint

pages = Blueprint("filing", __name__, url_prefix="/circles/<circle_id>/records/filing")
