package dev.bulwark.scan.torch;

import dev.bulwark.kernel.check.Place;
import java.util.List;

/// One file of TorchScript code, and the names in it that are more than arithmetic.
///
/// @param suspects in the order they stand in the code; at most {@link #MOST} are kept
public record Script(Place place, List<Suspect> suspects) {
  static final int MOST = 100;

  public Script {
    suspects = List.copyOf(suspects);
  }

  /// @param line from 1
  /// @param column from 1
  /// @param name as written, printable
  public record Suspect(int line, int column, What what, String name) {}

  /// What using a name means.
  public enum What {
    /// An operator of PyTorch's that reads or writes files.
    FILE,
    /// A method called like such an operator, on something that may be a tensor.
    FILE_METHOD,
    /// An operator that calls other processes or machines, or back into Python.
    REMOTE,
    /// An operator that PyTorch does not bring: native code that must be loaded for it.
    FOREIGN_OPERATOR,
    /// A class of native code that PyTorch does not bring.
    FOREIGN_CLASS,
    /// The namespace of operators itself, from which names can be fetched by text.
    NAMESPACE,
    /// Python that TorchScript does not have.
    PYTHON
  }
}
