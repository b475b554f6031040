package dev.bulwark.scan.gguf;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.gguf.GgufView.Kind;
import dev.bulwark.scan.gguf.GgufView.Violation;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the files that GGUF replaced: ggml, ggmf, ggjt 1 to 3 and LoRA adapters (ggla), as
/// llama.cpp and the examples of ggml wrote them.
///
/// Nothing in such a file says which program wrote it, so each known arrangement of
/// hyper-parameters, vocabulary and blocks is tried, and counts only when it accounts for every
/// byte to the end. A file that fits none is undecided.
final class OldGgml {
  private static final int MOST_TENSORS = 1 << 18;
  private static final int MOST_DIMENSIONS = 4;
  private static final int MOST_NAME = 512;
  private static final int ALIGNMENT = 32;

  private final Source source;
  private final Budget budget;

  OldGgml(Source source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  /// How a program arranges what stands before the tensors.
  ///
  /// @param parameters how many hyper-parameters; the first is the size of the vocabulary
  /// @param counted whether the vocabulary's size stands before it once more
  /// @param scored whether each token has a score
  /// @param aligned whether the data of a tensor begins at a multiple of 32
  /// @param vocabulary whether there is one
  private record Arrangement(
      int parameters, boolean counted, boolean scored, boolean aligned, boolean vocabulary) {
    static final Arrangement LORA = new Arrangement(2, false, false, true, false);
    static final Arrangement LLAMA = new Arrangement(7, false, false, false, true);
    static final Arrangement GGMF = new Arrangement(7, false, true, false, true);
    static final Arrangement GGJT = new Arrangement(7, false, true, true, true);
    static final Arrangement GPT_2 = new Arrangement(6, true, false, false, true);
    static final Arrangement GPT_J = new Arrangement(7, true, false, false, true);
    static final Arrangement NEOX = new Arrangement(8, false, false, false, true);
  }

  /// @param magic its bytes as they lie in the file
  Reading<GgufView> read(String magic) {
    try {
      budget.bytes(8);
      budget.entry();
      return switch (magic) {
        case "lmgg" ->
            first(
                4,
                List.of(Arrangement.LLAMA, Arrangement.GPT_2, Arrangement.GPT_J, Arrangement.NEOX),
                List.of(OldBlocks.LARGE, OldBlocks.SMALL));
        case "algg" -> versioned(List.of(1), Arrangement.LORA);
        case "fmgg" -> versioned(List.of(1), Arrangement.GGMF);
        default -> versioned(List.of(1, 2, 3), Arrangement.GGJT);
      };
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  private Reading<GgufView> versioned(List<Integer> versions, Arrangement arrangement) {
    int version = -1;
    try {
      version = cursor(4).u32();
    } catch (Cursor.Broken _) {
      return unsupported();
    }
    if (!versions.contains(version)) {
      return unsupported();
    }
    OldBlocks blocks =
        arrangement.equals(Arrangement.LORA)
            ? OldBlocks.PLAIN
            : version == 3 ? OldBlocks.SMALL : OldBlocks.LARGE;
    return first(8, List.of(arrangement), List.of(blocks));
  }

  private Cursor cursor(long at) {
    return new Cursor(source, budget, ByteOrder.LITTLE_ENDIAN, true, at);
  }

  /// The first arrangement that fits to the last byte. One that broke among its tensors is what the
  /// file claims.
  private Reading<GgufView> first(long at, List<Arrangement> arrangements, List<OldBlocks> blocks) {
    Reading.@Nullable Malformed<GgufView> broken = null;
    for (Arrangement arrangement : arrangements) {
      for (OldBlocks sizes : blocks) {
        Attempt attempt = new Attempt(cursor(at), arrangement, sizes);
        try {
          attempt.read();
          return new Reading.View<>(attempt.view(), List.of());
        } catch (Cursor.Broken e) {
          if (broken == null && attempt.tensors > 0) {
            broken =
                new Reading.Malformed<>(
                    Optional.of(attempt.view()), List.of(), e.at(), e.problem());
          }
        }
      }
    }
    return broken == null ? unsupported() : broken;
  }

  private static Reading<GgufView> unsupported() {
    return new Reading.OverLimit<>(
        Optional.empty(),
        List.of(),
        Outcome.Reason.UNSUPPORTED,
        "a model file from before GGUF, which only the program that wrote it can read");
  }

  /// One reading by one arrangement.
  private final class Attempt {
    private final Cursor cursor;
    private final Arrangement arrangement;
    private final OldBlocks blocks;
    private final List<Violation> violations = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private long tensors;

    Attempt(Cursor cursor, Arrangement arrangement, OldBlocks blocks) {
      this.cursor = cursor;
      this.arrangement = arrangement;
      this.blocks = blocks;
    }

    GgufView view() {
      return new GgufView(source.place(), 0, arrangement.parameters(), tensors, violations, 0);
    }

    void read() throws Cursor.Broken {
      long vocabulary = Integer.toUnsignedLong(cursor.u32());
      cursor.skip(4L * (arrangement.parameters() - 1));
      if (arrangement.counted() && Integer.toUnsignedLong(cursor.u32()) != vocabulary) {
        throw new Cursor.Broken(cursor.at(), "expected the size of the vocabulary once more");
      }
      if (arrangement.vocabulary()) {
        tokens(vocabulary);
      }
      while (cursor.left() > 0) {
        tensor();
      }
      if (tensors == 0) {
        throw new Cursor.Broken(cursor.at(), "expected tensors, found the end");
      }
    }

    private void tokens(long count) throws Cursor.Broken {
      if (count > cursor.left() / 4) {
        throw new Cursor.Broken(cursor.at(), "expected a vocabulary that fits the file");
      }
      for (long i = 0; i < count; i++) {
        budget.tick();
        cursor.skip(cursor.count(1));
        if (arrangement.scored()) {
          cursor.skip(4);
        }
      }
    }

    private void tensor() throws Cursor.Broken {
      budget.entry();
      long from = cursor.at();
      int dimensions = cursor.u32();
      long nameSize = Integer.toUnsignedLong(cursor.u32());
      int type = cursor.u32();
      if (dimensions < 1 || dimensions > MOST_DIMENSIONS || nameSize > MOST_NAME || nameSize == 0) {
        throw new Cursor.Broken(
            from, "expected a tensor of 1 to %d dimensions with a name".formatted(MOST_DIMENSIONS));
      }
      long[] shape = new long[dimensions];
      for (int i = 0; i < dimensions; i++) {
        shape[i] = Integer.toUnsignedLong(cursor.u32());
      }
      String name = name(nameSize);
      long size = blocks.size(type, shape, from);
      if (arrangement.aligned()) {
        align();
      }
      cursor.skip(size);
      if (++tensors > MOST_TENSORS) {
        throw new Budget.OverLimit(
            Outcome.Reason.OVER_LIMIT, "more than %d tensors".formatted(MOST_TENSORS));
      }
      if (!names.add(name)) {
        tell(Kind.DUPLICATE, from, "the tensor %s stands twice".formatted(GgufParse.quoted(name)));
      }
    }

    private String name(long size) throws Cursor.Broken {
      budget.bytes(size);
      byte[] bytes = source.bytes().asSlice(cursor.skip(size), size).toArray(ValueLayout.JAVA_BYTE);
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private void align() throws Cursor.Broken {
      while (cursor.at() % ALIGNMENT != 0) {
        long at = cursor.skip(1);
        if (source.at(at) != 0) {
          tell(Kind.LAYOUT, at, "the padding here is not zero");
        }
      }
    }

    private void tell(Kind kind, long at, String what) {
      if (violations.stream().filter(seen -> seen.kind() == kind).count()
          < GgufView.MAX_OF_A_KIND) {
        violations.add(new Violation(kind, at, what));
      }
    }
  }
}
