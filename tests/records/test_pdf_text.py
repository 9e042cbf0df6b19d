"""Every text in the PDF once, in order and verbatim, whatever people wrote."""

import random
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.circle.text import clean
from app.records import pdf
from app.records.document import SOLUTION_FORM, Box, Document, Fact, Item, Table
from app.records.pdf import to_pdf
from tests.records.pdf_reading import Pdf, blocks, same, texts_of, visible

#: Text that would do something if it were read as anything but text.
HOSTILE = [
    '#panic("x") #let a = 1; #read("/etc/passwd") #import "@preview/x:1.0.0"',
    '$a^2$ *bold* _it_ `raw` <label> @ref [c] // gone /* gone */ -- --- ... ~ \\ \\u{41} "it\'s"',
    "<script>alert(1)</script> &amp; ]]> {{ 7*7 }} ${x} \\n %PDF-1.7 endobj",
    "=SUM(A1:A9)+cmd|' /C calc'!A0",
    "/S/TD/P 1 0 R/A[<</O/Table/Headers[]>><</O/Layout/BackgroundColor",
    "/Span<</MCID 0>>BDC (((\\)(\\\\ EMC",
    '{"record": null}',
]
#: Scripts whose letters join, stack, change their order or run from the right, and emoji.
SCRIPTS = [
    "Ẹ̀kọ́ Ọlá Ṣẹ́gun ẹ́ẹ́ẹ́ q̣̇q̣̇ ɛ̃ Tiếng Việt Łódź",
    "हिन्दी में क्यों नेपाली र्ि कि कि",
    "বাংলা ভাষায় কো ਪੰਜਾਬੀ ਵਿੱਚ ગુજરાતી தமிழில் கொ తెలుగు ಕನ್ನಡ മലയാളം සිංහල",
    "ภาษาไทย ทั้งนี้ ที่นี่ น้ำ ກຳ မြန်မာစာ ភាសាខ្មែរ ខ្ញុំ",
    "አማርኛ ქართული Հայերեն Ελληνικά Українська",
    "中文 日本語 한국어 𠀀",
    "👩🏽‍👩🏽‍👧🏽 family 👨‍👩‍👧 👍🏿👍🏿 🇬🇧 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ ❤️ ☎ ♥ → € ﬁ ffi",
    "\ue000\ue001\ue000 \U000e0fff\U0010fffd \u0378 \U0001fbfa",
]
FROM_THE_RIGHT = ["נסה שוב", "נקסט", "نقترح زيارة المدرسة", "مدرسة"]
POINTED = ["שָׁלוֹם יְלָדִים", "مَدْرَسَة مُحَمَّد", "اُردُو", "בבבּבּ", "מָמָמָ"]
LINES = ["first\n\nsecond  line\n  third", "W" * 498, "one two\u00a0three \u2003 four", "x-" * 200]


def document(*texts: str) -> Document:
    """A document of these texts, a paragraph each."""
    return Document(
        kind=SOLUTION_FORM,
        title="Solution Circle form",
        draft=False,
        day="2026-11-22",
        made_at=datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
        standing="Made on 22 November 2026.",
        team="North team",
        sections=(Box("focus", "Focus", texts, "Not recorded"),),
    )


def everywhere(text: str) -> Document:
    """The text in every place where a document can have one."""
    item = Item(text, (text,), (Fact("why", "Why", (text, text), "-"),), (Item(text, ("late",)), Item(text)))
    return replace(
        document(text),
        title=text.replace("\n", " "),
        facts=(Fact("date", text, (text,), "-"), Fact("x", "X", (), text)),
        sections=(
            Box("a", text, (text, text), "-", (item, item), each="Solution", hint=text),
            Box("b", "Box", (), "-", (item, item)),
            Box("c", "Empty", (), text),
            Table("t", text, "Rows.", (text, "Two", "Three"), ((text, "", text), ("", text, "x")), "-"),
        ),
    )


def paragraphs(made: Document) -> list[str]:
    return blocks(Pdf(to_pdf(made)))[2:]


@pytest.mark.parametrize("text", [*HOSTILE, *SCRIPTS, *LINES, *FROM_THE_RIGHT, *POINTED])
def test_a_text_stands_verbatim_in_every_place(text):
    made = everywhere(text)
    expected, found = list(texts_of(made)), blocks(Pdf(to_pdf(made)))
    assert len(found) == len(expected)
    assert [pair for pair in zip(expected, found, strict=True) if not same(*pair)] == []


@pytest.mark.parametrize("text", [*HOSTILE, *SCRIPTS])
def test_a_text_from_left_to_right_is_exact(text):
    assert paragraphs(document(text)) == [text]


def test_lines_are_kept_as_lines():
    (found,) = paragraphs(document("first\n\nsecond  line\n  third"))
    assert found == "firstsecond  line  third"
    page = Pdf(to_pdf(document("alpha\nbeta"))).on_page(0)
    assert "alpha\nbeta" in page


@pytest.mark.parametrize("word", ["נסה", "שלום", "مدرسة", "نقترح"])
def test_a_word_that_runs_from_the_right_is_read_in_its_order(word):
    """Its letters are drawn from left to right, the last one first, and marked as reversed."""
    assert paragraphs(document(word)) == [word]


def test_the_first_letter_gives_the_direction():
    """What runs from the right begins at the right edge, also where it begins with a mark."""
    middle = 297
    made = Pdf(to_pdf(document("«נסה שוב» today", "today נסה", "(9) مدرسة", "(9) school", "123")))
    starts = [made.starts_at(element) > middle for element in made.tagged("/P")]
    assert starts == [True, False, True, False, False]


def test_what_is_drawn_in_pieces_is_said_twice_without_our_care(monkeypatch):
    """The control: this is what the maker of the PDF writes by itself."""
    text = "Ṣẹ́gun"
    assert paragraphs(document(text)) == [text]
    monkeypatch.setattr(pdf, "said_once", lambda made: made)
    assert paragraphs(document(text)) == ["Ṣẹ́ẹ́gun"]


def test_the_comparison_sees_what_is_missing_doubled_or_moved():
    assert same("a\nb", "ab")
    assert same("שלום abc", "abc םולש")
    for written, found in (
        ("ab", "a"),
        ("a b", "ab"),
        ("ab", "abb"),
        ("ab", "ba"),
        ("שלום", "שלוםם"),
        ("é", "e"),
    ):
        assert not same(written, found)


def test_a_character_that_no_file_can_hold_spoils_no_record():
    assert paragraphs(document("a\x0bb\ud800c\ufffed\x00e")) == ["a\ufffdb\ufffdc\ufffdd\ufffde"]


@pytest.mark.parametrize("seed", range(10))
def test_five_thousand_random_texts_pass_through(seed):
    """Ten times five hundred, of all of Unicode that a circle takes."""
    texts = random_texts(random.Random(seed), 500)
    found = paragraphs(document(*texts))
    texts = [text for text in texts if visible(text)]
    assert len(found) == len(texts) > 490
    wrong = [ascii(text) for text, each in zip(texts, found, strict=True) if not same(text, each)]
    assert wrong == []


def random_texts(rng: random.Random, count: int) -> list[str]:
    texts: list[str] = []
    while len(texts) < count:
        text = clean("".join(chr(_code_point(rng)) for _ in range(rng.randint(1, 40))))
        if isinstance(text, str):
            texts.append(text)
    return texts


def _code_point(rng: random.Random) -> int:
    """Often of the scripts in use and emoji, often of anywhere."""
    start, end = rng.choice(
        [(0x0A, 0x250), (0x250, 0x3000), (0x20, 0x10000), (0x1F000, 0x1FB00), (0x20, 0x110000)]
    )
    return rng.randrange(start, end)


def test_random_texts_are_of_every_kind():
    letters = "".join(random_texts(random.Random(0), 500))
    kinds = {unicodedata.category(letter) for letter in letters}
    assert {"Lu", "Mn", "Nd", "So", "Co", "Cn", "Zs", "Cf"} <= kinds
    assert {"R", "AL", "L", "EN"} <= {unicodedata.bidirectional(letter) for letter in letters}
