// The background: a service worker in Chromium, an event page in Firefox. All listeners are registered here, at once,
// since the browser starts this file to deliver an event.
// Before anything else has run.
import './trusted_storage.js';
import { browser } from '../lib/browser.js';
import { answer, doWork } from '../lib/messages.js';
import { assertAllowed, onPolicyChange } from '../lib/policy.js';
import { readSettings } from '../lib/settings.js';
import { local, session } from '../lib/storage.js';
import * as accounts from './accounts.js';
import { BACKUP_ALARM, backUpNow, lastBackup, lockWithBackup, makePlannedBackup, planBackup } from './auto_backup.js';
import { backedUp, putOffBackup } from './backup_due.js';
import { showBadge, showBadges } from './badge.js';
import { CLIPBOARD_ALARM, clearLater, clearNow } from './clipboard.js';
import { correct, correction, dropOldCorrection, endCorrection } from './clock.js';
import { confirm, pageChanged, popupClosed } from './confirming.js';
import { Vault } from './core.js';
import { DEVICE_ALARM } from './device_keys.js';
import { add, look, readPicture } from './enrolling.js';
import { fill, survey } from './filling.js';
import { allowed, giveUpFrame, gone, lookOnceAllowed, looked } from './frames.js';
import { withdraw } from './grants.js';
import * as gate from './gate.js';
import { acknowledgeSetAside } from './generation_writes.js';
import { anySetAside } from './generations.js';
import { FILL_COMMAND, FILL_MENU, fillByGesture, makeMenu, takeRefusal } from './gestures.js';
import { history, removeUnreadable, rollBack } from './history.js';
import * as moving from './moving.js';
import { inShort } from './policy_log.js';
import { forgetDue, forgetDueAtStart } from './remembered_device.js';
import { AUTO_LOCK_ALARM } from './session.js';
import { writeSettings } from './settings.js';
import { domainOf, originIn, urlAt, urlIn } from './sites.js';
import { confirm as confirmPassphrase } from './unlocking.js';
import * as vault from './vault.js';
import * as ways from './ways.js';

/** What nobody wants to go back from: it takes no place among the earlier generations. */
const NO_EDIT = { edit: false };

/**
 * The answer to a request that a person made: it puts the time of locking off.
 * @template A, R
 * @param {(ask: A) => Promise<R>} handler
 */
const byPerson = (handler) => async (/** @type {A} */ ask) => {
  await vault.touch();
  return handler(ask);
};

answer({
  status: async ({ tab }) => {
    // Whoever opens the popup has answered what the browser had asked.
    await giveUpFrame();
    await looked();
    const state = await vault.state();
    const here = state === 'locked' ? await gate.gate() : gate.OPEN;
    return { state, setAside: await anySetAside(), refusal: await takeRefusal(tab), ...here };
  },
  acknowledge: () => acknowledgeSetAside(),
  create: ({ passphrase }) => ways.create(passphrase),
  unlock: ({ passphrase }) => gate.unlock(passphrase),
  unlockHere: () => gate.unlockHere(),
  unlockByPasskey: ({ id, secret }) => gate.unlockByPasskey(id, secret),
  lock: () => lockWithBackup(),
  changePassphrase: byPerson(({ current, next }) => ways.changePassphrase(current, next)),
  ways: () => ways.ways(),
  addRecoveryKey: byPerson(ways.addRecoveryKey),
  addPasskey: byPerson(ways.addPasskey),
  trustDevice: byPerson(ways.trustDevice),
  renameWay: byPerson(({ id, name }) => vault.change((open) => open.renameWay(id, name, Date.now()), NO_EDIT)),
  revokeWay: byPerson(ways.revokeWay),
  rotateKey: byPerson(ways.rotateKey),
  history: () => history(),
  rollBack: byPerson(({ number }) => rollBack(number)),
  removeUnreadable: byPerson(({ number }) => removeUnreadable(number)),
  log: () => vault.read((open) => open.logs()),
  list: async ({ tab }) => {
    const [url, behind] = await Promise.all([urlIn(tab), correction()]);
    const listing = await vault.read((open) => open.list(url, domainOf, Date.now() + behind));
    return { ...listing, correction: behind, origin: originIn(url) };
  },
  details: byPerson(({ id }) => vault.read((open) => open.details(id))),
  edit: byPerson(accounts.edit),
  editAll: byPerson(({ edits }) => accounts.editAll(edits)),
  remove: byPerson(({ id }) => accounts.remove(id)),
  removeAll: byPerson(({ ids }) => accounts.removeAll(ids)),
  restore: byPerson(({ id }) => accounts.restore(id)),
  restoreAll: byPerson(({ ids }) => accounts.restoreAll(ids)),
  nextCode: byPerson(({ id }) => vault.change((open) => open.nextCode(id, Date.now()), NO_EDIT)),
  type: byPerson(({ typed }) => vault.offer((open) => open.offerTyped(typed))),
  add: byPerson(({ chosen, tab }) => add(chosen, tab)),
  addAll: byPerson(({ chosen }) => accounts.acceptAll(chosen)),
  confirm: ({ tab }) => confirm(tab),
  survey: (ask) => survey(ask),
  freeEnding: ({ issuer, name, url }) => vault.read(() => Vault.freeEnding(issuer, name, url, domainOf) ?? null),
  bind: byPerson(async ({ id, tab, origin }) => {
    const url = await urlAt(tab, origin);
    await vault.change((open) => open.bind(id, url, domainOf, Date.now()));
  }),
  know: byPerson(async ({ tab, origin }) => {
    const url = await urlAt(tab, origin);
    await vault.change((open) => open.know(url, domainOf), NO_EDIT);
  }),
  lookOnceAllowed: byPerson(lookOnceAllowed),
  giveUpFrame: () => giveUpFrame(),
  correctClock: byPerson(({ by }) => correct(by)),
  endCorrection: byPerson(endCorrection),
  qrCode: byPerson(async ({ id, passphrase }) => {
    await assertAllowed('allowReveal');
    await confirmPassphrase(passphrase);
    return vault.change((open) => open.qrCode(id, Date.now()), NO_EDIT);
  }),
  judgeLines: byPerson(moving.judgeLines),
  importLines: byPerson(moving.importLines),
  exportLines: byPerson(moving.exportLines),
  drawLines: byPerson(moving.drawLines),
  backUp: byPerson(moving.backUp),
  backedUp: () => backedUp(),
  backUpNow: byPerson(backUpNow),
  examineBackup: byPerson(moving.examineBackup),
  mergeBackup: byPerson(moving.mergeBackup),
  restoreBackup: (ask) => moving.restoreBackup(ask),
  lastBackup: () => lastBackup(),
  putOffBackup: () => putOffBackup(),
  copied: byPerson(async ({ code, id }) => {
    await clearLater(code);
    await vault.change((open) => open.noteUse(id, Date.now()), NO_EDIT);
  }),
  arrange: byPerson(({ ids }) => vault.change((open) => open.arrange(ids, Date.now()), NO_EDIT)),
  settings: () => readSettings(),
  setSettings: async (changes) => {
    const settings = await writeSettings(changes);
    await watchIdle();
    await vault.touch();
    await planBackup();
    return settings;
  },
});

doWork({
  fill: async (ask, _, signal) => {
    await vault.touch();
    return fill({ ...ask, signal });
  },
  look: async (ask, progress, signal) => {
    await vault.touch();
    return look(ask, progress, signal);
  },
  readPicture: async (ask, progress, signal) => {
    await vault.touch();
    return readPicture(ask, progress, signal);
  },
  readTexts: async (ask, progress, signal) => {
    await vault.touch();
    return moving.readTexts(ask, progress, signal);
  },
  confirmLater: async ({ tab }, _, signal) => {
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    await popupClosed(tab);
  },
});

browser.runtime.onInstalled.addListener(() => {
  makeMenu().catch(console.error);
  dropOldCorrection().catch(console.error);
});

// The start of the browser starts the worker, and each start of the worker looks for keys of this device that are due.
browser.runtime.onStartup.addListener(() => {});
forgetDueAtStart().catch(console.error);

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
  const due = { [AUTO_LOCK_ALARM]: vault.state, [CLIPBOARD_ALARM]: clearNow, [DEVICE_ALARM]: forgetDue, [BACKUP_ALARM]: makePlannedBackup }[name];
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
  planBackup().catch(console.error);
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
const badgesChanged = () => {
  showBadges().catch(console.error);
};
session.onChanged(['ticket'], badgesChanged);
local.onChanged(['vault.kept'], badgesChanged);

// The vault was opened, or accounts were changed.
const backupChanged = () => {
  planBackup().catch(console.error);
};
session.onChanged(['ticket'], backupChanged);
local.onChanged(['backup'], backupChanged);

async function watchIdle() {
  const { idleMinutes } = await readSettings();
  if (idleMinutes > 0) {
    browser.idle.setDetectionInterval(idleMinutes * 60);
  }
}

/** @param {'idle' | 'locked'} idle */
async function lockWhenIdle(idle) {
  if (idle === 'locked' || (await readSettings()).idleMinutes > 0) {
    await lockWithBackup();
  }
}

async function policyChanged() {
  await watchIdle();
  await vault.retime();
  await forgetDue();
  // Of what changes meanwhile the next unlocking tells.
  if ((await vault.state()) === 'unlocked') {
    const said = await inShort();
    await vault.change((open) => open.notePolicy(said, Date.now()), { ...NO_EDIT, changed: (isNew) => isNew });
  }
}
