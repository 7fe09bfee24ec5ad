"""Letters and text messages: what carries a code to its person."""
