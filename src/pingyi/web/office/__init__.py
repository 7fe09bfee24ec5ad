"""The office: what staff open. A view parses, checks the rule for the thing it touches, does one thing, renders."""
