package dev.bulwark.scan.safetensors;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.safetensors.SafetensorsView.Kind;
import dev.bulwark.scan.safetensors.SafetensorsView.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/// One reading of one header. Duplicate keys are noticed here rather than by the parser, so that
/// reading goes on behind them.
final class Header {
  private static final String METADATA = "__metadata__";
  private static final int MAX_DEPTH = 16;
  private static final int MAX_DIMENSIONS = 256;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength((int) SafetensorsReader.MAX_HEADER)
                  .maxNameLength((int) SafetensorsReader.MAX_HEADER)
                  .build())
          .build();

  private final Place place;
  private final byte[] header;
  private final long fileSize;
  private final Budget budget;
  private final Violations violations = new Violations();
  private final List<Tensor> tensors = new ArrayList<>();

  Header(Place place, byte[] header, long fileSize, Budget budget) {
    this.place = place;
    this.header = header;
    this.fileSize = fileSize;
    this.budget = budget;
  }

  Reading<SafetensorsView> read() {
    if (!utf8()) {
      return malformed(8, "expected a header in UTF-8");
    }
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), header)) {
      expect(json.nextToken(), JsonToken.START_OBJECT, json);
      members(json);
      if (json.nextToken() != null) {
        throw new Broken(json, "expected nothing but spaces after the header's object");
      }
    } catch (Broken e) {
      return malformed(8 + e.offset, e.problem);
    } catch (StreamConstraintsException e) {
      return malformed(8, "expected a flat header, found one nested too deep or a number too long");
    } catch (StreamReadException e) {
      return malformed(8 + Math.max(0, e.getLocation().getByteOffset()), "expected JSON");
    }
    long unexplained =
        new Tiling(tensors, 8L + header.length, fileSize - 8 - header.length, violations).check();
    return new Reading.View<>(view(unexplained), List.of());
  }

  private Reading<SafetensorsView> malformed(long offset, String problem) {
    return new Reading.Malformed<>(Optional.of(view(0)), List.of(), offset, problem);
  }

  private SafetensorsView view(long unexplained) {
    return new SafetensorsView(
        place, header.length, tensors, violations.list(), fileSize, unexplained);
  }

  /// UTF-8 without NUL, which JSON cannot hold; the parser would take early NULs for the mark of
  /// UTF-16 or UTF-32.
  private boolean utf8() {
    for (byte b : header) {
      if (b == 0) {
        return false;
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private void members(JsonParser json) {
    Set<String> names = new HashSet<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      budget.entry();
      String name = name(json, names);
      json.nextToken();
      if (name.equals(METADATA)) {
        metadata(json);
      } else {
        expect(json.currentToken(), JsonToken.START_OBJECT, json);
        tensor(json, name);
      }
    }
  }

  private String name(JsonParser json, Set<String> names) {
    expect(json.currentToken(), JsonToken.PROPERTY_NAME, json);
    String name = json.currentName();
    if (!names.add(name)) {
      violations.add(
          Kind.DUPLICATE, offset(json), "the key %s stands twice".formatted(quoted(name)));
    }
    return name;
  }

  /// The reference reader takes null for no metadata.
  private void metadata(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      violations.add(Kind.METADATA, offset(json), "__metadata__ is not an object");
      json.skipChildren();
      return;
    }
    Set<String> names = new HashSet<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      budget.entry();
      String name = name(json, names);
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        violations.add(
            Kind.METADATA, offset(json), "the metadata %s is not text".formatted(quoted(name)));
        json.skipChildren();
      }
    }
  }

  private void tensor(JsonParser json, String name) {
    String dtype = "";
    List<Long> shape = List.of();
    List<Long> offsets = List.of();
    Set<String> names = new HashSet<>();
    long at = offset(json);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      budget.entry();
      String member = name(json, names);
      json.nextToken();
      switch (member) {
        case "dtype" -> dtype = text(json);
        case "shape" -> shape = numbers(json);
        case "data_offsets" -> offsets = numbers(json);
        default -> {
          violations.add(
              Kind.METADATA,
              offset(json),
              "the tensor %s has a member %s, which the format does not have"
                  .formatted(quoted(name), quoted(member)));
          json.skipChildren();
        }
      }
    }
    if (!names.containsAll(Set.of("dtype", "shape", "data_offsets")) || offsets.size() != 2) {
      throw new Broken(json, "expected dtype, shape and two data_offsets for every tensor");
    }
    Tensor tensor = new Tensor(name, dtype, shape, offsets.get(0), offsets.get(1));
    tensors.add(tensor);
    fit(tensor, at);
  }

  private static String text(JsonParser json) {
    expect(json.currentToken(), JsonToken.VALUE_STRING, json);
    return json.getString();
  }

  private List<Long> numbers(JsonParser json) {
    expect(json.currentToken(), JsonToken.START_ARRAY, json);
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, json);
      numbers.add(unsigned(json));
      if (numbers.size() > MAX_DIMENSIONS) {
        throw new Broken(json, "expected at most " + MAX_DIMENSIONS + " dimensions");
      }
    }
    return numbers;
  }

  private static long unsigned(JsonParser json) {
    try {
      long number = json.getLongValue();
      if (number >= 0) {
        return number;
      }
    } catch (InputCoercionException e) {
      // beyond 2^63: said below
    }
    throw new Broken(json, "expected a number from 0 to 2^63 - 1");
  }

  /// The byte range must be exactly what element type and shape ask for.
  private void fit(Tensor tensor, long at) {
    Optional<Integer> bits = Dtype.bits(tensor.dtype());
    if (bits.isEmpty()) {
      violations.add(
          Kind.TENSOR,
          at,
          "%s has the unknown element type %s"
              .formatted(quoted(tensor.name()), quoted(tensor.dtype())));
      return;
    }
    String problem = misfit(tensor, bits.get());
    if (!problem.isEmpty()) {
      violations.add(Kind.TENSOR, at, quoted(tensor.name()) + " " + problem);
    }
  }

  private static String misfit(Tensor tensor, long bits) {
    try {
      long elements = 1;
      for (long dimension : tensor.shape()) {
        elements = Math.multiplyExact(elements, dimension);
      }
      long all = Math.multiplyExact(elements, bits);
      if (all % 8 != 0) {
        return "ends inside a byte";
      }
      return tensor.end() - tensor.begin() == all / 8
          ? ""
          : "needs %d bytes by its shape and has %d"
              .formatted(all / 8, tensor.end() - tensor.begin());
    } catch (ArithmeticException e) {
      return "has a shape whose size overflows";
    }
  }

  private static void expect(JsonToken found, JsonToken expected, JsonParser json) {
    if (found != expected) {
      throw new Broken(json, "expected %s, found %s".formatted(expected, found));
    }
  }

  private static long offset(JsonParser json) {
    return 8 + json.currentTokenLocation().getByteOffset();
  }

  private static String quoted(String name) {
    return Violations.quoted(name);
  }

  /// The header is JSON, and not of the shape the format asks for.
  private static final class Broken extends RuntimeException {
    private final transient long offset;
    private final transient String problem;

    Broken(JsonParser json, String problem) {
      super(problem, null, false, false);
      this.offset = Math.max(0, json.currentTokenLocation().getByteOffset());
      this.problem = problem;
    }
  }
}
