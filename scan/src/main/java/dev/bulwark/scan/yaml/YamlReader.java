package dev.bulwark.scan.yaml;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.text.TextReader;
import dev.bulwark.scan.text.TextView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads YAML, one document or several, as events: nothing is made of a tag.
///
/// Nearly every text is YAML, so bytes are claimed when their name promises it, when they have no
/// ending and begin with a document's mark, or when they parse and hold a tag that makes a loader
/// run something. Text that breaks the grammar is left to others (templates of YAML are no YAML),
/// unless it holds a word that a loader with a wider grammar would act on: then it is Malformed.
public final class YamlReader implements FormatReader<YamlView> {
  /// Larger documents are not configurations.
  private static final long MAX_BYTES = 32L << 20;

  private static final Set<String> NAMED = Set.of("yaml", "yml", "cff");

  private final TextReader text = new TextReader();
  private final List<Function<JsonView, List<Source>>> carried;

  /// @param carried what finds whole files of another format in a document, such as templates
  public YamlReader(List<Function<JsonView, List<Source>>> carried) {
    this.carried = List.copyOf(carried);
  }

  /// Endings that promise YAML.
  public static String[] endings() {
    return NAMED.toArray(String[]::new);
  }

  @Override
  public String format() {
    return "yaml";
  }

  @Override
  public Reading<YamlView> read(Source source, Budget budget) {
    boolean promised = isPromised(source);
    if (source.size() == 0 || (!promised && source.size() > MAX_BYTES)) {
      return new Reading.NotMine<>();
    }
    try {
      if (!(text.read(source, budget) instanceof Reading.View<TextView> _)) {
        return new Reading.NotMine<>();
      }
      budget.bytes(source.size());
    } catch (Budget.OverLimit e) {
      return promised ? overLimit(e.reason(), e.problem()) : new Reading.NotMine<>();
    }
    if (source.size() > MAX_BYTES) {
      return overLimit(Outcome.Reason.OVER_LIMIT, "YAML larger than 32 MiB");
    }
    byte[] bytes = source.bytes().toArray(JAVA_BYTE);
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    if (!promised && !marked(source, decoded) && !LooseText.any(decoded)) {
      return new Reading.NotMine<>();
    }
    try {
      return parsed(source, bytes, decoded, promised, budget);
    } catch (Budget.OverLimit e) {
      return overLimit(e.reason(), e.problem());
    }
  }

  private Reading<YamlView> parsed(
      Source source, byte[] bytes, String decoded, boolean promised, Budget budget) {
    YamlParse parse = new YamlParse(bytes, budget);
    try {
      parse.documents(decoded);
    } catch (YamlParse.Broken broken) {
      return broken(source, decoded, parse, promised, broken);
    }
    parse.documentsOfVersion11(decoded);
    if (parse.isEmpty() || !(promised || marked(source, decoded) || parse.hasTags())) {
      return new Reading.NotMine<>();
    }
    YamlView view = parse.view(source);
    return new Reading.View<>(view, inside(view));
  }

  private List<Source> inside(YamlView view) {
    List<Source> inside = new ArrayList<>();
    carried.forEach(finder -> inside.addAll(finder.apply(view.json())));
    return inside;
  }

  /// A loader that takes documents one by one has acted on the first before it meets the break.
  private static Reading<YamlView> broken(
      Source source, String decoded, YamlParse parse, boolean promised, YamlParse.Broken broken) {
    if (promised) {
      LooseText.tags(decoded).forEach(parse::loose);
    }
    boolean acts = parse.hasTags() || (promised && LooseText.tells(decoded));
    return acts
        ? new Reading.Malformed<>(
            Optional.of(parse.view(source)), List.of(), broken.at(), "expected YAML 1.2")
        : new Reading.NotMine<>();
  }

  private static Reading<YamlView> overLimit(Outcome.Reason reason, String problem) {
    return new Reading.OverLimit<>(Optional.empty(), List.of(), reason, problem);
  }

  private static boolean isPromised(Source source) {
    String name = name(source);
    return name.equals("MLmodel")
        || NAMED.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static String name(Source source) {
    String path = source.place().path().getLast();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Whether a file without an ending begins as a document does.
  private static boolean marked(Source source, String text) {
    return name(source).indexOf('.') < 0 && (text.startsWith("---") || text.startsWith("%YAML"));
  }
}
