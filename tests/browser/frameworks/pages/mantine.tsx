// Its boxes for digits, masked ones that ask for a one-time code, and a pattern of one's own.
import '@mantine/core/styles.css';
import { MantineProvider, PinInput } from '@mantine/core';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

function App() {
  const [code, setCode] = useState('');
  const [complete, setComplete] = useState('');
  const shape = location.hash.slice(1);
  const options = shape === 'mask' ? { mask: true, oneTimeCode: true } : { oneTimeCode: false };
  return (
    <MantineProvider>
      <PinInput length={6} type={shape === 'own' ? /^[0-9]*$/ : 'number'} value={code} onChange={setCode} onComplete={setComplete} {...options} />
      <output id="state">{complete === code ? code : ''}</output>
    </MantineProvider>
  );
}

createRoot(document.getElementById('app')!).render(<App />);
