// Boxes, one digit each: typing moves on, a pasted code spreads, submitting gathers.
const codeForm = document.querySelector('.code-form');
if (!(codeForm instanceof HTMLFormElement)) throw new TypeError('no form for a code');
const code = /** @type {HTMLInputElement} */ (codeForm.elements.namedItem('code'));
const boxes = /** @type {HTMLInputElement[]} */ ([...codeForm.querySelectorAll('.box')]);

/**
 * @param {number} first index of the box where the text arrived
 * @param {string} text
 */
function spread(first, text) {
  const digits = text.replace(/\D/g, '').slice(0, boxes.length - first);
  [...digits].forEach((digit, i) => {
    const box = boxes[first + i];
    if (box) box.value = digit;
  });
  boxes[Math.min(first + digits.length, boxes.length - 1)]?.focus();
}

boxes.forEach((box, i) => {
  box.addEventListener('focus', () => box.select());
  box.addEventListener('input', () => {
    const typed = box.value;
    box.value = '';
    if (typed) spread(i, typed);
  });
  box.addEventListener('paste', (event) => {
    event.preventDefault();
    spread(i, event.clipboardData?.getData('text') ?? '');
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Backspace' && box.value === '' && i > 0) boxes[i - 1]?.focus();
  });
});

codeForm.addEventListener('submit', () => {
  code.value = boxes.map((box) => box.value).join('');
});
boxes[0]?.focus();
