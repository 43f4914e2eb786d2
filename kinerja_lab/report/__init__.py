"""Runs notebooks, writes formats, hides small cells, compares regions."""

import sys

# Jupyter's schemas pull in rfc3987_syntax, which builds 35 parsers while it is imported: 0.85 CPU s of every start.
# Only the format "iri" needs it, which no schema of Jupyter has; jsonschema does without it when it is absent.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
