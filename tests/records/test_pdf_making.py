"""How the PDF is made: whole or not at all, from data alone, with our own fonts, and nothing written on the way."""

import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from app.records import pdf
from app.records.content import solution_form
from app.records.pdf import PdfFault, to_pdf
from tests.records.circles import Played
from tests.records.documents import learning, solution
from tests.records.pdf_reading import Pdf, texts_of

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("make", [solution, learning])
def test_the_same_document_gives_the_same_bytes(make):
    assert to_pdf(make()) == to_pdf(make())


def test_many_at_once_are_as_one_after_the_other():
    documents = [replace(make(), team=f"Team {n}") for n in range(8) for make in (solution, learning)]
    with ThreadPoolExecutor(8) as threads:
        at_once = list(threads.map(to_pdf, documents))
    assert at_once == [to_pdf(document) for document in documents]


@pytest.mark.parametrize(
    "template", ["#panic(sys.inputs.record)", "#let (", "#image(bytes(sys.inputs.record))", "Untitled", ""]
)
def test_a_broken_template_gives_no_file_and_tells_no_words(template, tmp_path, monkeypatch):
    broken = tmp_path / "record.typ"
    broken.write_text(template)
    monkeypatch.setattr(pdf, "TEMPLATE", broken)
    with pytest.raises(PdfFault) as raised:
        to_pdf(solution())
    told = "".join(traceback.format_exception(raised.value))
    assert not [text for text in texts_of(solution()) if text in told]


#: Makes a record in a process that can write no byte into any file.
_WITHOUT_FILES = """
import resource, sys
from tests.records.documents import solution
from app.records.pdf import to_pdf
document = solution()
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
{}
print(len(to_pdf(document)))
"""


def without_files(first: str = "") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-B", "-c", _WITHOUT_FILES.format(first)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_no_word_is_written_to_a_file_on_the_way():
    done = without_files()
    assert int(done.stdout) == len(to_pdf(solution()))


def test_a_file_on_the_way_would_be_noticed():
    """The control."""
    done = without_files("import tempfile; file = tempfile.TemporaryFile(); file.write(b'x'); file.flush()")
    assert done.returncode != 0
    assert done.stdout == ""


def test_only_our_own_fonts_are_used_and_all_are_in_the_file():
    played = Played().goes_to("focus")
    played.focus("Ω я 字 नमस्ते مرحبا 😀 \ue000")
    made = Pdf(to_pdf(solution_form(played.circle, played.now, "T")))
    fonts = [font for page in made.reader.pages for font in page["/Resources"]["/Font"].values()]
    kin = {font["/DescendantFonts"][0]["/FontDescriptor"]["/FontName"].split("+")[1] for font in fonts}
    assert {
        "LiberationSans",
        "LiberationSans-Bold",
        "NotoEmoji-Regular",
        "Unifont",
        "CirclekeeperBox-Regular",
    } <= kin
    assert all(
        {"/FontFile2", "/FontFile3"} & set(font["/DescendantFonts"][0]["/FontDescriptor"].keys())
        for font in fonts
    )


def test_the_template_fetches_nothing():
    template = pdf.TEMPLATE.read_text()
    assert not [word for word in ("import", "include", "@preview", "read(", "http") if word in template]


def test_fonts_are_those_that_their_page_names():
    listed = (pdf.FONTS / "README.md").read_text()
    files = [file for file in pdf.FONTS.iterdir() if file.suffix in (".ttf", ".otf")]
    assert len(files) > 20
    assert [
        f.name for f in files if f"| {f.name} | `{sha256(f.read_bytes()).hexdigest()}` |" not in listed
    ] == []
    assert sum(file.stat().st_size for file in files) < 12_000_000
