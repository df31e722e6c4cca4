/**
 * Writes a code into fields that `collect` found under the same `token`, and says whether it stands there now: `true`, or the
 * stable name of the reason why not.
 *
 * It types first as a person does, with the events that the browser itself makes of that, and tries other ways only where the
 * page does not take the code. The browser sends its source, so all that it uses stands in it.
 * @param {string} token
 * @param {number[]} indices one field for the whole code, or one for each character
 * @param {string} code
 * @param {object} when
 * @param {number} when.begin until when it may begin, in milliseconds: a page that was busy until then gets nothing
 * @param {number} when.until from when on nothing is written any more, in milliseconds
 * @param {boolean} when.sends whether `submit` comes next: until then it watches whether the page sends the form by itself
 * @returns {Promise<true | 'page-changed' | 'fill-not-taken' | 'fill-too-late' | 'busy'>}
 */
export async function write(token, indices, code, { begin, until, sends }) {
  /** How long the code must stand in the field until that is believed, in milliseconds. */
  const SETTLE = 50;
  /** How long a page gets to show the code, in milliseconds. */
  const PATIENCE = 250;
  /** How many elements up from the field a page may draw anew. */
  const LEVELS = 8;

  /** @typedef {HTMLElement & Partial<HTMLInputElement>} Field */
  /** @typedef {{ token: string, elements: Field[], same: (index: number, untouched?: boolean) => boolean, valueOf: (field: Field) => string, sendsTo: (field: Field) => string[] }} Described */

  const described = /** @type {{ halfminute?: Described }} */ (globalThis).halfminute;
  if (described?.token !== token) {
    return 'page-changed';
  }
  if (Date.now() >= begin) {
    return 'busy';
  }
  Reflect.deleteProperty(globalThis, 'halfminute');
  const { elements, same, valueOf, sendsTo } = described;
  const page = /** @type {import('./submit.js').Page} */ (globalThis);
  const isOver = () => Date.now() >= until || page.halfminuteOver === token;
  const fields = indices.flatMap((index) => elements[index] ?? []);
  const [first] = fields;
  const parts = indices.length === 1 ? [code] : [...code];
  if (first === undefined || fields.length !== indices.length || parts.length !== indices.length) {
    return 'page-changed';
  }
  const { top, bottom } = first.getBoundingClientRect();
  const inView = top >= 0 && bottom <= innerHeight;
  first.scrollIntoView({ block: inView ? 'nearest' : 'center', inline: 'nearest', behavior: 'instant' });
  if (!indices.every((index) => same(index, true))) {
    return 'page-changed';
  }

  /** @type {Element[]} */
  const around = [];
  for (let above = first.parentElement; above && around.length < LEVELS; above = above.parentElement) {
    around.push(above);
  }
  /** @param {Field} one @param {Field} other */
  const alike = (one, other) =>
    one.type === other.type && one.name === other.name && one.maxLength === other.maxLength && !one.readOnly && !one.matches(':disabled');

  /** The fields, or what the page has drawn in their places. */
  const standing = () => {
    if (fields.every((field) => field.isConnected)) {
      return fields;
    }
    const within = around.find((one) => one.isConnected);
    const found = [.../** @type {NodeListOf<Field>} */ (within?.querySelectorAll(first.localName) ?? [])];
    const places = found.filter((one) => fields.some((field) => alike(one, field)));
    return places.length === fields.length ? places : fields;
  };
  /** The field at a place, or what the page has drawn there. @param {number} at @returns {Field} */
  const fieldAt = (at) => {
    const field = standing()[at];
    if (field === undefined) {
      throw new RangeError(`no field at ${at}`);
    }
    return field;
  };
  /** Where the code would be sent. */
  const destinations = (/** @type {Field[]} */ those) => JSON.stringify(those.map((field) => sendsTo(field)));
  const destined = destinations(fields);
  /** Whether something was written. From then on the page may draw the fields anew. */
  let begun = false;
  /** Whether the field at this place may still be written. @param {number} at */
  const isOpen = (at) => {
    const [field, index] = [fieldAt(at), indices[at]];
    const redrawn = begun && field.isConnected && field.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return field === fields[at] && index !== undefined ? same(index) : redrawn && destinations(standing()) === destined;
  };
  /** What stands in the fields, one after the other. A page may group the digits. */
  const texts = () => standing().map((field) => valueOf(field).replace(/[^0-9a-z]/gi, ''));
  /** Whether all of the code stands there, each character in its place. */
  const isWritten = () => texts().every((text, at) => text === parts[at]);
  /** Whether all but the last character stands there. */
  const lacksTheLast = () => code.length > 1 && texts().join('') === code.slice(0, -1);
  const isFocused = (/** @type {Field} */ field) => /** @type {Document | ShadowRoot} */ (field.getRootNode()).activeElement === field;
  const pause = (ms = 0) => new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

  const sayChange = (/** @type {Field} */ field) => field.dispatchEvent(new Event('change', { bubbles: true }));

  /** The field of which the page was told that it has the focus. @type {Field | null} */
  let focused = null;
  /** @param {Field} field */
  const focus = async (field) => {
    if (!isFocused(field)) {
      field.focus();
    }
    if (!document.hasFocus() && focused !== field) {
      // The popup has the focus, so the browser tells the page of no other.
      field.dispatchEvent(new FocusEvent('focus', { composed: true }));
      field.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true }));
      await pause();
    }
    focused = field;
  };

  /** @param {Field} field */
  const select = (field) => (field.select ? field.select() : document.execCommand('selectAll'));

  let [changed, late] = [false, false];
  /**
   * Enters a text into the field at a place.
   * @param {number} at
   * @param {string} text
   * @param {{ over?: boolean, command?: boolean, inputType?: string }} [options] `over`: in place of what stands there.
   *   `command`: by the browser's own command, which makes the events of typing and can be undone; else by the field's value,
   *   whatever a framework may have put in its way
   */
  const insert = (at, text, { over = true, command = true, inputType = 'insertText' } = {}) => {
    const field = fieldAt(at);
    const how = { bubbles: true, composed: true, data: text, inputType };
    if (over && isFocused(field)) {
      select(field);
    }
    if (!field.dispatchEvent(new InputEvent('beforeinput', { ...how, cancelable: true }))) {
      return;
    }
    // Asking the page may have taken its time.
    late ||= isOver();
    if (late || !isOpen(at)) {
      changed = !late;
      return;
    }
    if (command && isFocused(field) && document.execCommand(text === '' ? 'delete' : 'insertText', false, text)) {
      return;
    }
    const whole = over ? text : valueOf(field) + text;
    if (field.value === undefined) {
      field.textContent = whole;
    } else {
      field.value = (field.maxLength ?? 0) > 0 ? whole.slice(0, field.maxLength) : whole;
    }
    field.dispatchEvent(new InputEvent('input', how));
  };

  /** @param {Field} field @param {string} type @param {string} key */
  const press = (field, type, key) => {
    const keyCode = key.charCodeAt(0);
    const code = /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
    const how = { key, code, keyCode, which: keyCode, charCode: type === 'keypress' ? keyCode : 0 };
    return field.dispatchEvent(new KeyboardEvent(type, { ...how, bubbles: true, cancelable: true, composed: true }));
  };

  /** A paste of the code, past the clipboard. In Firefox it is made in the page's own world, or the page could not read it. */
  const pasting = () => {
    const how = { bubbles: true, cancelable: true, composed: true };
    const firefox = /** @type {{ wrappedJSObject?: typeof globalThis, cloneInto: <T>(from: T, into: unknown) => T }} */ (
      /** @type {unknown} */ (globalThis)
    );
    if (firefox.wrappedJSObject) {
      return new firefox.wrappedJSObject.ClipboardEvent('paste', firefox.cloneInto({ ...how, dataType: 'text/plain', data: code }, window));
    }
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', code);
    return new ClipboardEvent('paste', { ...how, clipboardData });
  };

  let [stood, asked] = [false, false];
  /** When the last of the code was given to the page. */
  let finished = Infinity;
  /** Enters something into the field at a place, if that may still be. @param {number} at @param {(field: Field) => void} enter @param {boolean} [last] whether the code is complete then */
  const into = async (at, enter, last = true) => {
    await focus(fieldAt(at));
    late ||= isOver();
    changed ||= !isOpen(at);
    if (!changed && !late) {
      const grew = last && lacksTheLast();
      finished = last ? performance.now() : Infinity;
      enter(fieldAt(at));
      begun = true;
      stood = last && isWritten();
      await pause();
      // A page that let the code grow and emptied all fields at its last character has taken it: the answer to a request is
      // seen when it is complete, which may be much later.
      asked ||= grew && texts().join('') === '';
    }
  };

  const end = code.length - 1;
  const inOne = () => into(0, (field) => {
    insert(0, code);
    sayChange(field);
  });
  const byKeys = async () => {
    for (const [index, key] of [...code].entries()) {
      const at = fields.length === 1 ? 0 : index;
      await into(at, (field) => {
        if (press(field, 'keydown', key) && press(field, 'keypress', key)) {
          insert(at, key, { over: fields.length > 1 || index === 0 });
        }
        press(field, 'keyup', key);
        if (index === end) {
          sayChange(field);
        }
      }, index === end);
    }
  };
  const asPaste = () => into(0, (field) => {
    if (field.dispatchEvent(pasting())) {
      insert(0, code, { command: false, inputType: 'insertFromPaste' });
    }
    sayChange(field);
  });
  const byValue = async () => {
    for (const [at, part] of parts.entries()) {
      await into(at, (field) => {
        insert(at, part, { command: false });
        sayChange(field);
      }, at === parts.length - 1);
    }
  };

  /** Waits until the code has stood there for a while, or until the page has taken it away to go on with it. */
  const stands = async () => {
    const end = performance.now() + PATIENCE;
    for (let since = 0; performance.now() < end; await pause(5)) {
      const stand = isWritten();
      stood ||= stand;
      since = stand ? since || performance.now() : 0;
      if (stood && (asked || standing().some((field) => !field.isConnected || field.matches(':disabled')))) {
        return true;
      }
      if (since > 0 && performance.now() - since >= SETTLE) {
        return true;
      }
    }
    return false;
  };
  const clear = async () => {
    for (const [at, field] of standing().entries()) {
      if (valueOf(field) !== '') {
        await focus(field);
        for (const command of [true, false]) {
          if (valueOf(field) !== '' && isOpen(at)) {
            insert(at, '', { command, inputType: 'deleteContentBackward' });
          }
        }
        await pause();
      }
    }
  };

  const work = async () => {
    const held = valueOf(first);
    await focus(first);
    if (valueOf(first) !== held) {
      return 'page-changed';
    }
    const ways = fields.length === 1 ? [inOne, byKeys, asPaste, byValue] : [byKeys, asPaste, byValue];
    for (const way of ways) {
      // In Firefox a paste is made by the page's own constructors, which may throw.
      await way().catch(() => {});
      if (await stands()) {
        return true;
      }
      // A page that has sent the code must not get it twice.
      if (asked || late) {
        break;
      }
      await clear();
      if (changed) {
        break;
      }
    }
    return late ? 'fill-too-late' : changed ? 'page-changed' : 'fill-not-taken';
  };

  // A page may send the code by itself as soon as it is complete, and be gone before anything is read back.
  const watch = new AbortController();
  const requests = new PerformanceObserver((list) => {
    const own = /** @type {PerformanceResourceTiming[]} */ (list.getEntries()).filter(({ initiatorType }) => /^(?:fetch|xmlhttprequest|beacon)$/.test(initiatorType));
    asked ||= own.some(({ startTime }) => startTime >= finished);
  });
  requests.observe({ type: 'resource' });
  addEventListener('submit', () => {
    asked = true;
  }, { capture: true, signal: watch.signal });
  const leaving = new Promise((resolve) => {
    for (const event of ['beforeunload', 'pagehide']) {
      addEventListener(event, () => {
        asked = true;
        resolve(stood || isWritten() ? true : 'page-changed');
      }, { signal: watch.signal });
    }
  });
  const unwatch = () => {
    watch.abort();
    requests.disconnect();
  };
  let outcome;
  try {
    outcome = await Promise.race([work(), leaving]);
    if (outcome === true) {
      // The next description says which fields were written: one that is empty then was sent, or was not taken.
      page.halfminuteFilled ??= new WeakSet();
      standing().forEach((field) => page.halfminuteFilled?.add(field));
      if (sends) {
        page.halfminuteWritten = { field: () => fieldAt(0), isToSend: () => !asked && isWritten() && destinations(standing()) === destined, unwatch };
      }
    }
    return outcome;
  } finally {
    if (!sends || outcome !== true) {
      unwatch();
    }
  }
}

/**
 * Ends what is being written or waits to be, since the press is over.
 * @param {string} token
 */
export function end(token) {
  Object.assign(globalThis, { halfminuteOver: token });
}
