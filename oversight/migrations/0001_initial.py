
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10)),
                ('first_week', models.DateField()),
                ('last_week', models.DateField()),
            ],
            options={
                'ordering': ['first_week', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AllocationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10)),
                ('first_week', models.DateField()),
                ('last_week', models.DateField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Barrier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('staffing', 'Staffing and rotas'), ('information', 'Information and IT'), ('policy', 'Policy or rule'), ('space', 'Space and equipment'), ('money', 'Money'), ('between_units', 'Between units'), ('other', 'Something else')], default='other', max_length=14)),
                ('title', models.CharField(max_length=160, verbose_name='what stands in the way')),
                ('description', models.TextField(blank=True, verbose_name='what you have tried, what would help')),
                ('state', models.CharField(choices=[('raised', 'Raised'), ('escalated', 'Escalated'), ('answered', 'Answered'), ('removed', 'Removed'), ('withdrawn', 'Withdrawn')], default='raised', editable=False, max_length=9)),
                ('reply_by', models.DateField()),
                ('answer', models.TextField(blank=True)),
                ('closed_on', models.DateField(blank=True, editable=False, null=True)),
            ],
            options={
                'ordering': ['reply_by', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BarrierEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('staffing', 'Staffing and rotas'), ('information', 'Information and IT'), ('policy', 'Policy or rule'), ('space', 'Space and equipment'), ('money', 'Money'), ('between_units', 'Between units'), ('other', 'Something else')], default='other', max_length=14)),
                ('title', models.CharField(max_length=160, verbose_name='what stands in the way')),
                ('description', models.TextField(blank=True, verbose_name='what you have tried, what would help')),
                ('state', models.CharField(choices=[('raised', 'Raised'), ('escalated', 'Escalated'), ('answered', 'Answered'), ('removed', 'Removed'), ('withdrawn', 'Withdrawn')], default='raised', editable=False, max_length=9)),
                ('reply_by', models.DateField()),
                ('answer', models.TextField(blank=True)),
                ('closed_on', models.DateField(blank=True, editable=False, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BarrierStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('raised', 'Raised'), ('escalated', 'Escalated'), ('answered', 'Answered'), ('removed', 'Removed'), ('withdrawn', 'Withdrawn')], max_length=9)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('reply_by', models.DateField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('text', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Capacity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10)),
                ('why', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name_plural': 'capacities',
                'ordering': ['week'],
            },
        ),
        migrations.CreateModel(
            name='CapacityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('week', models.DateField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10)),
                ('why', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=80, unique=True)),
                ('question', models.CharField(max_length=200)),
                ('weight', models.PositiveSmallIntegerField(default=3, help_text='From 1 to 10.')),
                ('retired', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name_plural': 'criteria',
                'ordering': ['-weight', 'name'],
            },
        ),
        migrations.CreateModel(
            name='CriterionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=80)),
                ('question', models.CharField(max_length=200)),
                ('weight', models.PositiveSmallIntegerField(default=3, help_text='From 1 to 10.')),
                ('retired', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('value', models.PositiveSmallIntegerField()),
                ('why', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='RatingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('value', models.PositiveSmallIntegerField()),
                ('why', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(choices=[('hours', "People's hours"), ('money', 'Money'), ('room', 'Room'), ('it_slot', 'IT change slot')], default='hours', max_length=8)),
                ('unit', models.CharField(default='hours', max_length=30)),
                ('weekly_capacity', models.DecimalField(decimal_places=2, max_digits=10)),
                ('description', models.TextField(blank=True)),
                ('retired', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ResourceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('hours', "People's hours"), ('money', 'Money'), ('room', 'Room'), ('it_slot', 'IT change slot')], default='hours', max_length=8)),
                ('unit', models.CharField(default='hours', max_length=30)),
                ('weekly_capacity', models.DecimalField(decimal_places=2, max_digits=10)),
                ('description', models.TextField(blank=True)),
                ('retired', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResourceRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='amount a week')),
                ('first_week', models.DateField()),
                ('last_week', models.DateField()),
                ('why', models.TextField(verbose_name='what it is for')),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('granted', 'Granted'), ('trimmed', 'Granted in part'), ('moved', 'Granted at another time'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='asked', editable=False, max_length=9)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['first_week', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ResourceRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='amount a week')),
                ('first_week', models.DateField()),
                ('last_week', models.DateField()),
                ('why', models.TextField(verbose_name='what it is for')),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('granted', 'Granted'), ('trimmed', 'Granted in part'), ('moved', 'Granted at another time'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='asked', editable=False, max_length=9)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StrategicPriority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=120, unique=True)),
                ('description', models.TextField(blank=True)),
                ('weight', models.PositiveSmallIntegerField(default=3, help_text='From 1 to 5.')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('retired', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name_plural': 'strategic priorities',
                'ordering': ['-weight', 'name'],
            },
        ),
        migrations.CreateModel(
            name='StrategicPriorityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('description', models.TextField(blank=True)),
                ('weight', models.PositiveSmallIntegerField(default=3, help_text='From 1 to 5.')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('retired', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
