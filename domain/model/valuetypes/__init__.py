"""The value types one by one, by what they hold: plain values, references, shapes."""
