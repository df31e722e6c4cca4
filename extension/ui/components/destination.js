// The site that an account will be bound to when it is added. The person sees it beside "Add", and may leave it out.
import { element } from '../../lib/dom.js';
import { message } from '../../lib/i18n.js';

/** @param {'scan' | 'review'} screen the screen, whose ids begin with its name */
export function destination(screen) {
  const site = element(`${screen}-site`, HTMLElement);
  const box = element(`${screen}-bind`, HTMLInputElement);
  const unbound = element(`${screen}-unbound`, HTMLElement);
  return {
    /** @param {import('../../core/types.js').PendingView} [pending] the account; nothing is shown without one */
    showFor(pending) {
      const { host = null, twin = null, known: existing = null, bound = false } = pending ?? {};
      site.hidden = host === null || bound;
      element(`${screen}-host`, HTMLElement).textContent = host === null ? '' : message('codesGoTo', host);
      box.checked = true;
      // To an account that is in the vault already, adding only adds the site: without that there is no choice.
      box.hidden = existing !== null;
      unbound.hidden = twin === null || bound;
      unbound.textContent = twin === null ? '' : message('codesGoNowhere', twin.imitates);
    },
    bind: () => box.checked,
  };
}
