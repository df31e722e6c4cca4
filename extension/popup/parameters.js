// What codes are made of, in words.
import { message } from '../lib/i18n.js';

/** @param {import('../lib/views.js').Parameters} parameters */
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
