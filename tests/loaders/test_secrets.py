"""The key stays where it is, and so does what it hides: no plain hash, no parameter, no word in a message."""

from __future__ import annotations

import ast
import json
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import sqlalchemy
from pyarrow import parquet

from kinerja_lab.cli.screen import WRONG_USE
from kinerja_lab.errors import InvalidDataset, ReportFailed
from kinerja_lab.loaders.database import SQL_VARIABLE, read_database
from kinerja_lab.loaders.folder import load_folder
from kinerja_lab.loaders.pseudonym import VARIABLE
from kinerja_lab.loaders.sheets import read_sheets
from kinerja_lab.national.engine import engine
from kinerja_lab.report import build
from kinerja_lab.report.build import NOTEBOOK, ROOT
from tests.loaders import folders
from tests.loaders.exports import EKINERJA, nip
from tests.loaders.sound import APPRAISALS, FORMS
from tests.loaders.trial import outcomes

Run = Callable[..., tuple[int, str, str]]
NOBODY = 65534
PASSWORD = "kata-sandi-kenari"
SECRETS = (nip(1), "Pegawai Simulasi", PASSWORD)


def hashes(path: Path) -> set[str]:
    """Functions of a module that call a hash which no key protects."""
    tree = ast.parse(path.read_text("utf-8"))
    keyed = {id(part) for call in ast.walk(tree) if is_hmac(call) for part in ast.walk(call)}
    return {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for part in ast.walk(function)
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "hashlib"
        if id(part) not in keyed
    }


def is_hmac(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).startswith("hmac.")


def test_no_plain_hash_is_taken_where_numbers_of_people_pass() -> None:
    rooms = ("loaders", "report", "cli")
    modules = [path for room in rooms for path in (ROOT / "kinerja_lab" / room).rglob("*.py")]
    found = {path.name: hashes(path) for path in modules if "hashlib" in path.read_text("utf-8")}
    assert "pseudonym.py" in found
    assert {name: functions for name, functions in found.items() if functions} == {"build.py": {"_digest"}}  # of files


def test_neither_key_nor_address_of_a_database_is_a_parameter(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []

    def stop(*arguments: object, **options: object) -> None:
        given.extend([arguments[1:], options])
        raise ReportFailed("timeout")

    monkeypatch.setattr(build, "run_notebook", stop)
    for name in (VARIABLE, SQL_VARIABLE):
        monkeypatch.setenv(name, "")
    data, key = folders.export(folders.profile(tmp_path / "data")), folders.key(tmp_path)
    run("laporan", "--data", data, "--kunci", key, "--keluaran", tmp_path / "reports")
    assert given
    assert not [secret for secret in (str(key), key.read_text("ascii").strip()) if secret in repr(given)]
    assert os.environ[VARIABLE] == str(key)
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    names = "".join(
        line for cell in cells if "parameters" in cell["metadata"].get("tags", ()) for line in cell["source"]
    )
    assert [name for name in ("kunci", "sql", "sandi", "key") if name in names.casefold()] == []


@pytest.fixture
def place() -> Iterator[Path]:
    """Folder that other users may look into."""
    folder = Path(tempfile.mkdtemp(prefix="kl-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize(
    ("mode", "owner", "said"), [(0o640, NOBODY, "orang lain"), (0o600, 0, "tidak dapat"), (0o600, NOBODY, "")]
)
def test_another_user_can_use_no_key_but_an_own_one(place: Path, mode: int, owner: int, said: str) -> None:
    folder, key = folders.profile(place / "data"), folders.key(place)
    (folder / "a.csv").write_bytes(FORMS["csv"](EKINERJA, APPRAISALS))
    key.parent.chmod(0o755)
    key.chmod(mode)
    os.chown(key, owner, owner)
    (done,) = outcomes([["periksa", folder]], **{VARIABLE: str(key), "UJI_PENGGUNA": str(NOBODY)})
    assert (done.code, said in done.said) == (WRONG_USE if said else 0, True), done.said
    assert "Traceback" not in done.said
    assert key.read_text("ascii").strip() not in done.said


def strange_parquet(path: Path) -> None:
    """Moments and texts that no reader can convert, beside a column of numbers of people."""
    moments = pa.array([nip(1)], pa.string())
    broken = pa.array([f"{nip(1)}\udcff".encode("utf-8", "surrogateescape")]).view(pa.string())
    parquet.write_table(pa.table({"nip": moments, "nama": broken}), path)


def strange_database(path: Path) -> None:
    """Texts that are none in a column of moments."""
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE skp (nip TEXT, waktu TIMESTAMP)")
        connection.exec_driver_sql("INSERT INTO skp VALUES (?, ?)", (nip(1), f"Pegawai Simulasi {nip(1)}"))
        connection.exec_driver_sql("INSERT INTO skp VALUES (CAST(X'ff3139' AS TEXT), '')")
    engine.dispose()


def complaint(call: Callable[[], object]) -> str:
    """Everything that an error tells, its causes included."""
    with pytest.raises(InvalidDataset) as caught:
        call()
    told = traceback.format_exception(caught.value)
    return "".join([*told, *(repr(problem) for problem in caught.value.problems)])


def test_what_libraries_say_of_a_cell_is_never_repeated(tmp_path: Path) -> None:
    strange_parquet(tmp_path / "a.parquet")
    strange_database(tmp_path / "a.db")
    address = f"sqlite:///{tmp_path / 'a.db'}?uri=true&sandi={PASSWORD}"
    queries = {"a": "SELECT nip FROM skp", "b": f"SELECT nip + FROM skp WHERE nama = '{SECRETS[1]}' AND {nip(1)}"}
    calls: list[Callable[[], object]] = [
        lambda: read_sheets(tmp_path / "a.parquet"),
        lambda: read_database(f"sqlite:///{tmp_path / 'a.db'}", queries),
        lambda: read_database(address, queries),
    ]
    told = "".join(map(complaint, calls))
    assert [secret for secret in SECRETS if secret in told] == []


def test_what_the_national_engine_says_of_a_cell_is_not_repeated(tmp_path: Path) -> None:
    with engine(tmp_path) as database, pytest.raises(ReportFailed) as caught:
        database.ask("SELECT CAST(? AS INTEGER)", f"{SECRETS[1]} {nip(1)}")
    told = "".join(traceback.format_exception(caught.value))
    assert [secret for secret in SECRETS if secret in told] == []


@pytest.mark.parametrize("table", ["pegawai", "penilaian"])
def test_no_problem_of_a_canonical_table_repeats_an_identity(table: str, tmp_path: Path) -> None:
    from tests import small

    folder = folders.canonical(folders.profile(tmp_path / "data"), small.dataset())
    frame = pd.read_csv(folder / f"{table}.csv", dtype="str")
    frame["id_pegawai"] = [f"Pegawai Simulasi {nip(place)}" for place in range(len(frame))]
    frame.loc[len(frame)] = frame.loc[0]
    frame.to_csv(folder / f"{table}.csv", index=False)
    told = complaint(lambda: load_folder(folder, key=folders.key(tmp_path)))
    assert "Pegawai Simulasi" not in told
    assert nip(0) not in told
