"""The vendored files are the ones that VENDOR.json names, and all that is needed."""

import json

from redesign import vendor
from redesign.lib.icons import ICONS


def test_every_vendored_file_is_what_vendor_json_says():
    assert list(vendor.wrong_files()) == []


def test_vendor_json_names_the_versions_that_the_command_would_fetch():
    listed = {}
    for home in (vendor.SERVED, vendor.FOR_TESTS):
        facts = json.loads((home / "VENDOR.json").read_text())
        listed |= {name: (each["version"], each["licence"]) for name, each in facts.items()}
    assert listed == {package.name: (package.version, package.licence) for package in vendor.PACKAGES}


def test_no_file_lies_there_that_nobody_named():
    for home in (vendor.SERVED, vendor.FOR_TESTS):
        facts = json.loads((home / "VENDOR.json").read_text())
        named = {f"{package}/{name}" for package, each in facts.items() for name in each["sha256"]}
        lying = {str(file.relative_to(home)) for file in home.rglob("*") if file.is_file()} - {"VENDOR.json"}
        assert lying == named


def test_the_sprite_has_every_icon():
    sprite = (vendor.SERVED / "lucide-static" / "sprite.svg").read_text()
    assert [name for name in sorted(ICONS) if f'<symbol id="{name}" ' not in sprite] == []


def test_plotly_rules_are_taken_from_its_script():
    script = b'var p={"X,X div":"margin:0;","X a":\'content:"";\',"Y p":"margin:0;"};for(k in p)'
    made = vendor.plotly_rules({"plotly-basic.min.js": script})
    assert made["plotly.css"].decode().splitlines()[1:] == [
        ".js-plotly-plot .plotly,.js-plotly-plot .plotly div {margin:0;}",
        '.js-plotly-plot .plotly a {content:"";}',
        ".plotly-notifier p {margin:0;}",
    ]


def test_a_pointer_to_a_source_map_is_left_out():
    assert vendor.without_source_map("a.css", b"a{}\n/*# sourceMappingURL=a.css.map */") == b"a{}"
