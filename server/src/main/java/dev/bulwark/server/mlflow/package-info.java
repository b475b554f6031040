/// The registry as clients of MLflow know it, at `/mlflow/SYSTEM`.
///
/// Names, numbers and states are views over the ledger; aliases and stages are environments; what
/// would set a state is a request to the gate.
@NullMarked
package dev.bulwark.server.mlflow;

import org.jspecify.annotations.NullMarked;
