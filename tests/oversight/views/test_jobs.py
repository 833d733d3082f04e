import pytest
from django.urls import reverse
from django.utils import timezone

from teams.enums import Role
from teams.models import Job
from tests.factories.people import person_with


@pytest.fixture
def administrator(client, db):
    person = person_with(Role.ADMINISTRATOR)
    client.force_login(person)
    return person


def given_up(number=0):
    return Job.objects.create(
        task="oversight.tasks.tell_of_barrier",
        arguments={"step_id": number},
        attempts=8,
        error="SMTPServerDisconnected: please log in",
        given_up_at=timezone.now(),
    )


def test_what_failed_is_shown_first_with_its_error_and_run_again(client, administrator):
    job = given_up(7)
    response = client.get(reverse("oversight:jobs"))
    row = response.context["rows"][0]
    assert (row.title, row.about, row.error) == (
        "E-mail about a barrier",
        "step id: 7",
        "SMTPServerDisconnected: please log in",
    )
    client.post(row.again_url)
    assert list(Job.objects.owed()) == [job]


def test_a_page_without_work_says_so(client, administrator):
    assert "Nothing is owed" in client.get(reverse("oversight:jobs")).content.decode()
    assert "Nothing was done lately" in client.get(reverse("oversight:jobs") + "?show=done").content.decode()


def test_running_again_what_is_done_says_so(client, administrator):
    job = given_up()
    Job.objects.update(done_at=timezone.now(), given_up_at=None)
    response = client.post(reverse("oversight:job-again", args=[job.pk]), follow=True)
    assert "This was done in the meantime." in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number_of_jobs(client, administrator, django_assert_num_queries, count):
    for number in range(count):
        given_up(number)
    client.get(reverse("oversight:jobs"))
    with django_assert_num_queries(6):  # session, person, standing, counts, how many, the page
        client.get(reverse("oversight:jobs"))
