package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Severity;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// flair's transformer embeddings load a model, a tokenizer and code by names and settings in their
/// state: no state of theirs passes, whatever is written in it (ADR 0013).
class SecondLoaderTest {
  private static final String[] MODULES = {
    "flair.embeddings.token", "flair.embeddings.transformer", "flair.embeddings"
  };

  private static Severity worst(String module, Consumer<Asm> state) {
    Asm asm = Asm.proto(4).stackGlobal(module, "TransformerWordEmbeddings");
    asm.op(Op.EMPTY_TUPLE, Op.NEWOBJ, Op.EMPTY_DICT).mark();
    state.accept(asm);
    return PickleCases.worst(asm.op(Op.SETITEMS, Op.BUILD).stop());
  }

  /// What flair up to 0.9 writes: a configuration, and the name of a model whose tokenizer is
  /// loaded from wherever that name leads.
  private static Asm old(Asm asm) {
    asm.str("base_model_name").str("bert-base-uncased");
    return config(asm.str("name").str("transformer-word-bert-base-uncased"), "model_type", "bert");
  }

  private static Asm config(Asm asm, String key, String value) {
    return asm.str("config_state_dict").op(Op.EMPTY_DICT).str(key).str(value).op(Op.SETITEM);
  }

  @Test
  void whatFlairWritesIsSuspicious() {
    for (String module : MODULES) {
      assertThat(worst(module, SecondLoaderTest::old)).isGreaterThan(Severity.NOTE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto_map", "attn_implementation", "backbone", "_name_or_path"})
  void aConfigurationThatNamesCodeIsSuspicious(String key) {
    for (String module : MODULES) {
      assertThat(worst(module, asm -> config(asm, key, "someone/repository")))
          .isGreaterThan(Severity.NOTE);
    }
  }

  @Test
  void aNameAloneIsSuspicious() {
    for (String module : MODULES) {
      assertThat(worst(module, asm -> asm.str("model").str("someone/repository")))
          .isGreaterThan(Severity.NOTE);
      assertThat(worst(module, asm -> asm.str("trust_remote_code").op(Op.NEWTRUE)))
          .isGreaterThan(Severity.NOTE);
    }
  }
}
