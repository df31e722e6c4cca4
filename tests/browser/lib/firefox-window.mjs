/**
 * Functions that run inside Firefox's own window (see firefox-scope.mjs), sent there as source text:
 * none may use anything from outside itself but what that window has (Services, gBrowser and so on).
 */

/** Expression: the popup's `<browser>` element, or null. Firefox keeps a next popup preloaded; only the one in an open panel counts. */
export const POPUP = `[...document.querySelectorAll('browser.webextension-popup-browser')]
  .find((element) => element.closest('panel')?.state === 'open')`;

export const popupIsOpen = `() => Boolean(${POPUP})`;

export const closePopup = `() => void document.querySelectorAll('browser.webextension-popup-browser')
  .forEach((element) => element.closest('panel')?.hidePopup())`;

/** From the extensions menu to the toolbar. */
export const pin = `(id) => CustomizableUI.addWidgetToArea(
  id.toLowerCase().replace(/[^a-z0-9_-]/g, '_') + '-browser-action', 'nav-bar')`;

export const host = `(id) => WebExtensionPolicy.getByID(id).mozExtensionHostname`;

export const pressButton = `(id) => {
  const button = [...document.querySelectorAll('.webextension-browser-action')].find((b) => b.dataset.extensionid === id);
  const { left, top, width, height } = button.getBoundingClientRect();
  for (const type of ['mousemove', 'mousedown', 'mouseup']) {
    const clickCount = type === 'mousemove' ? 0 : 1;
    window.synthesizeMouseEvent(type, left + width / 2, top + height / 2, { button: 0, clickCount }, {});
  }
}`;

/** Modifiers first, the key last: held down together, as fingers do. */
export const pressKeys = `(names) => {
  const codes = { Alt: ['AltLeft', 18], Shift: ['ShiftLeft', 16], Control: ['ControlLeft', 17], Meta: ['MetaLeft', 91],
    Escape: ['Escape', 27], Enter: ['Enter', 13], Tab: ['Tab', 9],
    ArrowLeft: ['ArrowLeft', 37], ArrowRight: ['ArrowRight', 39] };
  const events = names.map((key) => {
    const [code, keyCode] = codes[key] ?? ['Key' + key.toUpperCase(), key.toUpperCase().charCodeAt(0)];
    return new KeyboardEvent('', { key, code, keyCode });
  });
  const keyboard = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
  keyboard.beginInputTransactionForTests(window);
  events.forEach((event) => keyboard.keydown(event));
  events.reverse().forEach((event) => keyboard.keyup(event));
}`;

export const backgroundIsRunning = `(id) => WebExtensionPolicy.getByID(id).extension.backgroundState === 'running'`;
export const wakeBackground = `(id) => WebExtensionPolicy.getByID(id).extension.wakeupBackground?.().then(() => null)`;
export const killBackground = `(id) => WebExtensionPolicy.getByID(id).extension.terminateBackground().then(() => null)`;
export const backgroundBrowser = `(id) => [...WebExtensionPolicy.getByID(id).extension.views]
  .find((view) => view.viewType === 'background').xulBrowser`;

export const addTab = `(url) => {
  const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
  const tab = gBrowser.addTab(url, { triggeringPrincipal });
  gBrowser.selectedTab = tab;
  return tab.linkedBrowser;
}`;

export const menuIsOpen = `() => document.getElementById('contentAreaContextMenu').state === 'open'`;
export const chooseFromMenu = `(label) => {
  const menu = document.getElementById('contentAreaContextMenu');
  const item = [...menu.querySelectorAll('menuitem')].find((entry) => entry.label === label && !entry.hidden);
  if (!item) throw new Error('no such item: ' + label);
  menu.activateItem(item);
}`;

export const promptIsOpen = `() => PopupNotifications.panel.state === 'open'
  && Boolean(document.getElementById('addon-webext-permissions-notification'))`;
export const answerPrompt = `(answer) => {
  const prompt = document.getElementById('addon-webext-permissions-notification');
  (answer === 'allow' ? prompt?.button : prompt?.secondaryButton)?.click();
}`;

export const readClipboard = `() => {
  const transfer = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable);
  transfer.init(null);
  transfer.addDataFlavor('text/plain');
  Services.clipboard.getData(transfer, Services.clipboard.kGlobalClipboard);
  const found = {};
  try {
    transfer.getTransferData('text/plain', found);
  } catch {
    return ''; // nothing there, or no text
  }
  return found.value.QueryInterface(Ci.nsISupportsString).data;
}`;

export const writeClipboard = `(text) => Cc['@mozilla.org/widget/clipboardhelper;1']
  .getService(Ci.nsIClipboardHelper).copyString(text)`;

/** Only with a window: the clipboard of the headless mode takes texts alone. */
export const writePicture = `(base64) => {
  const image = Cc['@mozilla.org/image/tools;1'].getService(Ci.imgITools)
    .decodeImageFromArrayBuffer(Uint8Array.fromBase64(base64).buffer, 'image/png');
  const data = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable);
  data.init(null);
  data.addDataFlavor('application/x-moz-nativeimage');
  data.setTransferData('application/x-moz-nativeimage', image);
  Services.clipboard.setData(data, null, Ci.nsIClipboard.kGlobalClipboard);
}`;
