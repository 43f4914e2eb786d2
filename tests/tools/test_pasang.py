from __future__ import annotations

from pathlib import Path

import pasang
import pytest

LOCK = """# made by a tool
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:aa
uv==0.13.9 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
uvloop==1.0 \\
    --hash=sha256:dd
"""


@pytest.fixture
def environment(tmp_path: Path) -> pasang.Environment:
    """A project folder with an environment that was never really built."""
    for name in ("pyproject.toml", pasang.LOCK, pasang.QUALITY_LOCK):
        (tmp_path / name).write_text(LOCK)
    made = pasang.Environment(tmp_path)
    made.python.parent.mkdir(parents=True)
    made.python.touch()
    return made


def stamp(environment: pasang.Environment, lock: str = pasang.LOCK) -> None:
    """Say that a lock has been installed as it is now."""
    environment.stamp(lock).write_text(pasang.state(environment.root, [lock]))


@pytest.mark.parametrize("version", [(3, 10), (3, 14), (2, 7)])
def test_a_python_outside_the_bounds_is_refused_with_the_bounds(version: tuple[int, int]) -> None:
    assert "3.11, 3.12, atau 3.13" in str(pasang.unsuitable(version, has_ensurepip=True))


def test_a_python_without_venv_says_what_to_install() -> None:
    assert "python3-venv" in str(pasang.unsuitable((3, 11), has_ensurepip=False))


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_python_within_the_bounds_is_accepted(version: tuple[int, int]) -> None:
    assert pasang.unsuitable(version, has_ensurepip=True) is None


def test_one_package_is_taken_out_of_a_lock_with_all_its_hashes() -> None:
    assert pasang.block(LOCK, "uv") == "uv==0.13.9 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"


def test_the_lock_of_the_project_pins_uv() -> None:
    assert pasang.block((pasang.ROOT / pasang.QUALITY_LOCK).read_text("utf-8"), "uv").count("--hash=sha256:") > 1


def test_another_environment_has_a_folder_of_its_own_and_remembers_a_lock_from_any_folder(
    environment: pasang.Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = pasang.Environment(environment.root, name=".venv-lain")
    other.python.parent.mkdir(parents=True)
    other.python.touch()
    lock = environment.root / "lain" / "peers.txt"
    lock.parent.mkdir()
    lock.write_text(LOCK)
    installed: list[str] = []
    monkeypatch.setattr(other, "install", installed.append)
    for _ in range(2):
        other.bring("lain/peers.txt")
    assert installed == ["lain/peers.txt"]
    assert [path.name for path in other.folder.glob("*.terpasang")] == ["peers.txt.terpasang"]
    assert not environment.is_current(["lain/peers.txt"])


def test_what_was_installed_is_not_installed_again(environment: pasang.Environment) -> None:
    assert not environment.is_current([pasang.LOCK])
    stamp(environment)
    assert environment.is_current([pasang.LOCK])
    assert not environment.is_current([pasang.LOCK, pasang.QUALITY_LOCK])


def test_another_lock_is_installed(environment: pasang.Environment) -> None:
    stamp(environment)
    (environment.root / pasang.LOCK).write_text(LOCK + "\n")
    assert not environment.is_current([pasang.LOCK])


def test_an_environment_that_was_moved_is_made_anew(
    environment: pasang.Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    monkeypatch.setattr(pasang.venv.EnvBuilder, "create", lambda _, folder: made.append(folder))
    stamp(environment)
    environment.create()
    assert made == []
    environment.stamp(pasang.LOCK).write_text("0 elsewhere")
    environment.create()
    assert made == [environment.folder]


@pytest.fixture
def ran(environment: pasang.Environment, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Collect the commands instead of running them; uv fails when the project folder holds a file `no-uv`."""
    commands: list[tuple[str, ...]] = []

    def run(self: pasang.Environment, *words: str) -> bool:
        commands.append(words)
        return not (words[0] == "uv" and (self.root / "no-uv").exists())

    monkeypatch.setattr(pasang.Environment, "_run", run)
    return commands


def test_uv_installs_where_it_can(environment: pasang.Environment, ran: list[tuple[str, ...]]) -> None:
    environment.install(pasang.LOCK)
    assert [words[0] for words in ran] == ["pip", "uv"]
    assert {"--require-hashes", "--no-deps"} <= set(ran[1])


def test_pip_installs_where_uv_cannot(environment: pasang.Environment, ran: list[tuple[str, ...]]) -> None:
    (environment.root / "no-uv").touch()
    environment.install(pasang.LOCK)
    assert [words[0] for words in ran] == ["pip", "uv", "pip"]
    assert {"--require-hashes", "--no-deps"} <= set(ran[2])


@pytest.mark.parametrize(("forbidden", "expected"), [("1", True), ("", False)])
def test_bytecode_is_compiled_at_once_where_it_may_not_be_written_later(
    environment: pasang.Environment,
    ran: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    forbidden: str,
    expected: bool,
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", forbidden)
    environment.install(pasang.LOCK)
    assert ("--compile-bytecode" in ran[-1]) is expected


def test_the_offline_kit_asks_no_network(environment: pasang.Environment, ran: list[tuple[str, ...]]) -> None:
    offline = pasang.Environment(environment.root, Path("wheelhouse"))
    offline.install(pasang.LOCK)
    offline.install_project()
    assert len(ran) == 2
    assert all({"--no-index", "--find-links", "wheelhouse"} <= set(words) for words in ran)


def test_scripts_for_windows_have_the_line_ends_that_its_labels_need() -> None:
    scripts = [*pasang.ROOT.glob("*.cmd"), *pasang.ROOT.glob("tools/*.cmd")]
    contents = [path.read_bytes() for path in scripts]
    assert len(contents) >= 3
    assert [
        path.name for path, text in zip(scripts, contents, strict=True) if text.count(b"\n") != text.count(b"\r\n")
    ] == []
