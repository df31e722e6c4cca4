// Errors have stable names. The core's own `Error`s carry theirs as the message.

/** An error that has a name to translate. */
export class CodedError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

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
