"""What the box keeps. `place` is an index of the log. No table has a time; none says more than the public log does."""

from pingyi.durable.stores import Layout

LAYOUT = Layout(
    "ballotbox",
    1,
    (
        # One row. `frontier`: size and right edge of the tree. `witnessed`: size of the last kept checkpoint.
        "CREATE TABLE IF NOT EXISTS box_state (one {integer} PRIMARY KEY, camp {blob} NOT NULL,"
        " frontier {blob} NOT NULL, closed {integer} NOT NULL, witnessed {integer} NOT NULL) {keyed}",
        # `envelope` is empty for entries that are no ballots.
        "CREATE TABLE IF NOT EXISTS box_entries (place {integer} PRIMARY KEY, entry {blob} NOT NULL,"
        " envelope {blob} NOT NULL) {keyed}",
        # The nonce of an entry token admits one envelope, whose hash is in it.
        "CREATE TABLE IF NOT EXISTS box_ballots (nonce {blob} PRIMARY KEY, place {integer} NOT NULL) {keyed}",
        # Every entry that is no ballot; `statement` is the file of a statement, else empty.
        "CREATE TABLE IF NOT EXISTS box_acts (place {integer} PRIMARY KEY, statement {blob} NOT NULL) {keyed}",
        "CREATE TABLE IF NOT EXISTS box_checkpoints (size {integer} PRIMARY KEY, note {blob} NOT NULL) {keyed}",
    ),
)
# PostgreSQL would move parts of rows longer than 2 kB to another table: four writes for a ballot instead of two.
TOGETHER = "ALTER TABLE box_entries ALTER COLUMN entry SET STORAGE PLAIN, ALTER COLUMN envelope SET STORAGE PLAIN"
