// Its four types of boxes.
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import OTPInput from 'react-otp-input';

function App() {
  const [code, setCode] = useState('');
  const type = (location.hash.slice(1) || 'text') as 'text' | 'number' | 'tel' | 'password';
  return (
    <>
      <OTPInput value={code} onChange={setCode} numInputs={6} inputType={type} shouldAutoFocus={type === 'tel'}
        inputStyle={{ width: 40, height: 44 }} renderSeparator={<span>-</span>} renderInput={(props) => <input {...props} />} />
      <output id="state">{code}</output>
    </>
  );
}

createRoot(document.getElementById('app')!).render(<App />);
