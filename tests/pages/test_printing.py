"""Forms and cards to print: for anybody, of every format, and never of a circle."""

import io

import pytest
from pypdf import PdfReader

from app.circle.format_file import SHIPPED
from app.pages import errors, files, printing
from tests.pages.conftest import ORIGIN, Service

KINDS = ("form", "stage-card", "record-of-learning")


def pdf_of(service: Service, path: str) -> PdfReader:
    answer = service.somebody().client.get(path, base_url=ORIGIN)
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    return PdfReader(io.BytesIO(answer.data))


def test_the_page_lists_what_there_is_for_anybody(service: Service) -> None:
    page = service.somebody().open("/print")
    assert page.status == 200
    for path in (
        *(f"/print/{key}/{kind}" for key in ("solution", "success") for kind in ("form", "stage-card")),
        "/print/solution/record-of-learning",
    ):
        for extension in ("pdf", "html"):
            assert f'href="{path}.{extension}"' in page.page
        assert pdf_of(service, f"{path}.pdf").metadata["/Title"]
        assert "<h1>" in service.somebody().open(f"{path}.html").page


@pytest.mark.parametrize("key", ["solution", "success"])
def test_a_stage_card_is_one_page_with_everything_on_it(service: Service, key: str) -> None:
    reader = pdf_of(service, f"/print/{key}/stage-card.pdf")
    assert len(reader.pages) == 1
    card = " ".join(reader.pages[0].extract_text().split())
    page = service.somebody().open(f"/print/{key}/stage-card.html").page
    form = printing.catalogue().formats[key]
    for stage in form.steps:
        for words in (stage.title, stage.prompts["opening"].replace("{presenter}", "[Name]")):
            assert words in card
            assert words in page
    assert "{" not in card + page


def test_a_councils_own_format_has_its_card_and_form(service: Service) -> None:
    own = service.services.config.own_formats
    own.mkdir()
    source = (SHIPPED / "success.toml").read_text(encoding="utf-8")
    source = source.replace('key = "success"', 'key = "mapping"').replace("Success Circle", "Mapping Circle")
    long = "What was done, and why it went well. Everyone else listens."
    assert long in source
    (own / "mapping.toml").write_text(source.replace(long, long * 2), encoding="utf-8")
    assert "Mapping Circle" in service.somebody().open("/print").page
    reader = pdf_of(service, "/print/mapping/stage-card.pdf")
    assert len(reader.pages) == 1, "the type is smaller where there is more to say"
    assert "Mapping Circle: stages" in reader.pages[0].extract_text()
    form = pdf_of(service, "/print/mapping/form.pdf")
    assert "Solution Circle form: Mapping Circle" in form.pages[0].extract_text()


def test_appendix_9_is_one_page_with_sixteen_rows(service: Service) -> None:
    reader = pdf_of(service, "/print/solution/record-of-learning.pdf")
    assert len(reader.pages) == 1
    page = service.somebody().open("/print/solution/record-of-learning.html").page
    body = page.split("<tbody>")[-1].split("</tbody>")[0]
    assert body.count("<tr>") == 16
    assert body.count("<td") == 48


@pytest.mark.parametrize(
    "path",
    [
        "/print/none/form.pdf",
        "/print/solution/other.pdf",
        "/print/solution/form.docx",
        "/print/solution/form",
    ],
)
def test_what_there_is_not_is_not_found(service: Service, path: str) -> None:
    assert service.somebody().open(path).status == 404


def test_where_a_form_cannot_be_made_nobody_gets_half_of_one(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object) -> bytes:
        raise RuntimeError("no font")

    monkeypatch.setattr(printing, "_made", fails)
    answer = service.somebody().client.get("/print/solution/form.pdf", base_url=ORIGIN)
    assert answer.status_code == 500
    assert files.NOT_MADE in answer.text
    assert errors.SENTENCES[500][1] in answer.text
