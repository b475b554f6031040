package dev.bulwark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every {@link Check} must hold, on targets its own test supplies.
///
/// @param <T> what the check looks at
public abstract class CheckContract<T> {

  protected abstract Check<? super T> check();

  /// Targets that must pass; at least one.
  protected abstract List<T> clean();

  /// Targets that must fail; at least one.
  protected abstract List<T> dirty();

  protected final Outcome examine(T target) {
    return check().examine(target, Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  @Test
  void cleanTargetsPass() {
    assertThat(clean()).isNotEmpty();
    assertThat(clean())
        .allSatisfy(target -> assertThat(examine(target)).isInstanceOf(Outcome.Passed.class));
  }

  @Test
  void dirtyTargetsFail() {
    assertThat(dirty()).isNotEmpty();
    assertThat(dirty())
        .allSatisfy(target -> assertThat(examine(target)).isInstanceOf(Outcome.Failed.class));
  }

  @Test
  void findingsNameTheRuleAndStayWithinItsSeverity() {
    Rule rule = check().rule();
    for (T target : dirty()) {
      for (Finding finding : examine(target).findings()) {
        assertThat(finding.rule()).isEqualTo(rule.id());
        assertThat(finding.severity()).isLessThanOrEqualTo(rule.severity());
        assertThat(finding.message()).isNotBlank();
      }
    }
  }

  @Test
  void theSameTargetGivesTheSameOutcomeTwice() {
    assertThat(dirty())
        .allSatisfy(target -> assertThat(examine(target)).isEqualTo(examine(target)));
  }

  @Test
  void theRuleIsDocumented() {
    Rule rule = check().rule();
    assertThat(List.of(rule.title(), rule.why(), rule.fix()))
        .allSatisfy(text -> assertThat(text).isNotBlank());
  }
}
