package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import java.util.ArrayList;
import java.util.List;

/// What REDUCE, OBJ, INST, NEWOBJ and NEWOBJ_EX do: note the call, follow the bytes it carries, and
/// give a symbol of the result.
final class Calls implements Carried.Calls {
  private static final int MOST_REMEMBERED = 1 << 20;
  private static final int MOST_INSIDE = 1 << 12;

  private final Names names;
  private final Recorder recorder;
  private final Values values;
  private final Carried carried;
  private final Space space;
  private final List<Source> inside = new ArrayList<>();
  private long[] remembered = new long[16];
  private int rememberedCount = 1;

  Calls(
      Source source,
      Budget budget,
      Literals literals,
      Values values,
      Names names,
      Recorder recorder,
      Space space) {
    this.names = names;
    this.recorder = recorder;
    this.values = values;
    this.space = space;
    this.carried = new Carried(source, budget, literals, values, this);
  }

  /// Bytes that were handed to loaders.
  List<Source> inside() {
    return inside;
  }

  /// Calls something.
  ///
  /// @return the result
  long call(PickleEvent.Form form, long callee, long arguments, long offset) {
    if (Word.kind(arguments) != Word.TUPLE) {
      if (!Word.isForeign(arguments)) {
        throw new Broken(
            offset, "expected a tuple of arguments, found " + Word.kindName(arguments));
      }
      recorder.guess(offset);
    }
    boolean needsClass = form == PickleEvent.Form.NEWOBJ || form == PickleEvent.Form.NEWOBJ_EX;
    int kind = Word.kind(callee);
    if (kind == Word.GLOBAL) {
      return callName(form, Word.global(callee), arguments, offset);
    }
    if (!Word.isForeign(callee)) {
      throw new Broken(offset, "expected something to call, found " + Word.kindName(callee));
    }
    if (needsClass || kind != Word.CALL) {
      recorder.guess(offset);
    }
    long key = Recorder.key(1, kind, Recorder.code(form), Word.idKey(callee));
    if (!recorder.again(key)) {
      recorder.first(key, new PickleEvent.ComputedCall(offset, form, told(callee)));
    }
    return Word.of(Word.UNKNOWN, 0);
  }

  private long callName(PickleEvent.Form form, int id, long arguments, long offset) {
    boolean tuple = Word.kind(arguments) == Word.TUPLE;
    Standing standing = names.standing(id);
    PickleEvent.Fit fit = PickleEvent.Fit.FREE;
    int result = id;
    if (standing instanceof Standing.Allowed allowed) {
      fit = fit(allowed, arguments, tuple);
      result = result(allowed, id, arguments, fit);
    }
    note(form, id, fit, arguments, offset);
    Trait trait = names.trait(id);
    if (trait == Trait.MEMBER && fit == PickleEvent.Fit.FITS) {
      return member(arguments, offset);
    }
    if (trait == Trait.OLD_OBJECT) {
      return Word.of(Word.UNKNOWN, 0);
    }
    if (trait == Trait.LOADER && tuple) {
      load(id, arguments, offset);
    }
    return Word.call(result, trait == Trait.NONE || !tuple ? 0 : remember(arguments));
  }

  /// `getattr(Class, "member")` is the name `Class.member`, and as good or bad as that; so is the
  /// same member of an object of that class.
  private long member(long arguments, long offset) {
    PickleName owner = names.name(Word.global(values.item(arguments, 0)));
    String path = owner.qualified() + "." + values.text(values.item(arguments, 1));
    int id = names.intern(owner.module(), path, false);
    recorder.imported(id, names.name(id), offset);
    return Word.of(Word.GLOBAL, id);
  }

  private PickleEvent.Fit fit(Standing.Allowed allowed, long arguments, boolean tuple) {
    if (allowed.schema().isPresent()) {
      return tuple && allowed.schema().get().fits(arguments, values)
          ? PickleEvent.Fit.FITS
          : PickleEvent.Fit.MISFIT;
    }
    for (int i = 0; tuple && values.isKept(arguments) && i < values.length(arguments); i++) {
      if (!values.isAny(values.item(arguments, i))) {
        return PickleEvent.Fit.MISFIT;
      }
    }
    return PickleEvent.Fit.FREE;
  }

  private int result(Standing.Allowed allowed, int id, long arguments, PickleEvent.Fit fit) {
    if (allowed.gives() >= 0 && fit == PickleEvent.Fit.FITS) {
      long made = values.item(arguments, allowed.gives());
      return Word.kind(made) == Word.GLOBAL ? Word.global(made) : id;
    }
    return id;
  }

  private void note(
      PickleEvent.Form form, int id, PickleEvent.Fit fit, long arguments, long offset) {
    long key = Recorder.key(2, Recorder.code(fit), Recorder.code(form), id);
    if (names.isPlausible(id)) {
      recorder.telling();
    }
    boolean usual = names.standing(id) instanceof Standing.Allowed && fit != PickleEvent.Fit.MISFIT;
    if (usual && recorder.again(key)) {
      return;
    }
    PickleEvent.Call call =
        new PickleEvent.Call(offset, form, names.name(id), fit, values.summary(arguments), 1);
    if (usual) {
      recorder.first(key, call);
    } else {
      recorder.detailed(key, call);
    }
  }

  private void load(int id, long arguments, long offset) {
    for (int i = 0; i < Math.min(1, values.length(arguments)); i++) {
      if (inside.size() < MOST_INSIDE) {
        String name = names.name(id) + "@0x" + Long.toHexString(offset);
        carried
            .inside(values.item(arguments, i), name)
            .ifPresent(
                source -> {
                  inside.add(source);
                  recorder.detailed(
                      Recorder.key(3, isModel(source) ? 1 : 0, 0, id),
                      new PickleEvent.Nested(offset, names.name(id), isModel(source)));
                });
      }
    }
  }

  private static boolean isModel(Source source) {
    return source.startsWith((byte) 0x80) || source.startsWith((byte) 'P', (byte) 'K');
  }

  private int remember(long arguments) {
    if (rememberedCount == MOST_REMEMBERED) {
      return 0;
    }
    if (rememberedCount == remembered.length) {
      space.take(rememberedCount);
      remembered = java.util.Arrays.copyOf(remembered, rememberedCount * 2);
    }
    remembered[rememberedCount] = arguments;
    return rememberedCount++;
  }

  @Override
  public long arguments(long word) {
    return Word.kind(word) == Word.CALL ? remembered[Word.extra(word)] : Word.ABSENT;
  }

  @Override
  public Trait trait(long word) {
    return Word.kind(word) == Word.CALL ? names.trait(Word.global(word)) : Trait.NONE;
  }

  private String told(long word) {
    return Word.kind(word) == Word.CALL
        ? "the result of " + names.name(Word.global(word))
        : Word.kindName(word);
  }
}
