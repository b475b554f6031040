package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.People;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.Links;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody is removed while a ledger that counts their word cannot be written.
final class RemovalTest {

  private static <T> T bean(RunningServer server, Class<T> type) {
    return server.server().context().getBean(type);
  }

  private static int signIn(RunningServer server, String name) {
    return new Http(server.address())
        .submit("/sign-in", "/sign-in", "name", name, "password", RunningServer.PASSWORD)
        .statusCode();
  }

  @Test
  void whoIsRemovedIsOutAtOnceWhateverTheLedgersDo(@TempDir Path home) throws IOException {
    try (RunningServer server = RunningServer.in(home)) {
      Http root = Http.begin(server.address(), server.firstLink(), "root");
      String link =
          bean(server, Links.class).invite(new Links.Offer(true, "*", List.of()), "root").text();
      Http eve = Http.begin(server.address(), "/begin?link=" + link, "eve");
      Project project =
          bean(server, Projects.class)
              .addExample("credit-scoring", "root", bean(server, ProjectDesk.class)::check);
      root.submit("/people", "/people/eve/grant", "where", "*", "role", "security");
      try (Workspace workspace = Workspace.open(project.home(), bean(server, Shell.class))) {
        new People(workspace)
            .record(
                new RosterEvent.Granted(
                    "eve", "security", bean(server, Shell.class).clock().instant()));
      }
      assertThat(eve.get("/people").statusCode()).isEqualTo(200);

      Path keys = project.folder().resolve(".bulwark/keys");
      Path away = Files.move(keys, keys.resolveSibling("keys-away"));
      assertThat(root.submit("/people", "/people/eve/removal").statusCode()).isEqualTo(503);
      assertThat(eve.get("/people").statusCode()).as("her session").isNotEqualTo(200);
      assertThat(signIn(server, "eve")).as("her password").isEqualTo(401);
      Accounts accounts = bean(server, Accounts.class);
      assertThat(accounts.find("eve").orElseThrow().administrator()).isFalse();
      assertThat(bean(server, Memberships.class).of("eve")).isEmpty();
      assertThat(bean(server, Memberships.class).withdrawn("eve")).hasSize(1);

      Files.move(away, keys);
      assertThat(root.submit("/people", "/people/eve/removal").statusCode()).isEqualTo(303);
      assertThat(accounts.find("eve")).isEmpty();
      assertThat(
              bean(server, ProjectDesk.class)
                  .roster(project)
                  .holds("eve", "security", bean(server, Shell.class).clock().instant()))
          .isFalse();
    }
  }
}
