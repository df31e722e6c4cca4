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
  const content = element(id, HTMLTemplateElement).content;
  return /** @type {HTMLElement} */ (document.importNode(content, true).firstElementChild);
}

/**
 * The element of a part of the screen that a template names by `data-part`.
 * @param {HTMLElement} root
 * @param {string} name
 */
export function part(root, name) {
  return /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
}

/**
 * Runs `work` when a form is sent, with the form's controls off and `aria-busy` on meanwhile.
 * @param {HTMLFormElement} form
 * @param {() => Promise<void>} work
 */
export function onSubmit(form, work) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
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
