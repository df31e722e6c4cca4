// The newest envelope in `storage.local`, found by what it is and not by where the extension keeps it.

const MAGIC = 'halfminute-vault/';

/**
 * @param {import('puppeteer-core').Page} page of the extension
 */
export async function newest(page) {
  const all = await page.evaluate(() => chrome.storage.local.get(null));
  const envelopes = Object.entries(all).flatMap(([key, value]) => {
    const envelope = Buffer.from(typeof value === 'string' ? value : '', 'base64');
    if (envelope.toString('latin1', 0, MAGIC.length) !== MAGIC) {
      return [];
    }
    const begin = envelope.indexOf('\n') + 1;
    const header = JSON.parse(envelope.toString('utf8', begin, envelope.indexOf('\n', begin)));
    return [{ key, envelope, generation: Number(header.generation), costs: header.slots.filter((/** @type {{ kind: string }} */ { kind }) => kind === 'passphrase') }];
  });
  const [found] = envelopes.sort((a, b) => b.generation - a.generation);
  if (!found) {
    throw new Error('no envelope is stored');
  }
  return /** @type {{ key: string, envelope: Buffer, generation: number, costs: { m: number, t: number, p: number }[] }} */ (found);
}

/**
 * Puts another envelope in the place of the newest one.
 * @param {import('puppeteer-core').Page} page
 * @param {Uint8Array} envelope
 */
export async function replaceNewest(page, envelope) {
  const { key } = await newest(page);
  await page.evaluate((entry) => chrome.storage.local.set(entry), { [key]: Buffer.from(envelope).toString('base64') });
}
