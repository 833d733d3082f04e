#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL it works on the data of `make run`, whether that runs or not."""

import contextlib
import os
import sys

from django.core.management import execute_from_command_line

WITHOUT_DATA = {"makemigrations", "check", "collectstatic", "help", "--help", "version", "diffsettings"}


@contextlib.contextmanager
def servers_at_hand():
    """The environment that the command needs: as given, or of the embedded servers."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from redesign.embedded import launcher, servers

    if sys.argv[1:2] and sys.argv[1] in WITHOUT_DATA:
        with servers.throw_away() as running:
            os.environ.update(servers.for_checks(running))
            yield
    else:
        with launcher.at_hand(launcher.home_at_hand()) as given:
            os.environ.update(given)
            yield


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "redesign.settings")
    from redesign.embedded.refusal import CannotStart
    from redesign.lib.env import BadEnvironment

    try:
        with servers_at_hand():
            execute_from_command_line(sys.argv)
    except (CannotStart, BadEnvironment) as problem:
        sys.exit(f"\n{problem}")


if __name__ == "__main__":
    main()
