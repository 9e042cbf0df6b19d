"""Formats are data: the two that ship, a third that is one file, and messages for a faulty one."""

import tomllib
from pathlib import Path

import pytest

from app.circle import views
from app.circle.catalogue import catalogue
from app.circle.clock import stage_state
from app.circle.format_file import SHIPPED, FormatFault, parse
from app.circle.places import Places
from tests.circle.helpers import EVERYBODY, FACILITATOR, MINUTE, PRIYA, SAM, Playing

FORMATS = Path(__file__).with_name("formats")
DEBRIEF = (FORMATS / "debrief.toml").read_text(encoding="utf-8")


def test_the_solution_circle_has_the_stages_and_minutes_of_its_source() -> None:
    form = catalogue().formats["solution"]
    assert form.title == "Solution Circle"
    assert [(stage.title, stage.planned_ms) for stage in form.stages] == [
        ("Set the focus", 2 * MINUTE),
        ("Clarification questions", 4 * MINUTE),
        ("Solutions", 4 * MINUTE),
        ("Selection", None),
    ]


def test_the_success_circle_has_the_stages_and_minutes_of_its_source() -> None:
    form = catalogue().formats["success"]
    assert form.title == "Success Circle"
    assert [(stage.title, stage.planned_ms) for stage in form.stages] == [
        ("Outline the work", 4 * MINUTE),
        ("Clarification questions", 6 * MINUTE),
        ("Reflections", 6 * MINUTE),
        ("Add up the outcomes", None),
        ("Use the learning", None),
    ]
    assert form.stages[4].speaks == "round"


@pytest.mark.parametrize("key", ["solution", "success"])
def test_the_review_follows_every_format_and_is_not_about_the_case(key: str) -> None:
    form = catalogue().formats[key]
    review = form.steps[-1]
    assert (review.key, review.planned_ms) == ("review", None)
    assert review.shows == ("worked_well", "key_learning", "next_step", "issue")
    assert form.steps[:-1] == form.stages
    assert "not about the case" in review.rule


def test_a_format_keeps_the_text_it_was_read_from() -> None:
    source = (SHIPPED / "solution.toml").read_text(encoding="utf-8")
    form = parse(source)
    assert form.source == source
    assert parse(form.source + "# A note changes nothing.\n") == form


def test_a_third_format_is_one_data_file_and_can_be_held_at_once() -> None:
    # Given a council's own folder with one file in it
    found = catalogue(FORMATS)
    assert found.faults == {}
    assert list(found.formats) == ["solution", "success", "debrief"]
    # When the circle is held, Then its stages, times and rules are those of the file
    playing = Playing(found.formats["debrief"]).go_to(0)
    assert stage_state(playing.circle, playing.now) == "running"
    playing.play("focus", PRIYA, text="The evening of the second", revision=0)
    assert playing.refused("focus", SAM, text="x", revision=1).code == "not_allowed"
    playing.play("next")
    assert playing.circle.clockwork.ends_at == playing.now + 7.5 * MINUTE
    said = playing.says(SAM, "reflection", "We stayed calm")
    refusal = playing.refused("contribute", PRIYA, kind="reflection", text="x")
    assert refusal.code == "not_allowed"
    assert [each["id"] for each in views.contributions(playing.circle, "screen")] == [said]
    playing.play("next")
    playing.says(FACILITATOR, "worked_well", "Good listening")
    playing.play("close")


def line_of(text: str, source: str) -> int:
    return next(i for i, line in enumerate(source.split("\n"), 1) if text in line)


#: What somebody changed in the file, the line that must be named, and a phrase that must stand in the message.
FAULTS: dict[str, tuple[str, str, int, str]] = {
    "no key": ('key = "debrief"\n', "", 1, "“key” is missing"),
    "a key with a capital": ('key = "debrief"', 'key = "Debrief"', 4, "small letters"),
    "a title without words": ('title = "Debrief"', 'title = "  "', 5, "“title” needs some words"),
    "a title that is a number": ('title = "Debrief"', "title = 7", 5, "“title” needs some words"),
    "a title that is too long": ('title = "Debrief"', f'title = "{"a" * 41}"', 5, "41 characters; 40"),
    "a word that is not known": ('brings = "the incident"', 'bring = "it"', 7, "“bring” is not known"),
    "a missing quotation mark": ('title = "Debrief"', 'title = "Debrief', 5, "quotation mark"),
    "a missing equals sign": ("minutes = 5", "minutes 5", 13, "“=”"),
    "a missing bracket": ('presenter = ["focus"]', 'presenter = ["focus"', 22, "bracket"),
    "minutes in words": ("minutes = 5", 'minutes = "five"', 13, "“minutes” is a number"),
    "no minutes at all": ("minutes = 5", "minutes = 0", 13, "“minutes” is a number"),
    "minutes below nothing": ("minutes = 7.5", "minutes = -1", 34, "“minutes” is a number"),
    "more minutes than two hours": ("minutes = 7.5", "minutes = 121", 34, "up to 120"),
    "minutes that are yes": ("minutes = 5", "minutes = true", 13, "“minutes” is a number"),
    "minutes that are no number": ("minutes = 5", "minutes = nan", 13, "“minutes” is a number"),
    "a colour that is none of ours": ('colour = "learning"', 'colour = "red"', 35, "“red” is not possible"),
    "phones neither open nor shut": ('phones = "open"', 'phones = "ajar"', 39, "Possible are: open, shut"),
    "a stage without its rule": (
        'rule = "What was good practice, and what could be better?"\n', "", 30, "“rule” is missing"),
    "a stage that is called review": ('key = "practice"', 'key = "review"', 31, "kept for the program"),
    "two stages with one key": ('key = "practice"', 'key = "happened"', 31, "two stages have the key"),
    "a role that there is not": ('scribe = ["reflection"]', 'clerk = ["reflection"]', 43, "“clerk” is not known"),
    "a kind that there is not": ('group = ["reflection"]', 'group = ["opinion"]', 42, "“opinion” is not possible"),
    "a kind without its brackets": ('group = ["reflection"]', 'group = "reflection"', 42, "square brackets"),
    "shows something unheard of": ('shows = ["reflection"]', 'shows = ["focus"]', 40, "“focus” is not possible"),
    "may is not a block": (
        '[stage.may]\npresenter = ["focus"]\nfacilitator = ["focus"]', 'may = "focus"', 20, "block of its own"),
    "a prompt that is missing": ('watch = "Blame. This is about learning."\n', "", 23, "“watch” is missing"),
    "a prompt that is unheard of": ('watch = "Blame.', 'warn = "Blame.', 25, "“warn” is not known"),
    "a curly bracket": ("{presenter} speaks.", "{name} speaks.", 16, "curly bracket"),
    "a block that is not known": ("[stage.may]", "[stage.can]", 20, "“can” is not known"),
    "a stage that is one too few": ('key = "debrief"', 'key = "debrief"\n[notes]\nby = "Ann"', 5, "“notes” is not known"),
    "the same word twice": (
        "minutes = 5", "minutes = 5\nminutes = 6", 14, "“minutes” stands twice here, first on line 13"),
    "the same block twice": (
        "[stage.prompts]", '[stage.may]\ngroup = ["reflection"]\n[stage.prompts]', 23, "“[stage.may]” stands twice here"),
    "a block without its stage": ("[stage.may]", "[stages.may]", 20, "“stages” is not known"),
    "a stage in single brackets after a right one": (
        '[[stage]]\nkey = "practice"', '[stage]\nkey = "practice"', 30, "two brackets: [[stage]]"),
    "a missing bracket of a stage": ("[[stage]]", "[[stage]", 9, "bracket"),
    "so few minutes that it has no time": ("minutes = 5", "minutes = 0.000001", 13, "“minutes” is a number above 0"),
    "a kind that is shown nowhere": (
        'shows = ["reflection"]', "shows = []", 42, "“reflection” can be sent here, but is shown neither"),
    "a kind that only an earlier stage shows": (
        'facilitator = ["reflection"]', 'facilitator = ["question"]', 44, "“question” can be sent here"),
    "a text that never ends": ('presenter = "Listen."', 'presenter = """Listen.', 50, "three quotation marks"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_answered_with_the_line_and_the_fault(fault: str) -> None:
    old, new, line, phrase = FAULTS[fault]
    assert old in DEBRIEF, "the example has lost what this fault changes"
    with pytest.raises(FormatFault) as raised:
        parse(DEBRIEF.replace(old, new, 1))
    assert raised.value.line == line
    assert str(raised.value).startswith(f"Line {line}: ")
    assert phrase in str(raised.value)


def test_the_same_file_without_a_fault_is_sound() -> None:
    assert parse(DEBRIEF).key == "debrief"


def test_a_file_without_stages_says_how_one_begins() -> None:
    for source in ("", 'key = "x"\ntitle = "X"\n', 'stage = "x"\n', "stage = []\n", "stage = 7\n"):
        with pytest.raises(FormatFault, match=r"begins with \[\[stage\]\]"):
            parse(source)


def test_lines_are_counted_right_after_a_text_that_runs_over_several() -> None:
    source = DEBRIEF.replace('"The group speaks."', '"""\nThe group\nphones = speaks."""').replace(
        'phones = "open"', 'phones = "ajar"'
    )
    with pytest.raises(FormatFault) as raised:
        parse(source)
    assert raised.value.line == line_of('phones = "ajar"', source)


def fault(source: str) -> FormatFault:
    with pytest.raises(FormatFault) as raised:
        parse(source)
    return raised.value


def test_misspelt_stages_are_named_on_the_line_of_the_first() -> None:
    source = DEBRIEF.replace("[[stage]]", "[[stages]]").replace("[stage.", "[stages.")
    assert fault(source).line == 9
    assert "“stages” is not known" in str(fault(source))


@pytest.mark.parametrize("stages", [1, 2])
def test_a_stage_in_single_brackets_is_told_of_the_second(stages: int) -> None:
    source = DEBRIEF if stages == 2 else DEBRIEF[: DEBRIEF.rindex("[[stage]]")]
    found = fault(source.replace("[[stage]]", "[stage]"))
    assert str(found) == "Line 9: a stage needs two brackets: [[stage]]."


@pytest.mark.parametrize(
    "line",
    ['minutes = 5 # """ five', "minutes = 5 # ''' five", 'x = """ """ # """', 'x = "\\"\\"\\"#" # "', "x = '\"\"\"'",
     'x = ["""a""", """b"""]', 'x = """a"b""c\\"""\nphones = """""', "x = '''a\"\"\"\nb''''' # '"],
)  # fmt: skip
def test_quotation_marks_wherever_they_stand_do_not_shift_the_lines(line: str) -> None:
    # Given marks in a note or in a text, each of which TOML takes
    assert tomllib.loads(line)
    source = DEBRIEF.replace("minutes = 5", line, 1).replace('phones = "open"', 'phones = "ajar"')
    # Then a fault further down is found on its line
    assert Places(source).line("stage", 1, "phones") == line_of('phones = "ajar"', source)


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085"], ids=ascii)
def test_a_separator_pasted_into_a_note_does_not_shift_the_lines(separator: str) -> None:
    source = DEBRIEF.replace("# Source:", f"# Source{separator}:").replace('"open"', '"ajar"')
    assert fault(source).line == line_of('"ajar"', source)


@pytest.mark.parametrize("hidden", ["\u2028", "\u202e", "\u0085", "\\u0000", "\\uFFFE"], ids=ascii)
def test_hidden_characters_are_refused_as_they_are_in_people_s_words(hidden: str) -> None:
    source = DEBRIEF.replace("Blame. This", f"Blame.{hidden}This")
    found = fault(source)
    assert (found.line, "hidden character" in str(found)) == (25, True)


def test_a_file_has_its_limits() -> None:
    stage = DEBRIEF.rpartition("[[stage]]")[2].replace('key = "practice"', 'key = "practice-KEY"')
    head = DEBRIEF.partition("[[stage]]")[0]
    twenty = head + "".join("[[stage]]" + stage.replace("KEY", str(i)) for i in range(20))
    assert len(parse(twenty).stages) == 20
    one_more = twenty.rstrip() + "\n[[stage]]" + stage
    found = fault(one_more)
    assert found.line == one_more.splitlines().index('key = "practice-KEY"')
    assert "at most 20 stages" in str(found)
    assert len(parse(DEBRIEF + "#" * (64 * 1024 - len(DEBRIEF))).stages) == 2
    assert "65536 are allowed" in str(fault(DEBRIEF + "#" * (64 * 1024 - len(DEBRIEF) + 1)))


def test_lines_that_end_as_on_windows_are_counted_once() -> None:
    source = DEBRIEF.replace('"open"', '"ajar"').replace("\n", "\r\n")
    assert fault(source).line == line_of('"ajar"', source)


@pytest.mark.parametrize("nonsense", ["[" * 3000, "9" * 5000], ids=["nested", "huge"])
def test_a_file_that_overwhelms_the_reader_is_reported_and_does_not_stop_the_others(
    nonsense: str, tmp_path: Path
) -> None:
    source = DEBRIEF.replace("minutes = 5", f"minutes = {nonsense}")
    (tmp_path / "a.toml").write_text(source, encoding="utf-8")
    (tmp_path / "b.toml").write_text(DEBRIEF, encoding="utf-8")
    found = catalogue(tmp_path)
    assert "debrief" in found.formats
    assert found.faults["a.toml"].startswith("Line 13: ")


def test_a_file_saved_by_notepad_with_its_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "debrief.toml").write_bytes(b"\xef\xbb\xbf" + DEBRIEF.encode())
    assert catalogue(tmp_path).formats["debrief"] == parse(DEBRIEF)
    assert parse("\ufeff" + DEBRIEF).source == DEBRIEF


def test_what_a_stage_takes_may_be_shown_by_a_later_one() -> None:
    source = DEBRIEF.replace('presenter = ["focus"]', 'group = ["reflection", "issue"]')
    assert parse(source).stages[0].lets("group", "reflection")


def test_a_circle_goes_on_with_a_format_that_shows_nowhere_what_it_takes() -> None:
    form = parse(DEBRIEF.replace('shows = ["reflection"]', "shows = []"), kept=True)
    playing = Playing(form).go_to(1)
    playing.says(SAM, "reflection", "We were tired")
    for actor in EVERYBODY:
        sums = views.seen_by(playing.circle, actor, playing.now)["sums"]
        assert actor.seat not in (None, PRIYA.seat) or sums["counts"]["reflection"] == 1


def test_a_council_s_faulty_files_are_reported_and_do_not_stop_the_others(tmp_path: Path) -> None:
    # Given a folder with a good file and several that cannot be used
    (tmp_path / "debrief.toml").write_text(DEBRIEF, encoding="utf-8")
    (tmp_path / "a-slip.toml").write_text(DEBRIEF.replace("minutes = 5", "minutes 5"), encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes(DEBRIEF.replace("Blame", "Bläme").encode("latin-1", "replace"))
    (tmp_path / "ours.toml").write_text(DEBRIEF.replace('"debrief"', '"solution"', 1), encoding="utf-8")
    (tmp_path / "twice.toml").write_text(DEBRIEF, encoding="utf-8")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "notes.txt").write_text("not a format", encoding="utf-8")
    # When the catalogue is read
    found = catalogue(tmp_path)
    # Then the good one is at hand beside the shipped ones, and each of the others is named with its reason
    assert list(found.formats) == ["solution", "success", "debrief"]
    assert found.formats["solution"].title == "Solution Circle"
    assert found.faults["a-slip.toml"].startswith("Line 13: ")
    assert "UTF-8" in found.faults["latin.toml"]
    assert "“solution” is already used" in found.faults["ours.toml"]
    assert "“debrief” is already used" in found.faults["twice.toml"]
    assert set(found.faults) == {"a-slip.toml", "folder.toml", "latin.toml", "ours.toml", "twice.toml"}


def test_a_folder_that_is_not_there_leaves_the_shipped_formats(tmp_path: Path) -> None:
    found = catalogue(tmp_path / "nowhere")
    assert (list(found.formats), found.faults) == (["solution", "success"], {})


def test_a_folder_is_read_afresh_so_a_corrected_file_counts_at_once(tmp_path: Path) -> None:
    own = tmp_path / "debrief.toml"
    own.write_text("", encoding="utf-8")
    assert "debrief" not in catalogue(tmp_path).formats
    own.write_text(DEBRIEF, encoding="utf-8")
    assert "debrief" in catalogue(tmp_path).formats
