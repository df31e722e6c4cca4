// A field in a shadow root, and six of them, each a component of its own in the shadow root of another.
import { LitElement, html } from 'lit';

class Single extends LitElement {
  static override properties = { code: { state: true } };
  declare code: string;
  constructor() {
    super();
    this.code = '';
  }
  override render() {
    return html`
      <label>Authentication code <input name="totp" inputmode="numeric" maxlength="6" .value=${this.code}
        @input=${(event: Event) => { this.code = (event.target as HTMLInputElement).value; }}></label>
      <output id="state">${this.code}</output>`;
  }
}

class Digit extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = { value: {} };
  declare value: string;
  override render() {
    return html`<input maxlength="1" inputmode="numeric" style="width: 36px" .value=${this.value ?? ''} @input=${(event: Event) => {
      this.value = (event.target as HTMLInputElement).value;
      this.dispatchEvent(new CustomEvent('digit', { detail: this.value }));
    }}>`;
  }
}

class Boxes extends LitElement {
  static override properties = { digits: { state: true } };
  declare digits: string[];
  constructor() {
    super();
    this.digits = Array(6).fill('');
  }
  override render() {
    return html`
      <div>${this.digits.map((digit, at) => html`<app-digit .value=${digit} @digit=${(event: CustomEvent) => this.set(at, event)}></app-digit>`)}</div>
      <output id="state">${this.digits.join('')}</output>`;
  }
  private set(at: number, { detail, target }: CustomEvent) {
    this.digits = this.digits.map((other, index) => (index === at ? detail : other));
    if (detail) ((target as Element).nextElementSibling as HTMLElement | null)?.focus();
  }
}

customElements.define('app-single', Single);
customElements.define('app-digit', Digit);
customElements.define('app-boxes', Boxes);
document.getElementById('app')!.append(document.createElement(location.hash === '#boxes' ? 'app-boxes' : 'app-single'));
