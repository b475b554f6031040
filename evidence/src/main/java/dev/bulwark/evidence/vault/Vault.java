package dev.bulwark.evidence.vault;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.CasStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps envelopes encrypted, each under its own key; the package's page has the layout.
///
/// Crash: {@link #seal} writes the key page, then the pack, and returns when both are durable; the
/// caller appends to the ledger after that. What a crash leaves is a page or a pack no entry names,
/// which nobody ever reads. {@link #erase} is durable when it returns; a crash before that leaves
/// the key as it was, and it can be called again.
///
/// Thread-safe. Its methods throw {@link dev.bulwark.kernel.store.StoreFault} when a store fails,
/// and {@link EvidenceFault} `vault-key-wrong` when the page was made under another key.
public final class Vault {
  /// A pack is closed when it has reached this size; it holds at least one envelope.
  private static final int PACK_BYTES = 8 << 20;

  private static final int SALT_SIZE = 32;
  private static final Bytes ONLY_NONCE = Bytes.of(new byte[AesGcm.NONCE_SIZE]);

  private final BlobStore blobs;
  private final CasStore cells;
  private final VaultKey key;
  private final SecureRandom random;

  /// @param blobs its names under `envelopes/` are the vault's
  /// @param cells its names under `keys/` are the vault's
  public Vault(BlobStore blobs, CasStore cells, VaultKey key, SecureRandom random) {
    this.blobs = blobs;
    this.cells = cells;
    this.key = key;
    this.random = random;
  }

  /// Keeps the envelopes; durable when it returns.
  ///
  /// @return where each lies, in order
  public List<Sealed> seal(List<Bytes> envelopes) {
    List<Sealed> sealed = new ArrayList<>();
    List<Box> open = new ArrayList<>();
    int size = 0;
    for (Bytes envelope : envelopes) {
      Box box = box(envelope);
      open.add(box);
      size += box.content().size();
      if (size >= PACK_BYTES) {
        sealed.addAll(keep(open));
        open.clear();
        size = 0;
      }
    }
    if (!open.isEmpty()) {
      sealed.addAll(keep(open));
    }
    return sealed;
  }

  private record Box(Digest commitment, Bytes dataKey, Bytes content) {}

  private Box box(Bytes envelope) {
    Bytes salted = Bytes.concat(random(SALT_SIZE, random), envelope);
    Digest commitment = Digest.of(salted);
    Bytes dataKey = random(AesGcm.KEY_SIZE, random);
    Bytes content = new AesGcm(dataKey).seal(ONLY_NONCE, commitment.value(), salted);
    return new Box(commitment, dataKey, content);
  }

  private List<Sealed> keep(List<Box> boxes) {
    Bytes pack = Pack.render(boxes.stream().map(Box::content).toList());
    Digest digest = Digest.of(pack);
    KeyPage page = new KeyPage(boxes.stream().map(Box::dataKey).toList());
    if (!cells.replace(pageName(digest), Optional.empty(), page.wrap(key, digest, random))) {
      throw new IllegalStateException("two packs under fresh keys cannot be equal");
    }
    blobs.put(packName(digest), pack);
    List<Sealed> sealed = new ArrayList<>();
    for (Box box : boxes) {
      sealed.add(new Sealed(box.commitment(), digest, sealed.size()));
    }
    return sealed;
  }

  /// Opens many, reading a pack once for parts that follow each other. Not thread-safe.
  public final class Reader {
    private Optional<Loaded> last = Optional.empty();

    private record Loaded(
        Digest digest, Optional<KeyPage> page, Optional<Pack> pack, boolean hasPack) {}

    private Reader() {}

    public Opened open(Sealed sealed) {
      Loaded loaded =
          last.filter(known -> known.digest().equals(sealed.pack()))
              .orElseGet(() -> load(sealed.pack()));
      last = Optional.of(loaded);
      if (loaded.page().isEmpty()) {
        return new Opened.Broken(
            pageName(sealed.pack()), "the wrapped keys of this pack", "none, or other bytes");
      }
      if (loaded.hasPack() && loaded.pack().isEmpty()) {
        return new Opened.Broken(
            packName(sealed.pack()), "bytes with the digest in the name", "other bytes");
      }
      return open(sealed, loaded.page().get(), loaded.pack());
    }

    private Opened open(Sealed sealed, KeyPage page, Optional<Pack> pack) {
      int parts = pack.map(found -> found.boxes().size()).orElse(page.keys().size());
      if (page.keys().size() != parts || sealed.part() >= parts) {
        return new Opened.Broken(
            packName(sealed.pack()),
            "%d envelopes, part %d among them".formatted(page.keys().size(), sealed.part()),
            parts + " envelopes");
      }
      if (page.isErased(sealed.part()) && (pack.isPresent() || page.isAllErased())) {
        return new Opened.KeyDestroyed();
      }
      return pack.isPresent()
          ? decrypt(sealed, page.keys().get(sealed.part()), pack.get().boxes().get(sealed.part()))
          : new Opened.Broken(packName(sealed.pack()), "the encrypted envelopes", "nothing");
    }

    private Loaded load(Digest digest) {
      Optional<Bytes> stored = cells.find(pageName(digest));
      stored.ifPresent(bytes -> requireKey(bytes, digest));
      Optional<Bytes> pack = blobs.find(packName(digest));
      return new Loaded(
          digest,
          stored.flatMap(bytes -> KeyPage.unwrap(bytes, key, digest)),
          pack.flatMap(Pack::parse).filter(parsed -> parsed.digest().equals(digest)),
          pack.isPresent());
    }
  }

  public Reader reader() {
    return new Reader();
  }

  private static Opened decrypt(Sealed sealed, Bytes dataKey, Bytes box) {
    return new AesGcm(dataKey)
        .open(ONLY_NONCE, sealed.commitment().value(), box)
        .filter(salted -> Digest.of(salted).equals(sealed.commitment()))
        .<Opened>map(
            salted ->
                new Opened.Whole(
                    salted.slice(0, SALT_SIZE), salted.slice(SALT_SIZE, salted.size())))
        .orElseGet(
            () ->
                new Opened.Broken(
                    packName(sealed.pack()),
                    "at part " + sealed.part() + " the envelope the ledger commits to",
                    "another"));
  }

  /// Destroys the key of one envelope: what it said is gone. Does nothing when it is gone already.
  public void erase(Sealed sealed) {
    String name = pageName(sealed.pack());
    while (true) {
      Optional<Bytes> before = cells.find(name);
      before.ifPresent(stored -> requireKey(stored, sealed.pack()));
      KeyPage page =
          before
              .flatMap(stored -> KeyPage.unwrap(stored, key, sealed.pack()))
              .filter(found -> sealed.part() < found.keys().size())
              .orElseThrow(() -> noKeys(name));
      KeyPage after = page.erased(sealed.part());
      if (page.isErased(sealed.part())
          || cells.replace(name, before, after.wrap(key, sealed.pack(), random))) {
        if (after.isAllErased()) {
          blobs.erase(packName(sealed.pack()));
        }
        return;
      }
    }
  }

  private static EvidenceFault noKeys(String name) {
    return new EvidenceFault(
        EvidenceFault.EVIDENCE_DAMAGED,
        "expected wrapped keys at %s, found none that this vault key opens; run an audit"
            .formatted(name));
  }

  /// Copies a pack to another vault, its keys wrapped by that vault's: what was erased here stays
  /// erased there. Does nothing when the pack is gone, which only an erasure explains.
  public void copy(Digest pack, Vault to) {
    Optional<Bytes> stored = cells.find(pageName(pack));
    stored.ifPresent(bytes -> requireKey(bytes, pack));
    stored
        .flatMap(bytes -> KeyPage.unwrap(bytes, key, pack))
        .ifPresent(
            page ->
                to.cells.replace(
                    pageName(pack), Optional.empty(), page.wrap(to.key, pack, to.random)));
    blobs.find(packName(pack)).ifPresent(bytes -> to.blobs.put(packName(pack), bytes));
  }

  public VaultKey key() {
    return key;
  }

  private void requireKey(Bytes stored, Digest pack) {
    Bytes claimed = KeyPage.vaultKeyId(stored);
    if (!claimed.equals(key.id())) {
      throw new EvidenceFault(
          EvidenceFault.VAULT_KEY_WRONG,
          "expected the vault key %s, as %s names it, found the key %s; give the vault key this ledger was made with"
              .formatted(claimed.hex(), pageName(pack), key.id().hex()));
    }
  }

  static Bytes random(int size, SecureRandom random) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private static String packName(Digest pack) {
    return "envelopes/" + pack.hex();
  }

  private static String pageName(Digest pack) {
    return "keys/" + pack.hex();
  }
}
