import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0002_links_rules_and_history'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('teams', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('request_hash', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('answer', models.JSONField()),
                ('called_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-called_at'],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('name', models.CharField(max_length=80)),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('hint', models.CharField(editable=False, max_length=8, verbose_name='its first characters')),
                ('expires_on', models.DateField()),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ApiTokenEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('name', models.CharField(max_length=80)),
                ('hint', models.CharField(editable=False, max_length=8, verbose_name='its first characters')),
                ('expires_on', models.DateField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Definition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('starts_on', models.DateField()),
                ('operational_definition', models.TextField(blank=True)),
                ('numerator', models.CharField(blank=True, max_length=300)),
                ('denominator', models.CharField(blank=True, max_length=300)),
                ('exclusions', models.CharField(blank=True, max_length=300)),
                ('sampling', models.CharField(blank=True, max_length=300)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='why it was changed')),
            ],
            options={
                'ordering': ['measure', '-number'],
            },
        ),
        migrations.CreateModel(
            name='DefinitionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('starts_on', models.DateField()),
                ('operational_definition', models.TextField(blank=True)),
                ('numerator', models.CharField(blank=True, max_length=300)),
                ('denominator', models.CharField(blank=True, max_length=300)),
                ('exclusions', models.CharField(blank=True, max_length=300)),
                ('sampling', models.CharField(blank=True, max_length=300)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='why it was changed')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SignalCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('rule', models.CharField(max_length=40)),
                ('first_period', models.DateField()),
                ('latest_period', models.DateField()),
                ('side', models.SmallIntegerField(default=0)),
                ('meaning', models.CharField(max_length=12)),
                ('words', models.CharField(max_length=400)),
                ('state', models.CharField(choices=[('open', 'Waits for an answer'), ('answered', 'Answered'), ('gone', 'No longer on the chart')], default='open', max_length=8)),
                ('cause', models.CharField(blank=True, choices=[('planned', 'Known, and planned by us'), ('unplanned', 'Known, and not planned'), ('unknown', 'Not known')], max_length=9, verbose_name='is the cause known?')),
                ('decision', models.CharField(blank=True, choices=[('act', 'Act: do something about it'), ('watch', 'Watch: wait for more points'), ('learn', 'Learn: find out what did it')], max_length=5, verbose_name='what do you do?')),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='in your words')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-latest_period', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SignalCardEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('rule', models.CharField(max_length=40)),
                ('first_period', models.DateField()),
                ('latest_period', models.DateField()),
                ('side', models.SmallIntegerField(default=0)),
                ('meaning', models.CharField(max_length=12)),
                ('words', models.CharField(max_length=400)),
                ('state', models.CharField(choices=[('open', 'Waits for an answer'), ('answered', 'Answered'), ('gone', 'No longer on the chart')], default='open', max_length=8)),
                ('cause', models.CharField(blank=True, choices=[('planned', 'Known, and planned by us'), ('unplanned', 'Known, and not planned'), ('unknown', 'Not known')], max_length=9, verbose_name='is the cause known?')),
                ('decision', models.CharField(blank=True, choices=[('act', 'Act: do something about it'), ('watch', 'Watch: wait for more points'), ('learn', 'Learn: find out what did it')], max_length=5, verbose_name='what do you do?')),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='in your words')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Stratum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['measure', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='StratumEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=60)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StratumPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('period', models.DateField()),
                ('value', models.FloatField()),
                ('denominator', models.FloatField(blank=True, null=True)),
            ],
            options={
                'ordering': ['stratum', 'period'],
            },
        ),
        migrations.CreateModel(
            name='StratumPointEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('period', models.DateField()),
                ('value', models.FloatField()),
                ('denominator', models.FloatField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('key', models.UUIDField(primary_key=True, serialize=False)),
                ('period', models.DateField()),
                ('category', models.CharField(blank=True, max_length=60)),
                ('numerator', models.IntegerField(default=0)),
                ('denominator', models.IntegerField(default=0)),
                ('counted_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['received_at'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('value', models.FloatField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': [models.OrderBy(models.F('starts_on'), nulls_first=True)],
            },
        ),
        migrations.CreateModel(
            name='TargetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('value', models.FloatField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='import',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='import',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='import',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='measure',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='measure',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='measure',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='point',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='point',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='point',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='import',
            name='headings',
            field=models.CharField(blank=True, db_index=True, max_length=64, verbose_name="the file's headings, as a digest"),
        ),
        migrations.AddField(
            model_name='importevent',
            name='headings',
            field=models.CharField(blank=True, max_length=64, verbose_name="the file's headings, as a digest"),
        ),
        migrations.AddField(
            model_name='measure',
            name='categories',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='measure',
            name='cusum_limit',
            field=models.FloatField(default=3.5, verbose_name='limit of the CUSUM'),
        ),
        migrations.AddField(
            model_name='measure',
            name='cusum_odds',
            field=models.FloatField(default=2, verbose_name='odds ratio to look out for'),
        ),
        migrations.AddField(
            model_name='measure',
            name='cusum_rate',
            field=models.FloatField(blank=True, null=True, verbose_name='expected share of cases'),
        ),
        migrations.AddField(
            model_name='measure',
            name='definition_version',
            field=models.PositiveSmallIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='measure',
            name='effort_minutes',
            field=models.FloatField(blank=True, help_text='To count, look up and enter it.', null=True, verbose_name='minutes of work for a point'),
        ),
        migrations.AddField(
            model_name='measure',
            name='exclusions',
            field=models.CharField(blank=True, max_length=300, verbose_name='what is left out'),
        ),
        migrations.AddField(
            model_name='measure',
            name='part_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='measure',
            name='sampling',
            field=models.CharField(blank=True, help_text='All cases, or which ones and how chosen.', max_length=300),
        ),
        migrations.AddField(
            model_name='measure',
            name='stratified_by',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='measure',
            name='suppress_below',
            field=models.PositiveSmallIntegerField(default=5, verbose_name='counts below this are not shown for a stratum'),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='categories',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='cusum_limit',
            field=models.FloatField(default=3.5, verbose_name='limit of the CUSUM'),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='cusum_odds',
            field=models.FloatField(default=2, verbose_name='odds ratio to look out for'),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='cusum_rate',
            field=models.FloatField(blank=True, null=True, verbose_name='expected share of cases'),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='definition_version',
            field=models.PositiveSmallIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='effort_minutes',
            field=models.FloatField(blank=True, help_text='To count, look up and enter it.', null=True, verbose_name='minutes of work for a point'),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='exclusions',
            field=models.CharField(blank=True, max_length=300, verbose_name='what is left out'),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='part_of',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='sampling',
            field=models.CharField(blank=True, help_text='All cases, or which ones and how chosen.', max_length=300),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='stratified_by',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='suppress_below',
            field=models.PositiveSmallIntegerField(default=5, verbose_name='counts below this are not shown for a stratum'),
        ),
        migrations.AddField(
            model_name='point',
            name='counts',
            field=models.JSONField(blank=True, default=dict, verbose_name='count of each category'),
        ),
        migrations.AddField(
            model_name='point',
            name='marked',
            field=models.BooleanField(default=False, verbose_name='astronomical: all would agree that it is very different'),
        ),
        migrations.AddField(
            model_name='point',
            name='spread',
            field=models.FloatField(blank=True, null=True, verbose_name='standard deviation of the subgroup'),
        ),
        migrations.AddField(
            model_name='pointevent',
            name='counts',
            field=models.JSONField(blank=True, default=dict, verbose_name='count of each category'),
        ),
        migrations.AddField(
            model_name='pointevent',
            name='marked',
            field=models.BooleanField(default=False, verbose_name='astronomical: all would agree that it is very different'),
        ),
        migrations.AddField(
            model_name='pointevent',
            name='spread',
            field=models.FloatField(blank=True, null=True, verbose_name='standard deviation of the subgroup'),
        ),
        migrations.AlterField(
            model_name='measure',
            name='chart',
            field=models.CharField(choices=[('run', 'Run chart'), ('i', 'SPC chart of individual values (XmR)'), ('xmr-nhs', 'SPC chart of individual values, NHS factor 2.66 (XmR)'), ('i-median-centre', 'SPC chart of individual values about their median'), ('i-median-range', 'SPC chart of individual values, limits by the median moving range'), ('i-median', 'SPC chart of individual values, all by medians'), ('mr', 'SPC chart of moving ranges (MR)'), ('xbar', 'SPC chart of the means of several measurements (X̄)'), ('s', 'SPC chart of the spread of several measurements (S)'), ('p', 'SPC chart of a proportion (P)'), ('pp', 'SPC chart of a proportion, large numbers (P′)'), ('c', 'SPC chart of counts (C)'), ('u', 'SPC chart of a rate (U)'), ('up', 'SPC chart of a rate, large numbers (U′)'), ('ip', 'SPC chart of ratios (I′)'), ('g', 'SPC chart of cases between rare events (G)'), ('t', 'SPC chart of time between rare events (T)'), ('cusum', 'CUSUM of rare events among many cases (Bernoulli)')], default='run', max_length=16, verbose_name='chart'),
        ),
        migrations.AlterField(
            model_name='measureevent',
            name='chart',
            field=models.CharField(choices=[('run', 'Run chart'), ('i', 'SPC chart of individual values (XmR)'), ('xmr-nhs', 'SPC chart of individual values, NHS factor 2.66 (XmR)'), ('i-median-centre', 'SPC chart of individual values about their median'), ('i-median-range', 'SPC chart of individual values, limits by the median moving range'), ('i-median', 'SPC chart of individual values, all by medians'), ('mr', 'SPC chart of moving ranges (MR)'), ('xbar', 'SPC chart of the means of several measurements (X̄)'), ('s', 'SPC chart of the spread of several measurements (S)'), ('p', 'SPC chart of a proportion (P)'), ('pp', 'SPC chart of a proportion, large numbers (P′)'), ('c', 'SPC chart of counts (C)'), ('u', 'SPC chart of a rate (U)'), ('up', 'SPC chart of a rate, large numbers (U′)'), ('ip', 'SPC chart of ratios (I′)'), ('g', 'SPC chart of cases between rare events (G)'), ('t', 'SPC chart of time between rare events (T)'), ('cusum', 'CUSUM of rare events among many cases (Bernoulli)')], default='run', max_length=16, verbose_name='chart'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_importevent" ("added", "changed", "created_at", "headings", "id", "imported_by_id", "mapping", "measure_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced", "sha256", "state", "team_id", "unchanged", "undone_at", "undone_by_id", "updated_at") VALUES (NEW."added", NEW."changed", NEW."created_at", NEW."headings", NEW."id", NEW."imported_by_id", NEW."mapping", NEW."measure_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."replaced", NEW."sha256", NEW."state", NEW."team_id", NEW."unchanged", NEW."undone_at", NEW."undone_by_id", NEW."updated_at"); RETURN NULL;', hash='ec9cb1483abace124357b34f6f4c5e6a4f492566', operation='INSERT', pgid='pgtrigger_insert_insert_8b97d', table='measures_import', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."added" IS DISTINCT FROM (NEW."added") OR OLD."changed" IS DISTINCT FROM (NEW."changed") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."headings" IS DISTINCT FROM (NEW."headings") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."imported_by_id" IS DISTINCT FROM (NEW."imported_by_id") OR OLD."mapping" IS DISTINCT FROM (NEW."mapping") OR OLD."measure_id" IS DISTINCT FROM (NEW."measure_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."replaced" IS DISTINCT FROM (NEW."replaced") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."unchanged" IS DISTINCT FROM (NEW."unchanged") OR OLD."undone_at" IS DISTINCT FROM (NEW."undone_at") OR OLD."undone_by_id" IS DISTINCT FROM (NEW."undone_by_id") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))', func='INSERT INTO "measures_importevent" ("added", "changed", "created_at", "headings", "id", "imported_by_id", "mapping", "measure_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced", "sha256", "state", "team_id", "unchanged", "undone_at", "undone_by_id", "updated_at") VALUES (NEW."added", NEW."changed", NEW."created_at", NEW."headings", NEW."id", NEW."imported_by_id", NEW."mapping", NEW."measure_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."replaced", NEW."sha256", NEW."state", NEW."team_id", NEW."unchanged", NEW."undone_at", NEW."undone_by_id", NEW."updated_at"); RETURN NULL;', hash='e6cc881ffa572a8ebafcc97a94d3a5662c4155ae', operation='UPDATE', pgid='pgtrigger_update_update_d0ea1', table='measures_import', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_importevent" ("added", "changed", "created_at", "headings", "id", "imported_by_id", "mapping", "measure_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced", "sha256", "state", "team_id", "unchanged", "undone_at", "undone_by_id", "updated_at") VALUES (OLD."added", OLD."changed", OLD."created_at", OLD."headings", OLD."id", OLD."imported_by_id", OLD."mapping", OLD."measure_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."replaced", OLD."sha256", OLD."state", OLD."team_id", OLD."unchanged", OLD."undone_at", OLD."undone_by_id", OLD."updated_at"); RETURN NULL;', hash='f6622331085be6525a0841fdf27200117cbd740e', operation='DELETE', pgid='pgtrigger_delete_delete_de7fd', table='measures_import', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_measureevent" ("baseline_points", "categories", "chart", "collector_id", "compass_side", "created_at", "cusum_limit", "cusum_odds", "cusum_rate", "decimals", "definition_version", "denominator", "dimension", "direction", "effort_minutes", "exclusions", "frequency", "id", "made_by_id", "multiplier", "name", "numerator", "operational_definition", "part_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rules", "rules_version", "sampling", "screen_ranges", "source", "status", "stratified_by", "suppress_below", "system_id", "target", "team_id", "type", "unit", "updated_at", "version", "whole_system") VALUES (NEW."baseline_points", NEW."categories", NEW."chart", NEW."collector_id", NEW."compass_side", NEW."created_at", NEW."cusum_limit", NEW."cusum_odds", NEW."cusum_rate", NEW."decimals", NEW."definition_version", NEW."denominator", NEW."dimension", NEW."direction", NEW."effort_minutes", NEW."exclusions", NEW."frequency", NEW."id", NEW."made_by_id", NEW."multiplier", NEW."name", NEW."numerator", NEW."operational_definition", NEW."part_of_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rules", NEW."rules_version", NEW."sampling", NEW."screen_ranges", NEW."source", NEW."status", NEW."stratified_by", NEW."suppress_below", NEW."system_id", NEW."target", NEW."team_id", NEW."type", NEW."unit", NEW."updated_at", NEW."version", NEW."whole_system"); RETURN NULL;', hash='211fe978a70cf397b3022f58a211d71c8e56a8d8', operation='INSERT', pgid='pgtrigger_insert_insert_e26a2', table='measures_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "measures_measureevent" ("baseline_points", "categories", "chart", "collector_id", "compass_side", "created_at", "cusum_limit", "cusum_odds", "cusum_rate", "decimals", "definition_version", "denominator", "dimension", "direction", "effort_minutes", "exclusions", "frequency", "id", "made_by_id", "multiplier", "name", "numerator", "operational_definition", "part_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rules", "rules_version", "sampling", "screen_ranges", "source", "status", "stratified_by", "suppress_below", "system_id", "target", "team_id", "type", "unit", "updated_at", "version", "whole_system") VALUES (NEW."baseline_points", NEW."categories", NEW."chart", NEW."collector_id", NEW."compass_side", NEW."created_at", NEW."cusum_limit", NEW."cusum_odds", NEW."cusum_rate", NEW."decimals", NEW."definition_version", NEW."denominator", NEW."dimension", NEW."direction", NEW."effort_minutes", NEW."exclusions", NEW."frequency", NEW."id", NEW."made_by_id", NEW."multiplier", NEW."name", NEW."numerator", NEW."operational_definition", NEW."part_of_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rules", NEW."rules_version", NEW."sampling", NEW."screen_ranges", NEW."source", NEW."status", NEW."stratified_by", NEW."suppress_below", NEW."system_id", NEW."target", NEW."team_id", NEW."type", NEW."unit", NEW."updated_at", NEW."version", NEW."whole_system"); RETURN NULL;', hash='607c3c444427748f61aa9048c386a06e07f3354b', operation='UPDATE', pgid='pgtrigger_update_update_fd347', table='measures_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_measureevent" ("baseline_points", "categories", "chart", "collector_id", "compass_side", "created_at", "cusum_limit", "cusum_odds", "cusum_rate", "decimals", "definition_version", "denominator", "dimension", "direction", "effort_minutes", "exclusions", "frequency", "id", "made_by_id", "multiplier", "name", "numerator", "operational_definition", "part_of_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rules", "rules_version", "sampling", "screen_ranges", "source", "status", "stratified_by", "suppress_below", "system_id", "target", "team_id", "type", "unit", "updated_at", "version", "whole_system") VALUES (OLD."baseline_points", OLD."categories", OLD."chart", OLD."collector_id", OLD."compass_side", OLD."created_at", OLD."cusum_limit", OLD."cusum_odds", OLD."cusum_rate", OLD."decimals", OLD."definition_version", OLD."denominator", OLD."dimension", OLD."direction", OLD."effort_minutes", OLD."exclusions", OLD."frequency", OLD."id", OLD."made_by_id", OLD."multiplier", OLD."name", OLD."numerator", OLD."operational_definition", OLD."part_of_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rules", OLD."rules_version", OLD."sampling", OLD."screen_ranges", OLD."source", OLD."status", OLD."stratified_by", OLD."suppress_below", OLD."system_id", OLD."target", OLD."team_id", OLD."type", OLD."unit", OLD."updated_at", OLD."version", OLD."whole_system"); RETURN NULL;', hash='e51d90d062afe10cae74c3103705a26ca67bfd81', operation='DELETE', pgid='pgtrigger_delete_delete_7343e', table='measures_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='point',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_pointevent" ("counts", "created_at", "denominator", "entered_by_id", "estimated", "excluded", "excluded_why", "id", "marked", "measure_id", "note", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "spread", "updated_at", "value", "version") VALUES (NEW."counts", NEW."created_at", NEW."denominator", NEW."entered_by_id", NEW."estimated", NEW."excluded", NEW."excluded_why", NEW."id", NEW."marked", NEW."measure_id", NEW."note", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_id", NEW."spread", NEW."updated_at", NEW."value", NEW."version"); RETURN NULL;', hash='bc9eede99cc2387e7415b3f978f6301a77b98245', operation='INSERT', pgid='pgtrigger_insert_insert_6c342', table='measures_point', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='point',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "measures_pointevent" ("counts", "created_at", "denominator", "entered_by_id", "estimated", "excluded", "excluded_why", "id", "marked", "measure_id", "note", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "spread", "updated_at", "value", "version") VALUES (NEW."counts", NEW."created_at", NEW."denominator", NEW."entered_by_id", NEW."estimated", NEW."excluded", NEW."excluded_why", NEW."id", NEW."marked", NEW."measure_id", NEW."note", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_id", NEW."spread", NEW."updated_at", NEW."value", NEW."version"); RETURN NULL;', hash='336a76710548ab9ba8892027eb9fdeb12d6aa24c', operation='UPDATE', pgid='pgtrigger_update_update_4b93b', table='measures_point', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='point',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_pointevent" ("counts", "created_at", "denominator", "entered_by_id", "estimated", "excluded", "excluded_why", "id", "marked", "measure_id", "note", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "spread", "updated_at", "value", "version") VALUES (OLD."counts", OLD."created_at", OLD."denominator", OLD."entered_by_id", OLD."estimated", OLD."excluded", OLD."excluded_why", OLD."id", OLD."marked", OLD."measure_id", OLD."note", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source_id", OLD."spread", OLD."updated_at", OLD."value", OLD."version"); RETURN NULL;', hash='247e246cf0d68ad39cc9162e0fe4dc3d4c97271c', operation='DELETE', pgid='pgtrigger_delete_delete_7c58b', table='measures_point', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('part_of', models.F('pk')), _negated=True), name='measure_is_no_part_of_itself'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('effort_minutes__isnull', True), models.Q(('effort_minutes__gte', 0), ('effort_minutes__lt', float("inf"))), _connector='OR'), name='measure_effort_is_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('cusum_rate__isnull', True), models.Q(('cusum_rate__gt', 0), ('cusum_rate__lt', 1)), _connector='OR'), name='measure_cusum_rate_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('cusum_odds__gt', 0), ('cusum_odds__lt', float("inf")), models.Q(('cusum_odds', 1), _negated=True)), name='measure_cusum_odds_differ_from_one'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('cusum_limit__gt', 0), ('cusum_limit__lt', float("inf"))), name='measure_cusum_limit_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(('spread__isnull', True), models.Q(('spread__gte', 0), ('spread__lt', float("inf"))), _connector='OR'), name='point_spread_is_not_negative'),
        ),
        migrations.AddField(
            model_name='apitoken',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='apitoken',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_tokens', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='apitoken',
            name='system',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to='teams.system'),
        ),
        migrations.AddField(
            model_name='apicall',
            name='token',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='measures.apitoken'),
        ),
        migrations.AddField(
            model_name='apitokenevent',
            name='made_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='apitokenevent',
            name='owner',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='apitokenevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='apitokenevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='measures.apitoken'),
        ),
        migrations.AddField(
            model_name='apitokenevent',
            name='system',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='teams.system'),
        ),
        migrations.AddField(
            model_name='definition',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='definitions', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='definition',
            name='phase',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='definitions', to='measures.phase'),
        ),
        migrations.AddField(
            model_name='definition',
            name='written_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='definitionevent',
            name='measure',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='definitionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='definitionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='measures.definition'),
        ),
        migrations.AddField(
            model_name='definitionevent',
            name='phase',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.phase'),
        ),
        migrations.AddField(
            model_name='definitionevent',
            name='written_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signalcard',
            name='annotation',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='card', to='measures.annotation'),
        ),
        migrations.AddField(
            model_name='signalcard',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signalcard',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cards', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='signalcardevent',
            name='annotation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.annotation'),
        ),
        migrations.AddField(
            model_name='signalcardevent',
            name='answered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signalcardevent',
            name='measure',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='signalcardevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='signalcardevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='measures.signalcard'),
        ),
        migrations.AddField(
            model_name='stratum',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='strata', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='stratumevent',
            name='measure',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='stratumevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='stratumevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='measures.stratum'),
        ),
        migrations.AddField(
            model_name='stratumpoint',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='stratumpoint',
            name='stratum',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='measures.stratum'),
        ),
        migrations.AddField(
            model_name='stratumpointevent',
            name='entered_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='stratumpointevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='stratumpointevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='measures.stratumpoint'),
        ),
        migrations.AddField(
            model_name='stratumpointevent',
            name='stratum',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.stratum'),
        ),
        migrations.AddField(
            model_name='tally',
            name='counted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tally',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='target',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='target',
            name='set_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='measure',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='measures.target'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='set_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apitoken',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_apitokenevent" ("created_at", "expires_on", "hint", "id", "made_by_id", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "system_id", "updated_at") VALUES (NEW."created_at", NEW."expires_on", NEW."hint", NEW."id", NEW."made_by_id", NEW."name", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revoked_at", NEW."system_id", NEW."updated_at"); RETURN NULL;', hash='8c37868cc84c617075264dafc8c4caf314c7ee86', operation='INSERT', pgid='pgtrigger_insert_insert_4829e', table='measures_apitoken', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apitoken',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."expires_on" IS DISTINCT FROM (NEW."expires_on") OR OLD."hint" IS DISTINCT FROM (NEW."hint") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."system_id" IS DISTINCT FROM (NEW."system_id") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))', func='INSERT INTO "measures_apitokenevent" ("created_at", "expires_on", "hint", "id", "made_by_id", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "system_id", "updated_at") VALUES (NEW."created_at", NEW."expires_on", NEW."hint", NEW."id", NEW."made_by_id", NEW."name", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revoked_at", NEW."system_id", NEW."updated_at"); RETURN NULL;', hash='de7e031be29860c3302ce1f4ff29f045b2b2d9a7', operation='UPDATE', pgid='pgtrigger_update_update_8fe10', table='measures_apitoken', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apitoken',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_apitokenevent" ("created_at", "expires_on", "hint", "id", "made_by_id", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "system_id", "updated_at") VALUES (OLD."created_at", OLD."expires_on", OLD."hint", OLD."id", OLD."made_by_id", OLD."name", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revoked_at", OLD."system_id", OLD."updated_at"); RETURN NULL;', hash='0c3f8438c8234791393ed796a75787c8edaf4734', operation='DELETE', pgid='pgtrigger_delete_delete_96862', table='measures_apitoken', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='apicall',
            index=models.Index(fields=['called_at'], name='api_calls_by_age'),
        ),
        migrations.AddConstraint(
            model_name='apicall',
            constraint=models.UniqueConstraint(fields=('token', 'key'), name='idempotency_key_is_used_once'),
        ),
        migrations.AddConstraint(
            model_name='apicall',
            constraint=models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='idempotency_key_is_given'),
        ),
        migrations.AddConstraint(
            model_name='definition',
            constraint=models.UniqueConstraint(fields=('measure', 'number'), name='definition_has_a_number_of_its_own'),
        ),
        migrations.AddConstraint(
            model_name='definition',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('why', ''), _negated=True), _connector='OR'), name='changed_definition_gives_its_reason', violation_error_message='Say why the definition changes.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='definition',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_definitionevent" ("created_at", "denominator", "exclusions", "id", "measure_id", "number", "numerator", "operational_definition", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_id", "sampling", "source", "starts_on", "updated_at", "why", "written_by_id") VALUES (NEW."created_at", NEW."denominator", NEW."exclusions", NEW."id", NEW."measure_id", NEW."number", NEW."numerator", NEW."operational_definition", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phase_id", NEW."sampling", NEW."source", NEW."starts_on", NEW."updated_at", NEW."why", NEW."written_by_id"); RETURN NULL;', hash='2704288aa1fad2b0eed3011fc02bba320afbc14c', operation='INSERT', pgid='pgtrigger_insert_insert_1c9fb', table='measures_definition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='definition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "measures_definitionevent" ("created_at", "denominator", "exclusions", "id", "measure_id", "number", "numerator", "operational_definition", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_id", "sampling", "source", "starts_on", "updated_at", "why", "written_by_id") VALUES (NEW."created_at", NEW."denominator", NEW."exclusions", NEW."id", NEW."measure_id", NEW."number", NEW."numerator", NEW."operational_definition", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phase_id", NEW."sampling", NEW."source", NEW."starts_on", NEW."updated_at", NEW."why", NEW."written_by_id"); RETURN NULL;', hash='eb3fe3eabc0e439e40a9da162f6b4db49003fad6', operation='UPDATE', pgid='pgtrigger_update_update_5eafe', table='measures_definition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='definition',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_definitionevent" ("created_at", "denominator", "exclusions", "id", "measure_id", "number", "numerator", "operational_definition", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_id", "sampling", "source", "starts_on", "updated_at", "why", "written_by_id") VALUES (OLD."created_at", OLD."denominator", OLD."exclusions", OLD."id", OLD."measure_id", OLD."number", OLD."numerator", OLD."operational_definition", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phase_id", OLD."sampling", OLD."source", OLD."starts_on", OLD."updated_at", OLD."why", OLD."written_by_id"); RETURN NULL;', hash='b55a24759febdc90f1efc5f0d1547308489b704d', operation='DELETE', pgid='pgtrigger_delete_delete_a9d84', table='measures_definition', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='signalcard',
            index=models.Index(fields=['state', 'created_at'], name='cards_by_state_and_age'),
        ),
        migrations.AddConstraint(
            model_name='signalcard',
            constraint=models.UniqueConstraint(fields=('measure', 'rule', 'first_period'), name='one_card_for_a_signal'),
        ),
        migrations.AddConstraint(
            model_name='signalcard',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(models.Q(('cause', ''), _negated=True), models.Q(('decision', ''), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='answered_card_says_what'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signalcard',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_signalcardevent" ("annotation_id", "answer", "answered_at", "answered_by_id", "cause", "created_at", "decision", "first_period", "id", "latest_period", "meaning", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "side", "state", "updated_at", "version", "words") VALUES (NEW."annotation_id", NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."cause", NEW."created_at", NEW."decision", NEW."first_period", NEW."id", NEW."latest_period", NEW."meaning", NEW."measure_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rule", NEW."side", NEW."state", NEW."updated_at", NEW."version", NEW."words"); RETURN NULL;', hash='63b5aa6d347ff369934e5e6090545e8c23a5df73', operation='INSERT', pgid='pgtrigger_insert_insert_58e72', table='measures_signalcard', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signalcard',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "measures_signalcardevent" ("annotation_id", "answer", "answered_at", "answered_by_id", "cause", "created_at", "decision", "first_period", "id", "latest_period", "meaning", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "side", "state", "updated_at", "version", "words") VALUES (NEW."annotation_id", NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."cause", NEW."created_at", NEW."decision", NEW."first_period", NEW."id", NEW."latest_period", NEW."meaning", NEW."measure_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rule", NEW."side", NEW."state", NEW."updated_at", NEW."version", NEW."words"); RETURN NULL;', hash='00a32487f3b4fc7a922d2cc1693e3c3bc196f6c7', operation='UPDATE', pgid='pgtrigger_update_update_e0889', table='measures_signalcard', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signalcard',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_signalcardevent" ("annotation_id", "answer", "answered_at", "answered_by_id", "cause", "created_at", "decision", "first_period", "id", "latest_period", "meaning", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "side", "state", "updated_at", "version", "words") VALUES (OLD."annotation_id", OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."cause", OLD."created_at", OLD."decision", OLD."first_period", OLD."id", OLD."latest_period", OLD."meaning", OLD."measure_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rule", OLD."side", OLD."state", OLD."updated_at", OLD."version", OLD."words"); RETURN NULL;', hash='7879502416b5eec5375e14f80cfaee64dcb96b19', operation='DELETE', pgid='pgtrigger_delete_delete_10f48', table='measures_signalcard', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='stratum',
            constraint=models.UniqueConstraint(fields=('measure', 'name'), name='stratum_has_a_name_of_its_own', violation_error_message='There is a stratum of this name already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stratum',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_stratumevent" ("id", "measure_id", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."measure_id", NEW."name", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='be6f318193a11b9ac22151117406be38d2d4103a', operation='INSERT', pgid='pgtrigger_insert_insert_bf1ea', table='measures_stratum', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stratum',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "measures_stratumevent" ("id", "measure_id", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."measure_id", NEW."name", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='21e2cdb2657078c271e8b1fb130ba0c24beace08', operation='UPDATE', pgid='pgtrigger_update_update_4d67b', table='measures_stratum', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stratum',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_stratumevent" ("id", "measure_id", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."measure_id", OLD."name", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='28867843aaa7a12693bacd107ea9a5dba49356d9', operation='DELETE', pgid='pgtrigger_delete_delete_b7c88', table='measures_stratum', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='stratumpoint',
            constraint=models.UniqueConstraint(fields=('stratum', 'period'), name='one_point_a_period_of_a_stratum'),
        ),
        migrations.AddConstraint(
            model_name='stratumpoint',
            constraint=models.CheckConstraint(condition=models.Q(('value__isnull', True), models.Q(('value__gt', float("-inf")), ('value__lt', float("inf"))), _connector='OR'), name='stratum_point_is_finite'),
        ),
        migrations.AddConstraint(
            model_name='stratumpoint',
            constraint=models.CheckConstraint(condition=models.Q(('denominator__isnull', True), models.Q(('denominator__gte', 0), ('denominator__lt', float("inf"))), _connector='OR'), name='stratum_point_denominator_is_not_negative'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stratumpoint',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_stratumpointevent" ("created_at", "denominator", "entered_by_id", "id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stratum_id", "updated_at", "value") VALUES (NEW."created_at", NEW."denominator", NEW."entered_by_id", NEW."id", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."stratum_id", NEW."updated_at", NEW."value"); RETURN NULL;', hash='3acc05ce9097c599d8eaaade7b656b1fadfd1eb8', operation='INSERT', pgid='pgtrigger_insert_insert_76941', table='measures_stratumpoint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stratumpoint',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "measures_stratumpointevent" ("created_at", "denominator", "entered_by_id", "id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stratum_id", "updated_at", "value") VALUES (NEW."created_at", NEW."denominator", NEW."entered_by_id", NEW."id", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."stratum_id", NEW."updated_at", NEW."value"); RETURN NULL;', hash='cda78c3034b04a1193d3f0f07c68039b00ccd0b6', operation='UPDATE', pgid='pgtrigger_update_update_d6dfe', table='measures_stratumpoint', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stratumpoint',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_stratumpointevent" ("created_at", "denominator", "entered_by_id", "id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stratum_id", "updated_at", "value") VALUES (OLD."created_at", OLD."denominator", OLD."entered_by_id", OLD."id", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."stratum_id", OLD."updated_at", OLD."value"); RETURN NULL;', hash='c2e3969c432e95529965126ab67b7d85a222be6e', operation='DELETE', pgid='pgtrigger_delete_delete_b0a81', table='measures_stratumpoint', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='tally',
            index=models.Index(fields=['measure', 'period'], name='tallies_of_a_point'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(('denominator__range', (-1000, 1000)), ('numerator__range', (-1000, 1000))), name='tally_is_of_a_hand'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('measure', 'starts_on'), name='one_target_starts_on_a_day', nulls_distinct=False, violation_error_message='A target starts on this day already.'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('value__isnull', True), models.Q(('value__gt', float("-inf")), ('value__lt', float("inf"))), _connector='OR'), name='target_is_finite'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', False), ('why', ''), _connector='OR'), name='first_target_needs_no_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_targetevent" ("created_at", "id", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "starts_on", "updated_at", "value", "why") VALUES (NEW."created_at", NEW."id", NEW."measure_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."set_by_id", NEW."starts_on", NEW."updated_at", NEW."value", NEW."why"); RETURN NULL;', hash='8cd34c2cd4e33fc43c7663458fb2da383999211a', operation='INSERT', pgid='pgtrigger_insert_insert_a45b9', table='measures_target', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "measures_targetevent" ("created_at", "id", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "starts_on", "updated_at", "value", "why") VALUES (NEW."created_at", NEW."id", NEW."measure_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."set_by_id", NEW."starts_on", NEW."updated_at", NEW."value", NEW."why"); RETURN NULL;', hash='99165bae2b39d3231350a46b1932d7275fee429f', operation='UPDATE', pgid='pgtrigger_update_update_b780f', table='measures_target', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='target',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_targetevent" ("created_at", "id", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_by_id", "starts_on", "updated_at", "value", "why") VALUES (OLD."created_at", OLD."id", OLD."measure_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."set_by_id", OLD."starts_on", OLD."updated_at", OLD."value", OLD."why"); RETURN NULL;', hash='240cb617a91843b1cb9145ff564a6d25d75a4033', operation='DELETE', pgid='pgtrigger_delete_delete_36ee9', table='measures_target', when='AFTER')),
        ),
    ]
