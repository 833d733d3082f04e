"""People, and the invitations that bring them in."""

from functools import partial

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from redesign.lib.history import audited
from redesign.lib.models import Stamped, Versioned
from teams.enums import Discipline, TeamRole, Theme, Words

TITLES = frozenset(
    {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lord", "lady", "sister"}
)


class UserQuerySet(models.QuerySet):
    def of_staff(self):
        """People who work here and can sign in; not patient and family partners or other outsiders."""
        return self.filter(is_active=True, is_outsider=False)

    def readers_of(self, team_id: int):
        """People who can sign in and may read this team: all who work here, and the outsiders who belong to it now."""
        belongs = models.Q(memberships__team=team_id, memberships__left_on__isnull=True)
        return self.filter(is_active=True).filter(models.Q(is_outsider=False) | belongs).distinct()

    def matching(self, text: str):
        """People whose name or job title has this text in it, or, of those who work here, the e-mail address.

        A partner's address is not open to everybody, so it cannot be guessed at letter by letter either.
        """
        address = models.Q(email__icontains=text, is_outsider=False)
        return self.filter(models.Q(name__icontains=text) | models.Q(job_title__icontains=text) | address)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # a class made at run time
    def create_user(self, email: str, password: str | None = None, **fields):
        """A person with this e-mail address; without a password they cannot sign in until they set one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)


@partial(audited, without=("password", "last_login", "sessions_ended"))
class User(AbstractBaseUser, PermissionsMixin, Versioned):
    """A person. Signs in by e-mail address; what they may change follows from roles and memberships.

    Every session carries the number of `sessions_ended` that it began under: adding one ends them all at once.
    """

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    discipline = models.CharField(max_length=30, choices=Discipline, default=Discipline.OTHER)
    works_in = models.ForeignKey("teams.System", models.SET_NULL, null=True, blank=True, related_name="staff")
    is_outsider = models.BooleanField(
        "patient or family partner, or another outsider",
        default=False,
        help_text="Sees only the teams that they belong to.",
    )
    is_active = models.BooleanField(default=True)
    words = models.CharField(max_length=12, choices=Words, default=Words.IMPROVEMENT)
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO)
    wants_reminders = models.BooleanField("e-mail me reminders", default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique",
                violation_error_message="Somebody with this e-mail address is here already.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match: changes with the password, and when all sessions are ended."""
        said = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("teams.models.people.User.session", said, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """The first name, without a title before it: 'Priya' of 'Dr Priya Raman'."""
        words = self.name.split()
        return next((word for word in words if word.rstrip(".").lower() not in TITLES), self.name)


@audited
class Invitation(Stamped):
    """A link sent to somebody's e-mail address; used once, within its days. Only the hash of its token is kept."""

    email = models.EmailField("e-mail address")
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    discipline = models.CharField(max_length=30, choices=Discipline, default=Discipline.OTHER)
    works_in = models.ForeignKey("teams.System", models.SET_NULL, null=True, blank=True, related_name="+")
    is_outsider = models.BooleanField(default=False)
    team = models.ForeignKey("teams.Team", models.CASCADE, null=True, blank=True, related_name="invitations")
    team_role = models.CharField(max_length=10, choices=TeamRole, default=TeamRole.MEMBER)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_is_open_once",
                violation_error_message="This person has an open invitation already.",
            )
        ]
