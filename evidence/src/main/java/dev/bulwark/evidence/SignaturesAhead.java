package dev.bulwark.evidence;

import dev.bulwark.evidence.keys.VerifyingKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Signatures that were looked at before the roster is walked, on all cores. A key's id is the
/// digest of its bytes, so an answer kept by id is the answer of that key; whether the key counts
/// is the roster's word. What was not looked at ahead is looked at when it is asked for.
final class SignaturesAhead implements Verifier.SignatureCheck {
  /// Below this, threads cost more than they bring.
  private static final int FEW = 4;

  private record Asked(long index, String keyId) {}

  private record Answer(Asked asked, VerifyingKey.Held held) {}

  private final Map<Asked, VerifyingKey.Held> answers = new HashMap<>();

  /// @param keys by id; what no key is known for is left
  SignaturesAhead(List<Verifier.Parsed> envelopes, Function<String, Optional<VerifyingKey>> keys) {
    spread(envelopes)
        .flatMap(parsed -> keys.apply(parsed.claimedKeyId()).map(key -> ask(parsed, key)).stream())
        .toList()
        .forEach(answer -> answers.put(answer.asked(), answer.held()));
  }

  private static Answer ask(Verifier.Parsed parsed, VerifyingKey key) {
    return new Answer(new Asked(parsed.received().index(), key.id()), REAL.verify(parsed, key));
  }

  @Override
  public VerifyingKey.Held verify(Verifier.Parsed parsed, VerifyingKey key) {
    VerifyingKey.Held known = answers.get(new Asked(parsed.received().index(), key.id()));
    return known == null ? REAL.verify(parsed, key) : known;
  }

  /// On all cores when there are more than a few.
  static <T> Stream<T> spread(List<T> items) {
    return items.size() > FEW ? items.parallelStream() : items.stream();
  }
}
