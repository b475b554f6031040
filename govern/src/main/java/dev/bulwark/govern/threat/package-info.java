/// The threat model: what could go wrong with this system, derived from the facts its manifest
/// declares, and how much of it is left while controls are proven.
///
/// ```java
/// ThreatRules rules = ThreatRules.builtin();
/// ThreatModel model = ThreatModel.of(system, rules);
/// CheckRun run = ThreatRuns.threatModel(model, rules);              // what the ledger keeps
/// Residual residual = Residual.of(model, Map.of("ACC-01", Credit.PROVEN));
/// ```
///
/// Same manifest, same rules, same bytes (law 8). A fact nobody declared counts as unsafe and is
/// shown as assumed. What cannot be decided is Undecided and never "no threat" (law 1).
@NullMarked
package dev.bulwark.govern.threat;

import org.jspecify.annotations.NullMarked;
