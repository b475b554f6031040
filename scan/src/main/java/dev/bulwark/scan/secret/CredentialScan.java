package dev.bulwark.scan.secret;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One pass over some bytes for every kind of credential. Each place where a word begins costs a
/// constant; nothing is read twice but what looks like a credential.
final class CredentialScan {
  private final CredentialKinds kinds;

  CredentialScan(CredentialKinds kinds) {
    this.kinds = kinds;
  }

  List<Sighting> over(Source source, Budget budget, int most) {
    List<Sighting> seen = new ArrayList<>();
    long size = source.size();
    for (long at = 0; at < size && seen.size() < most; at++) {
      budget.tick();
      if (kinds.begins(source.at(at)) && startsWord(source, at)) {
        Optional<CredentialKinds.Match> match = kinds.match(source, at);
        if (match.isPresent()) {
          CredentialKind kind = match.get().kind();
          seen.add(new Sighting(at, kind.name(), kind.severity()));
          at += match.get().length() - 1;
        }
      }
    }
    return seen;
  }

  /// Whether no word runs into this place; the letter of an escape such as `\n` is no word.
  private static boolean startsWord(Source source, long at) {
    if (at == 0) {
      return true;
    }
    int before = source.at(at - 1);
    boolean word = Letters.A.has(before) || before == '_' || before == '-' || before == '+';
    return !word || (at > 1 && source.at(at - 2) == '\\' && "nrt".indexOf(before) >= 0);
  }
}
