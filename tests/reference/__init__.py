"""Published tables and independent packages, and the runner that answers their cases."""
