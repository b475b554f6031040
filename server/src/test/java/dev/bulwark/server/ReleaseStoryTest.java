package dev.bulwark.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.bulwark.server.RunningServer.PASSWORD;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.bulwark.registry.seal.EnvironmentKey;
import dev.bulwark.server.access.Role;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A version goes through a gate and back, by people who sign for it, in a real browser.
final class ReleaseStoryTest {

  @Test
  void aReleaseIsRefusedPromotedAndTakenBack(@TempDir Path home) {
    try (RunningServer server = RunningServer.in(home);
        Chromium chromium = Chromium.open();
        BrowserContext window = chromium.person()) {
      Page page = window.newPage();
      Visitor.begin(page, server.firstLink(), "ada");
      page.navigate(server.address() + "/people");
      for (Role role : Role.values()) {
        page.getByLabel("Role for ada").selectOption(role.word());
        Visitor.button(page, "Give").click();
      }
      page.navigate(server.address() + "/systems");
      Visitor.button(page, "Add credit-scoring").click();
      String releases = server.address() + "/systems/credit-scoring/releases";

      page.navigate(releases);
      assertThat(page.getByText("No environment yet")).isVisible();
      Visitor.look(page, "releases-empty");
      environment(page, "staging", "stage", "");
      environment(page, "production", "release", "staging");
      push(page);
      assertThat(page.locator(".notice")).containsText("scorer@1 is ready");

      promote(page, "staging", "scorer@1", "first try");
      assertThat(page.locator(".notice.bad")).containsText("approvals");
      Visitor.look(page, "releases-refused");

      Visitor.approveAll(page, server, 5);
      page.navigate(releases);
      promote(page, "staging", "scorer@1", "the gate is open now");
      assertThat(page.locator(".notice.good")).containsText("runs [scorer@1]");
      push(page);
      promote(page, "staging", "scorer@2", "newer");
      promote(page, "production", "scorer@2", "proved itself in staging");
      assertThat(page.locator(".notice.good")).containsText("runs [scorer@2]");
      move(page, "staging", "Roll back", "scores drift");
      assertThat(page.locator(".notice.good")).containsText("runs [scorer@1]");
      Visitor.look(page, "releases");

      promote(page, "staging", "scorer@2", "again");
      assertThat(page.locator(".notice.bad")).containsText("blocked");
      move(page, "production", "Suspend", "an incident");
      assertThat(page.locator(".notice.good")).containsText("suspended");
    }
  }

  private static void environment(Page page, String name, String gate, String after) {
    page.getByText("Add an environment").click();
    page.locator("#env-name").fill(name);
    page.locator("#env-gate").selectOption(gate);
    page.locator("#env-after").selectOption(after);
    page.locator("#env-key")
        .fill(EnvironmentKey.generate(new SecureRandom()).publicKey().json().canonical());
    page.locator("#password-environment-new").fill(PASSWORD);
    Visitor.button(page, "Add").click();
    assertThat(page.locator("#env-" + name)).isVisible();
  }

  private static void push(Page page) {
    page.getByText("Push a version").click();
    page.locator("#asset").fill("scorer");
    page.locator("#password-version-new").fill(PASSWORD);
    Visitor.button(page, "Push").click();
  }

  private static void promote(Page page, String environment, String version, String reason) {
    Locator place = open(page, environment);
    place.locator("#version-" + environment).selectOption(version);
    press(place, environment, "Promote", reason);
  }

  private static void move(Page page, String environment, String what, String reason) {
    press(open(page, environment), environment, what, reason);
  }

  private static Locator open(Page page, String environment) {
    Locator place =
        page.locator(
            "section.environment",
            new Page.LocatorOptions().setHas(page.locator("#env-" + environment)));
    if (!place.locator("#version-" + environment).isVisible()) {
      place.getByText("Move " + environment).click();
    }
    return place;
  }

  private static void press(Locator place, String environment, String what, String reason) {
    place.locator("#reason-" + environment).fill(reason);
    place.locator("#password-in-" + environment).fill(PASSWORD);
    place
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(what).setExact(true))
        .click();
  }
}
