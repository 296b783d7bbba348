#!/usr/bin/env python3
"""Verifies receipts, written from docs/SPEC.md alone and sharing nothing with the program.

    verify.py SPEC.md LEDGER-ID OPERATOR-KEY|- RECEIPT...

The tables of fields and closed lists are read out of the specification itself, so that a field it
does not name is a field this verifier refuses. Numbers in comments are sections of it. For each
receipt one line of JSON: the verdict, or {"wrong": why}. Exit code 0 if all verify, else 3; 2 for a
wrong command line. Python 3.9, nothing besides.
"""

import base64
import hashlib
import json
import re
import sys
import unicodedata
from datetime import date, datetime, timedelta, timezone


class Wrong(Exception):
    """What is present and does not verify."""


def need(condition, what):
    if not condition:
        raise Wrong(what)


# --- 1, 2: bytes and canonical JSON -----------------------------------------------------------


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def b64(text, what):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Wrong(f"{what}: {error}") from None
    need(base64.b64encode(data).decode() == text, f"{what}: not the one spelling of base64")
    return data


def written(value, depth=0):
    """The canonical spelling of a value."""
    need(depth <= 16, "too deep")
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        need(abs(value) < 2**53, "a number beyond 2^53 - 1")
        return str(value)
    if isinstance(value, str):
        need(unicodedata.normalize("NFC", value) == value, "a text not in form C")
        for c in map(ord, value):
            need(not (0xFDD0 <= c <= 0xFDEF or c & 0xFFFE == 0xFFFE), "a noncharacter")
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(written(item, depth + 1) for item in value) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    members = (written(key, depth) + ":" + written(value[key], depth + 1) for key in keys)
    return "{" + ",".join(members) + "}"


def canonical(data, bytes_max, what):
    """The value that bytes spell, if they are its canonical spelling."""
    need(len(data) <= bytes_max, f"{what}: too long")

    def pairs(members):
        need(len({key for key, _ in members}) == len(members), f"{what}: a key stands twice")
        return dict(members)

    def no_float(text):
        raise Wrong(f"{what}: {text} is no integer")

    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=pairs, parse_float=no_float, parse_constant=no_float)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Wrong(f"{what}: {error}") from None
    try:
        spelled = written(value).encode("utf-8")
    except UnicodeEncodeError:
        raise Wrong(f"{what}: half of a surrogate pair") from None
    need(spelled == data, f"{what}: not its own canonical form")
    return value


# --- 3: values --------------------------------------------------------------------------------

HIDDEN = """AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 2028-202E 2060-206F 3164 E000-F8FF
FE00-FE0F FEFF FFA0 FFF0-FFFF E0000-E0FFF F0000-10FFFF"""
HIDDEN = [[int(end, 16) for end in part.split("-")] for part in HIDDEN.split()]
CODE = r"[A-Z0-9]+(-[A-Z0-9]+)*"
PATTERNS = {
    "sha256": "[0-9a-f]{64}",
    "hash": "[0-9a-f]{64}",
    "key id": "[0-9a-f]{64}",
    "ledger id": "[0-9a-f]{64}",
    "entry id": "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}",
    "indicator": "[A-Z0-9]{1,64}",
    "industry": "[0-9]{4}",
    "permit": "[!-~]{1,64}",
    "facility": "[!-~]{1,64}",
    "step": "[a-z_]{1,64}",
    "procedure id": "[a-z0-9_]{1,64}",
}
NUMBERED = {"case": "", "lot": "L", "project": "P", "reduction": "R", "hold": "H", "shortfall": "S", "finding": "F"}


def is_code(text, length):
    return len(text) <= length and re.fullmatch(CODE, text, re.A) is not None


def is_number(text, letter):
    pattern = rf"{CODE}-[0-9]{{4}}-{letter}([0-9]{{4}}|[1-9][0-9]{{4,}})"
    return len(text) <= 64 and re.fullmatch(pattern, text, re.A) is not None


def is_amount(text, zero):
    if re.fullmatch(r"(0|[1-9][0-9]{0,13})(\.[0-9]{0,3}[1-9])?", text, re.A) is None:
        return False
    return zero or text != "0"


def is_day(text):
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.A) is None:
        return False
    try:
        return date.fromisoformat(text).year >= 1970
    except ValueError:
        return False


def moment_ms(text):
    need(
        re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}\+08:00", text, re.A),
        f"{text!r} is no moment",
    )
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(f"{text!r} is no moment") from None
    since = at - datetime(1970, 1, 1, tzinfo=timezone.utc)
    need(since >= timedelta(0), f"{text!r} lies before 1970")
    return since // timedelta(milliseconds=1)


def is_period(text):
    if text == "standing":
        return True
    years = text.split("-")
    if not all(re.fullmatch("[0-9]{4}", year, re.A) and year >= "1970" for year in years):
        return False
    return len(years) == 1 or (len(years) == 2 and years[0] < years[1])


def is_label(text):
    hidden = any(
        unicodedata.category(c) == "Cc" or any(r[0] <= ord(c) <= r[-1] for r in HIDDEN) for c in text
    )
    return 1 <= len(text) <= 120 and text == text.strip() and not hidden


def is_account(text):
    parts = text.split("/")
    right = len(parts) in (2, 3) and is_code(parts[0], 32) and is_code(parts[1], 64)
    return right and (len(parts) == 2 or is_number(parts[2], "P"))


def is_credit_code(text):
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if len(text) != 18 or any(c not in alphabet for c in text):
        return False
    values = [alphabet.index(c) for c in text]
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:17]))
    return values[17] == (31 - total % 31) % 31


def is_value(kind, text):
    """Whether a string is a value of a simple type; None for a type that is none."""
    if kind in PATTERNS:
        return re.fullmatch(PATTERNS[kind], text, re.A) is not None
    if kind in NUMBERED:
        return is_number(text, NUMBERED[kind])
    if kind == "moment":
        return moment_ms(text) >= 0
    if kind == "public key":
        return public_key(text) is not None
    return {
        "amount": lambda: is_amount(text, False),
        "balance": lambda: is_amount(text, True),
        "ratio": lambda: is_amount(text, True),
        "day": lambda: is_day(text),
        "period": lambda: is_period(text),
        "label": lambda: is_label(text),
        "region": lambda: is_code(text, 32),
        "party": lambda: is_code(text, 64),
        "person": lambda: is_code(text, 64),
        "account": lambda: is_account(text),
        "credit code": lambda: is_credit_code(text),
    }.get(kind, lambda: None)()


# --- 3, 6, 7: objects, as the specification's tables say ---------------------------------------


class Spec:
    """The tables of the specification."""

    def __init__(self, text):
        self.objects, self.lists, self.kinds = {}, {}, set()
        lines, name = text.split("\n"), None
        for line in lines:
            heading = re.match(r"### `([a-z_.]+)`$", line)
            bold = re.match(r"\*\*([a-z ]+)\*\*(:|$)", line)
            row = re.match(r"\| `([A-Za-z0-9_]+)` \| ([^|]+) \|", line)
            listed = re.match(r"\| ([a-z ]+) \| (`[a-z_]+`(, `[a-z_]+`)*) \|$", line)
            if heading:
                name = heading.group(1)
                self.kinds.add(name)
            elif bold:
                name = bold.group(1)
            elif line.startswith("## "):
                name = "payload" if line.startswith("## 6.") else "receipt" if line.startswith("## 13.") else None
            elif line.startswith("A **policy item**") or line.startswith("A **datum**"):
                name = line.split("**")[1]
            elif row and name:
                self.objects.setdefault(name, {})[row.group(1)] = row.group(2).strip()
            elif listed:
                self.lists[listed.group(1)] = re.findall(r"`([a-z_]+)`", listed.group(2))

    def check(self, kind, value, where):
        """Whether a value is of a type; fields, forms and all."""
        if kind.endswith("?"):
            if value is None:
                return
            kind = kind[:-1]
        if kind.startswith("["):
            need(isinstance(value, list), f"{where}: no array")
            for item in value:
                self.check(kind[1:-1], item, where)
        elif kind in ("number", "boolean"):
            kinds = {"number": int, "boolean": bool}
            need(type(value) is kinds[kind] and value >= 0, f"{where}: no {kind}")
        elif kind in ("string", "base64", "base64 of a hash"):
            need(isinstance(value, str), f"{where}: no string")
        elif kind in self.lists and isinstance(value, str):
            need(value in self.lists[kind], f"{where}: {value!r} is no {kind}")
        elif kind in ("content", "policy item", "datum"):
            choices = None if kind == "content" else self.objects[kind]
            need(isinstance(value, dict) and len(value) == 1, f"{where}: no {kind}")
            (key, inner), = value.items()
            inside = choices.get(key) if choices else key if key in CONTENTS else None
            need(inside is not None, f"{where}: {key!r} is no {kind}")
            self.fields(inside, inner, where)
        elif kind == "place":
            self.check_place(value, where)
        elif kind == "hold target":
            self.check_target(value, where)
        elif kind == "posting":
            need(isinstance(value, dict) and len(value) == 1, f"{where}: no posting")
            (key, inner), = value.items()
            need(key in ("case", "lot", "entry"), f"{where}: no posting")
            self.check("number" if key == "entry" else key, inner, where)
        elif isinstance(value, str):
            need(is_value(kind, value), f"{where}: {value!r} is no {kind}")
        else:
            self.fields(kind, value, where)

    def fields(self, name, value, where):
        need(name in self.objects, f"{where}: the specification has no {name}")
        need(isinstance(value, dict), f"{where}: no {name}")
        known = self.objects[name]
        need(set(value) == set(known), f"{where}: not exactly the fields of {name}")
        for field, kind in known.items():
            if kind != "object":
                self.check(kind, value[field], f"{where}.{field}")

    def check_place(self, value, where):
        if isinstance(value, dict) and len(value) == 1:
            (key, account), = value.items()
            inner = key in ("available", "barred", "reserved", "reserved_barred")
            need(inner and isinstance(account, str) and is_account(account), f"{where}: no place")
        else:
            need(value in ("retired", "taken_back", "reduced", "invalidated", "reversed"), f"{where}: no place")

    def check_target(self, value, where):
        need(isinstance(value, dict) and len(value) == 1, f"{where}: no hold target")
        (key, inner), = value.items()
        if key == "region":
            need(isinstance(inner, dict) and set(inner) == {"indicator", "region"}, f"{where}: no hold target")
            self.check("indicator?", inner["indicator"], where)
            self.check("region", inner["region"], where)
        else:
            need(key in ("account", "case", "lot") and isinstance(inner, str), f"{where}: no hold target")
            self.check(key, inner, where)


CONTENTS = ("relocation", "introduction", "demonstration")

# --- 4: keys and signatures -------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
NEUTRAL = (0, 1, 1, 0)


def add(a, b):
    """Sum of two points in extended coordinates."""
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    result = NEUTRAL
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def decoded(encoding):
    """The point of a canonical encoding, else None."""
    number = int.from_bytes(encoding, "little")
    y, sign = number & (2**255 - 1), number >> 255
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == P - u and u:
        x = x * pow(2, (P - 1) // 4, P) % P
    if v * x * x % P != u or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = decoded((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def public_key(text):
    """The bytes of an accepted public key, else None."""
    if re.fullmatch("ed25519:[0-9a-f]{64}", text, re.A) is None:
        return None
    encoding = bytes.fromhex(text[8:])
    point = decoded(encoding)
    if point is None or same(times(8, point), NEUTRAL) or not same(times(L, point), NEUTRAL):
        return None
    return encoding


def is_signature(key, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    point_r, point_a = decoded(r), decoded(key)
    if len(signature) != 64 or s >= L or point_r is None or same(times(8, point_r), NEUTRAL):
        return False
    k = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L
    return same(times(s, BASE), add(point_r, times(k, point_a)))


def key_id(key):
    return sha256(b"\x01", key).hex()


# --- 5, 9: leaves and envelopes ---------------------------------------------------------------

TYPE = "application/vnd.qledger.entry+json"


class Leaf:
    """A leaf whose envelope and payload were read strictly; signatures not looked at."""

    def __init__(self, spec, data, what):
        need(9 <= len(data) <= 65_535, f"{what}: its length")
        kind, rest = data[0], data[9:]
        self.admitted, self.refusal = int.from_bytes(data[1:9], "big"), None
        need(kind in (1, 2) and self.admitted <= 253_402_271_999_999, f"{what}: its head")
        if kind == 2:
            need(len(rest) >= 2, f"{what}: it ends inside its head")
            length = int.from_bytes(rest[:2], "big")
            need(len(rest) >= 2 + length, f"{what}: it ends inside its head")
            self.refusal = canonical(rest[2 : 2 + length], 65_535, f"{what}: refusal")
            need(
                isinstance(self.refusal, dict)
                and set(self.refusal) == {"number", "values"}
                and isinstance(self.refusal["number"], int)
                and isinstance(self.refusal["values"], dict)
                and all(isinstance(value, str) for value in self.refusal["values"].values()),
                f"{what}: its refusal",
            )
            rest = rest[2 + length :]
        envelope = canonical(rest, 65_535, f"{what}: envelope")
        need(set(envelope) == {"payload", "payloadType", "signatures"}, f"{what}: envelope fields")
        need(envelope["payloadType"] == TYPE, f"{what}: payload type")
        payload = b64(envelope["payload"], f"{what}: payload")
        self.pae = b"DSSEv1 34 %s %d %s" % (TYPE.encode(), len(payload), payload)
        self.entry_hash = sha256(self.pae).hex()
        self.signatures = []
        for signature in envelope["signatures"]:
            need(set(signature) == {"keyid", "sig"}, f"{what}: signature fields")
            need(is_value("key id", signature["keyid"]), f"{what}: key id")
            self.signatures.append((signature["keyid"], b64(signature["sig"], f"{what}: signature")))
        ids = [key for key, _ in self.signatures]
        need(1 <= len(ids) <= 16 and len(set(ids)) == len(ids), f"{what}: its signatures")
        self.payload = canonical(payload, 40_960, f"{what}: payload")
        need(isinstance(self.payload, dict) and self.payload.get("v") == 1, f"{what}: format version")
        spec.fields("payload", self.payload, what)
        self.kind, self.body = self.payload["kind"], self.payload["body"]
        need(self.kind in spec.kinds, f"{what}: kind {self.kind!r}")
        spec.fields(self.kind, self.body, f"{what}: {self.kind}")
        need((self.payload["ledger"] is None) == (self.kind == "genesis"), f"{what}: its ledger")

    def verify(self, keys, what):
        """Every signature, under the keys given by id."""
        for key, signature in self.signatures:
            need(key in keys, f"{what}: key {key} is not in the history")
            need(is_signature(keys[key], self.pae, signature), f"{what}: signature by {key}")


# --- 10 to 12: tree, checkpoint, proof --------------------------------------------------------


def root_of(leaf, index, size, path):
    """The root that a leaf hash and its path lead to (RFC 9162, 2.1.3.2)."""
    need(0 <= index < size, "the leaf lies outside the tree")
    node, last, root = index, size - 1, leaf
    for sibling in path:
        need(last > 0, "the path is too long")
        if node & 1 or node == last:
            root = sha256(b"\x01", sibling, root)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            root = sha256(b"\x01", root, sibling)
        node, last = node >> 1, last >> 1
    need(last == 0, "the path is too short")
    return root


def decimal(text, what):
    need(re.fullmatch("0|[1-9][0-9]*", text, re.A) and int(text) < 2**63, f"{what}: {text!r}")
    return int(text)


def hash_of(text, what):
    data = b64(text, what)
    need(len(data) == 32, f"{what}: its length")
    return data


def opened_proof(text, origin, operator):
    """Index, path, size and root of a proof whose checkpoint is the operator's."""
    lines = text.split("\n")
    need(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("index "), "the proof's head")
    index = decimal(lines[1][6:], "the proof's index")
    need("" in lines, "the proof ends in its path")
    empty = lines.index("")
    path = [hash_of(line, "the proof's path") for line in lines[2:empty]]
    rest = lines[empty + 1 :]
    need(len(rest) == 6 and rest[3] == "" and rest[5] == "", "the checkpoint's lines, or another signature")
    need(rest[0] == origin, "the checkpoint is of another log")
    size, root = decimal(rest[1], "the checkpoint's size"), hash_of(rest[2], "the checkpoint's root")
    start = f"\u2014 {origin} "
    need(rest[4].startswith(start), "the checkpoint is not signed by the log")
    signed = b64(rest[4][len(start) :], "the checkpoint's signature")
    note_key = sha256(origin.encode(), b"\n\x01", operator)[:4]
    need(signed[:4] == note_key, "the checkpoint is signed by another key")
    note = "\n".join(rest[:3]) + "\n"
    need(is_signature(operator, note.encode(), signed[4:]), "the checkpoint's signature")
    return index, path, size, root


# --- 13, 14: the receipt and the verdict ------------------------------------------------------


def keyring_of(genesis, leaf_hash, ledger):
    """Root keys by id, from the genesis that the ledger id names; and the operator's key (8)."""
    need(leaf_hash.hex() == ledger, "the genesis is not the one the ledger id names")
    need(genesis.kind == "genesis" and genesis.refusal is None, "the key history begins with no genesis")
    ring, order = {}, []
    for root in genesis.body["roots"]:
        for key in root["keys"]:
            raw = public_key(key["public_key"])
            order.append(key_id(raw))
            ring[key_id(raw)] = (raw, root["party"], key["person"], "issue", 0)
    operator = public_key(genesis.body["operator"])
    order.append(key_id(operator))
    need([key for key, _ in genesis.signatures] == order, "the genesis is signed by others than it names")
    genesis.verify({**{key: row[0] for key, row in ring.items()}, order[-1]: operator}, "the genesis")
    return ring, operator


def checked(leaf, ring, ledger, what):
    """Who signed a leaf: rows of the keyring, and None for the key it enrols itself (14, step 5)."""
    need(leaf.payload["ledger"] == ledger, f"{what}: it is for another ledger")
    keys, new = {key: row[0] for key, row in ring.items()}, None
    if leaf.kind == "key.enrol":
        raw = public_key(leaf.body["public_key"])
        if key_id(raw) not in keys:
            new, keys[key_id(raw)] = key_id(raw), raw
    leaf.verify(keys, what)
    rows = [None if key == new else ring[key] for key, _ in leaf.signatures]
    if leaf.refusal is not None:
        return rows
    named, persons = leaf.payload["signers"], [row[2] for row in rows if row]
    need(len(named) == len(rows) and len(set(persons)) == len(persons), f"{what}: its signers")
    for signer, row in zip(named, rows):
        party, seat = (leaf.body["party"], leaf.body["seat"]) if row is None else (row[1], row[3])
        right = signer["party"] == party and signer["seat"] == seat and signer["new"] == (row is None)
        need(right, f"{what}: its signers are not those the payload names")
    return rows


def verdict(spec, data, ledger, operator_held):
    if data.endswith(b"\n"):
        data = data[:-1]
    receipt = canonical(data, 1_048_576, "the receipt")
    spec.fields("receipt", receipt, "the receipt")
    need(receipt["format"] == "qledger-receipt-v1", "the receipt's format")
    need(receipt["ledger"] == ledger, "the receipt is of another ledger")
    keys = receipt["keys"]
    need(1 <= len(keys) <= 256 and keys[0]["index"] == 0, "the key history begins with no genesis")
    raw = [b64(key["leaf"], "a key leaf") for key in keys]
    subject_raw = b64(receipt["leaf"], "the leaf")
    subject = Leaf(spec, subject_raw, "the leaf")
    ring, operator = keyring_of(Leaf(spec, raw[0], "the genesis"), sha256(b"\0", raw[0]), ledger)
    need(operator_held in (None, operator), "the operator's key is not the one the reader holds")
    genesis = Leaf(spec, raw[0], "the genesis")
    used, before = {0}, 0
    for key, data in zip(keys[1:], raw[1:]):
        what = f"key leaf {key['index']}"
        need(key["index"] > before, f"{what}: out of order")
        before, leaf = key["index"], Leaf(spec, data, what)
        need(leaf.kind == "key.enrol" and leaf.refusal is None, f"{what}: it enrols nothing")
        used |= {row[4] for row in checked(leaf, ring, ledger, what) if row}
        new = public_key(leaf.body["public_key"])
        need(key_id(new) not in ring, f"{what}: its key is there already")
        ring[key_id(new)] = (new, leaf.body["party"], leaf.body["person"], leaf.body["seat"], key["index"])
    if subject.kind == "genesis":
        need(len(keys) == 1 and subject_raw == raw[0], "the leaf is another genesis")
    else:
        used |= {row[4] for row in checked(subject, ring, ledger, "the leaf") if row}
    need(all(key["index"] in used for key in keys), "a key leaf that nothing rests on")
    found = {
        "level": "signed",
        "practice": genesis.body["practice"],
        "kind": subject.kind,
        "entry_hash": subject.entry_hash,
        "admitted_ms": subject.admitted,
        "refusal": subject.refusal and subject.refusal["number"],
    }
    if receipt["proof"] is None:
        need(not any(key["hashes"] for key in keys), "a path that leads nowhere")
        return found
    index, path, size, root = opened_proof(receipt["proof"], genesis.body["origin"], operator)
    need(root_of(sha256(b"\0", subject_raw), index, size, path) == root, "the leaf is not in the log")
    for key, data in zip(keys, raw):
        path = [hash_of(text, "a key leaf's path") for text in key["hashes"]]
        right = root_of(sha256(b"\0", data), key["index"], size, path) == root
        need(right and key["index"] <= index, f"key leaf {key['index']} is not in the log")
    return {**found, "level": "logged", "index": index, "size": size}


def main(arguments):
    if len(arguments) < 4:
        print(__doc__, file=sys.stderr)
        return 2
    path, ledger, operator, *receipts = arguments
    with open(path, encoding="utf-8") as file:
        spec = Spec(file.read())
    code = 0
    for path in receipts:
        with open(path, "rb") as file:
            data = file.read()
        try:
            held = None if operator == "-" else public_key(operator)
            found = verdict(spec, data, ledger, held)
        except (Wrong, TypeError, KeyError, IndexError, AttributeError, ValueError) as wrong:
            # The others: a value of another JSON type than the specification has there.
            code, found = 3, {"wrong": str(wrong)}
        print(json.dumps(found, sort_keys=True))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
