package dev.bulwark.server.rest;

import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.sql.Database;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// For whoever starts and stops the process: alive, and ready for work.
@Controller
public final class Health {
  private final Database database;

  public Health(Database database) {
    this.database = database;
  }

  @GetMapping("/health")
  @Needs(Action.SIGN_IN)
  ResponseEntity<String> alive() {
    return ResponseEntity.ok("alive\n");
  }

  @GetMapping("/ready")
  @Needs(Action.SIGN_IN)
  ResponseEntity<String> ready() {
    return database.isThere()
        ? ResponseEntity.ok("ready\n")
        : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
            .body("the database does not answer\n");
  }
}
