"""What happens before anybody is served."""

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

from teams.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("is_demo", "sentence"), [(True, "holds the demo organisation"), (False, "holds a real organisation")]
)
def test_demo_and_real_data_never_share_a_database(settings, is_demo, sentence):
    Organisation.objects.create(pk=1, name="St Brigid’s", is_demo=is_demo)
    settings.DEMO = not is_demo
    with pytest.raises(CommandError, match=sentence):
        call_command("make_ready")


def test_a_database_that_a_newer_version_has_changed_is_left_alone():
    MigrationRecorder.Migration.objects.create(app="teams", name="9999_what_comes_later")
    with pytest.raises(CommandError, match=r"A newer version .* \(teams\.9999_what_comes_later\): run that version"):
        call_command("make_ready")


def test_running_it_again_changes_nothing(settings, tmp_path, capsys, django_assert_max_num_queries):
    settings.STATIC_ROOT = tmp_path
    Organisation.objects.create(pk=1, name="St Brigid’s", set_up_at="2026-01-01T00:00Z")
    call_command("make_ready")
    with django_assert_max_num_queries(8):
        call_command("make_ready")
    assert capsys.readouterr().out == ""
    assert Organisation.objects.get().name == "St Brigid’s"
