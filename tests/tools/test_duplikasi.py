from __future__ import annotations

from pathlib import Path

import pytest

duplikasi = pytest.importorskip("duplikasi", reason="pylint comes with `make mutu`")

BLOCK = "".join(f"    value_{line} = compute({line}, 'text {line}')\n" for line in range(10))


def files(folder: Path, *bodies: str) -> list[Path]:
    """Write each body as a function into a file of its own."""
    paths = [folder / f"part_{number}.py" for number in range(len(bodies))]
    for number, (path, body) in enumerate(zip(paths, bodies, strict=True)):
        path.write_text(f"def part_{number}():\n{body}")
    return paths


def test_a_block_written_twice_is_counted_and_shown(tmp_path: Path) -> None:
    share, report = duplikasi.duplication(files(tmp_path, BLOCK, BLOCK))
    assert share == pytest.approx(50)
    assert "part_0.py" in report


def test_different_code_is_not_repetition(tmp_path: Path) -> None:
    share, _ = duplikasi.duplication(files(tmp_path, BLOCK, BLOCK.replace("value", "other").replace("compute", "f")))
    assert share == 0


def test_too_much_repetition_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files(tmp_path, BLOCK, BLOCK)
    with pytest.raises(SystemExit):
        duplikasi.main([str(tmp_path)])
    assert "50.00 %" in capsys.readouterr().out
