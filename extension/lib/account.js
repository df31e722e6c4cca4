// An account in words.
import { message } from './i18n.js';

/** @param {{ issuer: string, name: string }} account */
export function titleOf({ issuer, name }) {
  return [issuer, name].filter(Boolean).join(' · ') || message('unnamed');
}

/** @param {import('./views.js').Parameters} parameters what codes are made of */
export function parametersInWords({ type, algorithm, digits, period, counter }) {
  switch (type) {
    case 'steam':
      return message('parametersSteam');
    case 'hotp':
      return message('parametersHotp', algorithm ?? '', digits ?? '', counter ?? '');
    default:
      return message('parametersTotp', algorithm ?? '', digits ?? '', period ?? '');
  }
}
