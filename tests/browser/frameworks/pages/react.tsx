// One controlled field, and six controlled ones of which each keeps one digit.
import { useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

function Single() {
  const [code, setCode] = useState('');
  return (
    <>
      <label>Authentication code <input name="totp" inputMode="numeric" maxLength={6} value={code}
        onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))} /></label>
      <output id="state">{code}</output>
    </>
  );
}

function Boxes() {
  const [digits, setDigits] = useState(Array<string>(6).fill(''));
  const fields = useRef<(HTMLInputElement | null)[]>([]);
  return (
    <>
      <div>{digits.map((digit, at) => (
        <input key={at} ref={(field) => { fields.current[at] = field; }} aria-label={`Digit ${at + 1}`} inputMode="numeric"
          maxLength={1} value={digit} style={{ width: 36 }} onChange={(event) => {
            const value = event.target.value.replace(/\D/g, '');
            setDigits(digits.map((other, index) => (index === at ? value : other)));
            if (value) fields.current[at + 1]?.focus();
          }} />
      ))}</div>
      <output id="state">{digits.join('')}</output>
    </>
  );
}

createRoot(document.getElementById('app')!).render(location.hash === '#boxes' ? <Boxes /> : <Single />);
