"""Events in, read models and artifacts out; pure."""
