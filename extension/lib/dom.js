// The little that the screens need of a framework.

/**
 * The element with this id, which is of this kind.
 * @template {typeof HTMLElement} K
 * @param {string} id
 * @param {K} kind
 * @returns {InstanceType<K>}
 */
export function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) {
    throw new TypeError(`no ${kind.name} #${id}`);
  }
  return /** @type {InstanceType<K>} */ (found);
}

/**
 * A copy of the one element in a template.
 * @param {string} id
 */
export function copyOf(id) {
  const copy = document.importNode(element(id, HTMLTemplateElement).content, true).firstElementChild;
  if (!(copy instanceof HTMLElement)) {
    throw new TypeError(`nothing in the template #${id}`);
  }
  return copy;
}

/**
 * The element below `root` that a template names by `data-part`.
 * @template {typeof HTMLElement} [K=typeof HTMLElement]
 * @param {HTMLElement} root
 * @param {string} name
 * @param {K} [kind] the class that it must be of
 * @returns {InstanceType<K>}
 */
export function part(root, name, kind) {
  const wanted = kind ?? HTMLElement;
  const found = root.querySelector(`[data-part="${name}"]`);
  if (!(found instanceof wanted)) {
    throw new TypeError(`no ${wanted.name} with data-part="${name}"`);
  }
  return /** @type {InstanceType<K>} */ (found);
}

/**
 * Runs `work` when a form is sent, with the form's controls off and `aria-busy` on meanwhile.
 * @param {HTMLFormElement} form
 * @param {() => Promise<void>} work
 */
export function onSubmit(form, work) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    whileBusy(form, work).catch(console.error);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {() => Promise<void>} work
 */
async function whileBusy(form, work) {
  const controls = /** @type {HTMLButtonElement[]} */ ([...form.elements]).filter((control) => !control.disabled);
  for (const control of controls) {
    control.disabled = true;
  }
  form.setAttribute('aria-busy', 'true');
  try {
    await work();
  } finally {
    form.removeAttribute('aria-busy');
    for (const control of controls) {
      control.disabled = false;
    }
  }
}

/**
 * Does `work` on each event of a kind. What it throws, also later, is reported.
 * @template {keyof HTMLElementEventMap} T
 * @param {HTMLElement} target
 * @param {T} type
 * @param {(event: HTMLElementEventMap[T]) => Promise<unknown>} work
 */
export function onEvent(target, type, work) {
  target.addEventListener(type, (event) => {
    work(event).catch(console.error);
  });
}

/** What each list shows. @type {WeakMap<Element, string>} */
const shown = new WeakMap();

/**
 * Shows other rows in a list, unless they say the same: whoever stands in one of them keeps their place.
 * @param {Element} list
 * @param {unknown} what they show
 * @param {Element[]} rows
 */
export function replaceRows(list, what, rows) {
  const said = JSON.stringify(what);
  if (shown.get(list) !== said) {
    shown.set(list, said);
    list.replaceChildren(...rows);
  }
}
