package dev.bulwark.scan;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Suite;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.weights.Described;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// A file format the scanner knows: its reader, the checks over what the reader saw, and what its
/// name promises.
///
/// @param extensions file name endings that promise this format, lower-case and without the dot
/// @param insteadOf names of formats this one is a special case of; when this reader knows the
///   bytes, theirs are not asked, and their checks are among {@link #suite}
/// @param lastResort whether the reader is asked only when no other explains the bytes to their end
/// @param inert whether loading a well-formed file of this format runs nothing of the file's
/// @param unexplained how many bytes of the view's file belong to nothing the format names
/// @param describes which bytes of which neighbouring files a view accounts for
/// @param ruleData the digest of rule data outside of the rules' own text, as text; may be empty
/// @param sign what all bytes have that the reader knows, when that is cheaper seen than by asking
///   it; formats of one family share one sign, which is looked for once
public record Format<V>(
    FormatReader<V> reader,
    Suite<V> suite,
    Set<String> extensions,
    Set<String> insteadOf,
    boolean lastResort,
    boolean inert,
    ToLongFunction<V> unexplained,
    Optional<Function<V, List<Described>>> describes,
    String ruleData,
    Optional<Predicate<Source>> sign) {
  public Format {
    extensions = Set.copyOf(extensions);
    insteadOf = Set.copyOf(insteadOf);
  }

  /// A format that may run code when loaded and accounts for every byte it reads.
  public static <V> Format<V> of(FormatReader<V> reader, List<? extends Check<? super V>> checks) {
    return new Format<>(
        reader,
        new Suite<>(reader.format(), List.copyOf(checks)),
        Set.of(),
        Set.of(),
        false,
        false,
        _ -> 0,
        Optional.empty(),
        "",
        Optional.empty());
  }

  public String name() {
    return reader.format();
  }

  public Format<V> named(String... endings) {
    return new Format<>(
        reader,
        suite,
        Set.of(endings),
        insteadOf,
        lastResort,
        inert,
        unexplained,
        describes,
        ruleData,
        sign);
  }

  /// This format for bytes that nothing else explains.
  public Format<V> asLastResort() {
    return new Format<>(
        reader, suite, extensions, insteadOf, true, inert, unexplained, describes, ruleData, sign);
  }

  /// This format as one that answers for others by itself: when its reader knows the bytes, theirs
  /// are not asked.
  public Format<V> answeringFor(String... names) {
    return new Format<>(
        reader,
        suite,
        extensions,
        Set.of(names),
        lastResort,
        inert,
        unexplained,
        describes,
        ruleData,
        sign);
  }

  public Format<V> dataOnly() {
    return new Format<>(
        reader,
        suite,
        extensions,
        insteadOf,
        lastResort,
        true,
        unexplained,
        describes,
        ruleData,
        sign);
  }

  public Format<V> accounting(ToLongFunction<V> bytes) {
    return new Format<>(
        reader, suite, extensions, insteadOf, lastResort, inert, bytes, describes, ruleData, sign);
  }

  /// This format as one whose files describe raw bytes of their neighbours.
  public Format<V> describing(Function<V, List<Described>> weights) {
    return new Format<>(
        reader,
        suite,
        extensions,
        insteadOf,
        lastResort,
        inert,
        unexplained,
        Optional.of(weights),
        ruleData,
        sign);
  }

  /// This format as one whose reader knows no bytes without that sign.
  public Format<V> bearing(Predicate<Source> sign) {
    return new Format<>(
        reader,
        suite,
        extensions,
        insteadOf,
        lastResort,
        inert,
        unexplained,
        describes,
        ruleData,
        Optional.of(sign));
  }

  public Format<V> ruledBy(Digest... data) {
    return new Format<>(
        reader,
        suite,
        extensions,
        insteadOf,
        lastResort,
        inert,
        unexplained,
        describes,
        Arrays.stream(data).map(Digest::toString).collect(Collectors.joining(" ")),
        sign);
  }

  /// This format as a special case of another: it answers for it, with the other's checks over the
  /// part of its view that the other would have seen.
  public <P> Format<V> refining(Format<P> general, Function<V, P> part) {
    List<Check<? super V>> all = new ArrayList<>(suite.checks());
    general.suite.checks().forEach(check -> all.add(OnPart.of(check, part)));
    Set<String> names = new HashSet<>(insteadOf);
    names.addAll(general.insteadOf);
    names.add(general.name());
    return new Format<>(
        reader,
        new Suite<>(suite.name(), all),
        extensions,
        names,
        lastResort,
        inert,
        unexplained,
        describes,
        ruleData,
        sign);
  }

  /// This format with checks over parts of its view that are many, or none.
  public <P> Format<V> each(List<? extends Check<? super P>> checks, Function<V, List<P>> parts) {
    List<Check<? super V>> all = new ArrayList<>(suite.checks());
    checks.forEach(check -> all.add(OnEach.of(check, parts)));
    return new Format<>(
        reader,
        new Suite<>(suite.name(), all),
        extensions,
        insteadOf,
        lastResort,
        inert,
        unexplained,
        describes,
        ruleData,
        sign);
  }

  /// A check over each of some parts of a view, joined, as a check over the view.
  private record OnEach<V, P>(Check<? super P> check, Function<V, List<P>> parts)
      implements Check<V> {
    static <V, P> OnEach<V, P> of(Check<? super P> check, Function<V, List<P>> parts) {
      return new OnEach<>(check, parts);
    }

    @Override
    public Rule rule() {
      return check.rule();
    }

    @Override
    public Outcome examine(V target, Budget budget) {
      RuleTally tally = new RuleTally();
      parts.apply(target).forEach(part -> tally.add(check.examine(part, budget)));
      return tally.outcome(rule().id(), Place.of("the file"));
    }
  }

  /// A check over a part of a view, as a check over the view.
  private record OnPart<V, P>(Check<? super P> check, Function<V, P> part) implements Check<V> {
    static <V, P> OnPart<V, P> of(Check<? super P> check, Function<V, P> part) {
      return new OnPart<>(check, part);
    }

    @Override
    public Rule rule() {
      return check.rule();
    }

    @Override
    public Outcome examine(V target, Budget budget) {
      return check.examine(part.apply(target), budget);
    }
  }
}
