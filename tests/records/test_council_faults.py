"""A fault in a council's template is named in plain words, with the control at fault; each rule beside something
sound that it lets through."""

import re

import pytest

from app.records.council import TemplateFault, read_template
from app.records.council_names import NAMES, REQUIRED
from app.records.document import RECORD_OF_LEARNING, SOLUTION_FORM
from tests.records.council_templates import (
    BARE_FORM,
    FACTS,
    FULL_FORM,
    LEARNING,
    cell,
    changed,
    control,
    facts_table,
    field,
    form,
    inline,
    learning,
    learning_table,
    linked,
    paragraph,
    properties,
    row,
    run,
    table,
    word_file,
)

BOX = '<mc:AlternateContent><mc:Choice Requires="wps"><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r></mc:Choice></mc:AlternateContent>'
GROUP = "<w:sdt><w:sdtPr><w:group/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
PAGE_NUMBER = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Page Numbers (Bottom of Page)"/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'


def fault(raw: bytes, kind: str = SOLUTION_FORM) -> str:
    """The sentence about a file that is not sound."""
    with pytest.raises(TemplateFault) as found:
        read_template(raw, kind)
    return str(found.value)


def fault_of(more: str, **edges: str) -> str:
    return fault(word_file(BARE_FORM + more, **edges))


def sound(more: str, **edges: str) -> bool:
    return bool(form(BARE_FORM + more, **edges))


# Names


def test_sound_templates_pass_and_say_what_they_fill():
    assert set(form(FULL_FORM).names) == {*NAMES[SOLUTION_FORM], "title", "standing"}
    assert form(FULL_FORM).added == ()
    assert form().names == FACTS
    assert "focus" in form().added
    assert set(learning().names) == set(NAMES[RECORD_OF_LEARNING])


def test_an_unknown_name_is_named_with_the_nearest_that_is_known():
    assert fault_of(control("Focuss")) == "The control “Focuss” is not known. Did you mean “focus”?"
    assert fault_of(control("zzz")).startswith("The control “zzz” is not known. Known are: date, format,")
    assert "“focus” is not known" in fault(word_file(LEARNING + control("focus")), RECORD_OF_LEARNING)


def test_nothing_of_the_case_has_a_name_in_the_record_of_learning():
    for name in ("focus", "concerns", "present", "told", "chosen", "circle_title", "team"):
        assert f"“{name}” is not known" in fault(word_file(LEARNING + control(name)), RECORD_OF_LEARNING)


@pytest.mark.parametrize("name", REQUIRED[SOLUTION_FORM])
def test_what_every_form_holds_must_have_its_control(name):
    assert f"The control “{name}” is missing." in fault(word_file(facts_table(leave_out=[name])))
    in_header = word_file(facts_table(leave_out=[name]), header=paragraph(inline(name)))
    assert f"The control “{name}” is missing." in fault(in_header)


@pytest.mark.parametrize("name", REQUIRED[RECORD_OF_LEARNING])
def test_what_every_record_of_learning_holds_must_have_its_control(name):
    without = re.sub(rf'<w:sdt><w:sdtPr><w:tag w:val="{name}"/>.*?</w:sdt>', paragraph(""), LEARNING)
    assert f"The control “{name}” is missing." in fault(word_file(_mended(without)), RECORD_OF_LEARNING)


def _mended(body: str) -> str:
    """A paragraph cannot hold another one."""
    return re.sub(r"(<w:p><w:r>.*?</w:r>)<w:p></w:p></w:p>", r"\1</w:p>", body)


def test_a_text_has_one_place_and_a_short_answer_may_have_several():
    assert "The control “focus” stands 2 times." in fault_of(control("focus") * 2)
    assert sound(control("team") * 2 + control("title") * 2)


def test_a_control_without_a_name_is_told_by_its_number():
    nameless = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(run('x'))}</w:sdtContent></w:sdt>"
    number = len(FACTS) + 1
    assert f"Control number {number} on the page has no name." in fault_of(nameless)
    assert "Control number 1 in a header or footer has no name." in fault_of("", header=nameless)
    assert sound(GROUP.format(control("focus")))
    assert sound("", footer=PAGE_NUMBER.format(paragraph(field("PAGE"))))


def test_names_and_controls_beyond_reason_are_refused_shortly():
    assert len(fault_of(control("x" * 5000))) < 700
    assert "more than 300 controls" in fault_of(control("team") * 301)
    assert sound(control("team") * 200)


# Kinds of controls and where they stand


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("<w:picture/>", "a picture control"),
        ("<w:dropDownList/>", "a drop-down list"),
        ("<w:comboBox/>", "a combo box"),
        ("<w:date/>", "a date picker"),
        ("<w14:checkbox/>", "a check box"),
        ("<w:docPartList/>", "a building block gallery"),
        ("<w15:repeatingSection/>", "a repeating section"),
        ("<w:group/>", "a group"),
    ],
)
def test_a_control_that_takes_no_text(kind, said):
    assert f"The control “focus” is {said} and cannot take text." in fault_of(control("focus", kind))


@pytest.mark.parametrize(
    "kind", ["<w:text/>", '<w:text w:multiLine="1"/>', "<w:richText/>", "<w:temporary/>"]
)
def test_control_text_controls_are_sound(kind):
    assert sound(control("focus", kind))


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (control("impact"), "another control"),
        (table(row(cell(paragraph("")))) + paragraph(""), "a table"),
        (paragraph("", "<w:sectPr/>"), "a section break"),
        (paragraph(field("PAGE")), "a field"),
        (paragraph("<w:r><w:pict/></w:r>"), "a picture"),
    ],
)
def test_what_the_text_would_replace(inside, said):
    assert f"The control “focus” holds {said}" in fault_of(control("focus", inside=inside))


def test_where_a_control_cannot_stand():
    assert "“focus” stands in a text box" in fault_of(paragraph(BOX.format(control("focus"))))
    assert "“focus” stands in a header or footer" in fault_of("", header=control("focus"))
    assert "“focus” is put around several cells" in fault_of(table(row(
        f"<w:sdt>{properties('focus')}<w:sdtContent>{cell(paragraph('')) * 2}</w:sdtContent></w:sdt>")))  # fmt: skip
    full_row = row(cell(paragraph(run("a"))), cell(paragraph(run("b"))))
    around = f"<w:sdt>{properties('focus')}<w:sdtContent>{full_row}</w:sdtContent></w:sdt>"
    assert "“focus” is put around a whole row" in fault_of(
        table(full_row.replace("<w:tr>", "<w:tr>"), around)
    )
    between = f"<w:sdt>{properties('focus')}<w:sdtContent/></w:sdt>"
    assert "“focus” is empty and stands between cells" in fault_of(table(row(cell(paragraph("")), between)))


def test_a_control_in_the_result_of_a_field_would_be_replaced():
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{m}"/></w:r>' for m in ("begin", "separate", "end")
    )
    code = "<w:r><w:instrText> TITLE </w:instrText></w:r>"
    assert "“focus” stands inside a field" in fault_of(
        paragraph(begin + code + separate + inline("focus") + end)
    )
    assert "“focus” stands inside a field" in fault_of(
        paragraph(f'<w:fldSimple w:instr="TITLE">{inline("focus")}</w:fldSimple>')
    )
    assert sound(paragraph(begin + code + separate + run("x") + end + inline("focus")))


def test_hidden_text_would_lose_the_words():
    said = "The text of the control “focus” is formatted as hidden."
    assert said in fault_of(control("focus", "<w:rPr><w:vanish/></w:rPr>"))
    hidden = b'<w:style w:type="paragraph" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
    based = b'<w:style w:type="paragraph" w:styleId="Gone2"><w:basedOn w:val="Gone"/></w:style></w:styles>'
    raw = word_file(BARE_FORM + control("focus", layout='<w:pStyle w:val="Gone2"/>'))
    assert said in fault(changed(raw, styles=lambda old: old.replace(b"</w:styles>", hidden + based)))
    assert read_template(raw, SOLUTION_FORM)
    assert sound(control("focus", '<w:rPr><w:vanish w:val="0"/></w:rPr>'))


def test_the_repeated_row_holds_nothing_else():
    body = LEARNING.replace(control("next_step"), control("next_step") + control("issues"), 1)
    body = body.removesuffix(control("issues"))
    assert "“issues” stands in the row that is repeated" in fault(word_file(body), RECORD_OF_LEARNING)
    assert learning(
        LEARNING.replace(
            learning_table(), control("worked_well") + control("key_learning") + control("next_step")
        )
    )


# What acts, fetches or tells who did what


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<w:altChunk r:id="x"/>', "other files"),
        ('<w:p><w:subDoc r:id="x"/></w:p>', "other files"),
        ('<w:p><w:r><w:object><o:OLEObject Type="Link"/></w:object></w:r></w:p>', "embedded object"),
        ('<w:p><w:r><w:control r:id="x"/></w:r></w:p>', "embedded object"),
        ('<w:p><w:ins w:id="1" w:author="A"><w:r/></w:ins></w:p>', "tracked changes"),
        ('<w:p><w:del w:id="1" w:author="A"><w:r/></w:del></w:p>', "tracked changes"),
        ('<w:p><w:r><w:rPr><w:rPrChange w:author="A"/></w:rPr></w:r></w:p>', "tracked changes"),
        ('<w:p><w:commentRangeStart w:id="1"/></w:p>', "comments"),
        ('<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="x"/></w:ffData></w:fldChar></w:r></w:p>', "old form field"),
        ('<w:p><w:r><w:pict><v:shape><v:imagedata src="http://x.example/a.png"/></v:shape></w:pict></w:r></w:p>', "from elsewhere"),
        ('<w:p><w:r><w:pict><v:shape o:althref="\\\\host\\share"/></w:pict></w:r></w:p>', "from elsewhere"),
        ('<w:p><w:r><w:pict><v:shape href="file:///c:/x"/></w:pict></w:r></w:p>', "link to “file:"),
        ('<w:p><w:hyperlink r:id="rId99"/></w:p>', "leads nowhere"),
    ],
)  # fmt: skip
def test_elements_that_are_refused(inside, said):
    assert said in fault_of(inside)


@pytest.mark.parametrize("code", [
    "DDE Excel x", "DDEAUTO c:\\\\x", "INCLUDETEXT c:\\\\x", 'INCLUDEPICTURE "http://x.example/a.png"', "LINK Excel.Sheet x",
    "MACROBUTTON go", "DATABASE \\d x", "IMPORT x", "RD x", "IF 1 = 1 a b", "QUOTE 65", "= 1 + 1", "FILLIN x", "ASK x y",
    "AUTOTEXT x", "EMBED x", "GOTOBUTTON x", "USERNAME", "MERGEFIELD x", "HTMLCONTROL", "ADDIN x", "dDeAuto x", "", "PAGE.DDE",
])  # fmt: skip
def test_fields_that_act_or_fetch(code):
    named = re.match(r"\w*", code)[0].upper()
    assert f"field “{named or code.strip()[:20]}" in fault_of(paragraph(field(code)))
    if '"' not in code:
        assert "It holds the field" in fault_of(paragraph(f'<w:fldSimple w:instr=" {code}"/>'))


@pytest.mark.parametrize("code", [
    " PAGE ", "NUMPAGES \\* MERGEFORMAT", "sectionpages", 'STYLEREF "Heading 1"', 'DATE \\@ "d MMMM yyyy"',
    'TOC \\o "1-3" \\h \\z', 'HYPERLINK "https://www.example.gov.uk/x"', 'HYPERLINK \\l "_Toc1"',
    'HYPERLINK "mailto:a@example.gov.uk" \\o "Write: here"', "REF x \\h",
])  # fmt: skip
def test_control_fields_that_only_count_or_look_are_sound(code):
    assert sound(paragraph(field(code.replace("&", "&amp;"))))


@pytest.mark.parametrize(
    "address", ["file:///c:/x.exe", "\\\\host\\share", "javascript:x", "x.docm", "ms-word:ofe|u|x"]
)
def test_links_to_other_places_than_pages_and_mail(address):
    assert f"It holds a link to “{address}”" in fault_of(paragraph(field(f'HYPERLINK "{address}"')))
    assert f"It holds a link to “{address}”" in fault(linked("hyperlink", address, outside=True))


def test_a_field_hidden_in_the_code_of_another_or_left_open():
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{m}"/></w:r>' for m in ("begin", "separate", "end")
    )
    code = "<w:r><w:instrText> PAGE </w:instrText></w:r>"
    for inside in (begin + begin + code + end + separate + end, begin + code, separate, end,
                   begin + inline("focus") + end, code):  # fmt: skip
        assert "It holds a field that is not whole" in fault_of(paragraph(inside))
    assert "It holds a field that is not whole" in fault_of(paragraph(field("PAGE " + "x" * 5000)))
    words = "<w:r><w:t>DDEAUTO x</w:t></w:r>"
    assert "It holds the field “DDEAUTO”" in fault_of(paragraph(begin + words + separate + end))


def test_mail_merge_and_other_settings_that_reach_out():
    def with_setting(setting: bytes) -> bytes:
        return changed(
            word_file(BARE_FORM),
            settings=lambda old: old.replace(b"</w:settings>", setting + b"</w:settings>"),
        )

    assert "mail merge" in fault(with_setting(b'<w:mailMerge><w:query w:val="SELECT 1"/></w:mailMerge>'))
    assert "attached to another template" in fault(with_setting(b"<w:attachedTemplate/>"))
    assert "XML schema" in fault(with_setting(b"<w:saveThroughXslt/>"))
    assert read_template(with_setting(b'<w:zoom w:percent="90"/>'), SOLUTION_FORM)
