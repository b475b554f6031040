package dev.bulwark.evidence.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LedgerAuditTest {
  /// Two full bundles, a partial one, and partial tiles of earlier checkpoints beside it.
  private static final int SIZE = 530;

  private static Fixture sound;
  private static Map<TilePath, Bytes> tiles;
  private static Bytes note;

  @BeforeAll
  static void grow() {
    sound = Fixture.grown(SIZE, 200, 312, 3, 4);
    tiles = Map.copyOf(sound.tiles.tiles);
    note = sound.note();
    assertThat(tiles).containsKeys(TilePath.entries(2, 3), TilePath.entries(2, 18));
  }

  private static LedgerAudit.Result audit(Map<TilePath, Bytes> damaged, Bytes note) {
    MemoryTileStore store = new MemoryTileStore();
    store.tiles.putAll(damaged);
    return LedgerAudit.audit(store, note, Fixture.VERIFIER);
  }

  private static LedgerAudit.Wrong wrong(Map<TilePath, Bytes> damaged) {
    return (LedgerAudit.Wrong) audit(damaged, note);
  }

  private static Bytes flipped(Bytes content, int at) {
    byte[] copy = content.toArray();
    copy[at] ^= 1;
    return Bytes.of(copy);
  }

  @Test
  void anUntouchedLedgerIsSound() {
    assertThat(audit(tiles, note)).isEqualTo(new LedgerAudit.Sound(sound.checkpoint()));
    assertThat(new Fixture().open()).satisfies(Ledger::close);
  }

  @Test
  void theFirstWrongThingIsNamed() {
    record Case(TilePath path, int at, String what, String where) {}
    for (Case row :
        List.of(
            new Case(TilePath.entries(1, 256), 9, "entry 256 is not", "tile/entries/001"),
            new Case(TilePath.entries(1, 256), 0, "malformed", "tile/entries/001"),
            new Case(TilePath.hashes(0, 1, 256), 40, "not the one that was logged", "tile/0/001"),
            new Case(TilePath.hashes(0, 2, 18), 40, "partial tiles", "right edge"),
            new Case(TilePath.hashes(1, 0, 2), 40, "partial tiles", "right edge"),
            new Case(TilePath.hashes(0, 2, 3), 40, "earlier checkpoint", "tile/0/002.p/3"),
            new Case(TilePath.entries(2, 3), 7, "earlier checkpoint", "tile/entries/002.p/3"))) {
      Map<TilePath, Bytes> damaged = new HashMap<>(tiles);
      damaged.put(row.path(), flipped(tiles.get(row.path()), row.at()));
      LedgerAudit.Wrong wrong = wrong(damaged);
      assertThat(wrong.what()).contains(row.what());
      assertThat(wrong.where()).contains(row.where());
      assertThat(wrong.expected()).isNotEqualTo(wrong.found());
    }
  }

  /// One of everything that may happen to files. What the audit calls sound must serve every entry
  /// and hold what was remembered.
  private static void damageOnce(RandomGenerator random) {
    Map<TilePath, Bytes> damaged = new HashMap<>(tiles);
    Bytes damagedNote = note;
    List<TilePath> paths = sound.paths();
    TilePath one = paths.get(random.nextInt(paths.size()));
    TilePath other = paths.get(random.nextInt(paths.size()));
    switch (random.nextInt(10)) {
      case 0 -> damagedNote = Bytes.of(Mangle.once(note.toArray(), random));
      case 1 -> damaged.remove(one);
      case 2 -> damaged.put(one, tiles.get(other));
      case 3 -> {
        damaged.put(one, tiles.get(other));
        damaged.put(other, tiles.get(one));
      }
      default -> damaged.put(one, Bytes.of(Mangle.once(tiles.get(one).toArray(), random)));
    }
    boolean touched = !damaged.equals(tiles) || !damagedNote.equals(note);
    if (audit(damaged, damagedNote) instanceof LedgerAudit.Sound(Checkpoint checkpoint)) {
      assertThat(!touched || isHarmless(damaged, checkpoint)).isTrue();
    }
  }

  /// The checkpoint is the one that was signed, every tile it needs is there byte for byte, and
  /// nothing but partial tiles of earlier checkpoints is gone.
  private static boolean isHarmless(Map<TilePath, Bytes> damaged, Checkpoint checkpoint) {
    boolean needed =
        tiles.keySet().stream()
            .filter(
                path ->
                    !path.isPartial()
                        || path.equals(TilePath.hashes(0, 2, 18))
                        || path.equals(TilePath.hashes(1, 0, 2))
                        || path.equals(TilePath.entries(2, 18)))
            .allMatch(path -> tiles.get(path).equals(damaged.get(path)));
    boolean unchanged =
        damaged.entrySet().stream()
            .allMatch(tile -> tile.getValue().equals(tiles.get(tile.getKey())));
    return checkpoint.equals(sound.checkpoint()) && needed && unchanged;
  }

  @Test
  void twoThousandDamagesAreFoundOrHarmless() {
    ForAll.cases(2_000, LedgerAuditTest::damageOnce);
  }

  @Test
  @Tag("slow")
  void tenThousandDamagesAreFoundOrHarmless() {
    ForAll.cases(10_000, LedgerAuditTest::damageOnce);
  }

  /// Bytes behind the last entry or hash hash to nothing, so only their presence can give them
  /// away.
  @Test
  void aByteMoreOrLessAtTheEndOfAnyTileIsFound() {
    for (TilePath path : sound.paths()) {
      Bytes content = tiles.get(path);
      for (Bytes changed :
          List.of(
              Bytes.concat(content, Bytes.of(new byte[1])),
              Bytes.concat(content, content),
              content.slice(0, content.size() - 1))) {
        Map<TilePath, Bytes> damaged = new HashMap<>(tiles);
        damaged.put(path, changed);
        assertThat(audit(damaged, note)).as(path.path()).isInstanceOf(LedgerAudit.Wrong.class);
      }
    }
  }

  @Test
  void aDeletedTileIsFoundUnlessNobodyNeedsIt() {
    for (TilePath path : sound.paths()) {
      Map<TilePath, Bytes> damaged = new HashMap<>(tiles);
      damaged.remove(path);
      boolean earlier = path.isPartial() && path.index() == 2 && path.width() < 18;
      boolean earlierTop = path.level() == 1 && path.width() < 2;
      assertThat(audit(damaged, note) instanceof LedgerAudit.Sound)
          .as(path.path())
          .isEqualTo(earlier || earlierTop);
    }
  }

  @Test
  void aRolledBackLedgerIsFoundByWhoRemembersACheckpoint() {
    Fixture fixture = new Fixture();
    Map<TilePath, Bytes> oldTiles;
    Bytes oldNote;
    Checkpoint remembered;
    try (Ledger ledger = fixture.open()) {
      ledger.appendAll(Fixture.entries(0, 300));
      oldTiles = Map.copyOf(fixture.tiles.tiles);
      oldNote = ledger.checkpoint().note();
      ledger.append(Fixture.entry(300));
      remembered = ledger.checkpoint();
    }
    assertThat(audit(oldTiles, oldNote)).isInstanceOf(LedgerAudit.Sound.class);
    MemoryTileStore store = new MemoryTileStore();
    store.tiles.putAll(oldTiles);
    assertThat(LedgerAudit.auditSince(store, oldNote, Fixture.VERIFIER, remembered))
        .isInstanceOfSatisfying(
            LedgerAudit.Wrong.class,
            wrong -> assertThat(wrong.what()).isEqualTo("the ledger was rolled back"));
  }

  /// Whoever owns the keys as well can rewrite the past, but not past a remembered checkpoint.
  @Test
  void aRewrittenPastIsFoundByWhoRemembersACheckpoint() {
    Fixture real = Fixture.grown(300, 300);
    Fixture forged = new Fixture();
    try (Ledger ledger = forged.open()) {
      ledger.appendAll(Fixture.entries(0, 299));
      ledger.appendAll(Fixture.entries(1000, 1100));
    }
    assertThat(forged.audit()).isInstanceOf(LedgerAudit.Sound.class);
    assertThat(
            LedgerAudit.auditSince(
                forged.tiles, forged.note(), Fixture.VERIFIER, real.checkpoint()))
        .isInstanceOfSatisfying(
            LedgerAudit.Wrong.class,
            wrong -> assertThat(wrong.what()).isEqualTo("the ledger's past was rewritten"));
    for (Checkpoint honest : List.of(Fixture.grown(0, 1).checkpoint(), real.checkpoint())) {
      assertThat(LedgerAudit.auditSince(real.tiles, real.note(), Fixture.VERIFIER, honest))
          .isInstanceOf(LedgerAudit.Sound.class);
    }
  }

  @Test
  void mangledProofFilesProveNothing() {
    Bytes file = TlogProof.of(sound.open().tree(), sound.checkpoint(), 77).render();
    sound.tiles.crash();
    Bytes entry = Fixture.entry(77);
    assertThat(TlogProof.parse(file).orElseThrow().verify(entry, Fixture.VERIFIER)).isPresent();
    ForAll.cases(
        1_000,
        random -> {
          Bytes mangled = Bytes.of(Mangle.once(file.toArray(), random));
          assertThat(TlogProof.parse(mangled).flatMap(p -> p.verify(entry, Fixture.VERIFIER)))
              .isEmpty();
        });
    String extra = file.utf8().replace("\nindex", "\nextra AAAA\nindex");
    assertThat(TlogProof.parse(Bytes.utf8(extra)).flatMap(p -> p.verify(entry, Fixture.VERIFIER)))
        .isPresent();
  }
}
