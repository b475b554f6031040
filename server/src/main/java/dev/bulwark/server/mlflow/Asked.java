package dev.bulwark.server.mlflow;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.VersionId;
import dev.bulwark.server.ServerFault;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// What a client asks: the members of a JSON body, or the parameters of a query. Members that are
/// not asked for are passed over, as MLflow does.
final class Asked {
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofMib(1), 16);

  private final Json.Obj body;
  private final HttpServletRequest request;

  private Asked(Json.Obj body, HttpServletRequest request) {
    this.body = body;
    this.request = request;
  }

  /// @throws ServerFault `input-invalid`
  static Asked of(HttpServletRequest request) {
    try {
      byte[] bytes = request.getInputStream().readNBytes((int) BOUNDS.size().bytes() + 1);
      return new Asked(
          bytes.length == 0
              ? Json.object().build()
              : JsonReader.readObject(Bytes.of(bytes), BOUNDS),
          request);
    } catch (EvidenceFault e) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected one JSON object of at most 1 MiB, 16 deep, each member named once; found"
              + " something else",
          e);
    } catch (IOException e) {
      throw new ServerFault(
          ServerFault.INVALID, "expected to read the body to its end, found that it was cut", e);
    }
  }

  Optional<String> text(String name) {
    Optional<String> found =
        body.find(name)
            .flatMap(
                value ->
                    switch (value) {
                      case Json.Text(String text) -> Optional.of(text);
                      case Json.Int(long number) -> Optional.of(Long.toString(number));
                      case Json.Bool(boolean yes) -> Optional.of(Boolean.toString(yes));
                      case Json.Real(double number) -> Optional.of(Double.toString(number));
                      case Json.Null _, Json.Arr _, Json.Obj _ -> Optional.empty();
                    });
    return found.or(() -> Optional.ofNullable(parameter(name)));
  }

  private @org.jspecify.annotations.Nullable String parameter(String name) {
    String[] all = request.getParameterValues(name);
    return all == null || all.length != 1 ? null : all[0];
  }

  List<Json.Obj> objects(String name) {
    return body.items(name).stream()
        .flatMap(
            item ->
                item instanceof Json.Obj object
                    ? Optional.of(object).stream()
                    : Optional.<Json.Obj>empty().stream())
        .toList();
  }

  List<String> texts(String name) {
    String[] all = request.getParameterValues(name);
    return all == null ? body.texts(name) : List.of(all);
  }

  /// @throws ServerFault `input-invalid`
  String require(String name) {
    return text(name)
        .filter(text -> !text.isEmpty())
        .orElseThrow(
            () -> new ServerFault(ServerFault.INVALID, "expected " + name + ", found none"));
  }

  /// The name of a model.
  String model() {
    String name = require("name");
    if (!VersionId.isAsset(name)) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a name of lower-case letters, digits, dots, underscores and hyphens, at most"
              + " 64, found another");
    }
    return name;
  }

  VersionId version() {
    String asset = model();
    return VersionId.parse(asset + "@" + require("version"))
        .orElseThrow(
            () -> new ServerFault(ServerFault.INVALID, "expected a version from 1, found another"));
  }

  int most(int usual, int top) {
    String text = text("max_results").orElse(Integer.toString(usual));
    try {
      int most = Integer.parseInt(text);
      if (most >= 1 && most <= top) {
        return most;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new ServerFault(
        ServerFault.INVALID, "expected max_results from 1 to %,d, found another".formatted(top));
  }

  static ResponseEntity<byte[]> answer(Json json) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(json.canonical().getBytes(StandardCharsets.UTF_8));
  }

  static ResponseEntity<byte[]> done() {
    return answer(Json.object().build());
  }
}
