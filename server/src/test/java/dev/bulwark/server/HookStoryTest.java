package dev.bulwark.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.bulwark.server.hook.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An owner and a webhook, a badge, in a real browser: made, told, stopped, gone on with, shown.
final class HookStoryTest {
  private static final String SYSTEM = "credit-scoring";

  @Test
  void anOwnerHasOthersTold(@TempDir Path home, @TempDir Path far) throws IOException {
    try (Receiver receiver = Receiver.begin(far);
        RunningServer server = RunningServer.with(home, settings(receiver, far));
        Chromium chromium = Chromium.open();
        BrowserContext window = chromium.person()) {
      Page ada = window.newPage();
      Visitor.begin(ada, server.firstLink(), "ada");
      ada.navigate(server.address() + "/people");
      ada.getByLabel("Role for ada").selectOption("owner");
      Visitor.button(ada, "Give").click();
      ada.navigate(server.address() + "/systems");
      Visitor.button(ada, "Add " + SYSTEM).click();
      String at = server.address() + "/systems/" + SYSTEM;
      ada.navigate(at);
      ada.getByText("Webhooks").click();
      assertThat(ada.getByText("Nobody is told")).isVisible();
      Visitor.look(ada, "webhooks-empty");

      ada.locator("#address").fill("https://169.254.169.254/latest/meta-data/");
      ada.getByLabel("gate.changed").check();
      Visitor.button(ada, "Make it").click();
      assertThat(ada.locator("[role=alert]")).containsText("an address of the public Internet");
      Visitor.look(ada, "webhooks-refused");

      ada.locator("#address").fill(receiver.address("/in/\"><b>x".replace("\"><b>", "%22%3E")));
      ada.getByLabel("gate.changed").check();
      ada.getByLabel("finding.opened").check();
      Visitor.button(ada, "Make it").click();
      String secret = ada.locator("#secret").innerText();
      Visitor.look(ada, "webhook-made");

      receiver.answer(503);
      Visitor.button(ada, "Send a test").click();
      assertThat(ada.locator("[role=alert]")).containsText("it answered 503, not 2xx");
      receiver.answer(204);
      server.later(Duration.ofSeconds(4));
      Visitor.button(ada, "Send a test").click();
      assertThat(ada.locator("[role=status]")).containsText("it answered 204");
      assertThat(ada.locator("#secret")).hasCount(0);
      assertThat(receiver.last())
          .hasValueSatisfying(
              received -> {
                assertThat(received.isSignedBy(secret)).isTrue();
                assertThat(received.body()).contains("hook.test");
              });
      Visitor.look(ada, "webhook-tested");

      Visitor.button(ada, "Make another secret").click();
      assertThat(ada.locator("#secret")).not().hasText(secret);
      String second = ada.locator("#secret").innerText();
      server.later(Duration.ofSeconds(4));
      Visitor.button(ada, "Send a test").click();
      assertThat(receiver.last())
          .hasValueSatisfying(
              received ->
                  assertThat(received.isSignedBy(secret) && received.isSignedBy(second)).isTrue());

      stopped(ada, receiver, home, at);
      Visitor.button(ada, "Tell this address nothing more").click();
      assertThat(ada.getByText("Nobody is told")).isVisible();
      badge(ada, server, at);
    }
  }

  private static Map<String, String> settings(Receiver receiver, Path far) throws IOException {
    Path authority = Files.writeString(far.resolve("ca.pem"), receiver.authority());
    return Map.of(
        "webhooks.allow",
        "localhost:" + receiver.port(),
        "webhooks.authorities",
        authority.toString());
  }

  /// A receiver that is gone for good, and then is not.
  private static void stopped(Page ada, Receiver receiver, Path home, String at)
      throws IOException {
    receiver.answer(410);
    Path manifest = home.resolve("systems").resolve(SYSTEM).resolve("bulwark.yaml");
    String good = Files.readString(manifest);
    Files.writeString(manifest, "nothing: of the kind\n");
    String hook = ada.url().replaceAll("/(test|rotation)$", "");
    ada.navigate(at);
    Visitor.button(ada, "Check now").click();
    for (int i = 0; i < 40; i++) {
      ada.navigate(hook);
      if (ada.getByText("It was given up").count() > 0) {
        break;
      }
      ada.waitForTimeout(500);
    }
    assertThat(ada.getByText("it answered 410: it is gone")).isVisible();
    Visitor.look(ada, "webhook-stopped");
    receiver.answer(200);
    int before = receiver.received().size();
    Visitor.button(ada, "Go on where it stopped").click();
    assertThat(ada.locator("[role=status]")).containsText("It goes on.");
    for (int i = 0; i < 40 && receiver.received().size() == before; i++) {
      ada.waitForTimeout(250);
    }
    assertThat(receiver.received().get(before).id())
        .as("the same message, not another")
        .isEqualTo(receiver.received().get(before - 1).id());
    Files.writeString(manifest, good);
    ada.navigate(hook);
    Visitor.look(ada, "webhook-going-on");
  }

  private static void badge(Page ada, RunningServer server, String at) {
    Visitor.button(ada, "Show it to anybody").click();
    assertThat(ada.getByText("Switched on by ada")).isVisible();
    assertThat(ada.locator("pre"))
        .hasText("[![bulwark](%s/badge/%s.svg)](%s)".formatted(server.address(), SYSTEM, at));
    Visitor.look(ada, "badge-shown");
    Visitor.button(ada, "Show it no more").click();
    assertThat(ada.getByText("Switched off by ada")).isVisible();
  }
}
