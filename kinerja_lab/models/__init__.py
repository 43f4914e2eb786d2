"""Iterative fits on data frames, all answering as ``RaterEffects``, and the detectors of rater effects on top."""
