/**
 * HTML that is escaped unless it was made here, and the frame that every page of a portal stands in.
 */

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A piece of HTML that may be put into a page as it is. */
export class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/** @typedef {string | number | Markup | readonly Markup[]} Insertable */

/**
 * What a stage shows; the kit turns it into a document.
 * @typedef {object} Page
 * @property {string} title
 * @property {Markup} body
 * @property {string} [script] path of the page's one script; without it the page may run none at all
 */

/** @typedef {{ csrf: string, notice: string }} FormSession what a form needs to know of the session */

/**
 * @param {string} text
 * @returns {string}
 */
function escape(text) {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[/** @type {keyof typeof ENTITIES} */ (char)]);
}

/**
 * @param {Insertable} value
 * @returns {string}
 */
function insert(value) {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map((part) => part.text).join('');
  return escape(String(value));
}

/**
 * Template tag: every value is escaped, except Markup and lists of it.
 * @param {TemplateStringsArray} strings
 * @param {...Insertable} values
 * @returns {Markup}
 */
export function html(strings, ...values) {
  return new Markup(strings.map((part, i) => part + insert(values[i] ?? '')).join(''));
}

/** Nothing, where a template wants Markup. */
export const NOTHING = new Markup('');

/**
 * A form that posts, with the session's CSRF token in it.
 * @param {FormSession} session
 * @param {string} action
 * @param {Markup} fields
 * @param {string} [name] class of the form, for the style sheet
 * @returns {Markup}
 */
export function form(session, action, fields, name = 'form') {
  return html`<form class="${name}" method="post" action="${action}">
<input type="hidden" name="csrf" value="${session.csrf}">
${fields}
</form>`;
}

/**
 * The session's notice as an alert. It is shown once: taking it empties it.
 * @param {FormSession} session
 * @returns {Markup}
 */
export function takeNotice(session) {
  const { notice } = session;
  session.notice = '';
  return notice ? html`<p class="alert" role="alert">${notice}</p>` : NOTHING;
}

/**
 * @param {Page} page
 * @param {string} nonce what the Content-Security-Policy lets the page's script run by
 * @returns {string}
 */
export function makeDocument(page, nonce) {
  const script = page.script
    ? html`<script nonce="${nonce}" src="${page.script}" defer></script>`
    : NOTHING;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
${script}
</head>
<body>
${page.body}
</body>
</html>
`.text;
}
