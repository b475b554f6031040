package dev.bulwark.scan;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.util.List;
import java.util.Map;

/// What a user adds to the lists this version ships.
///
/// Nothing unsigned lowers a verdict: a pack that is not {@link #mayAllow} only denies.
///
/// @param name whose rules they are
/// @param version of the pack, in its maker's own words
/// @param digest of all of it
/// @param lists the text of each list by its name, of {@link #LISTS}; those it lacks add nothing
/// @param mayAllow whether a key the user trusts has signed it
public record RulePack(
    String name, String version, Digest digest, Map<String, String> lists, boolean mayAllow) {
  /// Names for pickles, and for whatever else is loaded by the name of a class.
  public static final String PICKLE = "pickle.tsv";

  /// Layers, functions and custom objects of Keras.
  public static final String KERAS = "keras.tsv";

  /// Operators of graphs: ONNX, TensorFlow, TensorFlow Lite, PaddlePaddle and MXNet.
  public static final String OPERATORS = "operators.tsv";

  /// Kinds of credentials that must not lie in a file.
  public static final String CREDENTIALS = "credentials.tsv";

  /// The lists a pack may hold.
  public static final List<String> LISTS = List.of(PICKLE, KERAS, OPERATORS, CREDENTIALS);

  public RulePack {
    lists = Map.copyOf(lists);
    if (!LISTS.containsAll(lists.keySet())) {
      throw new IllegalArgumentException("expected lists of " + LISTS + ", found others");
    }
  }

  String list(String list) {
    return lists.getOrDefault(list, "");
  }

  /// This pack, as if a trusted key had signed it: what a signer asks before signing.
  public RulePack trusted() {
    return new RulePack(name, version, digest, lists, true);
  }

  /// Which pack it was, for reports and evidence.
  ///
  /// ```
  /// {"name", "version", "digest", "signed": whether a trusted key signed it}
  /// ```
  public Json.Obj json() {
    return Json.object()
        .put("name", name)
        .put("version", version)
        .put("digest", digest.toString())
        .put("signed", mayAllow)
        .build();
  }
}
