"""Fields that choose a system or a person."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.urls import reverse_lazy

from redesign.lib.widgets import LongSelect
from teams.models import System, User
from teams.queries.systems import readable_systems


class SystemIterator(ModelChoiceIterator):
    """The choices as the tree stands, each system indented under its parent; one query."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for system in self.queryset.with_tree_fields().only("pk", "name", "parent"):
            yield self.choice(system)


class TreeLabels:
    """Labels that are indented by the depth in the tree."""

    def label_from_instance(self, system: System) -> str:
        return "\u2003" * getattr(system, "tree_depth", 0) + system.name


class SystemField(TreeLabels, forms.ModelChoiceField):
    """One system, chosen from the tree; closed ones are not offered unless `closed=True`."""

    iterator = SystemIterator
    widget = LongSelect

    def __init__(self, *, closed: bool = False, empty_label: str = "Choose a system", **kwargs: Any) -> None:
        systems = System.objects.all() if closed else System.objects.open()
        kwargs.setdefault("error_messages", {})["invalid_choice"] = "Choose an open system from the list."
        super().__init__(systems, empty_label=empty_label, **kwargs)


class ReaderForm(forms.Form):
    """A form that offers its reader the systems that this person may read: patient and family partners, their own."""

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, SystemField):
                field.queryset = readable_systems(reader)


class SystemsField(TreeLabels, forms.ModelMultipleChoiceField):
    """Several systems, chosen from the tree."""

    iterator = SystemIterator

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(System.objects.open(), **kwargs)


class PersonInput(forms.TextInput):
    """A name or e-mail address, with suggestions as one types; without JavaScript the whole is typed."""

    template_name = "teams/widgets/person.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"people-for-{context['widget']['attrs'].get('id', name)}"
        context["widget"]["attrs"] |= {"list": listed, "autocomplete": "off", "spellcheck": "false"}
        return context | {"listed": listed, "url": reverse_lazy("teams:person-options")}


MOST_NEAR = 3
"""People who are offered where a part of a name was written."""


class PersonField(forms.CharField):
    """A person, by e-mail address, by 'Name · address' as suggested, or by a name that only one person has.

    `outsiders=True` lets patient and family partners be chosen too.
    """

    widget = PersonInput

    def __init__(self, *, outsiders: bool = False, **kwargs: Any) -> None:
        self.outsiders = outsiders
        super().__init__(**kwargs)

    def people(self):
        return User.objects.filter(is_active=True) if self.outsiders else User.objects.of_staff()

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = User.objects.filter(pk=value).first()
        return written(value) if isinstance(value, User) else value

    def clean(self, value: Any) -> User | None:
        text = " ".join(str(super().clean(value) or "").split())
        if not text:
            return None
        found = list(self.people().filter(email__iexact=text.rsplit("·", 1)[-1].strip())[:1])
        found = found or list(self.people().filter(name__iexact=text)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(f"Several people here are called {text}: write the e-mail address instead.")
        near = [person.name for person in self.people().filter(name__icontains=text).order_by("name")[:MOST_NEAR]]
        if near and len(text) > 1:
            raise ValidationError(f"Write the whole name, not “{text}” alone. Do you mean {' or '.join(near)}?")
        raise ValidationError(f"Nobody here has the name or e-mail address “{text}”. Invite them first, or check it.")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != data


def written(person: User) -> str:
    """A person as the field writes them: the name for the eye, the address to be sure.

    Of a partner or another outsider the name alone: their address is not open to everybody who may type here.
    """
    return person.name if person.is_outsider else f"{person.name} · {person.email}"
