package dev.bulwark.inventory.check;

import dev.bulwark.inventory.Stock;
import dev.bulwark.inventory.component.Component;
import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.inventory.purl.PurlReading;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.testkit.CheckContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/// The contract of the checks that can fail a component by itself.
class ContractsTest {

  private static Assessment of(String purl, String range, String... hashes) {
    PackageUrl parsed = ((PurlReading.Valid) PackageUrl.parse(purl)).purl();
    Component component =
        new Component(
            parsed,
            range,
            Component.Scope.DIRECT,
            List.of(hashes),
            Place.of("requirements.txt").at(1, 1));
    return new Assessment(
        new Stock(List.of(), List.of(component), List.of()),
        Optional.empty(),
        List.of(),
        Instant.EPOCH,
        Duration.ofDays(7));
  }

  @Nested
  class UnpinnedTest extends CheckContract<Assessment> {
    @Override
    protected Check<Assessment> check() {
      return new Unpinned();
    }

    @Override
    protected List<Assessment> clean() {
      return List.of(of("pkg:pypi/torch@2.1.0", ""));
    }

    @Override
    protected List<Assessment> dirty() {
      return List.of(of("pkg:pypi/torch", ">=2"), of("pkg:npm/a", "*"));
    }
  }

  @Nested
  class WithoutHashTest extends CheckContract<Assessment> {
    @Override
    protected Check<Assessment> check() {
      return new WithoutHash();
    }

    @Override
    protected List<Assessment> clean() {
      return List.of(of("pkg:pypi/torch@2.1.0", "", "sha256:aa"));
    }

    @Override
    protected List<Assessment> dirty() {
      return List.of(of("pkg:pypi/torch@2.1.0", ""));
    }
  }
}
