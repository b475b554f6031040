package dev.bulwark.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentTest {
  private static final Content.File MODEL = file("scorer.onnx");
  private static final Content.File WRAPPING = file(".wrapping/oci-manifest.json");

  private static Content.File file(String name) {
    return new Content.File(name, 3, Digest.of(Bytes.utf8(name)));
  }

  /// The whole names every byte; a gate decides about what an environment gets.
  @Test
  void wrappingIsPartOfTheWholeAndNothingAGateDecidesAbout() {
    Content bare = new Content(List.of(MODEL));
    Content wrapped = new Content(List.of(MODEL, WRAPPING));
    assertThat(wrapped.digest()).isNotEqualTo(bare.digest());
    assertThat(wrapped.digests()).containsExactly(MODEL.digest());
    assertThat(wrapped.everyDigest()).containsExactlyInAnyOrder(MODEL.digest(), WRAPPING.digest());
    assertThat(wrapped.subjects(new VersionId("scorer", 1))).hasSize(3);
  }

  /// Or a gate would decide about nothing, and nothing passes every demand.
  @Test
  void aVersionHasAFileOfItsOwn() {
    assertThatThrownBy(() -> new Content(List.of(WRAPPING)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Content(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyTheVeryFolderIsWrapping() {
    for (String name : List.of(".wrapping", ".Wrapping/x", "a/.wrapping/x", "wrapping/x")) {
      assertThat(Content.isWrapping(name)).as(name).isFalse();
    }
  }
}
