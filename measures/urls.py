"""Addresses of the measures app."""

from django.urls import path

from measures.views import (
    cards,
    cascades,
    compare,
    data,
    definitions,
    families,
    grid,
    imports,
    measures,
    panels,
    past,
    peers,
    phases,
    points,
    quality,
    sheets,
    strata,
    tallies,
    targets,
    tokens,
)

app_name = "measures"
urlpatterns = [
    path("measures/", measures.measure_list, name="measures"),
    path("measures/new/", measures.measure_new, name="measure-new"),
    path("measures/<int:pk>/", measures.measure_detail, name="measure"),
    path("measures/<int:pk>/definition/", measures.measure_edit, name="measure-edit"),
    path("measures/<int:pk>/versions/", definitions.definitions, name="definitions"),
    path("measures/<int:pk>/retire/", measures.measure_retire, name="measure-retire"),
    # points
    path("measures/<int:pk>/enter/", points.point_new, name="point-new"),
    path("points/<int:pk>/", points.point_edit, name="point-edit"),
    path("points/<int:pk>/undo/", points.point_undo, name="point-undo"),
    path("measures/<int:pk>/tally/", tallies.tally, name="tally"),
    path("tallies/", tallies.tallies, name="tallies"),
    # targets
    path("measures/<int:pk>/target/", targets.targets, name="targets"),
    path("targets/<int:pk>/remove/", targets.target_remove, name="target-remove"),
    # phases and annotations
    path("measures/<int:pk>/phases/new/", phases.phase_new, name="phase-new"),
    path("phases/<int:pk>/remove/", phases.phase_remove, name="phase-remove"),
    path("measures/<int:pk>/annotate/", phases.annotation_new, name="annotation-new"),
    path("annotations/<int:pk>/remove/", phases.annotation_remove, name="annotation-remove"),
    path("measures/<int:pk>/as-it-looked/", past.measure_then, name="measure-then"),
    # signals
    path("measures/signals/", cards.card_list, name="cards"),
    path("signals/<int:pk>/", cards.card, name="card"),
    path("signals/<int:pk>/withdraw/", cards.card_withdraw, name="card-withdraw"),
    # files
    path("measures/<int:pk>/data/", data.measure_data, name="measure-data"),
    path("measures/<int:pk>/import/", imports.import_new, name="import-new"),
    path("imports/<int:pk>/", imports.import_detail, name="import"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import-undo"),
    # many measures at once
    path("measures/grid/", grid.points_grid, name="grid"),
    path("measures/sheet/", sheets.sheet_new, name="sheet-new"),
    path("measures/sheet/form/", sheets.sheet_form, name="sheet-form"),
    path("sheets/<int:pk>/", sheets.sheet_detail, name="sheet"),
    path("sheets/<int:pk>/undo/", sheets.sheet_undo, name="sheet-undo"),
    # groups of people
    path("measures/<int:pk>/groups/", strata.equity, name="measure-equity"),
    path("measures/<int:pk>/groups/data/", strata.equity_data, name="equity-data"),
    path("measures/<int:pk>/groups/set-up/", strata.strata, name="strata"),
    path("measures/<int:pk>/groups/enter/", strata.enter, name="strata-enter"),
    path("measures/<int:pk>/groups/import/", strata.take_in, name="strata-import"),
    # how far data can be trusted
    path("measures/questions/", quality.questions, name="questions"),
    path("measures/<int:pk>/trust/", quality.of_measure, name="measure-quality"),
    # a measure and its parts in lower systems
    path("measures/<int:pk>/parts/", cascades.parts, name="measure-parts"),
    path("measures/<int:pk>/parts/take/", cascades.parts_take, name="parts-take"),
    # balanced sets
    path("teams/<int:pk>/measures/family/", families.of_team, name="team-family"),
    path("systems/<int:pk>/measures/family/", families.of_system, name="system-family"),
    # units beside one another
    path("systems/<int:pk>/compare/", compare.of_system, name="system-compare"),
    path("measures/<int:pk>/elsewhere/", peers.of_measure, name="measure-peers"),
    # programs and devices
    path("measures/keys/", tokens.keys, name="keys"),
    path("keys/<int:pk>/revoke/", tokens.key_revoke, name="key-revoke"),
    path("measures/api/", tokens.api_docs, name="api-docs"),
    # parts of other pages
    path("teams/<int:pk>/measures/", panels.of_team, name="team-panel"),
    path("systems/<int:pk>/measures/", panels.of_system, name="system-panel"),
    path("cycles/<int:pk>/measures/", panels.of_cycle, name="cycle-panel"),
]
