"""The statements of the source documents as testable claims, each resting on a check."""
