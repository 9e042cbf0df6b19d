"""Links: the first set-up, places in a team, new passwords. Each works once."""

from tests.pages.conftest import PASSWORD, Person, Service


def test_set_up_link_makes_the_first_account_and_signs_it_in(service: Service) -> None:
    link = service.set_up_link()
    assert link
    joanna = service.somebody().use_link(link, name="Joanna Okafor", team="North")
    assert joanna.status == 200
    assert "Start a circle" in joanna.page
    assert "Joanna Okafor" in joanna.page
    assert "Teams" in joanna.page, "the first account is an administrator's"


def test_set_up_link_works_once_and_says_so(service: Service) -> None:
    link = service.set_up_link() or ""
    service.somebody().use_link(link, name="Joanna Okafor", team="North")
    second = service.somebody().open("/invitation").send("/invitation", link=link)
    assert second.status == 410
    assert "This link has been used" in second.page
    third = second.open("/invitation").send(
        "/invitation/accept", link=link.partition("#")[2], name="Eve", team="East", password=PASSWORD
    )
    assert third.status == 410
    assert "Eve" not in service.somebody().sign_in("Joanna Okafor").open("/teams").page


def test_there_is_no_set_up_link_once_there_is_an_account(service: Service, joanna: Person) -> None:
    assert service.set_up_link() is None


def test_only_the_newest_set_up_link_is_good(service: Service) -> None:
    first, second = service.set_up_link() or "", service.set_up_link() or ""
    assert "does not work" in service.somebody().open("/invitation").send("/invitation", link=first).page
    assert "Set up" in service.somebody().open("/invitation").send("/invitation", link=second).page


def test_link_stands_in_the_fragment_and_only_its_hash_is_kept(service: Service) -> None:
    link = service.set_up_link() or ""
    address, _, token = link.partition("#")
    assert address == "http://127.0.0.1:5000/invitation"
    assert len(token) >= 22
    folder = service.services.config.instance
    kept = b"".join(path.read_bytes() for path in folder.glob("test.sqlite3*"))
    assert token.encode() not in kept


def test_link_runs_out_after_a_week(service: Service, joanna: Person) -> None:
    link = joanna.invite_link(1)
    service.later(days=7)
    assert "run out" in service.somebody().open("/invitation").send("/invitation", link=link).page


def test_link_still_works_just_before(service: Service, joanna: Person) -> None:
    link = joanna.invite_link(1)
    service.later(days=6, hours=23)
    assert "Start a circle" in service.somebody().use_link(link, name="Sam").page


def test_withdrawn_link_does_not_work(service: Service, joanna: Person) -> None:
    link = joanna.invite_link(1)
    hashed = service.services.store.keyring.digest("invitation", link.partition("#")[2])
    assert hashed in joanna.page
    joanna.send("/teams/1/invitations/withdraw", invitation=hashed)
    assert "does not work" in service.somebody().open("/invitation").send("/invitation", link=link).page


def test_invited_person_is_no_administrator_unless_said_so(service: Service, joanna: Person) -> None:
    plain = service.somebody().use_link(joanna.invite_link(1), name="Sam")
    assert plain.open("/teams").status == 403
    other = service.somebody().use_link(joanna.invite_link(1, administrator="yes"), name="Ann")
    assert other.open("/teams").status == 200


def test_fields_of_a_link_are_checked_and_kept(service: Service) -> None:
    link = service.set_up_link() or ""
    somebody = service.somebody().use_link(link, name="Joanna Okafor", team="", password="short")
    assert somebody.status == 422
    assert "Error: Set up Circlekeeper" in somebody.page
    assert 'value="Joanna Okafor"' in somebody.page
    assert "Enter the name of your team." in somebody.page
    assert "at least 12 characters" in somebody.page
    assert "short" not in somebody.page, "a password never comes back"


def test_names_are_told_apart_without_regard_to_case(service: Service, joanna: Person) -> None:
    other = service.somebody().use_link(joanna.invite_link(1), name="joanna  OKAFOR")
    assert other.status == 422
    assert "has that name already" in other.page


def test_new_password_by_link_ends_the_old_one_and_its_sessions(
    service: Service, joanna: Person, sam: Person
) -> None:
    first = joanna.open("/people/2").send("/people/2/password-link").link()
    second = joanna.send("/people/2/password-link").link()
    assert "does not work" in service.somebody().open("/invitation").send("/invitation", link=first).page
    elsewhere = service.somebody().use_link(second, password="another three words")
    assert "Start a circle" in elsewhere.page
    assert "Sign in" in sam.open("/").page
    assert "do not go together" in sam.sign_in("Sam Whitfield").page
    assert "Start a circle" in sam.sign_in("Sam Whitfield", "another three words").page


def test_password_link_of_a_stopped_account_does_not_work(
    service: Service, joanna: Person, sam: Person
) -> None:
    link = joanna.open("/people/2").send("/people/2/password-link").link()
    joanna.send("/people/2/active", on="no")
    assert "does not work" in sam.open("/invitation").send("/invitation", link=link).page
