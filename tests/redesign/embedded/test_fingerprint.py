"""The launcher leaves out what was done at the last start, and only then."""

from redesign.embedded.fingerprint import fingerprint


def test_it_stays_the_same_while_nothing_changes(tmp_path):
    file = tmp_path / "PG_VERSION"
    file.write_text("18\n")
    assert fingerprint(file) == fingerprint(file)


def test_another_file_is_another_fingerprint(tmp_path):
    file = tmp_path / "PG_VERSION"
    file.write_text("18\n")
    before = fingerprint(file)
    file.write_text("18 \n")
    assert fingerprint(file) != before
    assert fingerprint() != before
