"""Tables of a database become sheets; nothing is ever written to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from kinerja_lab.errors import InvalidDataset, Problem
from kinerja_lab.loaders.extent import MOST_CELLS
from kinerja_lab.loaders.sheet import Sheet

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

SOURCE = "basis data"
SQL_VARIABLE = "KINERJA_SQL"


def read_database(url: str, queries: Mapping[str, str]) -> list[Sheet]:
    """Run the queries of a mapping file and give each result as a sheet: header in row 1, then the rows.

    Whole numbers are text, for a database keeps every digit of them. The address is as SQLAlchemy writes it, such as
    ``postgresql+pg8000://user@host/simpeg``; it may hold a password, so no message ever shows it. ``queries`` are
    ``SELECT`` by the name under which their rows go into the log.

    Raises ``InvalidDataset``: the address is not understood, its driver is not installed, the database does not answer,
    or a query fails or gives more cells than fit into memory; all failing queries at once.
    """
    from sqlalchemy.exc import SQLAlchemyError  # here, since few regions come from a database

    engine = _engine(url)
    problems: list[Problem] = []
    sheets: list[Sheet] = []
    try:
        with engine.connect() as connection:
            for name, query in queries.items():
                try:
                    sheets.append(Sheet(SOURCE, name, _cells(connection, name, query)))
                except InvalidDataset as error:
                    connection.rollback()
                    problems += error.problems
                except (SQLAlchemyError, ValueError) as error:  # also text that is none, in a damaged file
                    connection.rollback()
                    problems.append(_problem("database_query", name, error))
    except SQLAlchemyError as error:
        problems.append(_problem("database_silent", "", error))
    if problems:
        raise InvalidDataset(problems)
    return sheets


def _engine(url: str) -> Engine:
    """Way to the database; SQLite would make a missing file instead of missing it."""
    import sqlalchemy
    from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError
    from sqlalchemy.pool import NullPool

    try:
        parsed = sqlalchemy.make_url(url)
        engine = sqlalchemy.create_engine(parsed, poolclass=NullPool, hide_parameters=True)
    except (NoSuchModuleError, ImportError) as error:
        raise InvalidDataset([_problem("database_driver", "", error)]) from None
    except (SQLAlchemyError, ValueError) as error:
        raise InvalidDataset([_problem("database_address", "", error)]) from None
    if parsed.get_backend_name() == "sqlite" and not (parsed.database and Path(parsed.database).is_file()):
        raise InvalidDataset([_problem("database_silent", "", "SQLite")])
    return engine


def _cells(connection: Connection, name: str, query: str) -> pd.DataFrame:
    """Result of a query; a colon in it is a colon, not the name of a value to be filled in."""
    import sqlalchemy

    result = connection.execute(sqlalchemy.text(query.replace(":", "\\:")))
    rows = [list(result.keys())]
    for row in result:
        rows.append([_cell(value) for value in row])
        if len(rows) * len(rows[0]) > MOST_CELLS:  # a view of a few bytes may stand for rows without end
            problem = _problem("refused_extent", name, f"> {len(rows) - 1} × {len(rows[0])}")
            raise InvalidDataset([replace(problem, allowed=f"{MOST_CELLS}")])
    connection.rollback()
    return pd.DataFrame(rows, index=pd.RangeIndex(1, len(rows) + 1), dtype=object)


def _cell(value: object) -> object:
    """Value of a database as a file would declare it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value


def _problem(rule: str, name: str, found: Exception | str) -> Problem:
    """What went wrong, without the words of the database: they may repeat the address, a password or a row."""
    told = found if isinstance(found, str) else type(found).__name__
    return Problem(rule=rule, table=name or SOURCE, file=SOURCE, sheet=name, found=told)
