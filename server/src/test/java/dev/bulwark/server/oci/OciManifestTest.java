package dev.bulwark.server.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OciManifestTest {
  private static Json.Obj layer(String title, String content, long size) {
    return OciManifest.descriptor("x", Digest.of(Bytes.utf8(content)), size)
        .put("annotations", Json.object().put("org.opencontainers.image.title", title).build())
        .build();
  }

  private static List<OciManifest.Named> files(List<Json.Obj> layers) {
    Bytes manifest =
        Json.object()
            .put("schemaVersion", 2)
            .put(
                "config",
                OciManifest.descriptor(OciManifest.EMPTY, OciManifest.EMPTY_DIGEST, 2).build())
            .put("layers", Json.array(layers))
            .build()
            .canonicalBytes();
    return OciManifest.parse(manifest, "").files();
  }

  /// A version would keep one of the two, and name both.
  @Test
  void aTitleStandsOnce() {
    for (List<String> titles :
        List.of(
            List.of("m.bin", "m.bin"),
            List.of("A", "a"),
            List.of("stra\u00dfe", "STRASSE"),
            List.of("\u00e9", "e\u0301"),
            List.of("b", ".WRAPPING/oci-manifest.json"))) {
      List<Json.Obj> layers = new ArrayList<>();
      titles.forEach(title -> layers.add(layer(title, "of " + layers.size(), 5)));
      assertThatThrownBy(() -> files(layers)).as(titles.toString()).isInstanceOf(ServerFault.class);
    }
    assertThat(files(List.of(layer("a", "1", 5), layer("b", "2", 5)))).hasSize(2);
  }

  @Test
  void someBytesMayHaveTwoNamesAndLargeOnesNotThousands() {
    assertThat(files(List.of(layer("a", "same", 1 << 20), layer("b", "same", 1 << 20)))).hasSize(2);
    List<Json.Obj> many =
        IntStream.range(0, 5000).mapToObj(i -> layer("n" + i, "same", 1 << 30)).toList();
    assertThatThrownBy(() -> files(many))
        .isInstanceOf(ServerFault.class)
        .hasMessageContaining("many names");
    List<Json.Obj> huge =
        IntStream.range(0, 5000).mapToObj(i -> layer("n" + i, "c" + i, (1L << 53) - 1)).toList();
    assertThat(files(huge)).as("sums do not run over").hasSize(5000);
  }
}
