package dev.bulwark.scan.onnx;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.graph.Oddity;
import dev.bulwark.scan.graph.Operator;
import dev.bulwark.scan.graph.Tally;
import dev.bulwark.scan.graph.Uses;
import dev.bulwark.scan.weights.Descriptions;
import dev.bulwark.scan.weights.Range;
import java.util.ArrayList;
import java.util.List;

/// What one walk through a model has gathered so far.
final class OnnxFacts {
  private final Uses uses = new Uses();
  private final Tally<String> external = Tally.ofTexts();
  private final Tally<String> settings = Tally.ofTexts();
  private final Descriptions weights = new Descriptions();
  private long irVersion;
  private long graphs;

  /// The standard's own domain has two names.
  static Operator operator(String domain, String type) {
    return new Operator(domain.equals("ai.onnx") ? "" : domain, type);
  }

  void version(long version) {
    irVersion = version;
  }

  void graph() {
    graphs++;
  }

  void node(String domain, String type, long offset) {
    uses.node(operator(domain, type), offset);
  }

  /// A function counts by its name: nodes that use it need no operator of that name.
  void function(String domain, String type, long offset) {
    uses.function(operator(domain, type), offset);
  }

  void external(String location, long offset) {
    external.add(location, offset);
  }

  void stored(String location, Range range) {
    weights.add(location, range);
  }

  void setting(String key, long offset) {
    settings.add(key, offset);
  }

  OnnxView view(Place place, List<Oddity> oddities, long unexplained) {
    List<OnnxView.External> files = new ArrayList<>();
    external
        .counts()
        .forEach(
            (location, seen) ->
                files.add(new OnnxView.External(location, seen.count(), seen.offset())));
    List<OnnxView.Setting> keys = new ArrayList<>();
    settings.counts().forEach((key, seen) -> keys.add(new OnnxView.Setting(key, seen.offset())));
    return new OnnxView(
        place, irVersion, uses.list(), files, keys, oddities, graphs, weights.list(), unexplained);
  }
}
