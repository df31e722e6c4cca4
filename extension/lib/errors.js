// Errors have stable names. The core's own `Error`s carry theirs as the message.

/** An error that has a name to translate. */
export class CodedError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** A trap of the core, as when there is no memory for it. */
export const TRAP = 'core-failed';

/**
 * The stable name of whatever was thrown.
 * @param {unknown} error
 */
export function errorCode(error) {
  const message = error instanceof Error ? error.message : '';
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(message)) {
    return message;
  }
  console.error(error);
  return 'unexpected';
}
