// An account in words.
import { message } from './i18n.js';
import { isolated, shownName } from './names.js';

/** @param {{ issuer: string, name: string }} account */
export function titleOf({ issuer, name }) {
  return [issuer, name].filter(Boolean).map(isolated).join(' · ') || message('unnamed');
}

/**
 * The two lines of a row: the issuer, or what stands in its place, and the account name.
 * @param {{ issuer: string, name: string }} account
 */
export function linesOf({ issuer, name }) {
  return { first: shownName(issuer || name) || message('unnamed'), second: issuer ? shownName(name) : '' };
}

/** @param {import('../core/types.js').Parameters} parameters what codes are made of */
export function parametersInWords({ type, algorithm, digits, period, counter }) {
  switch (type) {
    case 'steam':
      return message('parametersSteam');
    case 'motp':
      return message('parametersMotp');
    case 'yandex':
      return message('parametersYandex');
    case 'hotp':
      return message('parametersHotp', algorithm ?? '', digits ?? '', counter ?? '');
    default:
      return message('parametersTotp', algorithm ?? '', digits ?? '', period ?? '');
  }
}

/**
 * What a person should hear of, in words.
 * @param {import('../core/types.js').PendingView} pending
 */
export function warningsOf({ warnings }) {
  return warnings.map((warning) => message(`warning_${warning.replaceAll('-', '_')}`));
}
