// What goes wrong has a code, by which `explain` finds the words, and arguments that the words need.

/**
 * @typedef {import('../core/types.js').Problem | ShellProblem} Problem
 *   What the core refuses, and what the shell does.
 * @typedef {Problem['code'] | import('../core/types.js').Refusal['code']} Code
 *   The name of one of them, or of a reason why nothing is filled.
 *
 * @typedef {{ code: 'attempts-wait' }
 *   | { code: 'backup-folder-asks' | 'backup-folder-gone' | 'backup-no-passphrase' | 'backup-no-permission' | 'backup-not-saved' }
 *   | { code: 'cancelled' }
 *   | { code: 'clock-ahead' | 'clock-behind' }
 *   | { code: 'core-failed' | 'core-trap' }
 *   | { code: 'file-not-a-picture' | 'file-not-readable' | 'file-pdf' | 'file-too-large' }
 *   | { code: 'files-too-many' }
 *   | { code: 'fill-frame-hidden' | 'fill-not-known' | 'fill-not-taken' | 'fill-policy' | 'fill-too-late' }
 *   | { code: 'locked' }
 *   | { code: 'no-answer' }
 *   | { code: 'no-such-generation' }
 *   | { code: 'page-changed' | 'page-not-painted' | 'page-not-readable' }
 *   | { code: 'passkey-cancelled' | 'passkey-impossible' | 'passkey-known' | 'passkey-without-prf' }
 *   | { code: 'passphrase-common' | 'passphrase-pattern' | 'passphrase-weak' | 'passphrases-differ' }
 *   | { code: 'picture-animated' | 'picture-broken' | 'picture-without-code' }
 *   | { code: 'policy-forbids' | 'policy-passkey' | 'policy-passkey-stays' }
 *   | { code: 'policy-passphrase', args: { length: number } }
 *   | { code: 'storage-refused' }
 *   | { code: 'unexpected' }
 *   | { code: 'vault-exists' }} ShellProblem
 *   What the core knows nothing of.
 */

/** @typedef {Extract<Problem, { args: unknown }>} WithArgs */

/**
 * The arguments of a code, as the rest of a list.
 * @template {Code} C
 * @typedef {C extends WithArgs['code'] ? [args: Extract<WithArgs, { code: C }>['args']] : []} ArgsOf
 */

/**
 * An error that the shell raises, as the core raises its own: with `code` and `args`.
 * @template {Code} [C=Code]
 */
export class CodedError extends Error {
  /**
   * @param {C} code
   * @param {ArgsOf<C>} args
   */
  constructor(code, ...[args]) {
    super(code);
    this.code = code;
    this.args = args;
  }

  /**
   * The error that another context has told of.
   * @param {Problem} problem
   */
  static of(problem) {
    return new CodedError(problem.code, .../** @type {[]} */ ('args' in problem ? [problem.args] : []));
  }
}

/** A trap of the core, as when there is no memory for it. */
export const TRAP = 'core-failed';

/**
 * The code and the arguments of whatever was thrown, by the core or by the shell. What has none is a defect, or a browser's own.
 * @param {unknown} error
 * @returns {Problem}
 */
export function problemOf(error) {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const { code, args } = /** @type {CodedError} */ (error);
    return /** @type {Problem} */ (args === undefined ? { code } : { code, args });
  }
  console.error(error);
  return { code: 'unexpected' };
}

/**
 * @param {unknown} error
 * @returns {Code}
 */
export function errorCode(error) {
  return problemOf(error).code;
}
