from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import default_task_backend

from sightline.conftest import Cast
from sightline.listen.codebook.conftest import released
from sightline.listen.codebook.found import actions as found
from sightline.listen.codebook.found.models import ThemeSearch
from sightline.listen.codebook.found.test_topics import numbered
from sightline.listen.codebook.learning import actions as learning
from sightline.listen.codebook.learning.models import Learning
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.runs import rules, tasks
from sightline.listen.codebook.runs.models import CodebookRun
from sightline.listen.codebook.runs.words import State
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db
CODEBOOK, FOUND = reverse("listen:codebook:list"), reverse("listen:codebook:found")


def own(run: CodebookRun) -> str:
    return reverse("listen:codebook:run", args=[run.pk])


@pytest.fixture
def queue(settings: Any) -> Any:
    """A queue from which nothing is taken: what a worker would find in it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return default_task_backend


@pytest.fixture
def nothing_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(**given: Any) -> None:
        raise AssertionError("the request did the work")

    monkeypatch.setattr(learning, "learn_now", too_much)
    monkeypatch.setattr(found, "look", too_much)


@pytest.mark.usefixtures("nothing_at_once")
def test_a_request_only_asks(
    survey_round: Round, rota: Code, cast: Cast, client: Client, queue: Any
) -> None:
    released(survey_round, cast.national, numbered(100))
    client.force_login(cast.north_manager)
    for address, given, said in (
        (CODEBOOK, {"do": "learn"}, "Learn again now"),
        (FOUND, {}, "Look for themes"),
    ):
        assert f"{said}\n" in client.get(address).content.decode()
        answer = client.post(address, given)
        run = CodebookRun.objects.latest("pk")
        assert answer["Location"] == own(run)
        waiting = client.get(own(run))
        assert waiting["Refresh"] == "3"
        assert "Waiting for its turn since" in waiting.content.decode()
        html = client.get(address).content.decode()
        assert "Waiting for its turn since" in html
        assert f"{cast.north_manager.name} asked for it" in html
        assert own(run) in html
        assert f"{said}\n" not in html
    assert [one.args for one in queue.results] == [
        [run.pk, cast.north_manager.pk] for run in CodebookRun.objects.order_by("pk")
    ]


def test_the_work_is_done_by_the_task(
    survey_round: Round, rota: Code, cast: Cast, client: Client, queue: Any
) -> None:
    released(survey_round, cast.national, numbered(100))
    client.force_login(cast.north_manager)
    client.post(CODEBOOK, {"do": "learn"})
    client.post(FOUND)
    assert not Learning.objects.exists()
    assert not ThemeSearch.objects.exists()
    for one in queue.results:
        tasks.work.call(*one.args)
    learnt, looked = CodebookRun.objects.order_by("pk")
    answer = client.get(own(learnt))
    assert "Refresh" not in answer
    assert "Too little is coded to learn from" in answer.content.decode()
    html = client.get(own(looked)).content.decode()
    assert "found among 100 comments." in html
    assert f"{FOUND}?round={survey_round.pk}" in html
    for address in (CODEBOOK, FOUND):
        assert "asked for it" not in client.get(address).content.decode()


def test_two_who_press_come_to_one_piece_of_work(
    survey_round: Round, cast: Cast, client: Client, queue: Any
) -> None:
    released(survey_round, cast.national, numbered(100))
    for address, given in ((CODEBOOK, {"do": "learn"}), (FOUND, {})):
        queue.clear()
        client.force_login(cast.national)
        first = client.post(address, given)["Location"]
        client.force_login(cast.north_manager)
        answer = client.post(address, given, follow=True)
        assert answer.redirect_chain == [(first, 302)]
        assert "This was asked for already" in answer.content.decode()
        assert len(queue.results) == 1


def test_how_far_it_is_is_said(cast: Cast, client: Client, queue: Any) -> None:
    client.force_login(cast.national)
    client.post(CODEBOOK, {"do": "learn"})
    run, now = CodebookRun.objects.get(), timezone.now()
    CodebookRun.objects.update(state=State.RUNNING, begun_at=now, heard_at=now, done=2, total=6)
    answer = client.get(own(run))
    html = answer.content.decode()
    assert "The machine has been learning since" in html
    assert '<progress id="progress" max="100" value="33">' in html
    assert answer["Refresh"] == "3"


@pytest.mark.parametrize(
    ("state", "said"),
    [(State.WAITING, "background worker may not be running"), (State.RUNNING, "Nothing was heard")],
)
def test_what_has_stopped_is_said_with_what_to_do(
    state: str, said: str, rota: Code, cast: Cast, client: Client, queue: Any
) -> None:
    client.force_login(cast.national)
    client.post(CODEBOOK, {"do": "learn"})
    long_ago = timezone.now() - rules.LOST_AFTER - timedelta(minutes=1)
    CodebookRun.objects.update(
        state=state, asked_at=long_ago, heard_at=long_ago if state == State.RUNNING else None
    )
    old = CodebookRun.objects.get()
    answer = client.get(own(old))
    assert "Refresh" not in answer
    html = answer.content.decode()
    assert said in html
    assert "Learn again" in html
    html = client.get(CODEBOOK).content.decode()
    assert "See what to do next" in html
    assert "Learn again now" in html
    # Pressed again, it is asked for anew.
    assert client.post(CODEBOOK, {"do": "learn"})["Location"] != own(old)


def test_a_fault_is_said_until_something_came_of_it(
    rota: Code, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**given: Any) -> None:
        raise RuntimeError("what a learner wrote")

    client.force_login(cast.national)
    with monkeypatch.context() as patched:
        patched.setattr(learning, "learn_now", fails)
        html = client.post(CODEBOOK, {"do": "learn"}, follow=True).content.decode()
    assert "A fault of the service stopped it. Nothing was changed." in html
    assert "tell whoever looks after the service" in html
    assert "learner wrote" not in html
    assert "A fault of the service stopped it." in client.get(CODEBOOK).content.decode()
    client.post(CODEBOOK, {"do": "learn"})
    assert "fault" not in client.get(CODEBOOK).content.decode()


def test_it_is_for_coders_who_may_code_the_round(
    survey_round: Round, cast: Cast, client: Client, queue: Any
) -> None:
    released(survey_round, cast.national, numbered(100))
    client.force_login(cast.national)
    client.post(CODEBOOK, {"do": "learn"})
    client.post(FOUND)
    learns, looks = CodebookRun.objects.order_by("pk")
    for person, seen in (
        (cast.north_manager, {learns, looks}),
        (cast.south_manager, {learns}),
        (cast.director, set()),
        (cast.learner, set()),
    ):
        client.force_login(person)
        for run in (learns, looks):
            assert (client.get(own(run)).status_code == 200) is (run in seen)
    client.force_login(cast.director)
    assert client.post(CODEBOOK, {"do": "learn"}).status_code == 404
    assert client.post(FOUND).status_code == 404
    assert CodebookRun.objects.count() == 2


def test_a_fixed_number_of_queries(
    survey_round: Round, cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    released(survey_round, cast.national, numbered(100))
    client.force_login(cast.north_manager)
    client.post(FOUND)
    run = CodebookRun.objects.get()
    client.get(own(run))
    with django_assert_max_num_queries(7):
        client.get(own(run))
