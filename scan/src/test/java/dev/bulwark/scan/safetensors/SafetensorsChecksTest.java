package dev.bulwark.scan.safetensors;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.safetensors.SafetensorsView.Kind;
import dev.bulwark.scan.safetensors.SafetensorsView.Violation;
import dev.bulwark.testkit.CheckContract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;

class SafetensorsChecksTest {
  abstract static class Violated extends CheckContract<SafetensorsView> {
    private final int index;
    private final Kind kind;

    Violated(int index, Kind kind) {
      this.index = index;
      this.kind = kind;
    }

    @Override
    protected Check<SafetensorsView> check() {
      return SafetensorsChecks.all().get(index);
    }

    @Override
    protected List<SafetensorsView> clean() {
      return List.of(
          view(),
          view(Arrays.stream(Kind.values()).filter(other -> other != kind).toArray(Kind[]::new)));
    }

    @Override
    protected List<SafetensorsView> dirty() {
      return List.of(view(kind), view(kind, kind));
    }

    private static SafetensorsView view(Kind... kinds) {
      List<Violation> violations =
          Arrays.stream(kinds).map(kind -> new Violation(kind, 9, "it is " + kind)).toList();
      return new SafetensorsView(Place.of("a.safetensors"), 10, List.of(), violations, 100, 0);
    }
  }

  @Nested
  class Duplicate extends Violated {
    Duplicate() {
      super(0, Kind.DUPLICATE);
    }
  }

  @Nested
  class Tensor extends Violated {
    Tensor() {
      super(1, Kind.TENSOR);
    }
  }

  @Nested
  class Layout extends Violated {
    Layout() {
      super(2, Kind.LAYOUT);
    }
  }

  @Nested
  class Length extends Violated {
    Length() {
      super(3, Kind.LENGTH);
    }
  }

  @Nested
  class Metadata extends Violated {
    Metadata() {
      super(4, Kind.METADATA);
    }
  }
}
