// Menus: one is open at a time, arrows walk through it, Escape closes it and gives the focus back.

/** @type {{ menu: HTMLElement, opener: HTMLElement } | null} */
let open = null;

/** What can be pressed in a menu, in its order. @param {HTMLElement} menu */
const items = (menu) => /** @type {HTMLElement[]} */ ([...menu.querySelectorAll('[role^="menuitem"]:not(:disabled)')]);

/**
 * Opens a menu below what was pressed.
 * @param {HTMLElement} menu
 * @param {HTMLElement} opener
 */
export function openMenu(menu, opener) {
  closeMenu();
  open = { menu, opener };
  menu.hidden = false;
  opener.setAttribute('aria-expanded', 'true');
  const { bottom, top } = opener.getBoundingClientRect();
  // Below what was pressed where it fits, else above it.
  const height = menu.offsetHeight;
  menu.style.insetBlockStart = `${Math.max(4, bottom + height + 4 > innerHeight ? top - height - 2 : bottom + 2)}px`;
  items(menu)[0]?.focus();
}

/** @param {boolean} [back] whether the focus goes back to what opened it */
export function closeMenu(back = false) {
  if (open === null) {
    return;
  }
  const { menu, opener } = open;
  open = null;
  menu.hidden = true;
  opener.setAttribute('aria-expanded', 'false');
  if (back) {
    opener.focus();
  }
}

/**
 * A menu that a button opens and closes.
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} menu
 */
export function menuOf(button, menu) {
  button.addEventListener('click', () => {
    if (menu.hidden) {
      openMenu(menu, button);
    } else {
      closeMenu(true);
    }
  });
}

/** @param {KeyboardEvent} event @returns {boolean} whether the key was for a menu */
export function menuKey(event) {
  if (open === null) {
    return false;
  }
  const all = items(open.menu);
  const at = all.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (event.key === 'Escape' || event.key === 'Tab') {
    closeMenu(true);
  } else if (to !== undefined) {
    all.at(to % all.length)?.focus();
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}

document.addEventListener('pointerdown', ({ target }) => {
  if (open !== null && target instanceof Node && !open.menu.contains(target) && !open.opener.contains(target)) {
    closeMenu();
  }
});
// Whatever an item does, its menu is over.
document.addEventListener('click', ({ target }) => {
  if (open !== null && target instanceof Element && open.menu.contains(target) && target.closest('[role^="menuitem"]')) {
    closeMenu(true);
  }
}, true);
