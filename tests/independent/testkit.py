"""Holds open_vault.py to the vault's test kit (tests/vault_testkit): names what fails, else says how many there are."""

import json
import sys
from collections import Counter
from pathlib import Path

import open_vault
from open_vault import Refusal, to_bytes

KIT = Path(__file__).parent.parent / "vault_testkit"
derived = 0


def counted(derive):
    def counting(*arguments, **named):
        global derived
        derived += 1
        return derive(*arguments, **named)

    return counting


open_vault.hash_secret_raw = counted(open_vault.hash_secret_raw)


def verdict_of(envelope, way):
    """The verdict, the phase of a refusal, and what it holds."""
    before = derived
    phase = "before-work"
    try:
        parsed = open_vault.parse(envelope)
        if "ticket" in way:
            phase = "unwrap"
            data_key = open_vault.unwrap_with_ticket(parsed, to_bytes(way["ticket"]))
        elif "passphrase" in way:
            data_key = open_vault.unwrap_with_passphrase(parsed, way["passphrase"])
        elif "recovery" in way:
            secret = open_vault.recovery_key(way["recovery"])
            phase = "unwrap"
            data_key = open_vault.unwrap_with_secret(parsed, "recovery", secret)
        else:
            phase = "unwrap"
            kind = "passkey" if "passkey" in way else "device"
            data_key = open_vault.unwrap_with_secret(parsed, kind, to_bytes(way[kind]), way.get("now"))
        phase = "open"
        return "opens", None, open_vault.open_contents(parsed, data_key)
    except Refusal as refusal:
        if phase == "before-work" and str(refusal) in ("wrong-passphrase", "vault-tampered"):
            phase = "unwrap"
        if phase == "before-work" and derived > before:
            phase = "after a derivation"
        return str(refusal), phase, None


def envelopes_of(case):
    """Each envelope that is meant, with its name where there are several."""
    envelope = to_bytes(case["envelope"])
    if "insert" in case:
        at, byte, times = (case["insert"][name] for name in ("at", "byte", "times"))
        envelope = envelope[:at] + bytes([byte]) * times + envelope[at:]
    if "changes" not in case:
        yield case["name"], envelope
    for name, changes in case.get("changes", {}).items():
        changed = envelope
        for at, length, put in reversed(changes):
            changed = changed[:at] + to_bytes(put) + changed[at + length :]
        yield f"{case['name']}: {name}", changed


def each_changed(envelope, how):
    for at in range(len(envelope)):
        if how == "truncation":
            yield envelope[:at]
        else:
            for bit in range(8):
                yield envelope[:at] + bytes([envelope[at] ^ 1 << bit]) + envelope[at + 1 :]


def counts_of(envelope, how, way):
    """How often each verdict comes."""
    return dict(sorted(Counter(verdict_of(changed, way)[0] for changed in each_changed(envelope, how)).items()))


def check(case, envelope):
    """What is wrong, for each way that there is."""
    for way in case["open"]:
        if "each" in case:
            counts = counts_of(envelope, case["each"], way)
            if counts != case["verdict"] or "opens" in counts:
                yield f"{counts}, not {case['verdict']}"
            continue
        verdict, phase, contents = verdict_of(envelope, way)
        if (verdict, phase) != (case["verdict"], case.get("phase")):
            yield f"{verdict} ({phase}), not {case['verdict']} ({case.get('phase')}), by {way}"
        elif contents is not None:
            logs = [{"entries": len(found.entries), "broken": open_vault.broken_at(found)} for found in contents.logs]
            expected = (case["accounts"], case["unreadable"], case.get("logs", []))
            if (contents.accounts, contents.unreadable, logs) != expected:
                yield f"holds {contents}"


def main():
    cases = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(KIT.glob("*.json"))]
    envelopes = [(case, name, envelope) for case in cases for name, envelope in envelopes_of(case)]
    wrong = [f"{name}: {fault}" for case, name, envelope in envelopes for fault in check(case, envelope)]
    if wrong or len(cases) < 500:
        sys.exit("\n".join(wrong) or "where are the cases?")
    print(f"{len(envelopes)} envelopes in {len(cases)} cases")


if __name__ == "__main__":
    main()
