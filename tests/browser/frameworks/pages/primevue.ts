// Its boxes for digits only, masked ones, and ones that the page draws itself.
import Aura from '@primeuix/themes/aura';
import InputOtp from 'primevue/inputotp';
import PrimeVue from 'primevue/config';
import { createApp, h, ref } from 'vue';

const own = ({ attrs, events }: { attrs: { value: string }, events: Record<string, (event: Event) => void> }) =>
  h('input', { type: 'text', class: 'custom', style: 'width: 40px', value: attrs.value, onInput: events['input'], onKeydown: events['keydown'], onPaste: events['paste'] });

createApp({
  setup() {
    const code = ref('');
    const shape = location.hash.slice(1);
    const options = { length: 6, integerOnly: true, mask: shape === 'mask', modelValue: '', 'onUpdate:modelValue': (value: string) => { code.value = value; } };
    return () => [
      h(InputOtp, { ...options, modelValue: code.value }, shape === 'own' ? { default: own } : {}),
      h('output', { id: 'state' }, code.value),
    ];
  },
}).use(PrimeVue, { theme: { preset: Aura } }).mount('#app');
