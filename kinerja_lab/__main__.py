"""``python -m kinerja_lab``: the same commands as ``kinerja-lab``."""

from kinerja_lab.cli import main

if __name__ == "__main__":
    main()
