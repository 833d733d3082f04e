"""Fetch the front-end files that the product serves itself: a maintainer's command, `make vendor`.

Users need neither Node nor a network: the files are in the repository, and VENDOR.json says of each where it
came from, which version it is, under which licence, and its sha256 (a test holds the files to it).
To move to a newer version, change it here, run `make vendor`, look at /styleguide, commit.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from redesign.lib.icons import ICONS

ROOT = Path(__file__).resolve().parent.parent
SERVED = ROOT / "static" / "vendor"
FOR_TESTS = ROOT / "tests" / "vendor"

Files = dict[str, bytes]


@dataclass(frozen=True)
class Package:
    """One npm package: which of its files are kept, and what is made of them."""

    name: str
    version: str
    licence: str
    keep: tuple[str, ...]
    make: Callable[[Files], Files] = dict
    into: Path = SERVED


def icon_sprite(files: Files) -> Files:
    """One SVG with a symbol per icon, in place of a file each; the licence stays beside it."""
    symbols = []
    for name in sorted(ICONS):
        drawing = files.pop(f"icons/{name}.svg").decode()
        shapes = drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.index("</svg>")]
        packed = re.sub(r"\s*\n\s*", "", shapes).replace(" />", "/>")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{packed}</symbol>')
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    return {**files, "sprite.svg": sprite.encode()}


def plotly_rules(files: Files) -> Files:
    """Plotly's own style rules as a file, because a strict content security policy blocks the ones it injects.

    Plotly leaves its rules out where it finds an element `#plotly.js-style-global.no-inline-styles`.
    """
    script = files["plotly-basic.min.js"].decode()
    table = re.search(r'\{"X,X div":.*?\};', script, re.DOTALL)
    if table is None:
        raise SystemExit("Plotly's table of style rules was not found: look at build/plotcss.js of this version.")
    rule = re.compile(r"""["']([XY][^"]*)["']:(?:"([^"]*)"|'([^']*)')""")
    lines = [f"{_selector(short)} {{{double or single}}}" for short, double, single in rule.findall(table.group())]
    heading = "/* Made from plotly-basic.min.js by redesign/vendor.py. */\n"
    return {**files, "plotly.css": (heading + "\n".join(lines) + "\n").encode()}


def _selector(short: str) -> str:
    return short.replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")


PACKAGES = (
    Package("bootstrap", "5.3.8", "MIT", ("LICENSE", "dist/css/bootstrap.min.css")),
    Package("plotly.js-basic-dist-min", "4.1.1", "MIT", ("LICENSE", "plotly-basic.min.js"), plotly_rules),
    Package(
        "lucide-static",
        "1.62.0",
        "ISC",
        ("LICENSE", *(f"icons/{name}.svg" for name in sorted(ICONS))),
        icon_sprite,
    ),
    Package("axe-core", "4.14.1", "MPL-2.0", ("LICENSE", "axe.min.js"), into=FOR_TESTS),
)


def fetch(package: Package, folder: Path) -> Files:
    """The kept files of one package, as the registry that npm is set to has them."""
    spec = f"{package.name}@{package.version}"
    answer = subprocess.run(
        ["npm", "pack", spec, "--json"], cwd=folder, check=True, capture_output=True, text=True
    ).stdout
    archive = folder / json.loads(answer)[0]["filename"]
    with tarfile.open(archive) as tar:
        return {name: _member(tar, f"package/{name}") for name in package.keep}


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        raise SystemExit(f"{name} is not a file in the package.")
    return file.read()


def without_source_map(name: str, body: bytes) -> bytes:
    """The file without a pointer to a map that is not vendored (the static files storage would look for it)."""
    if not name.endswith((".css", ".js")):
        return body
    return re.sub(rb"\n?(/\*|//)# sourceMappingURL=\S+( \*/)?", b"", body)


def vendor(package: Package, folder: Path) -> dict[str, object]:
    """Write one package's files; what is said of them in VENDOR.json."""
    home = package.into / package.name
    home.mkdir(parents=True, exist_ok=True)
    for old in home.iterdir():
        old.unlink()
    sums = {}
    for path, body in package.make(fetch(package, folder)).items():
        name = path.rsplit("/", 1)[-1]
        kept = without_source_map(name, body)
        (home / name).write_bytes(kept)
        sums[name] = hashlib.sha256(kept).hexdigest()
    return {
        "source": f"npm {package.name}",
        "version": package.version,
        "licence": package.licence,
        "sha256": dict(sorted(sums.items())),
    }


def wrong_files() -> Iterator[str]:
    """A sentence for each vendored file that is missing or is not what VENDOR.json says."""
    for home in (SERVED, FOR_TESTS):
        listed = json.loads((home / "VENDOR.json").read_text())
        for package, facts in listed.items():
            for name, expected in facts["sha256"].items():
                file = home / package / name
                if not file.is_file():
                    yield f"{package}/{name} is missing: run make vendor."
                elif hashlib.sha256(file.read_bytes()).hexdigest() != expected:
                    yield f"{package}/{name} is not the file that VENDOR.json names."


def main() -> int:
    """Fetch and write everything, or with --check only say what is wrong."""
    if "--check" not in sys.argv:
        for home in (SERVED, FOR_TESTS):
            home.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory() as folder:
                facts = {p.name: vendor(p, Path(folder)) for p in PACKAGES if p.into == home}
            (home / "VENDOR.json").write_text(json.dumps(facts, indent=2) + "\n")
    problems = list(wrong_files())
    print("\n".join(problems) or "Every vendored file is what VENDOR.json says.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
