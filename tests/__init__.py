"""The tests; a package so that ``python -m tests.reference.run`` finds its adapters."""
