"""Plain English, and the same term for the same thing on every page.

What is read, and what is not, stands in tests/words/collect.py. An exception is named here, one by one, with its reason.
"""

import re
from collections.abc import Iterable, Iterator

import pytest

from tests.words.collect import Said, data, everything, python, script, template
from tests.words.measure import MOST_WORDS, reading_grade, sentences, too_long, words

#: The words for what this program is about. Nothing else on a page is called by them, and they by no other name.
GLOSSARY = {
    "circle": "one group supervision talk, in stages, with a facilitator",
    "stage": "one part of a circle; with a clock or without",
    "focus": "the one sentence that the presenter wants help with",
    "presenter": "the person who brings the issue, or the piece of work",
    "group": "everybody else who takes part",
    "facilitator": "runs the circle: begins and ends the stages",
    "scribe": "somebody whom the facilitator asks to type what people say",
    "group advisor": "leads the review and files the Record of Learning",
    "administrator": "invites staff and makes teams",
    "team": "the staff who see a circle and its records",
    "control page": "where the facilitator runs the circle",
    "shared screen": "what everybody in the room sees; nobody types there",
    "phone": "what a person joins with and sends from",
    "join code": "what people type to join with a phone",
    "screen code": "what somebody types to open the shared screen",
    "contribution": "what a person sends: a question, suggestion, reflection, outcome…",
    "clarification question": "a question that asks how things are; it holds no idea of what to do",
    "suggestion": "a way forward that the group offers; once chosen it is a solution",
    "action": "what somebody will do, from a solution or a next step",
    "park": "to keep a question that is really a suggestion for the stage of solutions",
    "after the bell": "what came when the time of its stage was up",
    "record": "what is written from a circle: a form or the Record of Learning",
    "form": "the record for somebody's file, as in “Solution Circle form”",
    "Record of Learning": "the record for the team's folder; nothing about the case is in it",
    "line": "one entry in the Record of Learning",
    "file": "the place where a council keeps what is about one person; and to put a record there",
    "register": "the list of closed circles, without any words of theirs",
    "check in": "to look on an agreed day whether an action was done",
    "remove for good": "nobody can read it again, in no earlier form either",
    "take back": "to undo what one has done oneself",
    "rehearsal": "a circle with made-up people; nothing is kept",
    "open, shut": "phones are open or shut; never closed, locked or off",
    "close": "what ends a stage or a circle",
    "press": "what one does with a button, a link or a key",
    "sign in, sign out": "what staff do with their account",
}
#: What pages do not say, and what they say instead.
SAY_INSTEAD = {
    r"participants?|attendees?|members?": "person, the group, staff",
    r"sessions?|meetings?": "circle",
    r"stage (?:is|was) over|steps?": "stage",
    r"click\w*|tap(?:s|ped|ping)?|hit": "press",
    r"invalid\w*|illegal|error occurred": "say what is wrong and what to do",
    r"submit\w*|submission|transmit\w*": "send, save",
    r"users?|usernames?|end.user": "person, staff, name",
    r"delet\w+|eras\w+|purg\w+|discard\w*|destroy\w*": "remove, remove for good, needs no filing",
    r"forget|forgets|forgot|forgotten|forgetting": "remove",
    r"tokens?|credentials?|authenti\w+|authoris\w+": "link, password",
    r"synch?\w*|refresh\w*|websockets?|real.time|backend|database|servers?": "connection, Circlekeeper",
    r"seats?|hats?": "person",
    r"log(?:ged)?[ -]?(?:in|out|on|off)": "sign in, sign out",
    r"encrypt\w*|unencrypted": "private",
    r"online|offline": "connection",
    r"scripts?": "JavaScript, as the browser's own settings call it",
    r"meanwhile|anew|whilst|thereof|herein|hereby|aforementioned": "just, again, while",
    r"wordings?|rewording": "words",
    r"withdraw\w*|revok\w*": "take back, cancel",
    r"documents?": "record",
    r"stands?|stood": "is, was",
    r"newcomers?|doors?": "somebody new, join",
    r"phones (?:are|is) (?:closed|locked|off)": "Phones are shut",
    r"present password|old password": "current password",
    r"e-?mail\w*": "message",
    r"utili[sz]\w+|facilitat(?:e|es|ed|ing)|commenc\w+|terminat\w+|ascertain\w*": "use, help, begin, end, find out",
    r"regarding|concerning|prior to|in order to|subsequent\w*|additional\w*": "about, before, to, later, more",
    r"obtain\w*|assist\w*|purchas\w+|requir\w+|endeavou?r\w*|notif\w+|amend\w*": "get, help, buy, need, try, tell, change",
    r"via|etc|e\.g\.|i\.e\.|per annum|pursuant|viz": "by, and so on, for example, that is",
}
#: Sound words that one of these patterns finds, with the reason.
EXCEPTIONS = {
    ("templates/staff/sign_in.html", "Forgotten your password?"): "what everybody calls it",
    ("templates/staff/person.html", "Forgotten password"): "what everybody calls it",
    ("templates/help/how_it_works.html", "Most meetings talk about"): "meetings of the other kind",
    ("app/records/learning.py", "pictures etc"): "the words of Appendix 9, as it was published",
    ("app/pages/home.py", "The database does not answer."): "what a watching program is told, not a person",
    ("app/pages/security.py", "500 Internal Server Error"): "the protocol's own words",
}
#: Two columns of Appendix 9 and of the review; no steps of a circle.
OF_THE_POLICY = re.compile(r"\bnext steps?\b|“Next Steps”", re.IGNORECASE)


def unwanted(text: str) -> Iterator[tuple[str, str]]:
    """What a text says that it should not, and what to say instead."""
    plain = OF_THE_POLICY.sub("", text)
    for pattern, instead in SAY_INSTEAD.items():
        yield from ((found[0], instead) for found in re.finditer(rf"\b(?:{pattern})\b", plain, re.IGNORECASE))


ALL = everything()


def excused(said: Said) -> bool:
    return any(said.place == place and part in said.text for place, part in EXCEPTIONS)


def complaints(all_that_is_said: Iterable[Said]) -> list[str]:
    return [
        f"{said.place}: “{word}” in “{said.text}”; say: {instead}"
        for said in all_that_is_said
        if not excused(said)
        for word, instead in unwanted(said.text)
    ]


def test_the_same_thing_has_the_same_name_everywhere() -> None:
    found = complaints(ALL)
    assert not found, "\n".join(found)


def test_no_sentence_is_longer_than_a_breath() -> None:
    found = [f"{said.place}: {each}" for said in ALL for each in too_long([said.text])]
    assert not found, "\n".join(found)


def test_every_page_is_read_at_the_age_of_eleven() -> None:
    """The grade of a text is worth something from some sentences on."""
    by_place: dict[str, list[str]] = {}
    for said in ALL:
        whole = [each for each in sentences(said.text) if each[-1] in ".?!" and len(words(each)) > 2]
        by_place.setdefault(said.place, []).extend(whole)
    grades = {place: reading_grade(texts) for place, texts in by_place.items() if len(texts) > 4}
    assert len(grades) > 50, "the guard reads the pages"
    assert {place: round(grade, 1) for place, grade in grades.items() if grade >= 6} == {}


def test_every_exception_is_still_needed() -> None:
    for place, part in EXCEPTIONS:
        needed = [
            said for said in ALL if said.place == place and part in said.text and any(unwanted(said.text))
        ]
        assert needed, f"{place} no longer says “{part}”"


def test_the_terms_of_the_glossary_are_in_use() -> None:
    everywhere = " ".join(said.text for said in ALL).lower()
    for entry in GLOSSARY:
        for term in entry.lower().split(", "):
            assert re.search(rf"\b{term}", everywhere), term


# Controls


@pytest.mark.parametrize(
    ("read", "source"),
    [
        (template, "<p>Please <b>click</b> to submit.</p>"),
        (
            template,
            "{% if a %}{% if b %}<p>Press it.</p>{% else %}<p>Click to submit.</p>{% endif %}{% endif %}",
        ),
        (template, "<p>Press to {{ 'send' if a else 'click and submit' }}.</p>"),
        (template, "{{ field({'hint': {'text': 'Click here to submit.'}}) }}"),
        (template, '<button aria-label="Click and submit">x</button>'),
        (template, "{% for a in b %}<p>Press</p>{% else %}<p>Click and submit</p>{% endfor %}"),
        (python, 'def go():\n    """Nothing."""\n    return Refused("x", f"Click {this} and submit.")'),
        (python, 'SENTENCES = {"a": ("b", "Click it and "\n    "submit.")}'),
        (script, "// don't\nsay('Click it and submit.');"),
        (script, "say(`Click ${a ? 'b' : 'c'} and submit.`);"),
        (data, '[stage]\nrule = "Click it and submit."'),
    ],
)
def test_control_hard_words_are_found_wherever_they_are_said(read: object, source: str) -> None:
    assert callable(read)
    found = {word.lower() for text in read(source) for word, _ in unwanted(text)}
    assert found == {"click", "submit"}


@pytest.mark.parametrize(
    ("read", "source"),
    [
        (
            template,
            "<!-- click --><p class='click'>{# click #}{% set click = 1 %}Press it.</p><svg>click</svg>",
        ),
        (
            python,
            '"""Click to submit."""\nfailure("submitting a click")\nif kind == "Click it now":\n    pass',
        ),
        (script, "// click and submit\n/* a user clicks */\nbutton.addEventListener('click', go);"),
    ],
)
def test_control_what_nobody_reads_is_left_alone(read: object, source: str) -> None:
    assert callable(read)
    assert [word for text in read(source) for word, _ in unwanted(text)] == []


def test_control_a_long_sentence_is_found() -> None:
    long = "It is " + "very " * (MOST_WORDS - 3) + "long"
    assert too_long([f"{long}. It is short."]) == []
    assert too_long([f"It is short. {long} indeed. It is short."]) == [f"{long} indeed."]


def test_control_the_words_of_an_office_are_hard_to_read() -> None:
    assert (
        reading_grade(
            ["Identification of appropriate interventions necessitates multidisciplinary consultation."]
        )
        > 12
    )
    assert reading_grade(["Say what went well. Then say what you will do."]) < 3


def test_control_the_collector_reads_all_kinds_of_files() -> None:
    kinds = {said.place.rsplit(".", 1)[-1] for said in ALL}
    assert kinds == {"html", "py", "js", "toml"}
    assert len(ALL) > 1000
    for sentence in ("Everyone else listens. No interruptions.", "Phones are shut. Say it aloud. Your words stay here.",
                     "Only the facilitator can do that.", "Remove these words for good?"):  # fmt: skip
        assert any(said.text == sentence for said in ALL), sentence
