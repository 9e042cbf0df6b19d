"""A stage card as PDF/UA-1: one A4 page in the largest type that fits."""

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import cast

import typst

from app.records.pdf import FONTS, PdfFault
from app.records.stage_card import Card

TEMPLATE = FONTS.parent / "card.typ"


def card_to_pdf(card: Card, made_at: datetime) -> bytes:
    """The card as a tagged PDF; the same card gives the same bytes."""
    try:
        made = typst.Compiler(
            TEMPLATE.read_bytes(),
            root=TEMPLATE.parent,
            font_paths=_fonts(),
            sys_inputs={"card": json.dumps(asdict(card))},
        ).compile(format="pdf", pdf_standards="ua-1", timestamp=int(made_at.timestamp()))
    except (typst.TypstError, ValueError) as fault:
        raise PdfFault(f"The card could not be made ({type(fault).__name__}).") from None
    return cast(bytes, made)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
