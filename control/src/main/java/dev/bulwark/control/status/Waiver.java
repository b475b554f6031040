package dev.bulwark.control.status;

import dev.bulwark.evidence.Evidence;
import java.time.Instant;
import java.util.List;

/// Two people's dated acceptance of one control that is not satisfied.
public sealed interface Waiver {

  String control();

  String reason();

  Instant until();

  /// The signatures, in the ledger's order.
  List<Evidence> signatures();

  /// It opens the control's gates until it ends, and is shown wherever the control is.
  ///
  /// @param people the two who signed: the risk side first, then security
  record InForce(
      String control, String reason, Instant until, List<String> people, List<Evidence> signatures)
      implements Waiver {
    public InForce {
      people = List.copyOf(people);
      signatures = List.copyOf(signatures);
    }
  }

  /// It opens nothing.
  ///
  /// @param why for people
  record NotInForce(
      String control, String reason, Instant until, String why, List<Evidence> signatures)
      implements Waiver {
    public NotInForce {
      signatures = List.copyOf(signatures);
    }
  }
}
