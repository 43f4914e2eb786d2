"""Files in, ``Dataset`` out."""
