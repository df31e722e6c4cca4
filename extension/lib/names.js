// Names that others have chosen, on a screen: a site, an app or a file may have put anything into them.
import { browser } from './browser.js';

const [OPENS, CLOSES] = ['\u2068', '\u2069'];
/** What nobody sees, or what turns the text around it; but for the joiners and the selector that scripts and emoji need. */
const ODD = /(?!\u200c|\u200d|\ufe0f)[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffc]/gu;
const MARK = '\ufffd';
/** Latin letters, digits and signs run from left to right, whatever stands around them. */
const PLAIN = /^[ -~\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u202f-\u205e]*$/;

/**
 * A name by itself. What nobody sees is taken out when a name is read; where an earlier version has kept it, or another
 * program has written it, a mark stands for it.
 * @param {string} name
 */
export function shownName(name) {
  return name.replace(ODD, MARK);
}

/**
 * A name, or words around one, to stand in a sentence: in an isolate of its own (FSI … PDI), so that it cannot turn the words
 * beside it. Names in it that are isolated already stay so.
 * @param {string} text
 */
export function isolated(text) {
  const shown = text.replace(ODD, (odd) => (odd === OPENS || odd === CLOSES ? odd : MARK));
  if (PLAIN.test(shown) && browser.i18n.getMessage('@@bidi_dir') === 'ltr') {
    return shown;
  }
  let open = 0;
  const paired = [...shown].every((letter) => {
    open += Number(letter === OPENS) - Number(letter === CLOSES);
    return open >= 0;
  });
  return `${OPENS}${paired && open === 0 ? shown : shownName(shown)}${CLOSES}`;
}
