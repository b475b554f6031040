package dev.bulwark.server.web;

import dev.bulwark.kernel.fault.ProblemType;
import org.springframework.http.ResponseEntity;

/// How problems are said to the clients of another tool's protocol.
public interface Dialect {

  /// Whether an address belongs to that protocol.
  boolean isSpokenAt(String path);

  ResponseEntity<byte[]> answer(ProblemType type, String detail);
}
