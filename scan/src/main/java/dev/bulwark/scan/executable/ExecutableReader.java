package dev.bulwark.scan.executable;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.executable.ExecutableView.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads the headers of programs: ELF, PE, Mach-O, APE, WebAssembly, Java classes, compiled Python.
/// Only at the first byte, and only with a structure that chance does not make.
///
/// Bytes that begin with a long magic number and break behind it are Malformed; a loader may be
/// more lenient than this reader. A short magic number without its structure claims nothing.
public final class ExecutableReader implements FormatReader<ExecutableView> {

  @Override
  public String format() {
    return "executable";
  }

  @Override
  public Reading<ExecutableView> read(Source source, Budget budget) {
    Optional<Kind> kind = kind(source);
    if (kind.isEmpty()) {
      return new Reading.NotMine<>();
    }
    try {
      budget.bytes(Math.min(source.size(), 4096));
      long known = known(kind.get(), source, budget);
      if (known < 0) {
        return broken(kind.get());
      }
      ExecutableView view = new ExecutableView(source.place(), kind.get(), known, source.size());
      return new Reading.View<>(
          view,
          view.behind() > 0
              ? List.of(source.inside("behind the program", known, view.behind()))
              : List.of());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  private static Reading<ExecutableView> broken(Kind kind) {
    return switch (kind) {
      case PE, PYC, JAVA, MACH_O, WASM -> new Reading.NotMine<>();
      case ELF, APE ->
          new Reading.Malformed<>(
              Optional.empty(),
              List.of(),
              0,
              "expected the headers of %s behind its first bytes".formatted(kind.words()));
    };
  }

  private static long known(Kind kind, Source source, Budget budget) {
    return switch (kind) {
      case ELF -> MachineCode.elf(source, budget);
      case PE -> MachineCode.pe(source, budget);
      case MACH_O ->
          source.at(0) == 0xca
              ? MachineCode.fat(source, budget)
              : MachineCode.machO(source, budget);
      // a script that writes its own headers: what its parts are is for its shell to say
      case APE -> source.size();
      case WASM -> Bytecode.wasm(source, budget);
      case JAVA -> Bytecode.java(source, budget);
      case PYC -> Bytecode.pyc(source);
    };
  }

  private static Optional<Kind> kind(Source source) {
    if (source.size() < 8) {
      return Optional.empty();
    }
    if (starts(source, "MZqFpD") || starts(source, "jartsr") || starts(source, "APEDBG")) {
      return Optional.of(Kind.APE);
    }
    if (starts(source, "\u007fELF")) {
      return Optional.of(Kind.ELF);
    }
    if (starts(source, "MZ")) {
      return Optional.of(Kind.PE);
    }
    if (starts(source, "\0asm")) {
      return Optional.of(Kind.WASM);
    }
    if (starts(source, "\u00ca\u00fe\u00ba\u00be")) {
      return Optional.of(
          source.at(4) == 0 && source.at(5) == 0 && source.at(7) < 45 ? Kind.MACH_O : Kind.JAVA);
    }
    if (starts(source, "\u00fe\u00ed\u00fa\u00ce")
        || starts(source, "\u00fe\u00ed\u00fa\u00cf")
        || starts(source, "\u00ce\u00fa\u00ed\u00fe")
        || starts(source, "\u00cf\u00fa\u00ed\u00fe")) {
      return Optional.of(Kind.MACH_O);
    }
    return source.at(2) == '\r' && source.at(3) == '\n' ? Optional.of(Kind.PYC) : Optional.empty();
  }

  private static boolean starts(Source source, String magic) {
    return source.startsWith(magic.getBytes(StandardCharsets.ISO_8859_1));
  }
}
