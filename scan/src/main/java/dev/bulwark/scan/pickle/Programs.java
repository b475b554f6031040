package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.pickle.PickleView.Accounted;
import dev.bulwark.scan.pickle.PickleView.Ending;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All programs of one source: each read as every loader would, what follows one tried as the next,
/// and every byte accounted for.
final class Programs {
  private static final Run.Way USUAL = new Run.Way(false, true);
  private static final Run.Way FRAMED = new Run.Way(true, true);
  private static final Run.Way PLAIN = new Run.Way(false, false);
  private static final int MOST_LISTED = 1 << 16;
  private static final int MOST_REREADINGS = 64;
  private static final int MOST_PADDING = 4096;
  private static final int SEARCHED = 1 << 20;
  private static final int SEARCHED_CLOSELY = 64;
  private static final int GLANCE = 1 << 18;
  private static final int MOST_SEARCHES = 1024;

  private final Source source;
  private final Budget budget;
  private final long words;
  private final Names names;
  private final Window window;
  private final EventMerge events = new EventMerge();
  private final List<PickleView.Program> programs = new ArrayList<>();
  private final Set<PickleView.Storage> storages = new LinkedHashSet<>();
  private final List<Source> inside = new ArrayList<>();
  private int protocol;
  private int rereadings;
  private int searches;
  private long programBytes;
  private long arrayBytes;
  private long unexplained;
  private long certainUntil;
  private boolean telling;

  Programs(Source source, PicklePolicy policy, Budget budget, long words) {
    this.source = source;
    this.budget = budget;
    this.words = words;
    this.names = new Names(policy);
    this.window = new Window(source.size());
    this.certainUntil = source.size();
  }

  Reading<PickleView> read() {
    boolean claimed = claimsAt(0);
    Ending ending = Ending.Complete.COMPLETE;
    try {
      Run first = run(0, USUAL);
      if (!claimed && !first.isTelling() && first.broken() != null) {
        return new Reading.NotMine<>();
      }
      ending = accept(first);
      if (ending == Ending.Complete.COMPLETE) {
        rest(first);
      } else {
        unexplained += source.size() - first.end();
      }
    } catch (Budget.OverLimit e) {
      ending = new Ending.Stopped(e.reason(), programBytes, e.problem());
    }
    if (!claimed && !telling && unexplained > 0 && !isBounded(ending)) {
      return new Reading.NotMine<>();
    }
    return reading(view(ending));
  }

  /// A bound was hit: what it kept from being read might have told that this is a pickle.
  private static boolean isBounded(Ending ending) {
    return ending instanceof Ending.Stopped stopped && stopped.reason() != Outcome.Reason.MALFORMED;
  }

  private Reading<PickleView> reading(PickleView view) {
    return switch (view.ending()) {
      case Ending.Complete _ -> new Reading.View<>(view, inside);
      case Ending.Stopped stopped ->
          stopped.reason() == Outcome.Reason.MALFORMED
              ? new Reading.Malformed<>(
                  Optional.of(view), inside, stopped.offset(), stopped.problem())
              : new Reading.OverLimit<>(
                  Optional.of(view), inside, stopped.reason(), stopped.problem());
    };
  }

  private PickleView view(Ending ending) {
    return new PickleView(
        source.place(),
        protocol,
        programs,
        events.events(),
        List.copyOf(storages),
        new Accounted(programBytes, arrayBytes, unexplained),
        certainUntil,
        ending);
  }

  private Run run(long start, Run.Way way) {
    return Run.from(source, start, way, window, names, budget, words);
  }

  /// Takes a program in, and reads it again in the other ways there are.
  private Ending accept(Run run) {
    budget.entry();
    merge(run, false);
    if (programs.size() < MOST_LISTED) {
      programs.add(new PickleView.Program(run.start(), run.end()));
    }
    long skipped = run.machine().arrays().skipped();
    programBytes += run.end() - run.start() - skipped;
    arrayBytes += skipped;
    if (run.overLimit() != null) {
      throw run.overLimit();
    }
    if (run.machine().arrays().firstSkip() >= 0) {
      reread(run.start(), PLAIN, run.machine().arrays().firstSkip());
    }
    long disagreement = run.tape().disagreement();
    if (disagreement < 0 && run.isWhole() && run.tape().endOfFrame() > run.end()) {
      disagreement = run.end();
    }
    if (disagreement >= 0) {
      events.add(new PickleEvent.Disagreement(disagreement), true);
      reread(run.start(), FRAMED, run.start());
    }
    return run.broken() == null
        ? Ending.Complete.COMPLETE
        : new Ending.Stopped(
            Outcome.Reason.MALFORMED, run.broken().offset(), run.broken().problem());
  }

  private void reread(long start, Run.Way way, long plausibleFrom) {
    if (++rereadings > MOST_REREADINGS) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT,
          "more than " + MOST_REREADINGS + " programs that mean different things to loaders");
    }
    Run run = run(start, way);
    for (PickleEvent event : run.machine().recorder().events()) {
      if (way.framed() || event.offset() < plausibleFrom || isPlausible(event)) {
        events.add(event, true);
      }
    }
    noteGuess(run);
    inside.addAll(run.machine().calls().inside().stream().filter(this::isNew).toList());
    if (run.overLimit() != null) {
      throw run.overLimit();
    }
    if (way.framed() && run.isWhole() && run.tape().endOfFrame() < source.size()) {
      Run next = run(run.tape().endOfFrame(), USUAL);
      if (next.isTelling()) {
        merge(next, true);
      }
    }
  }

  private boolean isNew(Source child) {
    return inside.stream().noneMatch(known -> known.place().equals(child.place()));
  }

  private static boolean isPlausible(PickleEvent event) {
    return switch (event) {
      case PickleEvent.Import e -> e.name().isPlausible();
      case PickleEvent.Call e -> e.callee().isPlausible();
      default -> false;
    };
  }

  private void merge(Run run, boolean again) {
    Machine machine = run.machine();
    machine.recorder().events().forEach(event -> events.add(event, again));
    storages.addAll(machine.storages().all());
    inside.addAll(machine.calls().inside());
    protocol = Math.max(protocol, machine.protocol());
    telling |= run.isTelling();
    noteGuess(run);
  }

  private void noteGuess(Run run) {
    long guess = run.machine().recorder().firstGuess();
    if (guess >= 0) {
      certainUntil = Math.min(certainUntil, guess);
    }
  }

  /// Reads what follows the first program.
  private void rest(Run first) {
    boolean legacy = LegacyTorch.isMagic(source, first.end());
    int count = 1;
    long at = first.end();
    while (at < source.size()) {
      if (legacy && count == LegacyTorch.PROGRAMS && isStorages(at)) {
        arrayBytes += source.size() - at;
        return;
      }
      if (isPadding(at)) {
        programBytes += source.size() - at;
        return;
      }
      Run next = run(at, USUAL);
      boolean whole = next.isWhole();
      boolean chance =
          whole ? isTrivial(next) : next.overLimit() == null && !next.isTelling() && !claimsAt(at);
      if (chance) {
        at = search(at);
        continue;
      }
      accept(next);
      count++;
      if (!whole) {
        unexplained(next.end(), source.size());
        return;
      }
      if (!legacy || count > LegacyTorch.PROGRAMS) {
        events.add(new PickleEvent.Another(at), false);
      }
      at = next.end();
    }
  }

  /// A "program" that random bytes hold by chance.
  private boolean isTrivial(Run run) {
    return !run.isTelling()
        && !claimsAt(run.start())
        && run.end() - run.start() < 8
        && run.end() < source.size();
  }

  private boolean isStorages(long at) {
    return LegacyTorch.size(storages) == source.size() - at;
  }

  private boolean isPadding(long at) {
    if (source.size() - at > MOST_PADDING) {
      return false;
    }
    for (long i = at; i < source.size(); i++) {
      int b = source.at(i);
      if (b != 0 && b != '\n' && b != '\r' && b != ' ') {
        return false;
      }
    }
    return true;
  }

  /// Looks for a program behind bytes that are none.
  ///
  /// @return where the next program starts, or the size of the source
  private long search(long from) {
    long end = Math.min(source.size(), from + SEARCHED);
    for (long at = from + 1; at < end && searches < MOST_SEARCHES; at++) {
      boolean near = at - from <= SEARCHED_CLOSELY && Op.isOpcode(source.at(at));
      if (near || claimsAt(at)) {
        searches++;
        Run run = glance(at);
        if (run.isTelling() || (run.isWhole() && claimsAt(at))) {
          unexplained(from, at);
          return at;
        }
      }
    }
    unexplained(from, source.size());
    return source.size();
  }

  /// A run over the next few bytes only.
  private Run glance(long at) {
    Source part =
        new Source(source.place(), source.bytes().asSlice(0, Math.min(source.size(), at + GLANCE)));
    return Run.from(part, at, USUAL, window, names, budget, words);
  }

  private void unexplained(long from, long to) {
    if (to > from) {
      unexplained += to - from;
      events.add(new PickleEvent.Unexplained(from, to - from), true);
    }
  }

  /// Whether a PROTO opcode of a known protocol and another opcode are here.
  private boolean claimsAt(long at) {
    return at + 2 < source.size()
        && source.at(at) == Op.PROTO
        && source.at(at + 1) <= 5
        && Op.isOpcode(source.at(at + 2));
  }
}
