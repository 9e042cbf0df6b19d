"""What a file may consist of: parts that act or reach out, archives that lie, files that are none."""

import io
import random
import struct
import zipfile

import pytest

from app.records.council import TemplateFault, fill, read_template
from app.records.council_archive import MOST_BYTES, MOST_PARTS
from app.records.document import RECORD_OF_LEARNING, SOLUTION_FORM
from tests.records.council_filling import appendix_9, solution
from tests.records.council_templates import (
    BARE_FORM,
    FULL_FORM,
    LEARNING,
    PARTS,
    changed,
    control,
    linked,
    packed,
    paragraph,
    parts_of,
    run,
    word_file,
)
from tests.records.test_council_faults import fault

SOUND = word_file(BARE_FORM)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
MACROS = "It holds macros."


# Parts


@pytest.mark.parametrize(
    ("kind", "target", "type_", "said"),
    [
        (f"{MICROSOFT}/vbaProject", "vbaProject.bin", "application/vnd.ms-office.vbaProject", MACROS),
        (f"{MICROSOFT}/vbaProject", "thing.bin", "application/octet-stream", MACROS),
        (f"{MICROSOFT}/keyMapCustomizations", "customizations.xml", "application/vnd.ms-word.keyMapCustomizations+xml", "changes Word's keys"),
        ("control", "x.xml", "application/vnd.ms-office.activeX+xml", "ActiveX"),
        ("oleObject", "x.bin", "application/vnd.openxmlformats-officedocument.oleObject", "embedded object"),
        ("package", "x.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "embedded object"),
        ("aFChunk", "x.html", "text/html", "altChunk"),
        ("subDocument", "x.docx", "application/x", "master document"),
        ("chart", "x.xml", "application/x", "chart"),
        ("font", "x.odttf", "application/x", "“font”"),
        ("brandNew", "x.xml", "application/x", "“brandNew”"),
        ("image", "x.svg", "image/svg+xml", "neither PNG, JPEG nor GIF (“x.svg”)"),
        ("image", "x.emf", "image/x-emf", "neither PNG, JPEG nor GIF"),
        ("image", "x.png", "image/png", "neither PNG, JPEG nor GIF"),
        ("header", "x.xml", "application/x", "of an unknown kind"),
    ],
)  # fmt: skip
def test_parts_that_are_refused(kind, target, type_, said):
    assert said in fault(linked(kind, target, type_=type_))


def test_control_a_picture_and_a_link_to_a_page_are_sound_and_stay():
    raw = linked("image", "logo.png", type_="image/png", content=PNG)
    filled = parts_of(fill(read_template(raw, SOLUTION_FORM), solution()))
    assert filled["word/logo.png"] == PNG
    assert b"rIdX" in filled["word/_rels/document.xml.rels"]
    linking = fill(
        read_template(linked("hyperlink", "https://www.example.gov.uk/a", outside=True), SOLUTION_FORM),
        solution(),
    )
    assert b"https://www.example.gov.uk/a" in parts_of(linking)["word/_rels/document.xml.rels"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("image", "fetches something from elsewhere (“image”)"),
        ("frame", "fetches something from elsewhere (“frame”)"),
        ("header", "fetches something from elsewhere (“header”)"),
        ("styles", "fetches something from elsewhere (“styles”)"),
        ("customXml", "fetches something from elsewhere (“customXml”)"),
        ("oleObject", "embedded object"),
        ("attachedTemplate", "attached to another template"),
        ("subDocument", "master document"),
        ("aFChunk", "altChunk"),
    ],
)
def test_nothing_is_fetched_from_elsewhere(kind, said):
    assert said in fault(linked(kind, "http://x.example/a", outside=True))


def test_macros_to_which_nothing_leads_are_found():
    assert MACROS in fault(packed(parts_of(SOUND) | {"word/vbaProject.bin": b"x"}))
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert MACROS in fault(changed(SOUND, types=lambda old: old.replace(plain, macro)))
    assert "(.dotx)" in fault(
        changed(SOUND, types=lambda old: old.replace(b"document.main+xml", b"template.main+xml"))
    )


def test_a_template_attached_to_another_says_how_to_let_go():
    link = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="file:///c:/x.dotm" TargetMode="External"/></Relationships>'
    assert "attached to another template. In Word, choose Developer" in fault(
        changed(SOUND, settings_links=link)
    )


def test_what_word_keeps_for_itself_stays_behind():
    data = linked("customXml", "item1.xml", type_="application/xml", content=b"<secret>Jo Bloggs</secret>")
    people = linked("http://schemas.microsoft.com/office/2011/relationships/people", "people.xml",
                    type_="application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml", content=b"<p>Jo Bloggs</p>")  # fmt: skip
    for raw in (data, people):
        assert b"Jo Bloggs" in b"".join(parts_of(raw).values())
        assert b"Jo Bloggs" not in b"".join(
            parts_of(fill(read_template(raw, SOLUTION_FORM), solution())).values()
        )


def test_comments_are_refused_and_an_empty_list_of_them_is_not():
    type_ = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    assert "comments" in fault(linked("comments", "comments.xml", type_=type_, content=b"<c><comment/></c>"))
    assert read_template(linked("comments", "comments.xml", type_=type_, content=b"<c/>"), SOLUTION_FORM)


def test_a_bound_control_shows_our_words():
    binding = '<w:dataBinding w:xpath="/x" w:storeItemID="{1}"/>'
    filled = parts_of(
        fill(read_template(word_file(BARE_FORM + control("focus", binding)), SOLUTION_FORM), solution())
    )
    assert b"dataBinding" not in filled["word/document.xml"]
    assert b"How do we make mornings calmer?" in filled["word/document.xml"]


def test_a_template_that_names_no_language_speaks_english():
    def silent(styles: bytes) -> bytes:
        start = styles.index(b"<w:lang ")
        return styles[:start] + styles[styles.index(b"/>", start) + 2 :]

    for raw, language in ((changed(SOUND, styles=silent), b'w:val="en-GB"'), (SOUND, b'w:val="en-US"')):
        styles = parts_of(fill(read_template(raw, SOLUTION_FORM), solution()))["word/styles.xml"]
        defaults = styles[: styles.index(b"</w:docDefaults>")]
        assert language in defaults[defaults.index(b"<w:lang") :]


def test_a_record_from_a_protected_template_can_be_corrected_and_copied():
    locks = b'<w:documentProtection w:edit="forms" w:enforcement="1"/><w:docVars><w:docVar w:name="a" w:val="Jo Bloggs"/></w:docVars>'
    raw = changed(SOUND, settings=lambda old: old.replace(b"</w:settings>", locks + b"</w:settings>"))
    settings = parts_of(fill(read_template(raw, SOLUTION_FORM), solution()))["word/settings.xml"]
    assert b"documentProtection" not in settings
    assert b"Jo Bloggs" not in settings
    assert b"w:compat" in settings


# XML


def test_definitions_and_entities_are_refused_wherever_they_stand():
    dtd = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><x/>'
    for part in ("document", "settings", "types", "xml_thing", "links"):
        assert "definitions (a DTD" in fault(changed(SOUND, **{part: dtd})), part
    hidden = dtd.decode().encode("utf-16")
    assert "definitions (a DTD" in fault(changed(SOUND, xml_thing=hidden))
    assert "damaged" in fault(changed(SOUND, xml_thing=b'<?xml version="1.0" encoding="utf-7"?><x/>'))


def test_deep_or_broken_xml_is_refused():
    deep = b"<a>" * 5000 + b"</a>" * 5000
    for content in (deep, b"<a>", b"", b"\xff\xfe"):
        assert "damaged" in fault(changed(SOUND, settings=content))


def test_strict_open_xml_says_how_to_save():
    def strict(old: bytes) -> bytes:
        return old.replace(
            b"http://schemas.openxmlformats.org/officeDocument", b"http://purl.oclc.org/ooxml/officeDocument"
        )

    assert "Strict Open XML" in fault(changed(SOUND, package_links=strict))


# The archive


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "damaged or is no Word document"),
        (b"{\\rtf1 hello}", "damaged or is no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password"),
        (packed({"a.txt": b"x"}), "no Word document"),
        (SOUND[: len(SOUND) // 2], "damaged"),
        (b"P" * (MOST_BYTES + 1), "too large"),
        (packed({f"{number}.txt": b"" for number in range(MOST_PARTS + 1)}), "too large"),
        (packed(parts_of(SOUND) | {"word/Document.XML": b"<x/>"}), "damaged"),
        (packed(parts_of(SOUND) | {"../evil.xml": b"<x/>"}), "damaged"),
        (packed(parts_of(SOUND) | {"word/zeros.bin": b"\0" * 5_000_000}), "too large"),
        (packed(parts_of(SOUND) | {"word/zeros.bin": b"\0" * 9_000_000}), "too large"),
        (packed(parts_of(SOUND) | {"word/big.xml": random.Random(1).randbytes(4_000_000)}), "too large"),
    ],
    ids=["empty", "rtf", "encrypted", "zip", "half", "bytes", "parts", "twice", "outside", "shrunk", "vast", "xml"],
)  # fmt: skip
def test_files_that_are_none_or_too_large(raw, said):
    assert said in fault(raw)


def test_a_size_that_lies_is_not_believed():
    """The archive says that a part has ten bytes; unpacked it would go on and on."""
    content = packed({"word/zeros.bin": b"\0" * 50_000_000})
    lying = content.replace(struct.pack("<I", 50_000_000), struct.pack("<I", 10))
    assert lying != content
    assert "damaged" in fault(lying) or "too large" in fault(lying)


def test_a_part_locked_by_a_password():
    raw = bytearray(SOUND)
    place = raw.index(b"PK\x01\x02")
    raw[place + 8] |= 1
    assert "damaged" in fault(bytes(raw))


def test_a_file_damaged_anywhere_is_refused_or_still_fills():
    """No exception but the one with a sentence comes out, whatever happened to the bytes."""
    chance = random.Random(7)
    refused = 0
    for _ in range(300):
        parts = parts_of(SOUND)
        name = chance.choice(
            ["word/document.xml", "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"]
        )
        content = bytearray(parts[name])
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.choice(b"<>/\"'= aw:\0\xff")
        refused += _refused_or_fills(packed(parts | {name: bytes(content)}))
        whole = bytearray(SOUND)
        for _ in range(3):
            whole[chance.randrange(len(whole))] = chance.randrange(256)
        refused += _refused_or_fills(bytes(whole))
    assert 300 < refused < 600


def _refused_or_fills(raw: bytes) -> bool:
    try:
        template = read_template(raw, SOLUTION_FORM)
    except TemplateFault:
        return True
    assert zipfile.is_zipfile(io.BytesIO(fill(template, solution())))
    return False


def test_sound_files_are_sound():
    assert fill(read_template(word_file(FULL_FORM), SOLUTION_FORM), solution())
    assert fill(read_template(word_file(LEARNING), RECORD_OF_LEARNING), appendix_9())
    assert set(PARTS.values()) & set(parts_of(SOUND)), "the tests change parts that are there"
    assert read_template(word_file(BARE_FORM + paragraph(run("<![CDATA[x]]>"))), SOLUTION_FORM)
