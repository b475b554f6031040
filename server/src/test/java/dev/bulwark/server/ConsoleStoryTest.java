package dev.bulwark.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
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
      Visitor.begin(page, server.firstLink(), "ada");
      assertThat(page.locator("ol.codes li")).hasCount(10);
      Visitor.look(page, "welcome");
      page.getByText("I have kept them").click();
      assertThat(page.getByText("No system yet")).isVisible();
      Visitor.look(page, "systems-empty");

      Visitor.button(page, "Add credit-scoring").first().click();
      assertThat(page.getByText("Next gate: design")).isHidden();
      // An administrator manages people; what happens inside a system takes a role in it.
      assertThat(page.locator("h1")).hasText("There is nothing here");
      Visitor.look(page, "not-there");

      page.navigate(server.address() + "/people");
      page.getByLabel("Role for ada").selectOption("owner");
      page.getByLabel("System for ada").selectOption("*");
      Visitor.button(page, "Give").click();
      Visitor.look(page, "people");
      String cleo = Visitor.invite(page, "security");
      String dan = Visitor.invite(page, "risk");

      page.navigate(server.address() + "/systems/credit-scoring");
      assertThat(page.getByText("Next gate: design")).isVisible();
      assertThat(page.locator(".gates .hold").first()).isVisible();
      Visitor.look(page, "system");
      Visitor.approveAll(page, server, 1);

      try (BrowserContext second = chromium.person();
          BrowserContext third = chromium.person()) {
        Page cleos = second.newPage();
        Visitor.begin(cleos, cleo, "cleo");
        cleos.navigate(server.address() + "/approvals");
        Visitor.look(cleos, "approvals");
        Visitor.approveAll(cleos, server, 4);
        Page dans = third.newPage();
        Visitor.begin(dans, dan, "dan");
        Visitor.approveAll(dans, server, 2);
        dans.navigate(server.address() + "/people");
        assertThat(dans.locator("h1")).hasText("Your roles do not reach this far");
      }

      page.navigate(server.address() + "/systems/credit-scoring");
      assertThat(page.locator(".gates li").first()).hasClass("allow");
      Visitor.look(page, "system-open");
      page.getByText("GOV-01").first().click();
      Visitor.look(page, "control");
      page.getByText("entry").first().click();
      Visitor.look(page, "entry");
      page.navigate(server.address() + "/systems/credit-scoring/ledger");
      Visitor.look(page, "ledger");
      page.navigate(server.address() + "/catalogue");
      Visitor.look(page, "catalogue");
      page.navigate(server.address() + "/account");
      Visitor.look(page, "account");
      page.navigate(server.address() + "/systems");
      Visitor.look(page, "systems");

      Visitor.button(page, "Sign out").click();
      Visitor.look(page, "sign-in");
      page.navigate(server.address() + "/systems");
      assertThat(page.locator("h1")).hasText("Sign in");
    }
  }
}
