/**
 * A real policy file for one extension, where Chromium looks for what an administrator has decided.
 *
 * What was found by trying (Chromium 156, Linux):
 * - The file is read at start and again some 5 s after it has changed; an extension that was just installed
 *   gets to see it some 3 s later.
 * - A value of another type than the one in the schema is dropped, that key alone; an unknown key too. A
 *   dictionary is dropped whole when one value in it is of another type. Nothing is converted here.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';

/** Chrome looks elsewhere than Chromium. */
const FOLDER = `/etc/${/chrome/.test(process.env['CHROMIUM'] ?? '') ? 'opt/chrome' : 'chromium'}/policies/managed`;

/** @param {[program: string, ...args: string[]]} command @param {string} [input] */
function asRoot(command, input) {
  /** @type {typeof command} */
  const [program, ...args] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command];
  execFileSync(program, args, { input, stdio: ['pipe', 'ignore', 'ignore'] });
}

/** The id of an extension that is loaded from a folder. @param {string} folder */
export function idOf(folder) {
  const digest = createHash('sha256').update(realpathSync(folder)).digest('hex');
  return [...digest.slice(0, 32)].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join('');
}

/**
 * Null when nobody here may write such a file.
 * @param {string} id of the extension
 */
export function managedPolicy(id) {
  const file = `${FOLDER}/halfminute-test-${id}.json`;
  const remove = () => {
    try {
      asRoot(['rm', '-f', file]);
      asRoot(['rmdir', '-p', '--ignore-fail-on-non-empty', FOLDER]);
    } catch {
      // Not empty, or not ours: as it was.
    }
  };
  try {
    asRoot(['mkdir', '-p', FOLDER]);
    asRoot(['touch', '-a', file]);
  } catch {
    return null;
  }
  asRoot(['rm', '-f', file]);
  process.once('exit', remove);
  return {
    file,
    /** @param {object} values */
    put: (values) => {
      // Another test that ends may have taken it away.
      asRoot(['mkdir', '-p', FOLDER]);
      asRoot(['tee', file], JSON.stringify({ '3rdparty': { extensions: { [id]: values } } }));
    },
    clear: () => asRoot(['rm', '-f', file]),
    remove,
  };
}
