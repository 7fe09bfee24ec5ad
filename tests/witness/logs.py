"""A log that asks a witness, honest or not, and the witness's application without a network."""

from io import BytesIO

from pingyi.ledger import notes, trees, witnessing
from pingyi.primitives import ed25519

ORIGIN = "log.example/one"
LOG_SEED, WITNESS_SEED = bytes([7]) * 32, bytes([1]) * 32
NAME = "witness.example/w1"
LOG_KEY = notes.VerifierKey(ORIGIN, notes.ED25519, ed25519.public_key(LOG_SEED))
WITNESS_KEY = notes.VerifierKey(NAME, notes.COSIGNATURE, ed25519.public_key(WITNESS_SEED))


class Log:
    """A log with `size` entries; two with different `story` tell different histories after `shared` entries."""

    def __init__(self, size=20, story=b"", shared=0, seed=LOG_SEED):
        leaves = [b"%d" % index + (story if index >= shared else b"") for index in range(size)]
        self.tree, self.seed = trees.Tree(trees.leaf_hashes(leaves)), seed

    def text(self, size):
        """The checkpoint's text."""
        return notes.Checkpoint(ORIGIN, size, self.tree.root(size)).encode()

    def signed(self, size):
        """The checkpoint as a note."""
        return notes.Note(self.text(size), (notes.sign(self.seed, ORIGIN, self.text(size)),)).encode()

    def proof(self, old, size):
        """The proof that this log has grown from `old` to `size`."""
        return trees.consistency_path(self.tree.subtree, old, size) if 0 < old <= size else []

    def request(self, old, size):
        """The body that asks for a cosignature."""
        return witnessing.add_checkpoint_request(old, self.proof(old, size), self.signed(size))


def post(application, body, *, path="/add-checkpoint", method="POST"):
    """Send one request; return status, content type and body."""
    answered = {}

    def start(status, headers):
        answered.update(status=int(status[:3]), headers=dict(headers))

    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "192.0.2.1",
        "wsgi.input": BytesIO(body),
    }
    content = b"".join(application(environ, start))
    return answered["status"], answered["headers"]["Content-Type"], content


def is_cosigned(answer, text):
    """Whether the answer is a good cosignature of the text."""
    status, _, body = answer
    return status == 200 and witnessing.parse_cosignatures(body, text, WITNESS_KEY) is not None
