"""The HTTP surface: one small module per noun, one table of routes, one table of problems."""
