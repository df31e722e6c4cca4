// Six slots in one group, and two groups of three with a pattern; one real field lies over them.
import { OTPInput, REGEXP_ONLY_DIGITS, type SlotProps } from 'input-otp';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

const Slot = ({ char, isActive }: SlotProps) => (
  <div style={{ width: 36, height: 44, border: '1px solid #888', outline: isActive ? '2px solid #36c' : 'none', textAlign: 'center' }}>{char}</div>
);

function App() {
  const groups = location.hash === '#groups';
  const [code, setCode] = useState('');
  const [complete, setComplete] = useState('');
  return (
    <>
      <OTPInput maxLength={6} value={code} onChange={setCode} onComplete={setComplete} pattern={groups ? REGEXP_ONLY_DIGITS : undefined}
        render={({ slots }) => (groups
          ? <div style={{ display: 'flex', gap: 20 }}>
              <div style={{ display: 'flex' }}>{slots.slice(0, 3).map((slot, at) => <Slot key={at} {...slot} />)}</div>
              <div style={{ display: 'flex' }}>{slots.slice(3).map((slot, at) => <Slot key={at} {...slot} />)}</div>
            </div>
          : <div style={{ display: 'flex' }}>{slots.map((slot, at) => <Slot key={at} {...slot} />)}</div>)} />
      <output id="state">{complete === code ? code : ''}</output>
    </>
  );
}

createRoot(document.getElementById('app')!).render(<App />);
