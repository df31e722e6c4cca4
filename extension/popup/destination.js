// Where the codes of an account will go that is about to be added: the person sees it, and may leave it out.
import { element } from '../lib/dom.js';
import { message } from '../lib/i18n.js';

/** @param {'scan' | 'review'} screen whose ids begin so */
export function destination(screen) {
  const site = element(`${screen}-site`, HTMLElement);
  const box = element(`${screen}-bind`, HTMLInputElement);
  const unbound = element(`${screen}-unbound`, HTMLElement);
  return {
    /** @param {import('../lib/views.js').PendingView} [pending] none: nothing is about to be added */
    tell(pending) {
      const { host = null, twin = null, known = null, bound = false } = pending ?? {};
      site.hidden = host === null || bound;
      element(`${screen}-host`, HTMLElement).textContent = host === null ? '' : message('codesGoTo', host);
      box.checked = true;
      // Of an account that is there already, the site is all that would be added.
      box.hidden = known !== null;
      unbound.hidden = twin === null || bound;
      unbound.textContent = twin === null ? '' : message('codesGoNowhere', twin.imitates);
    },
    bind: () => box.checked,
  };
}
