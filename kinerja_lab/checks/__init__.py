"""One question a file: policy, thresholds, evidence; the verdict engine judges."""
