"""From a file to rows, and from rows to what would change. Reads only; `actions.imports` writes."""
