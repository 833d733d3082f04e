
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import teams.models.memberships


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('measures', '0002_links_rules_and_history'),
        ('oversight', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('teams', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TeamSummary',
            fields=[
                ('team', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='summary', serialize=False, to='teams.team')),
                ('priority', models.FloatField(null=True)),
                ('priority_why', models.JSONField(default=list)),
                ('place', models.PositiveIntegerField(null=True)),
                ('place_low', models.PositiveIntegerField(null=True)),
                ('place_high', models.PositiveIntegerField(null=True)),
                ('sure', models.FloatField(null=True)),
                ('progress', models.DecimalField(decimal_places=1, max_digits=2, null=True)),
                ('open_barriers', models.PositiveSmallIntegerField(default=0)),
                ('overdue_barriers', models.PositiveSmallIntegerField(default=0)),
                ('open_cycles', models.PositiveSmallIntegerField(default=0)),
                ('cycles', models.PositiveSmallIntegerField(default=0)),
                ('measures', models.PositiveSmallIntegerField(default=0)),
                ('improving', models.PositiveSmallIntegerField(default=0)),
                ('concerning', models.PositiveSmallIntegerField(default=0)),
                ('signal', models.CharField(blank=True, max_length=16)),
                ('signal_text', models.CharField(blank=True, max_length=300)),
                ('signal_on', models.DateField(null=True)),
                ('last_happened_at', models.DateTimeField(null=True)),
                ('members', models.PositiveSmallIntegerField(default=0)),
                ('refreshed_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='Tile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TileEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Wall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('seconds_a_page', models.PositiveSmallIntegerField(default=20)),
            ],
        ),
        migrations.CreateModel(
            name='WallEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('seconds_a_page', models.PositiveSmallIntegerField(default=20)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='allocation',
            name='given_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='allocationevent',
            name='given_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='allocationevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='allocationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='oversight.allocation'),
        ),
        migrations.AddField(
            model_name='barrier',
            name='addressed_to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='barriers', to='teams.system'),
        ),
        migrations.AddField(
            model_name='barrier',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='owned_barriers', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='barrier',
            name='raised_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='raised_barriers', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='barrier',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='barriers', to='teams.team'),
        ),
        migrations.AddField(
            model_name='barrierevent',
            name='addressed_to',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='teams.system'),
        ),
        migrations.AddField(
            model_name='barrierevent',
            name='owner',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='barrierevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='barrierevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='oversight.barrier'),
        ),
        migrations.AddField(
            model_name='barrierevent',
            name='raised_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='barrierevent',
            name='team',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='teams.team'),
        ),
        migrations.AddField(
            model_name='barrierstep',
            name='barrier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='oversight.barrier'),
        ),
        migrations.AddField(
            model_name='barrierstep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='barrierstep',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='barrierstep',
            name='system',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='teams.system'),
        ),
        migrations.AddField(
            model_name='capacityevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='capacityevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='oversight.capacity'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.CheckConstraint(condition=models.Q(('weight__range', (1, 10))), name='criterion_weight_is_one_to_ten'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_criterionevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "retired", "updated_at", "version", "weight") VALUES (NEW."created_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question", NEW."retired", NEW."updated_at", NEW."version", NEW."weight"); RETURN NULL;', hash='1b57a0340993ca2d0516b58ad95319c0441e2a7a', operation='INSERT', pgid='pgtrigger_insert_insert_3dfa3', table='oversight_criterion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "oversight_criterionevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "retired", "updated_at", "version", "weight") VALUES (NEW."created_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question", NEW."retired", NEW."updated_at", NEW."version", NEW."weight"); RETURN NULL;', hash='de4bc4a5c688f58329ae5476b038c0ed9616084f', operation='UPDATE', pgid='pgtrigger_update_update_1d519', table='oversight_criterion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_criterionevent" ("created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "retired", "updated_at", "version", "weight") VALUES (OLD."created_at", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question", OLD."retired", OLD."updated_at", OLD."version", OLD."weight"); RETURN NULL;', hash='8e0845ee0d7654195a31fe8397df406a476baea7', operation='DELETE', pgid='pgtrigger_delete_delete_e944e', table='oversight_criterion', when='AFTER')),
        ),
        migrations.AddField(
            model_name='criterionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='criterionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='oversight.criterion'),
        ),
        migrations.AddField(
            model_name='rating',
            name='criterion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='oversight.criterion'),
        ),
        migrations.AddField(
            model_name='rating',
            name='rated_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rating',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='teams.team'),
        ),
        migrations.AddField(
            model_name='ratingevent',
            name='criterion',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='oversight.criterion'),
        ),
        migrations.AddField(
            model_name='ratingevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='ratingevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='oversight.rating'),
        ),
        migrations.AddField(
            model_name='ratingevent',
            name='rated_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ratingevent',
            name='team',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='teams.team'),
        ),
        migrations.AddField(
            model_name='resource',
            name='person',
            field=models.ForeignKey(blank=True, help_text='Whose hours these are.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='resources', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='capacityevent',
            name='resource',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='oversight.resource'),
        ),
        migrations.AddField(
            model_name='capacity',
            name='resource',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='capacities', to='oversight.resource'),
        ),
        migrations.AddField(
            model_name='allocationevent',
            name='resource',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='oversight.resource'),
        ),
        migrations.AddField(
            model_name='allocation',
            name='resource',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allocations', to='oversight.resource'),
        ),
        migrations.AddField(
            model_name='resourceevent',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Whose hours these are.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='resourceevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='resourceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='oversight.resource'),
        ),
        migrations.AddField(
            model_name='resourcerequest',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='resourcerequest',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='resourcerequest',
            name='resource',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='oversight.resource'),
        ),
        migrations.AddField(
            model_name='resourcerequest',
            name='team',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resource_requests', to='teams.team'),
        ),
        migrations.AddField(
            model_name='allocationevent',
            name='request',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='oversight.resourcerequest'),
        ),
        migrations.AddField(
            model_name='allocation',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allocations', to='oversight.resourcerequest'),
        ),
        migrations.AddField(
            model_name='resourcerequestevent',
            name='asked_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='resourcerequestevent',
            name='decided_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='resourcerequestevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='resourcerequestevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='oversight.resourcerequest'),
        ),
        migrations.AddField(
            model_name='resourcerequestevent',
            name='resource',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='oversight.resource'),
        ),
        migrations.AddField(
            model_name='resourcerequestevent',
            name='team',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='teams.team'),
        ),
        migrations.AddField(
            model_name='strategicpriority',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='strategicpriority',
            name='teams',
            field=models.ManyToManyField(blank=True, related_name='strategic_priorities', to='teams.team'),
        ),
        migrations.AddField(
            model_name='strategicpriorityevent',
            name='owner',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='strategicpriorityevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='strategicpriorityevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='oversight.strategicpriority'),
        ),
        migrations.AddIndex(
            model_name='teamsummary',
            index=models.Index(models.OrderBy(models.F('priority'), descending=True, nulls_last=True), name='team_summary_by_priority'),
        ),
        migrations.AddField(
            model_name='tile',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tiles', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='tileevent',
            name='measure',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='tileevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='tileevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='oversight.tile'),
        ),
        migrations.AddField(
            model_name='wall',
            name='system',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='wall', to='teams.system'),
        ),
        migrations.AddField(
            model_name='tileevent',
            name='wall',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='oversight.wall'),
        ),
        migrations.AddField(
            model_name='tile',
            name='wall',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tiles', to='oversight.wall'),
        ),
        migrations.AddField(
            model_name='wallevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='wallevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='oversight.wall'),
        ),
        migrations.AddField(
            model_name='wallevent',
            name='system',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='teams.system'),
        ),
        migrations.AddIndex(
            model_name='barrier',
            index=models.Index(condition=models.Q(('state__in', ['escalated', 'raised'])), fields=['reply_by'], name='open_barrier_by_reply_day'),
        ),
        migrations.AddConstraint(
            model_name='barrier',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['escalated', 'raised', 'withdrawn']), models.Q(('answer', ''), _negated=True), _connector='OR'), name='answered_barrier_has_its_answer', violation_error_message='Write the answer: the team is waiting for it.'),
        ),
        migrations.AddConstraint(
            model_name='barrier',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['escalated', 'raised'])), fields=('team', 'title'), name='barrier_is_open_once_in_its_team', violation_error_message='The team has raised this already, and it waits for its answer.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='barrier',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_barrierevent" ("addressed_to_id", "answer", "closed_on", "created_at", "description", "id", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_by_id", "reply_by", "state", "team_id", "title", "updated_at", "version") VALUES (NEW."addressed_to_id", NEW."answer", NEW."closed_on", NEW."created_at", NEW."description", NEW."id", NEW."kind", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."raised_by_id", NEW."reply_by", NEW."state", NEW."team_id", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='39c363895d6c2b7718deefaa422d08581c4d359b', operation='INSERT', pgid='pgtrigger_insert_insert_befbf', table='oversight_barrier', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='barrier',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "oversight_barrierevent" ("addressed_to_id", "answer", "closed_on", "created_at", "description", "id", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_by_id", "reply_by", "state", "team_id", "title", "updated_at", "version") VALUES (NEW."addressed_to_id", NEW."answer", NEW."closed_on", NEW."created_at", NEW."description", NEW."id", NEW."kind", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."raised_by_id", NEW."reply_by", NEW."state", NEW."team_id", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='2c4083ff0b8fe92b8371da08e18fef4d3e529c73', operation='UPDATE', pgid='pgtrigger_update_update_b5b08', table='oversight_barrier', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='barrier',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_barrierevent" ("addressed_to_id", "answer", "closed_on", "created_at", "description", "id", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_by_id", "reply_by", "state", "team_id", "title", "updated_at", "version") VALUES (OLD."addressed_to_id", OLD."answer", OLD."closed_on", OLD."created_at", OLD."description", OLD."id", OLD."kind", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."raised_by_id", OLD."reply_by", OLD."state", OLD."team_id", OLD."title", OLD."updated_at", OLD."version"); RETURN NULL;', hash='8f6bd849109e4d367bf927f73c7bc52022a6599f', operation='DELETE', pgid='pgtrigger_delete_delete_b20ff', table='oversight_barrier', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.UniqueConstraint(fields=('team', 'criterion'), name='team_is_rated_once_a_criterion'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(('value__lte', 5)), name='rating_is_zero_to_five'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rating',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_ratingevent" ("created_at", "criterion_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rated_by_id", "team_id", "updated_at", "value", "why") VALUES (NEW."created_at", NEW."criterion_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rated_by_id", NEW."team_id", NEW."updated_at", NEW."value", NEW."why"); RETURN NULL;', hash='25f5daace2822f587b666ccfca127830c8abce67', operation='INSERT', pgid='pgtrigger_insert_insert_4e45b', table='oversight_rating', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rating',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "oversight_ratingevent" ("created_at", "criterion_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rated_by_id", "team_id", "updated_at", "value", "why") VALUES (NEW."created_at", NEW."criterion_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rated_by_id", NEW."team_id", NEW."updated_at", NEW."value", NEW."why"); RETURN NULL;', hash='64cfe4e8e558e44b7a9abc7be28837360cbf0372', operation='UPDATE', pgid='pgtrigger_update_update_26f1b', table='oversight_rating', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rating',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_ratingevent" ("created_at", "criterion_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rated_by_id", "team_id", "updated_at", "value", "why") VALUES (OLD."created_at", OLD."criterion_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rated_by_id", OLD."team_id", OLD."updated_at", OLD."value", OLD."why"); RETURN NULL;', hash='7ffb7a67024a27517fad0ccc5a472250c8eb19e0', operation='DELETE', pgid='pgtrigger_delete_delete_1defd', table='oversight_rating', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='resource',
            constraint=models.CheckConstraint(condition=models.Q(('weekly_capacity__gte', 0)), name='capacity_is_not_negative'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='resource',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_resourceevent" ("created_at", "description", "id", "kind", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired", "unit", "updated_at", "version", "weekly_capacity") VALUES (NEW."created_at", NEW."description", NEW."id", NEW."kind", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."retired", NEW."unit", NEW."updated_at", NEW."version", NEW."weekly_capacity"); RETURN NULL;', hash='34f25dcc165508cb82b6496d3dd40ca382d448ea', operation='INSERT', pgid='pgtrigger_insert_insert_4c21a', table='oversight_resource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='resource',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "oversight_resourceevent" ("created_at", "description", "id", "kind", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired", "unit", "updated_at", "version", "weekly_capacity") VALUES (NEW."created_at", NEW."description", NEW."id", NEW."kind", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retired", NEW."unit", NEW."updated_at", NEW."version", NEW."weekly_capacity"); RETURN NULL;', hash='c2f71f1c4944bae241e767cb3c3947dae01ae053', operation='UPDATE', pgid='pgtrigger_update_update_876ee', table='oversight_resource', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='resource',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_resourceevent" ("created_at", "description", "id", "kind", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired", "unit", "updated_at", "version", "weekly_capacity") VALUES (OLD."created_at", OLD."description", OLD."id", OLD."kind", OLD."name", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."retired", OLD."unit", OLD."updated_at", OLD."version", OLD."weekly_capacity"); RETURN NULL;', hash='ec4b581f32d05069e6e632edd9c2f11e09d8552e', operation='DELETE', pgid='pgtrigger_delete_delete_b5e95', table='oversight_resource', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='capacity',
            constraint=models.UniqueConstraint(fields=('resource', 'week'), name='one_capacity_a_week'),
        ),
        migrations.AddConstraint(
            model_name='capacity',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='week_capacity_is_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='capacity',
            constraint=models.CheckConstraint(condition=models.Q(('week__iso_week_day', 1)), name='capacity_week_is_a_monday'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='capacity',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_capacityevent" ("amount", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id", "week", "why") VALUES (NEW."amount", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."resource_id", NEW."week", NEW."why"); RETURN NULL;', hash='2dfaab79c9f33bd579e2e949de22a9b1a1b0c0ac', operation='INSERT', pgid='pgtrigger_insert_insert_fea11', table='oversight_capacity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='capacity',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "oversight_capacityevent" ("amount", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id", "week", "why") VALUES (NEW."amount", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."resource_id", NEW."week", NEW."why"); RETURN NULL;', hash='0b0b27baab753e18dc578fedf378a51d55d21cad', operation='UPDATE', pgid='pgtrigger_update_update_4e1dc', table='oversight_capacity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='capacity',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_capacityevent" ("amount", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id", "week", "why") VALUES (OLD."amount", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."resource_id", OLD."week", OLD."why"); RETURN NULL;', hash='c9b4e331d13063ea1b9e17005c9785680238f5cc', operation='DELETE', pgid='pgtrigger_delete_delete_57d63', table='oversight_capacity', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='resourcerequest',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='request_is_for_something', violation_error_message='Ask for more than 0.'),
        ),
        migrations.AddConstraint(
            model_name='resourcerequest',
            constraint=models.CheckConstraint(condition=models.Q(('last_week__gte', models.F('first_week'))), name='request_ends_after_start', violation_error_message='The last week cannot be before the first.'),
        ),
        migrations.AddConstraint(
            model_name='resourcerequest',
            constraint=models.CheckConstraint(condition=models.Q(('first_week__iso_week_day', 1), ('last_week__iso_week_day', 1)), name='request_weeks_are_mondays'),
        ),
        migrations.AddConstraint(
            model_name='resourcerequest',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'withdrawn']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='settled_request_has_its_reason', violation_error_message='Give the reason: the team will read it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='resourcerequest',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_resourcerequestevent" ("amount", "asked_by_id", "created_at", "decided_at", "decided_by_id", "first_week", "id", "last_week", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "resource_id", "state", "team_id", "updated_at", "version", "why") VALUES (NEW."amount", NEW."asked_by_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."first_week", NEW."id", NEW."last_week", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."resource_id", NEW."state", NEW."team_id", NEW."updated_at", NEW."version", NEW."why"); RETURN NULL;', hash='de84e3cbda10833b96683a25deee89eb3cb22877', operation='INSERT', pgid='pgtrigger_insert_insert_89363', table='oversight_resourcerequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='resourcerequest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "oversight_resourcerequestevent" ("amount", "asked_by_id", "created_at", "decided_at", "decided_by_id", "first_week", "id", "last_week", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "resource_id", "state", "team_id", "updated_at", "version", "why") VALUES (NEW."amount", NEW."asked_by_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."first_week", NEW."id", NEW."last_week", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."resource_id", NEW."state", NEW."team_id", NEW."updated_at", NEW."version", NEW."why"); RETURN NULL;', hash='5a7505a400b93d3e972ffb9da4bb031188917147', operation='UPDATE', pgid='pgtrigger_update_update_efa90', table='oversight_resourcerequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='resourcerequest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_resourcerequestevent" ("amount", "asked_by_id", "created_at", "decided_at", "decided_by_id", "first_week", "id", "last_week", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "resource_id", "state", "team_id", "updated_at", "version", "why") VALUES (OLD."amount", OLD."asked_by_id", OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."first_week", OLD."id", OLD."last_week", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."resource_id", OLD."state", OLD."team_id", OLD."updated_at", OLD."version", OLD."why"); RETURN NULL;', hash='6a591617678170ba22fc301857648fd72e40fb14', operation='DELETE', pgid='pgtrigger_delete_delete_418e2', table='oversight_resourcerequest', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='allocation_gives_something'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(('last_week__gte', models.F('first_week'))), name='allocation_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(('first_week__iso_week_day', 1), ('last_week__iso_week_day', 1)), name='allocation_weeks_are_mondays'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(teams.models.memberships.OwnRange('request_id'), '&&'), (models.Func('first_week', 'last_week', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='allocations_of_a_request_do_not_overlap'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_allocationevent" ("amount", "created_at", "first_week", "given_by_id", "id", "last_week", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "resource_id", "updated_at") VALUES (NEW."amount", NEW."created_at", NEW."first_week", NEW."given_by_id", NEW."id", NEW."last_week", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."request_id", NEW."resource_id", NEW."updated_at"); RETURN NULL;', hash='df5467bb02115de6b97bc4c431f28eb729838818', operation='INSERT', pgid='pgtrigger_insert_insert_11a3c', table='oversight_allocation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "oversight_allocationevent" ("amount", "created_at", "first_week", "given_by_id", "id", "last_week", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "resource_id", "updated_at") VALUES (NEW."amount", NEW."created_at", NEW."first_week", NEW."given_by_id", NEW."id", NEW."last_week", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."request_id", NEW."resource_id", NEW."updated_at"); RETURN NULL;', hash='897b6409f5757417f2a4c920f6e8e5ddd47647f7', operation='UPDATE', pgid='pgtrigger_update_update_8b3ff', table='oversight_allocation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_allocationevent" ("amount", "created_at", "first_week", "given_by_id", "id", "last_week", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "resource_id", "updated_at") VALUES (OLD."amount", OLD."created_at", OLD."first_week", OLD."given_by_id", OLD."id", OLD."last_week", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."request_id", OLD."resource_id", OLD."updated_at"); RETURN NULL;', hash='233e455c67931cc59321ed9cd89437bb54b9bb1d', operation='DELETE', pgid='pgtrigger_delete_delete_cbe64', table='oversight_allocation', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='strategicpriority',
            constraint=models.CheckConstraint(condition=models.Q(('weight__range', (1, 5))), name='priority_weight_is_one_to_five'),
        ),
        migrations.AddConstraint(
            model_name='strategicpriority',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='priority_ends_after_start', violation_error_message='A strategic priority must end after it starts.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strategicpriority',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_strategicpriorityevent" ("created_at", "description", "ends_on", "id", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired", "starts_on", "updated_at", "version", "weight") VALUES (NEW."created_at", NEW."description", NEW."ends_on", NEW."id", NEW."name", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."retired", NEW."starts_on", NEW."updated_at", NEW."version", NEW."weight"); RETURN NULL;', hash='4d643fa534eaf40eb6228b196a44a95a5767705f', operation='INSERT', pgid='pgtrigger_insert_insert_55cac', table='oversight_strategicpriority', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strategicpriority',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "oversight_strategicpriorityevent" ("created_at", "description", "ends_on", "id", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired", "starts_on", "updated_at", "version", "weight") VALUES (NEW."created_at", NEW."description", NEW."ends_on", NEW."id", NEW."name", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retired", NEW."starts_on", NEW."updated_at", NEW."version", NEW."weight"); RETURN NULL;', hash='3e1f5e676ca1dffb1507ee43c4ab8d5460c5c2e4', operation='UPDATE', pgid='pgtrigger_update_update_75355', table='oversight_strategicpriority', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strategicpriority',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_strategicpriorityevent" ("created_at", "description", "ends_on", "id", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired", "starts_on", "updated_at", "version", "weight") VALUES (OLD."created_at", OLD."description", OLD."ends_on", OLD."id", OLD."name", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."retired", OLD."starts_on", OLD."updated_at", OLD."version", OLD."weight"); RETURN NULL;', hash='3e9cb0177d6935b41a26d09f3ce03d915db68a58', operation='DELETE', pgid='pgtrigger_delete_delete_9555d', table='oversight_strategicpriority', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='wall',
            constraint=models.CheckConstraint(condition=models.Q(('seconds_a_page__range', (5, 600))), name='wall_turns_its_pages'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wall',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_wallevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seconds_a_page", "system_id", "title", "updated_at", "version") VALUES (NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seconds_a_page", NEW."system_id", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='84cdb1f76f3d70a55ad99cd1256c8629315d7227', operation='INSERT', pgid='pgtrigger_insert_insert_1afc0', table='oversight_wall', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wall',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "oversight_wallevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seconds_a_page", "system_id", "title", "updated_at", "version") VALUES (NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seconds_a_page", NEW."system_id", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='989d522d6f9cfaac2a9138ee872095f6ea43c43d', operation='UPDATE', pgid='pgtrigger_update_update_744a7', table='oversight_wall', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wall',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_wallevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seconds_a_page", "system_id", "title", "updated_at", "version") VALUES (OLD."created_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."seconds_a_page", OLD."system_id", OLD."title", OLD."updated_at", OLD."version"); RETURN NULL;', hash='1246ed20a894614bc789d6f477da45be9bc83027', operation='DELETE', pgid='pgtrigger_delete_delete_66861', table='oversight_wall', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='tile',
            constraint=models.UniqueConstraint(fields=('wall', 'measure'), name='measure_is_on_a_wall_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tile',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_tileevent" ("id", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "wall_id") VALUES (NEW."id", NEW."measure_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."wall_id"); RETURN NULL;', hash='c4cd5d5ab931a308451a13b6ff0625863f3baa21', operation='INSERT', pgid='pgtrigger_insert_insert_26691', table='oversight_tile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tile',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "oversight_tileevent" ("id", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "wall_id") VALUES (NEW."id", NEW."measure_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."wall_id"); RETURN NULL;', hash='0ab4b4a54ec389047a75aa2c45199f1c3b2eafe5', operation='UPDATE', pgid='pgtrigger_update_update_78f5a', table='oversight_tile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tile',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "oversight_tileevent" ("id", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "wall_id") VALUES (OLD."id", OLD."measure_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."wall_id"); RETURN NULL;', hash='a7faf1217574a6bc4a9144a8a45b5e4ea8ebacb7', operation='DELETE', pgid='pgtrigger_delete_delete_35a79', table='oversight_tile', when='AFTER')),
        ),
    ]
