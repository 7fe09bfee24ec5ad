"""How many to ask, how to divide them, whom to ask: sizes, allocation, and draws that anybody can repeat."""
