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
        if str(refusal) == "wrong-passphrase":
            phase = "unwrap"
        if phase == "before-work" and derived > before:
            phase = "after a derivation"
        return str(refusal), phase, None


def envelope_of(case):
    envelope = to_bytes(case["envelope"])
    if "insert" in case:
        at, byte, times = (case["insert"][name] for name in ("at", "byte", "times"))
        envelope = envelope[:at] + bytes([byte]) * times + envelope[at:]
    return envelope


def each_changed(case):
    envelope = envelope_of(case)
    for at in range(len(envelope)):
        if case["each"] == "truncation":
            yield envelope[:at]
        else:
            for bit in range(8):
                yield envelope[:at] + bytes([envelope[at] ^ 1 << bit]) + envelope[at + 1 :]


def check(case):
    """What is wrong, for each way that there is."""
    for way in case["open"]:
        if "each" in case:
            counts = Counter(verdict_of(changed, way)[0] for changed in each_changed(case))
            if counts != case["verdict"] or "opens" in counts:
                yield f"{dict(counts)}, not {case['verdict']}"
            continue
        verdict, phase, contents = verdict_of(envelope_of(case), way)
        if (verdict, phase) != (case["verdict"], case.get("phase")):
            yield f"{verdict} ({phase}), not {case['verdict']} ({case.get('phase')})"
        elif contents is not None:
            logs = [{"entries": len(found.entries), "broken": open_vault.broken_at(found)} for found in contents.logs]
            expected = (case["accounts"], case["unreadable"], case.get("logs", []))
            if (contents.accounts, contents.unreadable, logs) != expected:
                yield f"holds {contents}"


def main():
    files = sorted(KIT.glob("*.json"))
    wrong = [f"{file.stem}: {fault}" for file in files for fault in check(json.loads(file.read_text(encoding="utf-8")))]
    if wrong or len(files) < 500:
        sys.exit("\n".join(wrong) or "where are the cases?")
    print(f"{len(files)} cases")


if __name__ == "__main__":
    main()
