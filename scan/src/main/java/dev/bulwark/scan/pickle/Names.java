package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The names a file imports, each once, with what the policy says of it.
final class Names {
  private static final int MOST = 1 << 16;
  private static final int CACHE = 256;

  private final PicklePolicy policy;
  private final boolean mapping;
  private final Map<PickleName, Integer> ids = new HashMap<>();
  private final Map<PickleName, Integer> oldIds = new HashMap<>();
  private final List<PickleName> names = new ArrayList<>();
  private final List<Standing> standings = new ArrayList<>();
  private final List<Trait> traits = new ArrayList<>();
  private final BitSet plausible = new BitSet();
  private final long[] cachedModule = new long[CACHE];
  private final long[] cachedName = new long[CACHE];
  private final int[] cachedId = new int[CACHE];

  Names(PicklePolicy policy) {
    this(policy, true);
  }

  /// @param mapping whether the loader maps Python 2's names (`fix_imports`), as it does unless
  ///   told otherwise
  Names(PicklePolicy policy, boolean mapping) {
    this.policy = policy;
    this.mapping = mapping;
  }

  /// The id of a name.
  ///
  /// @param old whether Python 2's names are mapped
  /// @throws Budget.OverLimit when there are more than any honest file has
  int intern(String module, String qualified, boolean old) {
    PickleName written = new PickleName(module, qualified);
    Map<PickleName, Integer> asWritten = old && mapping ? oldIds : ids;
    Integer seen = asWritten.get(written);
    if (seen != null) {
      return seen;
    }
    int id = add(written, old);
    asWritten.put(written, id);
    return id;
  }

  private int add(PickleName written, boolean old) {
    PickleName name = old && mapping ? Python2Names.BUILTIN.map(written) : written;
    Integer known = ids.get(name);
    if (known != null) {
      return known;
    }
    int id = names.size();
    if (id == MOST) {
      throw new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "more than " + MOST + " names");
    }
    ids.put(name, id);
    names.add(name);
    standings.add(policy.standing(name));
    traits.add(Trait.of(name));
    plausible.set(id, name.isPlausible());
    return id;
  }

  /// The id of the name that two literals spell, when it was asked for a moment ago; otherwise -1.
  int recent(long module, long qualified) {
    int slot = slot(module, qualified);
    return cachedModule[slot] == module && cachedName[slot] == qualified ? cachedId[slot] : -1;
  }

  void remember(long module, long qualified, int id) {
    int slot = slot(module, qualified);
    cachedModule[slot] = module;
    cachedName[slot] = qualified;
    cachedId[slot] = id;
  }

  void forget() {
    java.util.Arrays.fill(cachedModule, Word.ABSENT);
  }

  private static int slot(long module, long qualified) {
    long mixed = (module * 31 + qualified) * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 56);
  }

  PickleName name(int id) {
    return names.get(id);
  }

  Standing standing(int id) {
    return standings.get(id);
  }

  boolean isPlausible(int id) {
    return plausible.get(id);
  }

  Trait trait(int id) {
    return traits.get(id);
  }
}
