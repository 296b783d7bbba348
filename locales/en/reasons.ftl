# Why something did not work: what is wrong with files, keys, envelopes, the log.
# Files and texts.
because-detail = { $detail }
because-not-found = no such file or folder
because-permission = permission denied
because-exists = it is there already
because-is-folder = it is a folder, not a file
because-no-folder = a part of the path is not a folder
because-full = the disk is full
because-read-only = the file system is read-only
because-pipe = whoever reads it has closed it
because-not-utf8 = it is not UTF-8 text
because-system = { $detail }
because-json-ends = the JSON ends too early, in line { $line }
because-json-syntax = it is not JSON at line { $line }, column { $column }
because-json-data = { $detail }, at line { $line }, column { $column }
because-refusal = { $code } ({ $number }): { $text }
because-refusal-number = refusal { $number }

# Keys and signatures.
because-key-long = it has { $found } bytes; a key file has at most { $max }
because-key-not-pem = it is no key file in PEM ({ $detail })
because-key-label = it holds a `{ $found }`; a `{ $expected }` is needed
because-key-malformed = its content is no key ({ $detail })
because-key-algorithm = the key's algorithm is { $oid }; Ed25519 (1.3.101.112) is needed
because-key-seed = its private key is no Ed25519 seed of 32 bytes
because-key-halves = the public key in it does not belong to its private key
because-passphrase-missing = it is encrypted; a passphrase is needed
because-passphrase-empty = an empty passphrase protects nothing
because-passphrase-wrong = wrong passphrase, or the encrypted part of the file is damaged
because-key-scheme = its encryption ({ $oid }) is not supported
because-key-cost = { $detail }
because-key-encryption = encrypting it failed ({ $detail })
because-public-key-unfit = { $detail }
because-public-key-form = { $detail }
because-signature-mismatch = the signature does not fit these bytes and this key
because-signature-form = { $detail }
because-signer-away = the signer is not available: { $detail }
because-signer-declined = the signer declined: { $detail }

# Envelopes.
because-in-envelope = the envelope
because-in-signature = signature { $index }
because-envelope-long = it has { $found } bytes; an envelope has at most { $max }
because-envelope-utf8 = it is not UTF-8 from byte { $at } on
because-envelope-json = it is not JSON: { $detail }
because-no-object = { $place } must be a JSON object
because-signatures-no-list = the envelope's signatures must be a JSON array
because-field-twice = { $place } has the field { $field } twice
because-field-unknown = { $place } has a field { $field }, which is not known
because-field-missing = { $place } lacks the field { $field }
because-field-not-text = { $place }: the field { $field } must be a string
because-field-base64 = { $place }: the field { $field } is not standard padded base64: { $detail }
because-payload-type = its payload is of type `{ $found }`, not an entry's
because-payload-long = its payload has { $found } bytes; at most { $max } are allowed
because-signatures-many = it has { $found } signatures; at most { $max } are allowed
because-key-id = signature { $index }: key id `{ $found }` is not 64 lower-case hexadecimal digits
because-signature-length = signature { $index } has { $found } bytes; 64 are needed
because-spelling = it is not in its stored spelling from byte { $at } on
because-signed-already = key { $key } has signed it already
because-signature-of = the signature by key { $key } does not hold: { $reason }
because-signer-failed = key { $key } gave no signature: { $reason }
because-no-signature = it carries no signature
because-key-unknown = key { $key }, which signed it, is not known
because-key-other = the key on record for { $key } is { $found }
because-key-lookup = looking up key { $key } failed: { $detail }

# The log.
because-log-empty = the log has no entries
because-log-open = no checkpoint closes the log
because-checkpoint = the checkpoint after it does not hold: { $detail }
because-other-tree = the checkpoint after it states { $stated } entries with root { $stated_root }; the log has { $found } with root { $found_root }
because-other-state = the state has digest { $computed }; { $recorded } was recorded: two builds judge differently, or one is wrong
because-not-conserved = { $indicator } is not conserved: the ledger counts { $counted } held, its lots { $found }
because-over-rose = { $region } comes over its { $indicator } cap for { $period } without a cap entry, from { $before } to { $after }
because-leaf-unreadable = its envelope cannot be read: { $reason }
because-leaf-signatures = its signatures do not hold: { $reason }
because-leaf-key = key { $key } signed it, which was not enrolled then
because-time-back = it was admitted at { $admitted }, the entry in front of it at { $before }
because-was-admitted = it is on record as admitted, but the rules refuse it: { $refusal }
because-was-refused = it is on record as refused ({ $refusal }), but the rules admit it
because-other-refusal = it is on record as refused ({ $recorded }), but the rules say { $computed }
because-not-for-record = a refusal like this one does not go on record: { $refusal }
because-repeated = the same is entry { $index } already
because-refused-before = the same is entry { $index } already, refused
because-other-index = the rules give it index { $index }
because-no-genesis = the first entry is no genesis: { $refusal }
because-rules-unknown = it puts rules { $rules } in force; this build knows rules up to { $known }: use a newer one
because-rows = the derived state cannot be read at { $place }: { $detail }
because-no-leaf = { $detail }

# Receipts.
because-receipt-form = it is no receipt: { $detail }
because-receipt-format = the receipt is in format `{ $found }`, which this build does not read
because-receipt-spelling = the receipt is not in its one spelling
because-receipt-ledger = the receipt is of ledger { $found }, not of { $expected }
because-receipt-genesis = the genesis in the receipt has hash { $found }; the ledger id is { $expected }
because-receipt-operator = the ledger's operator key is { $found }, not { $expected }
because-receipt-envelope = an envelope cannot be read: { $detail }
because-receipt-payload = a payload cannot be read: { $detail }
because-receipt-signature = a signature does not hold: { $detail }
because-receipt-signers = the signatures are not those the payload names: { $needed }
because-receipt-not-logged = { $what } is not in the log: { $detail }
because-receipt-keys = { $detail }
