"""Which part of the tree a list looks at."""

from teams.forms.fields import ReaderForm, SystemField
from teams.models import System


class PlaceForm(ReaderForm):
    """A system, with all below it; what is no system asks for all of them."""

    system = SystemField(label="System", required=False, closed=True, empty_label="Every system")

    def system_asked(self) -> System | None:
        """The system that was asked for, if any."""
        self.is_valid()
        found: System | None = self.cleaned_data.get("system")
        return found
