"""What the launcher says when it cannot go on."""


class CannotStart(Exception):
    """One sentence, or two, that say what is wrong and what to do; the command ends with code 1."""
