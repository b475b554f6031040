package dev.bulwark.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.bulwark.server.RunningServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A team's first hour, in a real browser: first start, administrator, example, closed gate,
/// people, approvals, open gate. Every page passes the rules of axe on its way.
final class ConsoleStoryTest {

  @Test
  void aTeamOpensTheFirstGate(@TempDir Path home) {
    try (RunningServer server = RunningServer.in(home);
        Chromium chromium = Chromium.open();
        BrowserContext ada = chromium.person()) {
      Page page = ada.newPage();
      begin(page, server.firstLink(), "ada");
      assertThat(page.locator("ol.codes li")).hasCount(10);
      look(page, "welcome");
      page.getByText("I have kept them").click();
      assertThat(page.getByText("No system yet")).isVisible();
      look(page, "systems-empty");

      button(page, "Add credit-scoring").first().click();
      assertThat(page.getByText("Next gate: design")).isHidden();
      // An administrator manages people; what happens inside a system takes a role in it.
      assertThat(page.locator("h1")).hasText("There is nothing here");
      look(page, "not-there");

      page.navigate(server.address() + "/people");
      page.getByLabel("Role for ada").selectOption("owner");
      page.getByLabel("System for ada").selectOption("*");
      button(page, "Give").click();
      look(page, "people");
      String cleo = invite(page, "security");
      String dan = invite(page, "risk");

      page.navigate(server.address() + "/systems/credit-scoring");
      assertThat(page.getByText("Next gate: design")).isVisible();
      assertThat(page.locator(".gates .hold").first()).isVisible();
      look(page, "system");
      approveAll(page, server, 1);

      try (BrowserContext second = chromium.person();
          BrowserContext third = chromium.person()) {
        Page cleos = second.newPage();
        begin(cleos, cleo, "cleo");
        cleos.navigate(server.address() + "/approvals");
        look(cleos, "approvals");
        approveAll(cleos, server, 4);
        Page dans = third.newPage();
        begin(dans, dan, "dan");
        approveAll(dans, server, 2);
        dans.navigate(server.address() + "/people");
        assertThat(dans.locator("h1")).hasText("Your roles do not reach this far");
      }

      page.navigate(server.address() + "/systems/credit-scoring");
      assertThat(page.locator(".gates li").first()).hasClass("allow");
      look(page, "system-open");
      page.getByText("GOV-01").first().click();
      look(page, "control");
      page.getByText("entry").first().click();
      look(page, "entry");
      page.navigate(server.address() + "/systems/credit-scoring/ledger");
      look(page, "ledger");
      page.navigate(server.address() + "/catalogue");
      look(page, "catalogue");
      page.navigate(server.address() + "/account");
      look(page, "account");
      page.navigate(server.address() + "/systems");
      look(page, "systems");

      button(page, "Sign out").click();
      look(page, "sign-in");
      page.navigate(server.address() + "/systems");
      assertThat(page.locator("h1")).hasText("Sign in");
    }
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void begin(Page page, String link, String name) {
    page.navigate(link);
    look(page, "begin");
    page.locator("#name").fill(name);
    page.locator("#password").fill(PASSWORD);
    page.locator("#again").fill(PASSWORD);
    button(page, "Begin").click();
  }

  private static String invite(Page page, String role) {
    page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(role).setExact(true))
        .check();
    button(page, "Make a link").click();
    return page.locator(".notice code").innerText();
  }

  /// Signs everything that waits, and counts it.
  private static void approveAll(Page page, RunningServer server, int expected) {
    page.navigate(server.address() + "/approvals");
    int signed = 0;
    while (page.locator("article.approval").count() > 0) {
      Locator first = page.locator("article.approval").first();
      first.getByLabel("Your password, for this signature").fill(PASSWORD);
      first
          .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign: approve"))
          .click();
      assertThat(page.locator(".notice.bad")).hasCount(0);
      signed++;
    }
    assertThat(signed).isGreaterThanOrEqualTo(expected);
  }

  /// Takes pictures, and holds the page against axe's rules.
  private static void look(Page page, String name) {
    Chromium.picture(page, name);
    page.evaluate(AXE);
    Object answer =
        page.evaluate(
            "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | '))");
    assertThat((List<?>) answer).as(name).isEmpty();
  }

  private static final String AXE = axe();

  private static String axe() {
    try (var in =
        Objects.requireNonNull(ConsoleStoryTest.class.getResourceAsStream("/axe.min.js"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
