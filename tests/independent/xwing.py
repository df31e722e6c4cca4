"""X-Wing (draft-connolly-cfrg-xwing-kem-06): what is sealed to a key pair, and how its private key opens it."""

import hashlib
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
from nacl.exceptions import CryptoError

PUBLIC = 1216
CAPSULE = 1120
LATTICE_CAPSULE = 1088
LABEL = b"\\.//^\\"


class Pair(NamedTuple):
    lattice: MLKEM768PrivateKey
    curve: X25519PrivateKey
    public: bytes


def expand(private):
    """The key pair of a private key, which is a seed of 32 bytes."""
    expanded = hashlib.shake_256(private).digest(96)
    lattice = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    curve = X25519PrivateKey.from_private_bytes(expanded[64:])
    public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return Pair(lattice, curve, public)


def decapsulate(private, capsule):
    """The shared secret. A capsule that was changed gives another one; None where a point of it is of low order."""
    pair = expand(private)
    lattice, curve = capsule[:LATTICE_CAPSULE], capsule[LATTICE_CAPSULE:]
    try:
        agreed = pair.curve.exchange(X25519PublicKey.from_public_bytes(curve))
    except ValueError:
        return None
    own = pair.public[-32:]
    return hashlib.sha3_256(pair.lattice.decapsulate(lattice) + agreed + curve + own + LABEL).digest()


def open_with(private, info, sealed):
    """What was sealed to the key pair, or None."""
    shared = decapsulate(private, sealed[:CAPSULE])
    if shared is None:
        return None
    # A key of its own for each capsule, so that the nonce is never used twice.
    key = HKDF(SHA256(), 32, None, info).derive(shared)
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[CAPSULE:], info, bytes(24), key)
    except CryptoError:
        return None
