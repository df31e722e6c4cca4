/**
 * Writes a code into fields that `collect` found under the same `token`, the way that frameworks notice, and says
 * whether it stands there now: `true`, or the stable name of the reason.
 *
 * Like `collect`, it must stand by itself.
 * @param {string} token
 * @param {number[]} indices one field for the whole code, or one for each character
 * @param {string} code
 */
export async function write(token, indices, code) {
  /** How long a page gets to take back or rearrange what was written, in milliseconds. */
  const SETTLE = 60;
  const described = /** @type {{ halfminute?: { token: string, elements: HTMLInputElement[] } }} */ (globalThis).halfminute;
  if (described?.token !== token) {
    return 'page-changed';
  }
  Reflect.deleteProperty(globalThis, 'halfminute');
  const fields = indices.map((index) => described.elements[index]);
  const stillThere = fields.every((field) => field?.isConnected && !field.readOnly && !field.matches(':disabled'));
  if (!stillThere) {
    return 'page-changed';
  }

  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  /**
   * Past what a framework may have put over the field's own `value`, with the events of typing.
   * @param {HTMLInputElement} field
   * @param {string} text
   */
  const enter = (field, text) => {
    field.focus();
    setValue?.call(field, text);
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, data: text, inputType: 'insertText' }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };

  const parts = fields.length === 1 ? [code] : [...code];
  fields.forEach((field, index) => enter(field, parts[index]));
  await new Promise((resolve) => {
    setTimeout(resolve, SETTLE);
  });
  // A page may group the digits; what counts is that all of them stand there in order.
  const standing = fields.map((field) => field.value).join('').replace(/[\s-]/g, '');
  return standing === code ? true : 'fill-not-taken';
}
