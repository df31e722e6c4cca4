// The background: a service worker in Chromium, an event page in Firefox. All listeners are registered here, at once,
// since the browser starts this file to deliver an event.
// Before anything else has run.
import './trusted_storage.js';
import { browser } from '../lib/browser.js';
import { answer, doWork } from '../lib/messages.js';
import { assertAllowed, onPolicyChange } from '../lib/policy.js';
import { readSettings, writeSettings } from '../lib/settings.js';
import * as accounts from './accounts.js';
import { showBadge, showBadges } from './badge.js';
import { CLIPBOARD_ALARM, clearLater, clearNow } from './clipboard.js';
import { correct, correction, dropOldCorrection } from './clock.js';
import { confirm, pageChanged, popupClosed } from './confirming.js';
import { Vault } from './core.js';
import { DEVICE_ALARM } from './device_keys.js';
import { add, look, readPicture } from './enrolling.js';
import { fill } from './filling.js';
import { acknowledgeSetAside, anySetAside } from './generations.js';
import { allowed, giveUpFrame, gone, lookOnceAllowed, looked } from './frames.js';
import { withdraw } from './grants.js';
import { FILL_COMMAND, FILL_MENU, fillByGesture, makeMenu, takeRefusal } from './gestures.js';
import { inShort } from './policy_log.js';
import * as session from './session.js';
import { domainOf, originIn, urlAt, urlIn } from './sites.js';
import * as ways from './ways.js';

/** What nobody wants to go back from: it takes no place among the earlier generations. */
const NO_EDIT = { edit: false };

/**
 * The answer to a request that a person made: it puts the time of locking off.
 * @template A, R
 * @param {(ask: A) => Promise<R>} handler
 */
const byPerson = (handler) => async (/** @type {A} */ ask) => {
  await session.touch();
  return handler(ask);
};

answer({
  status: async ({ tab }) => {
    // Whoever opens the popup has answered what the browser had asked.
    await giveUpFrame();
    await looked();
    const state = await session.state();
    const gate = state === 'locked' ? await ways.gate() : ways.OPEN;
    return { state, setAside: await anySetAside(), refusal: await takeRefusal(tab), ...gate };
  },
  acknowledge: async () => {
    await acknowledgeSetAside();
    return null;
  },
  create: async ({ passphrase }) => {
    await ways.create(passphrase);
    return null;
  },
  unlock: async ({ passphrase }) => {
    await ways.unlock(passphrase);
    return null;
  },
  unlockHere: async () => {
    await ways.unlockHere();
    return null;
  },
  unlockByPasskey: async ({ id, secret }) => {
    await ways.unlockByPasskey(id, secret);
    return null;
  },
  lock: async () => {
    await session.lock();
    return null;
  },
  changePassphrase: byPerson(async ({ current, next }) => {
    await ways.changePassphrase(current, next);
    return null;
  }),
  ways: () => ways.ways(),
  addRecoveryKey: byPerson(ways.addRecoveryKey),
  addPasskey: byPerson(async (what) => {
    await ways.addPasskey(what);
    return null;
  }),
  trustDevice: byPerson(async (what) => {
    await ways.trustDevice(what);
    return null;
  }),
  renameWay: byPerson(async ({ id, name }) => {
    await session.change((vault) => vault.renameWay(id, name, Date.now()), NO_EDIT);
    return null;
  }),
  revokeWay: byPerson(async (which) => {
    await ways.revokeWay(which);
    return null;
  }),
  rotateKey: byPerson(async () => {
    await ways.rotateKey();
    return null;
  }),
  history: () => session.history(),
  rollBack: byPerson(({ number }) => session.rollBack(number)),
  removeUnreadable: byPerson(async ({ number }) => {
    await session.removeUnreadable(number);
    return null;
  }),
  log: () => session.read((vault) => vault.logs()),
  list: async ({ tab }) => {
    const [url, behind] = await Promise.all([urlIn(tab), correction()]);
    const listing = await session.read((vault) => vault.list(url, domainOf, Date.now() + behind));
    return { ...listing, correction: behind, origin: originIn(url) };
  },
  details: byPerson(({ id }) => session.read((vault) => vault.details(id))),
  edit: byPerson(async (what) => {
    await accounts.edit(what);
    return null;
  }),
  editAll: byPerson(({ edits }) => accounts.editAll(edits)),
  remove: byPerson(async ({ id }) => {
    await accounts.remove(id);
    return null;
  }),
  removeAll: byPerson(({ ids }) => accounts.removeAll(ids)),
  restore: byPerson(async ({ id }) => {
    await accounts.restore(id);
    return null;
  }),
  restoreAll: byPerson(({ ids }) => accounts.restoreAll(ids)),
  nextCode: byPerson(({ id }) => session.change((vault) => vault.nextCode(id, Date.now()), NO_EDIT)),
  type: byPerson(({ typed }) => session.read((vault) => vault.offerTyped(typed))),
  add: byPerson(({ chosen, tab }) => add(chosen, tab)),
  addAll: byPerson(({ chosen }) => accounts.acceptAll(chosen)),
  confirm: ({ tab }) => confirm(tab),
  freeEnding: ({ issuer, name, url }) => session.read(() => Vault.freeEnding(issuer, name, url, domainOf) ?? null),
  bind: byPerson(async ({ id, tab, origin }) => {
    const url = await urlAt(tab, origin);
    await session.change((vault) => vault.bind(id, url, domainOf, Date.now()));
    return null;
  }),
  know: byPerson(async ({ tab, origin }) => {
    const url = await urlAt(tab, origin);
    await session.change((vault) => vault.know(url, domainOf), NO_EDIT);
    return null;
  }),
  lookOnceAllowed: byPerson(async (what) => {
    await lookOnceAllowed(what);
    return null;
  }),
  giveUpFrame: async () => {
    await giveUpFrame();
    return null;
  },
  correctClock: byPerson(async ({ by }) => {
    await correct(by);
    return null;
  }),
  qrCode: byPerson(async ({ id, passphrase }) => {
    await assertAllowed('allowReveal');
    await session.confirm(passphrase);
    return session.change((vault) => vault.qrCode(id, Date.now()), NO_EDIT);
  }),
  migration: byPerson(async ({ passphrase }) => {
    await assertAllowed('allowExport');
    await session.confirm(passphrase);
    return session.change((vault) => vault.migration(Date.now()), NO_EDIT);
  }),
  copied: byPerson(async ({ code }) => {
    await clearLater(code);
    return null;
  }),
  settings: () => readSettings(),
  setSettings: async (changes) => {
    const settings = await writeSettings(changes);
    await watchIdle();
    await session.touch();
    return settings;
  },
});

doWork({
  fill: async (ask, _, signal) => {
    await session.touch();
    return fill({ ...ask, signal });
  },
  look: async (ask, progress, signal) => {
    await session.touch();
    return look(ask, progress, signal);
  },
  readPicture: async (ask, progress, signal) => {
    await session.touch();
    return readPicture(ask, progress, signal);
  },
  confirmLater: async ({ tab }, _, signal) => {
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    await popupClosed(tab);
    return null;
  },
});

browser.runtime.onInstalled.addListener(() => {
  makeMenu().catch(console.error);
  dropOldCorrection().catch(console.error);
});

// The start of the browser starts the worker, and each start of the worker looks for keys of this device that are due.
browser.runtime.onStartup.addListener(() => {});
ways.forgetDueKeys().catch(console.error);

browser.commands.onCommand.addListener((command, tab) => {
  if (command === FILL_COMMAND && tab) {
    fillByGesture(tab).catch(console.error);
  }
});

browser.contextMenus.onClicked.addListener((info, tab) => {
  if (info.menuItemId === FILL_MENU && tab) {
    fillByGesture(tab, { id: info.frameId ?? 0, url: info.frameUrl ?? info.pageUrl ?? '' }).catch(console.error);
  }
});

browser.alarms.onAlarm.addListener(({ name }) => {
  const due = { [session.AUTO_LOCK_ALARM]: session.state, [CLIPBOARD_ALARM]: clearNow, [DEVICE_ALARM]: ways.forgetDue }[name];
  due?.().catch(console.error);
});

// The screen was locked, or nobody was there for as long as the person has said.
browser.idle.onStateChanged.addListener((idle) => {
  if (idle !== 'active') {
    lockWhenIdle(idle).catch(console.error);
  }
});
watchIdle().catch(console.error);

// The time of locking may be another now.
onPolicyChange(() => {
  policyChanged().catch(console.error);
});

browser.permissions.onAdded.addListener(({ origins = [] }) => {
  allowed(origins).catch(console.error);
});

// Of tabs whose address may not be known it says nothing.
browser.tabs.onUpdated.addListener((tabId, { status }, tab) => {
  pageChanged(tabId, status, tab).catch(console.error);
  if (tab.url !== undefined && status === 'complete') {
    showBadge(tabId, tab).catch(console.error);
  }
  if (status === 'loading') {
    gone(tabId).catch(console.error);
  }
});

browser.tabs.onRemoved.addListener((tabId) => {
  gone(tabId).catch(console.error);
  withdraw(tabId).catch(console.error);
});

// The vault was opened, locked or written.
browser.storage.onChanged.addListener((changes, area) => {
  if (changes[area === 'session' ? 'ticket' : 'vault.kept']) {
    showBadges().catch(console.error);
  }
});

async function watchIdle() {
  const { idleMinutes } = await readSettings();
  if (idleMinutes > 0) {
    browser.idle.setDetectionInterval(idleMinutes * 60);
  }
}

/** @param {'idle' | 'locked'} idle */
async function lockWhenIdle(idle) {
  if (idle === 'locked' || (await readSettings()).idleMinutes > 0) {
    await session.lock();
  }
}

async function policyChanged() {
  await watchIdle();
  await session.retime();
  await ways.forgetDue();
  // Of what changes meanwhile the next unlocking tells.
  if ((await session.state()) === 'unlocked') {
    const said = await inShort();
    await session.change((vault) => vault.notePolicy(said, Date.now()), { ...NO_EDIT, changed: (isNew) => isNew });
  }
}
