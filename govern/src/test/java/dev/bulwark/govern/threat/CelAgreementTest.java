package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.condition.MalformedCondition;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import dev.bulwark.testkit.condition.CelJudge;
import dev.bulwark.testkit.condition.ConditionMaker;
import dev.cel.common.CelValidationResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The conditions of rules and scales are CEL: the field's own implementation accepts what we
/// accept and answers what we answer, also when facts are missing.
final class CelAgreementTest {
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|[a-zA-Z_.]+|[0-9]+|&&|\\|\\||[!=<>]=|\\S");
  private static final Map<ElementKind, CelJudge> JUDGES = new EnumMap<>(ElementKind.class);

  private static CelJudge judge(ElementKind scope) {
    return JUDGES.computeIfAbsent(scope, kind -> CelJudge.of(Systems.TABLE.vocabulary(kind)));
  }

  @Test
  void everyRuleIsTypedCelAndMeansTheSame() {
    for (ThreatRule rule : Systems.RULES.rules()) {
      judge(rule.scope()).agrees(rule.when().text());
    }
  }

  @Test
  void everyScaleIsTypedCelAndMeansTheSame() {
    Scales scales = Systems.RULES.scales();
    List<Scale> whole = new ArrayList<>(scales.stake().values());
    whole.add(scales.motive());
    whole.forEach(scale -> agrees(ElementKind.SYSTEM, scale));
    scales.exposure().forEach(CelAgreementTest::agrees);
    scales.weight().forEach(CelAgreementTest::agrees);
  }

  @Test
  void anyConditionOverTheTableIsTypedCelAndMeansTheSame() {
    ForAll.cases(
        300,
        random -> {
          ElementKind scope = pick(List.of(ElementKind.values()), random);
          Condition condition = new ConditionMaker(random, Systems.TABLE.vocabulary(scope)).make(3);
          assertThat(Condition.parse(condition.text())).isEqualTo(condition);
          judge(scope).agrees(condition.text(), random, 10);
        });
  }

  /// Whatever text we read, CEL reads too, and to the same answer: no precedence of our own.
  @Test
  void aMangledConditionIsRefusedOrMeansTheSame() {
    int[] read = {0};
    ForAll.cases(
        4_000,
        random -> {
          ThreatRule rule = pick(Systems.RULES.rules(), random);
          String text = mangled(rule.when().text(), random);
          Optional<Condition> condition = parsed(text);
          if (condition.isEmpty()) {
            return;
          }
          CelValidationResult parsed = judge(rule.scope()).parse(text);
          assertThat(parsed.hasError()).as(text + "\n" + parsed.getErrorString()).isFalse();
          if (condition.get().problems(Systems.TABLE.vocabulary(rule.scope())).isEmpty()) {
            judge(rule.scope()).agrees(text, random, 3);
            read[0]++;
          }
        });
    assertThat(read[0]).isGreaterThan(300);
  }

  /// A byte damaged, or a token taken out, repeated or moved.
  private static String mangled(String text, RandomGenerator random) {
    if (random.nextInt(3) == 0) {
      return Bytes.of(Mangle.once(Bytes.utf8(text).toArray(), random)).utf8();
    }
    List<String> tokens =
        new ArrayList<>(TOKEN.matcher(text).results().map(MatchResult::group).toList());
    String token = tokens.remove(random.nextInt(tokens.size()));
    if (random.nextInt(3) > 0) {
      tokens.add(random.nextInt(tokens.size() + 1), token);
    }
    if (random.nextBoolean()) {
      tokens.add(random.nextInt(tokens.size() + 1), pick(List.of("!", "==", "&&", "||"), random));
    }
    return String.join(" ", tokens);
  }

  private static Optional<Condition> parsed(String text) {
    try {
      return Optional.of(Condition.parse(text));
    } catch (MalformedCondition e) {
      return Optional.empty();
    }
  }

  private static void agrees(ElementKind scope, Scale scale) {
    scale.steps().forEach(step -> judge(scope).agrees(step.when().text()));
  }

  private static <T> T pick(List<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
