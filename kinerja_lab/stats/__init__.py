"""Formulas and numerical cores: arrays in, floats or small frozen results out. No pandas, no policy."""
