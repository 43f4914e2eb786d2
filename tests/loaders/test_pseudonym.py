from __future__ import annotations

import hashlib
import os
import pickle
import stat
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from kinerja_lab.errors import KeyRefused
from kinerja_lab.loaders.pseudonym import VARIABLE, Key, key_path, open_key, write_key_table

KEY, OTHER = Key(b"a" * 32), Key(b"b" * 32)
NUMBERS = ["198003152005012901", "198003152005012902"]


def refused(path: Path, **options: object) -> str:
    with pytest.raises(KeyRefused) as caught:
        open_key(path, **options)  # type: ignore[arg-type]
    return caught.value.reason


def test_a_pseudonym_is_16_hexadecimal_digits_and_no_plain_hash() -> None:
    made = KEY.pseudonym(NUMBERS[0])
    assert len(made) == 16
    assert int(made, 16) >= 0
    assert made == made.lower()
    assert made != hashlib.sha256(NUMBERS[0].encode()).hexdigest()[:16]


def test_people_and_keys_are_told_apart() -> None:
    made = {key.pseudonym(number) for key in (KEY, OTHER) for number in NUMBERS}
    assert len(made) == 4
    assert KEY.fingerprint != OTHER.fingerprint


def test_pseudonyms_keep_the_index_and_leave_nobody_without_a_number_a_name() -> None:
    made = KEY.pseudonyms(pd.Series([NUMBERS[0], "", NUMBERS[0]], index=[7, 8, 9]))
    assert made.tolist() == [KEY.pseudonym(NUMBERS[0]), "", KEY.pseudonym(NUMBERS[0])]
    assert made.index.tolist() == [7, 8, 9]


def test_a_key_shows_itself_nowhere() -> None:
    assert "a" * 5 not in repr(KEY) + str(KEY) + KEY.fingerprint
    with pytest.raises(TypeError):
        pickle.dumps(KEY)


def test_the_key_is_made_on_first_use_and_read_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "rahasia" / "kunci"
    first = open_key(path)
    assert open_key(path) == first
    assert open_key(tmp_path / "lain") != first
    assert [item.name for item in path.parent.iterdir()] == ["kunci"]


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
def test_only_the_owner_may_read_a_key_that_is_made(tmp_path: Path) -> None:
    path = tmp_path / "rahasia" / "kunci"
    open_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "kunci"
    open_key(path)
    path.chmod(mode)
    assert refused(path) == "others_may_read"


@pytest.mark.parametrize("content", [b"", b"rahasia", b"ab" * 31, b"ab" * 33, b"\xff\xfe" * 32])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kunci"
    path.write_bytes(content)
    path.chmod(0o600)
    assert refused(path) == "not_a_key"


def test_a_key_among_the_data_is_refused_before_it_is_made(tmp_path: Path) -> None:
    assert refused(tmp_path / "data" / "sub" / "kunci", outside=tmp_path / "data") == "inside_data"
    assert not (tmp_path / "data").exists()


def test_a_folder_in_the_place_of_a_key_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == "unreachable"


def test_the_path_comes_from_option_then_environment_then_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "setelan"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "setelan"))
    monkeypatch.delenv(VARIABLE, raising=False)
    assert key_path() == tmp_path / "setelan" / "kinerja_lab" / "kunci"
    monkeypatch.setenv(VARIABLE, str(tmp_path / "a"))
    assert key_path() == tmp_path / "a"
    assert key_path(tmp_path / "b") == tmp_path / "b"


def test_the_key_table_is_written_only_on_request_outside_the_data_and_for_its_owner_alone(tmp_path: Path) -> None:
    key = replace(open_key(tmp_path / "kunci"), issued={})
    made = key.pseudonyms(pd.Series(["198501012010011901", "", "198501012010011902"]))
    file, data = tmp_path / "tabel.csv", tmp_path / "data"
    write_key_table(key.issued or {}, file, outside=data)
    told = pd.read_csv(file, dtype="str").set_index("id_pegawai")["nip"].to_dict()
    assert told == {made[0]: "198501012010011901", made[2]: "198501012010011902"}
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(KeyRefused, match="table_inside_data"):
        write_key_table({}, data / "tabel.csv", outside=data)
    with pytest.raises(KeyRefused, match="table_unreachable"):
        write_key_table({}, tmp_path / "tidak-ada" / "tabel.csv", outside=data)
    assert open_key(tmp_path / "kunci").issued is None
