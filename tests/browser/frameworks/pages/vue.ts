// v-model on one field, and on each of six.
import { createApp, h, nextTick, reactive, ref, vModelText, withDirectives } from 'vue';

const single = {
  setup() {
    const code = ref('');
    return () => [
      h('label', ['Authentication code ', withDirectives(
        h('input', { name: 'totp', inputmode: 'numeric', maxlength: 6, 'onUpdate:modelValue': (value: string) => { code.value = value; } }),
        [[vModelText, code.value]],
      )]),
      h('output', { id: 'state' }, code.value),
    ];
  },
};

const boxes = {
  setup() {
    const digits = reactive(Array<string>(6).fill(''));
    const next = async (at: number) => {
      await nextTick();
      if (digits[at] !== '') document.querySelectorAll<HTMLInputElement>('.digit')[at + 1]?.focus();
    };
    return () => [
      h('div', digits.map((digit, at) => withDirectives(
        h('input', {
          class: 'digit', maxlength: 1, inputmode: 'numeric', style: 'width: 36px',
          'onUpdate:modelValue': (value: string) => { digits[at] = value; }, onInput: () => next(at),
        }),
        [[vModelText, digit]],
      ))),
      h('output', { id: 'state' }, digits.join('')),
    ];
  },
};

createApp(location.hash === '#boxes' ? boxes : single).mount('#app');
