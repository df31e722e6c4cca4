// Passkeys as keys: what WebAuthn's PRF extension gives is a secret that only this authenticator makes of this salt.
import { SALT_BYTES } from '../core/limits.js';
import { CodedError } from './errors.js';

/** @typedef {import('./messages.js').Passkey} Passkey */

/** How long a browser has to refuse, in milliseconds. One that refuses extensions does so at once; the other waits for a person. */
const REFUSED_WITHIN = 300;

/**
 * Whether this browser makes passkeys for an extension's pages. Firefox has PRF and yet refuses them, which shows only
 * when it is asked: for a passkey to choose from a list that nothing shows.
 */
export async function canUsePasskeys() {
  const capabilities = await globalThis.PublicKeyCredential?.getClientCapabilities?.();
  if (capabilities?.['extension:prf'] !== true || capabilities['conditionalGet'] !== true) {
    return false;
  }
  const stop = new AbortController();
  setTimeout(() => stop.abort(), REFUSED_WITHIN);
  const options = { mediation: /** @type {const} */ ('conditional'), signal: stop.signal, publicKey: { challenge: challenge() } };
  return navigator.credentials.get(options).then(
    () => true,
    (error) => error.name === 'AbortError',
  );
}

/**
 * Has the browser make a passkey, and the secret of it.
 * @param {string} name
 * @param {Passkey[]} existing passkeys of this vault: an authenticator that has one of them makes no other
 */
export async function makePasskey(name, existing) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const label = name || 'Halfminute';
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'Halfminute' },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name: label, displayName: label },
        challenge: challenge(),
        // ES256, EdDSA, RS256: nothing is ever signed with it, so any will do.
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: existing.map(descriptor),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        attestation: 'none',
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const { prf } = made.getClientExtensionResults();
  if (prf?.enabled !== true) {
    throw new CodedError('passkey-without-prf');
  }
  const credential = new Uint8Array(made.rawId);
  // Not every authenticator gives the secret when the passkey is made.
  const secret = secretIn(made) ?? (await usePasskeys([{ id: '', salt: base64url(salt), credential: base64url(credential) }])).secret;
  return { credential: credential.toBase64(), salt: salt.toBase64(), secret };
}

/**
 * Has the person choose one of these passkeys, and answers with its way in and its secret, base64.
 * @param {Passkey[]} passkeys
 */
export async function usePasskeys(passkeys) {
  const used = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: challenge(),
        allowCredentials: passkeys.map(descriptor),
        userVerification: 'required',
        extensions: { prf: { evalByCredential: Object.fromEntries(passkeys.map(({ credential, salt }) => [credential, { first: bytes(salt) }])) } },
      },
    }),
  );
  const secret = secretIn(used);
  const way = passkeys.find(({ credential }) => credential === used.id);
  if (secret === null || way === undefined) {
    throw new CodedError('passkey-without-prf');
  }
  return { id: way.id, secret };
}

/** A random challenge, which WebAuthn asks for. Nobody verifies the signature over it: the secret is the proof. */
function challenge() {
  return crypto.getRandomValues(new Uint8Array(32));
}

/**
 * @param {() => Promise<Credential | null>} ask
 * @returns {Promise<PublicKeyCredential>}
 */
async function asked(ask) {
  try {
    return /** @type {PublicKeyCredential} */ (await ask());
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    throw new CodedError(name === 'InvalidStateError' ? 'passkey-known' : name === 'SecurityError' ? 'passkey-impossible' : 'passkey-cancelled');
  }
}

/** @param {PublicKeyCredential} credential */
function secretIn(credential) {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (!(first instanceof ArrayBuffer)) {
    return null;
  }
  const secret = new Uint8Array(first);
  const text = secret.toBase64();
  secret.fill(0);
  return text;
}

/** @param {Passkey} passkey @returns {PublicKeyCredentialDescriptor} */
function descriptor({ credential }) {
  return { type: 'public-key', id: bytes(credential) };
}

/** @param {string} text base64url */
function bytes(text) {
  return Uint8Array.fromBase64(text, { alphabet: 'base64url' });
}

/** @param {Uint8Array} of */
function base64url(of) {
  return of.toBase64({ alphabet: 'base64url', omitPadding: true });
}
