/**
 * Writes a code into fields that `collect` found under the same `token`, the way that the page understands, and says
 * whether it stands there now: `true`, or the stable name of the reason.
 *
 * First it types as a person does, with the events that the browser itself makes of it; only what the page does not
 * take that way is tried in another. Like `collect`, it must stand by itself.
 * @param {string} token
 * @param {number[]} indices one field for the whole code, or one for each character
 * @param {string} code
 * @param {object} when
 * @param {number} when.begin a page that was busy until then gets nothing, and is to be asked again
 * @param {number} when.until nothing is written any more, in milliseconds
 * @param {boolean} when.sends whether `submit` comes next: until then it is watched whether the page sends it by itself
 * @returns {Promise<true | 'page-changed' | 'fill-not-taken' | 'fill-too-late' | 'busy'>}
 */
export async function write(token, indices, code, { begin, until, sends }) {
  /** How long it must stand before it is believed, in milliseconds. */
  const SETTLE = 50;
  /** How long a page gets to show it. */
  const PATIENCE = 250;
  /** How far up a page may draw the boxes anew. */
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
  const first = elements[indices[0]];
  const parts = indices.length === 1 ? [code] : [...code];
  if (!first || parts.length !== indices.length) {
    return 'page-changed';
  }
  const { top, bottom } = first.getBoundingClientRect();
  const inView = top >= 0 && bottom <= innerHeight;
  first.scrollIntoView({ block: inView ? 'nearest' : 'center', inline: 'nearest', behavior: 'instant' });
  if (!indices.every((index) => same(index, true))) {
    return 'page-changed';
  }

  const fields = indices.map((index) => elements[index]);
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
  /** Where the code would be sent. */
  const destinations = (/** @type {Field[]} */ those) => JSON.stringify(those.map((field) => sendsTo(field)));
  const destined = destinations(fields);
  /** Something was written: from here on the page may draw anew. */
  let begun = false;
  /** Whether the field at this place may still be written. @param {number} at */
  const isOpen = (at) => {
    const field = standing()[at];
    const redrawn = begun && field.isConnected && field.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return field === fields[at] ? same(indices[at]) : redrawn && destinations(standing()) === destined;
  };
  /** A page may group the digits; what counts is that all of them stand there, each in its place. */
  const isWritten = () => standing().every((field, at) => valueOf(field).replace(/[^0-9a-z]/gi, '') === parts[at]);
  const isFocused = (/** @type {Field} */ field) => /** @type {Document | ShadowRoot} */ (field.getRootNode()).activeElement === field;
  const pause = (ms = 0) => new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

  /** @param {Field} field @param {Event} event */
  const tell = (field, event) => field.dispatchEvent(event);
  const changes = (/** @type {Field} */ field) => tell(field, new Event('change', { bubbles: true }));

  /** @type {Field | null} */
  let told = null;
  /** @param {Field} field */
  const focus = async (field) => {
    if (!isFocused(field)) {
      field.focus();
    }
    if (!document.hasFocus() && told !== field) {
      // The popup has the focus: the page was told that it lost its own, and is told of no other.
      tell(field, new FocusEvent('focus', { composed: true }));
      tell(field, new FocusEvent('focusin', { bubbles: true, composed: true }));
      await pause();
    }
    told = field;
  };

  /** @param {Field} field */
  const select = (field) => (field.select ? field.select() : document.execCommand('selectAll'));

  let [changed, late] = [false, false];
  /**
   * @param {number} at
   * @param {string} text
   * @param {{ over?: boolean, command?: boolean, inputType?: string }} [options] `over` what stands there; by the
   *   browser's own `command`, which makes the events of typing and can be undone, or else past what a framework may have
   *   put over the field's value
   */
  const insert = (at, text, { over = true, command = true, inputType = 'insertText' } = {}) => {
    const field = standing()[at];
    const how = { bubbles: true, composed: true, data: text, inputType };
    if (over && isFocused(field)) {
      select(field);
    }
    if (!tell(field, new InputEvent('beforeinput', { ...how, cancelable: true }))) {
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
    tell(field, new InputEvent('input', how));
  };

  /** @param {Field} field @param {string} type @param {string} key */
  const press = (field, type, key) => {
    const keyCode = key.charCodeAt(0);
    const code = /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
    const how = { key, code, keyCode, which: keyCode, charCode: type === 'keypress' ? keyCode : 0 };
    return tell(field, new KeyboardEvent(type, { ...how, bubbles: true, cancelable: true, composed: true }));
  };

  /** As from the clipboard, which is left alone. Firefox lets a page read only what was made in its own world. */
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
  /** @param {number} at @param {(field: Field) => void} enter @param {boolean} [last] */
  const into = async (at, enter, last = true) => {
    await focus(standing()[at]);
    late ||= isOver();
    changed ||= !isOpen(at);
    if (!changed && !late) {
      finished = last ? performance.now() : Infinity;
      enter(standing()[at]);
      begun = true;
      stood = last && isWritten();
      await pause();
    }
  };

  const end = code.length - 1;
  const inOne = () => into(0, (field) => {
    insert(0, code);
    changes(field);
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
          changes(field);
        }
      }, index === end);
    }
  };
  const asPaste = () => into(0, (field) => {
    if (tell(field, pasting())) {
      insert(0, code, { command: false, inputType: 'insertFromPaste' });
    }
    changes(field);
  });
  const byValue = async () => {
    for (const [at, part] of parts.entries()) {
      await into(at, (field) => {
        insert(at, part, { command: false });
        changes(field);
      }, at === parts.length - 1);
    }
  };

  /** Until it stands for a while, or the page has taken it away to go on with it. */
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
      // What Firefox makes a paste with is the page's own, and may be a trap.
      await way().catch(() => {});
      if (await stands()) {
        return true;
      }
      // A page that has sent it must not be given it twice.
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

  // A page may send the code by itself as soon as it is complete, and be gone before anything can be read back.
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
      // For the next description: a field that was emptied since was sent, or was not taken.
      page.halfminuteFilled ??= new WeakSet();
      standing().forEach((field) => page.halfminuteFilled?.add(field));
      if (sends) {
        page.halfminuteWritten = { field: () => standing()[0], isToSend: () => !asked && isWritten() && destinations(standing()) === destined, unwatch };
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
 * The press is over: what is being written, or waits to be, ends here.
 * @param {string} token
 */
export function end(token) {
  Object.assign(globalThis, { halfminuteOver: token });
}
