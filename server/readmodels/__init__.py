"""Read models: the log folded into tables that answer for any moment, register and person."""
