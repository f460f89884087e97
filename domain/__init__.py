"""The model, its time, its language, its rules: pure, without I/O, clock or randomness."""
