
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('measures', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('teams', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='annotation',
            name='written_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='annotationevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='annotationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='measures.annotation'),
        ),
        migrations.AddField(
            model_name='annotationevent',
            name='written_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='cyclemeasure',
            name='cycle',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measure_links', to='teams.cycle'),
        ),
        migrations.AddField(
            model_name='cyclemeasureevent',
            name='cycle',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='teams.cycle'),
        ),
        migrations.AddField(
            model_name='cyclemeasureevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='cyclemeasureevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='measures.cyclemeasure'),
        ),
        migrations.AddField(
            model_name='import',
            name='imported_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='import',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='imports', to='teams.team'),
        ),
        migrations.AddField(
            model_name='import',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importevent',
            name='imported_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='importevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='measures.import'),
        ),
        migrations.AddField(
            model_name='importevent',
            name='team',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='teams.team'),
        ),
        migrations.AddField(
            model_name='importevent',
            name='undone_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='measure',
            name='collector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='collects', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='measure',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='measure',
            name='system',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='teams.system'),
        ),
        migrations.AddField(
            model_name='measure',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='measures', to='teams.team'),
        ),
        migrations.AddField(
            model_name='importevent',
            name='measure',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='import',
            name='measure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='cyclemeasureevent',
            name='measure',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='cyclemeasure',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cycle_links', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='annotationevent',
            name='measure',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='annotation',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='annotations', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='collector',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='made_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='system',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='teams.system'),
        ),
        migrations.AddField(
            model_name='measureevent',
            name='team',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='teams.team'),
        ),
        migrations.AddField(
            model_name='phase',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='phase',
            name='set_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='phaseevent',
            name='measure',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='phaseevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='phaseevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='measures.phase'),
        ),
        migrations.AddField(
            model_name='phaseevent',
            name='set_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='point',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='point',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='point',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='points', to='measures.import'),
        ),
        migrations.AddField(
            model_name='pointevent',
            name='entered_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pointevent',
            name='measure',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.measure'),
        ),
        migrations.AddField(
            model_name='pointevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='pointevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='measures.point'),
        ),
        migrations.AddField(
            model_name='pointevent',
            name='source',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='measures.import'),
        ),
        migrations.CreateModel(
            name='MeasureSummary',
            fields=[
                ('measure', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='summary', serialize=False, to='measures.measure')),
                ('points', models.PositiveIntegerField(default=0)),
                ('first_period', models.DateField(null=True)),
                ('latest_period', models.DateField(null=True)),
                ('latest_value', models.FloatField(null=True)),
                ('centre', models.FloatField(null=True)),
                ('lower', models.FloatField(null=True)),
                ('upper', models.FloatField(null=True)),
                ('baseline_centre', models.FloatField(null=True)),
                ('variation', models.CharField(default='none', max_length=16)),
                ('assurance', models.CharField(default='none', max_length=11)),
                ('signals', models.JSONField(default=list)),
                ('signal_on', models.DateField(null=True)),
                ('recent', models.JSONField(default=list)),
                ('due_on', models.DateField(null=True)),
                ('refreshed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'indexes': [models.Index(fields=['variation'], name='summary_by_variation'), models.Index(fields=['due_on'], name='summary_by_due_day'), models.Index(models.OrderBy(models.F('refreshed_at'), descending=True), name='summary_by_refresh')],
            },
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(fields=('system', 'team', 'name'), name='measure_name_is_unique_in_its_place', nulls_distinct=False, violation_error_message='There is a measure of this name here already.'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('decimals__lte', 4)), name='measure_shows_four_decimals_at_most'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('multiplier__gt', 0), ('multiplier__lt', float("inf"))), name='measure_multiplier_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('target__isnull', True), models.Q(('target__gt', float("-inf")), ('target__lt', float("inf"))), _connector='OR'), name='measure_target_is_finite'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_measureevent" ("baseline_points", "chart", "collector_id", "compass_side", "created_at", "decimals", "denominator", "dimension", "direction", "frequency", "id", "made_by_id", "multiplier", "name", "numerator", "operational_definition", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rules", "rules_version", "screen_ranges", "source", "status", "system_id", "target", "team_id", "type", "unit", "updated_at", "version", "whole_system") VALUES (NEW."baseline_points", NEW."chart", NEW."collector_id", NEW."compass_side", NEW."created_at", NEW."decimals", NEW."denominator", NEW."dimension", NEW."direction", NEW."frequency", NEW."id", NEW."made_by_id", NEW."multiplier", NEW."name", NEW."numerator", NEW."operational_definition", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rules", NEW."rules_version", NEW."screen_ranges", NEW."source", NEW."status", NEW."system_id", NEW."target", NEW."team_id", NEW."type", NEW."unit", NEW."updated_at", NEW."version", NEW."whole_system"); RETURN NULL;', hash='3bad7ef6a7e6d8039c1726e56c7101c690624975', operation='INSERT', pgid='pgtrigger_insert_insert_e26a2', table='measures_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "measures_measureevent" ("baseline_points", "chart", "collector_id", "compass_side", "created_at", "decimals", "denominator", "dimension", "direction", "frequency", "id", "made_by_id", "multiplier", "name", "numerator", "operational_definition", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rules", "rules_version", "screen_ranges", "source", "status", "system_id", "target", "team_id", "type", "unit", "updated_at", "version", "whole_system") VALUES (NEW."baseline_points", NEW."chart", NEW."collector_id", NEW."compass_side", NEW."created_at", NEW."decimals", NEW."denominator", NEW."dimension", NEW."direction", NEW."frequency", NEW."id", NEW."made_by_id", NEW."multiplier", NEW."name", NEW."numerator", NEW."operational_definition", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rules", NEW."rules_version", NEW."screen_ranges", NEW."source", NEW."status", NEW."system_id", NEW."target", NEW."team_id", NEW."type", NEW."unit", NEW."updated_at", NEW."version", NEW."whole_system"); RETURN NULL;', hash='94df306c66aed85941d7bf835ebb2ed39f36f939', operation='UPDATE', pgid='pgtrigger_update_update_fd347', table='measures_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='measure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_measureevent" ("baseline_points", "chart", "collector_id", "compass_side", "created_at", "decimals", "denominator", "dimension", "direction", "frequency", "id", "made_by_id", "multiplier", "name", "numerator", "operational_definition", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rules", "rules_version", "screen_ranges", "source", "status", "system_id", "target", "team_id", "type", "unit", "updated_at", "version", "whole_system") VALUES (OLD."baseline_points", OLD."chart", OLD."collector_id", OLD."compass_side", OLD."created_at", OLD."decimals", OLD."denominator", OLD."dimension", OLD."direction", OLD."frequency", OLD."id", OLD."made_by_id", OLD."multiplier", OLD."name", OLD."numerator", OLD."operational_definition", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rules", OLD."rules_version", OLD."screen_ranges", OLD."source", OLD."status", OLD."system_id", OLD."target", OLD."team_id", OLD."type", OLD."unit", OLD."updated_at", OLD."version", OLD."whole_system"); RETURN NULL;', hash='3a59e8c0437a4626737d378b95a4b28cf1439ea1', operation='DELETE', pgid='pgtrigger_delete_delete_7343e', table='measures_measure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_importevent" ("added", "changed", "created_at", "id", "imported_by_id", "mapping", "measure_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced", "sha256", "state", "team_id", "unchanged", "undone_at", "undone_by_id", "updated_at") VALUES (NEW."added", NEW."changed", NEW."created_at", NEW."id", NEW."imported_by_id", NEW."mapping", NEW."measure_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."replaced", NEW."sha256", NEW."state", NEW."team_id", NEW."unchanged", NEW."undone_at", NEW."undone_by_id", NEW."updated_at"); RETURN NULL;', hash='71b62dfe7e99e579d5a8ead6a9e8576b403d4255', operation='INSERT', pgid='pgtrigger_insert_insert_8b97d', table='measures_import', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."added" IS DISTINCT FROM (NEW."added") OR OLD."changed" IS DISTINCT FROM (NEW."changed") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."imported_by_id" IS DISTINCT FROM (NEW."imported_by_id") OR OLD."mapping" IS DISTINCT FROM (NEW."mapping") OR OLD."measure_id" IS DISTINCT FROM (NEW."measure_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."replaced" IS DISTINCT FROM (NEW."replaced") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."unchanged" IS DISTINCT FROM (NEW."unchanged") OR OLD."undone_at" IS DISTINCT FROM (NEW."undone_at") OR OLD."undone_by_id" IS DISTINCT FROM (NEW."undone_by_id") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))', func='INSERT INTO "measures_importevent" ("added", "changed", "created_at", "id", "imported_by_id", "mapping", "measure_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced", "sha256", "state", "team_id", "unchanged", "undone_at", "undone_by_id", "updated_at") VALUES (NEW."added", NEW."changed", NEW."created_at", NEW."id", NEW."imported_by_id", NEW."mapping", NEW."measure_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."replaced", NEW."sha256", NEW."state", NEW."team_id", NEW."unchanged", NEW."undone_at", NEW."undone_by_id", NEW."updated_at"); RETURN NULL;', hash='bd7c0f554862f1c75dbcd8b6fc7d01a70955d092', operation='UPDATE', pgid='pgtrigger_update_update_d0ea1', table='measures_import', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='import',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_importevent" ("added", "changed", "created_at", "id", "imported_by_id", "mapping", "measure_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced", "sha256", "state", "team_id", "unchanged", "undone_at", "undone_by_id", "updated_at") VALUES (OLD."added", OLD."changed", OLD."created_at", OLD."id", OLD."imported_by_id", OLD."mapping", OLD."measure_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."replaced", OLD."sha256", OLD."state", OLD."team_id", OLD."unchanged", OLD."undone_at", OLD."undone_by_id", OLD."updated_at"); RETURN NULL;', hash='34efc72b4413538b0e488789ecbb73550a4189b2', operation='DELETE', pgid='pgtrigger_delete_delete_de7fd', table='measures_import', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='cyclemeasure',
            constraint=models.UniqueConstraint(fields=('cycle', 'measure'), name='cycle_watches_a_measure_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cyclemeasure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_cyclemeasureevent" ("cycle_id", "id", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."cycle_id", NEW."id", NEW."measure_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='5a8aca81a185f2fc7c9384c9429c8db305e25072', operation='INSERT', pgid='pgtrigger_insert_insert_1306e', table='measures_cyclemeasure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cyclemeasure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "measures_cyclemeasureevent" ("cycle_id", "id", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."cycle_id", NEW."id", NEW."measure_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='9de509fa1b728ce7c7f054184037835749c1b385', operation='UPDATE', pgid='pgtrigger_update_update_3f2de', table='measures_cyclemeasure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cyclemeasure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_cyclemeasureevent" ("cycle_id", "id", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."cycle_id", OLD."id", OLD."measure_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='19506878843b6f31d3fc8a7d617de0266ceb075d', operation='DELETE', pgid='pgtrigger_delete_delete_707b2', table='measures_cyclemeasure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='annotation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_annotationevent" ("created_at", "id", "measure_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "updated_at", "written_by_id") VALUES (NEW."created_at", NEW."id", NEW."measure_id", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text", NEW."updated_at", NEW."written_by_id"); RETURN NULL;', hash='f994a06d8ccfd49cd7f3069dc378793a37c22d71', operation='INSERT', pgid='pgtrigger_insert_insert_c7642', table='measures_annotation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='annotation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "measures_annotationevent" ("created_at", "id", "measure_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "updated_at", "written_by_id") VALUES (NEW."created_at", NEW."id", NEW."measure_id", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text", NEW."updated_at", NEW."written_by_id"); RETURN NULL;', hash='db45aee0c993942cd72aba7cea80b29bb95d3ae1', operation='UPDATE', pgid='pgtrigger_update_update_f911d', table='measures_annotation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='annotation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_annotationevent" ("created_at", "id", "measure_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "updated_at", "written_by_id") VALUES (OLD."created_at", OLD."id", OLD."measure_id", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text", OLD."updated_at", OLD."written_by_id"); RETURN NULL;', hash='8a1e340023f7197330a2c3d74b8f62da7d78b22a', operation='DELETE', pgid='pgtrigger_delete_delete_5cff2', table='measures_annotation', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='phase',
            constraint=models.UniqueConstraint(fields=('measure', 'starts_on'), name='one_phase_starts_on_a_day', violation_error_message='A phase starts on this day already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phase',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_phaseevent" ("baseline_points", "created_at", "grounds", "id", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "set_by_id", "starts_on", "updated_at") VALUES (NEW."baseline_points", NEW."created_at", NEW."grounds", NEW."id", NEW."measure_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."set_by_id", NEW."starts_on", NEW."updated_at"); RETURN NULL;', hash='029978ee06bcce5a2c2fad317a1137f34eac0b8a', operation='INSERT', pgid='pgtrigger_insert_insert_27bb2', table='measures_phase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phase',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "measures_phaseevent" ("baseline_points", "created_at", "grounds", "id", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "set_by_id", "starts_on", "updated_at") VALUES (NEW."baseline_points", NEW."created_at", NEW."grounds", NEW."id", NEW."measure_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."set_by_id", NEW."starts_on", NEW."updated_at"); RETURN NULL;', hash='de0ae1153c69fc021a2811b1c306724cbaa45558', operation='UPDATE', pgid='pgtrigger_update_update_f1501', table='measures_phase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phase',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_phaseevent" ("baseline_points", "created_at", "grounds", "id", "measure_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "set_by_id", "starts_on", "updated_at") VALUES (OLD."baseline_points", OLD."created_at", OLD."grounds", OLD."id", OLD."measure_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."set_by_id", OLD."starts_on", OLD."updated_at"); RETURN NULL;', hash='f692dd9a0e7556086bbea7138b665647ec7c3c2d', operation='DELETE', pgid='pgtrigger_delete_delete_cc4ed', table='measures_phase', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.UniqueConstraint(fields=('measure', 'period'), name='one_point_a_period', violation_error_message='There is a point for this period already.'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(('value__isnull', True), models.Q(('value__gt', float("-inf")), ('value__lt', float("inf"))), _connector='OR'), name='point_value_is_finite'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(('denominator__isnull', True), models.Q(('denominator__gte', 0), ('denominator__lt', float("inf"))), _connector='OR'), name='point_denominator_is_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(('excluded', False), models.Q(('excluded_why', ''), _negated=True), _connector='OR'), name='ghosting_gives_its_reason', violation_error_message='Say why this point should be ghosted.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='point',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_pointevent" ("created_at", "denominator", "entered_by_id", "estimated", "excluded", "excluded_why", "id", "measure_id", "note", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "updated_at", "value", "version") VALUES (NEW."created_at", NEW."denominator", NEW."entered_by_id", NEW."estimated", NEW."excluded", NEW."excluded_why", NEW."id", NEW."measure_id", NEW."note", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_id", NEW."updated_at", NEW."value", NEW."version"); RETURN NULL;', hash='fa36903450e2d943196169f46d5f7ffc28cbf99c', operation='INSERT', pgid='pgtrigger_insert_insert_6c342', table='measures_point', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='point',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "measures_pointevent" ("created_at", "denominator", "entered_by_id", "estimated", "excluded", "excluded_why", "id", "measure_id", "note", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "updated_at", "value", "version") VALUES (NEW."created_at", NEW."denominator", NEW."entered_by_id", NEW."estimated", NEW."excluded", NEW."excluded_why", NEW."id", NEW."measure_id", NEW."note", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_id", NEW."updated_at", NEW."value", NEW."version"); RETURN NULL;', hash='d65580ac498b6881b9de74ada54700bb115b5875', operation='UPDATE', pgid='pgtrigger_update_update_4b93b', table='measures_point', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='point',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "measures_pointevent" ("created_at", "denominator", "entered_by_id", "estimated", "excluded", "excluded_why", "id", "measure_id", "note", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "updated_at", "value", "version") VALUES (OLD."created_at", OLD."denominator", OLD."entered_by_id", OLD."estimated", OLD."excluded", OLD."excluded_why", OLD."id", OLD."measure_id", OLD."note", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source_id", OLD."updated_at", OLD."value", OLD."version"); RETURN NULL;', hash='bde4e130d2380f6b001d8cae79fa9764808be429', operation='DELETE', pgid='pgtrigger_delete_delete_7c58b', table='measures_point', when='AFTER')),
        ),
    ]
