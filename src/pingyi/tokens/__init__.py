"""What a resident's code becomes on its way to a counted row: key, blind tokens, sealed ballot, requests, receipt."""
