"""What goes packed over the line. How well a page packs tells what stands on it twice: where one of the two is
somebody's choice, they can guess the other (the attack named BREACH). So what anybody wrote stands on no packed page."""

import gzip
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.circle.catalogue import catalogue
from app.factory import STATIC
from app.pages import assets
from tests.pages.conftest import CSRF, ORIGIN, Person, Service
from tests.pages.held import held, play

PACKED = {"Accept-Encoding": "gzip"}
#: Stands in whatever is written below, and in the address of every request.
WORD = "Kestrel"


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    return client.get(path, base_url=ORIGIN, headers=headers)


def is_packed(answer: TestResponse) -> bool:
    return "Content-Encoding" in answer.headers


def words(answer: TestResponse) -> str:
    return (gzip.decompress(answer.data) if is_packed(answer) else answer.data).decode(errors="replace")


def test_files_and_the_page_to_join_come_packed_to_whoever_takes_them_so(service: Service) -> None:
    client = service.app.test_client()
    for path in (f"/static/@{assets.assets(STATIC).version}/js/phone/main.js", "/j"):
        packed, plain = get(client, path, **PACKED), get(client, path)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert not is_packed(plain)
        assert len(packed.data) < len(plain.data) * 0.6
        assert "Circlekeeper" in words(packed)
        assert not is_packed(get(client, path, **{"Accept-Encoding": "gzip;q=0, br"}))


def test_what_answers_a_form_with_somebody_s_words_in_it_is_not_packed(joanna: Person) -> None:
    joanna.open("/j")
    csrf = joanna.page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = joanna.client.post(
        "/j", data={"csrf_token": csrf, "code": "x", "name": "y"}, base_url=ORIGIN, headers=PACKED
    )
    assert answer.status_code == 404
    assert not is_packed(answer)


# Every page


class Walk:
    """Every page, opened by whoever may: staff, phones, who holds private links. One circle has not begun, one is in
    the stage in which a group member and the presenter may both send, one is closed."""

    def __init__(self, service: Service, staff: FlaskClient) -> None:
        self.service = service
        begun, lobby = (self._circle() for _ in range(2))
        group, presenter = self._phone(begun, "Sam"), self._phone(begun, "Priya")
        self._to_the_solutions(begun)
        closed = held(service, {"text": f"{WORD} once", "what": f"{WORD} rings", "by_whom": WORD})
        self.circles = (lobby, begun, closed)
        links = self._links(lobby, closed)
        self.clients = {"staff": staff, "group": group, "presenter": presenter, "links": links}

    def _circle(self) -> str:
        form = catalogue().formats["solution"]
        return self.service.services.conduct.create(form, 1, 1, title=WORD, facilitator=WORD).id

    def _phone(self, circle: str, name: str) -> FlaskClient:
        client = self.service.app.test_client()
        key = self.service.services.store.keyring.long_key("join-key", circle, 1)
        given = {"key": key, "name": f"{WORD} {name}"}
        assert client.post("/api/join", json=given, base_url=ORIGIN).status_code == 200
        return client

    def _to_the_solutions(self, circle: str) -> None:
        known = self.service.services.store.circle(circle)
        assert known is not None
        play(self.service, circle, "presenter", seat=list(known.seats)[-1])
        play(self.service, circle, "start")
        play(self.service, circle, "focus", text=f"How does the {WORD} fly?", revision=0)
        play(self.service, circle, "next")
        play(self.service, circle, "next")
        play(self.service, circle, "contribute", kind="suggestion", text=f"The {WORD} hovers")

    def _links(self, to_prepare: str, to_read: str) -> FlaskClient:
        client, until = self.service.app.test_client(), self.service.clock.at + 60_000
        for circle, kind in ((to_prepare, "preparer"), (to_read, "reader")):
            token = self.service.services.conduct.give_link(circle, kind, until)
            entered = client.post(
                "/api/enter", json={"token": token}, base_url=ORIGIN, headers={"Origin": ORIGIN}
            )
            assert entered.status_code == 200
        prepare = f"/circles/{to_prepare}/prepare"
        assert "Saved." in Person(client).open(prepare).send(prepare, worried=f"The {WORD} is late").page
        return client

    def answers(self) -> Iterator[tuple[str, TestResponse]]:
        """What is opened by whom, with what comes."""
        for rule in self.service.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
                continue
            for circle in self.circles if "circle_id" in rule.arguments else self.circles[:1]:
                for who, client in self.clients.items():
                    path = f"{self._path(rule, circle)}?name={WORD}&code={WORD}"
                    yield f"{rule.endpoint} by {who}", get(client, path, **PACKED)

    def _path(self, rule: Rule, circle: str) -> str:
        values = {"circle_id": circle, "team_id": 1, "staff_id": 1, "extension": "html", "kind": "form",
                  "format_key": "solution", "act": "link", "word": "focus"}  # fmt: skip
        assert rule.arguments <= set(values), f"the walk does not know what to put into {rule.rule}"
        return str(self.service.app.url_map.bind("127.0.0.1:5000").build(rule.endpoint, values))


@pytest.fixture
def walk(service: Service, joanna: Person) -> Walk:
    return Walk(service, joanna.client)


def packed_with_words(walk: Walk) -> set[str]:
    return {what for what, answer in walk.answers() if is_packed(answer) and WORD in words(answer)}


def test_what_anybody_wrote_stands_on_no_packed_page(walk: Walk) -> None:
    assert packed_with_words(walk) == set()


def test_control_a_page_with_words_that_is_packed_is_found(walk: Walk) -> None:
    walk.service.app.after_request_funcs["phone"] = [assets.pack]
    assert packed_with_words(walk) == {"phone.phone by group", "phone.phone by presenter"}


def test_control_the_walk_comes_by_forms_that_stand_beside_words(walk: Walk) -> None:
    pages = ((what, words(answer)) for what, answer in walk.answers() if answer.mimetype == "text/html")
    forms = {what for what, page in pages if WORD in page and CSRF.search(page)}
    assert {
        "control.control by staff",
        "phone.phone by group",
        "phone.phone by presenter",
        "preparing.statements by links",
        "reading.form by links",
        "records.words by staff",
    } <= forms
