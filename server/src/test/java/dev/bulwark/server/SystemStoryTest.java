package dev.bulwark.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.bulwark.server.RunningServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people see of one system, in a real browser: findings, waivers by two, proofs that the
/// browser verifies itself, risks, lineage, coverage, report, audit, and what changes meanwhile.
/// Every page passes the rules of axe on its way.
final class SystemStoryTest {
  private static final String POISONED = "credit-scoring-poisoned";

  @Test
  void findingsAreFollowedAndWaivedByTwo(@TempDir Path home) {
    try (RunningServer server = RunningServer.in(home);
        Chromium chromium = Chromium.open();
        BrowserContext window = chromium.person()) {
      Page ada = window.newPage();
      Visitor.begin(ada, server.firstLink(), "ada");
      own(ada, server, "owner");
      ada.navigate(server.address() + "/systems");
      Visitor.button(ada, "Add " + POISONED).click();
      String at = server.address() + "/systems/" + POISONED;
      assertThat(ada.locator("#findings")).isVisible();
      Visitor.look(ada, "system-poisoned");

      ada.navigate(at + "/findings");
      int open = ada.locator("tbody tr").count();
      assertThat(open).isPositive();
      Visitor.look(ada, "findings");
      ada.locator("#severity").selectOption("critical");
      Visitor.button(ada, "Show").click();
      assertThat(ada.locator("main table").first().locator("tbody tr").count()).isPositive();
      assertThat(ada.locator("main table").first().locator(".severity:not(.critical)")).hasCount(0);
      ada.locator("#place").fill("no such place");
      Visitor.button(ada, "Show").click();
      assertThat(ada.getByText("Nothing fits")).isVisible();
      Visitor.look(ada, "findings-none");
      ada.navigate(at + "/findings?severity=critical");
      ada.locator("main td.rule a").first().click();
      assertThat(ada.getByText("What the rule says")).isVisible();
      Visitor.look(ada, "finding");
      String finding = ada.url();

      ada.navigate(at + "/waivers");
      assertThat(ada.getByText("Nothing is waived")).isVisible();
      assertThat(ada.locator("#ask")).hasCount(0);
      Visitor.look(ada, "waivers-empty");
      ada.navigate(server.address() + "/people");
      String cleo = Visitor.invite(ada, "security");
      String dan = Visitor.invite(ada, "risk");
      String ben = Visitor.invite(ada, "risk");

      try (BrowserContext first = chromium.person();
          BrowserContext second = chromium.person();
          BrowserContext third = chromium.person()) {
        Page cleos = first.newPage();
        Visitor.begin(cleos, cleo, "cleo");
        cleos.navigate(finding);
        cleos.getByText("ask for a waiver of").first().click();
        cleos.locator("#reason").fill("The vendor mends it next week; it is not deployed.");
        cleos.locator("#until").fill(LocalDate.now(ZoneOffset.UTC).plusDays(60).toString());
        cleos.locator("#password-waiver").fill(PASSWORD);
        cleos.locator("form.form").first().evaluate("form => form.noValidate = true");
        Visitor.button(cleos, "Sign the first half").click();
        assertThat(cleos.locator(".notice.bad")).containsText("at most 30 days ahead");
        cleos.locator("#until").fill(LocalDate.now(ZoneOffset.UTC).plusDays(10).toString());
        cleos.locator("#password-waiver").fill(PASSWORD);
        Visitor.button(cleos, "Sign the first half").click();
        assertThat(cleos.getByText("You signed it. It takes another person.")).isVisible();
        Visitor.look(cleos, "waivers-first");

        Page bens = second.newPage();
        Visitor.begin(bens, ben, "ben");
        bens.navigate(at + "/waivers");
        assertThat(bens.getByText("You built this system, so you do not confirm it.")).isVisible();
        assertThat(bens.locator("form[action$=confirmation]")).hasCount(0);

        Page dans = third.newPage();
        Visitor.begin(dans, dan, "dan");
        dans.navigate(at + "/waivers");
        Visitor.look(dans, "waivers-waits");
        dans.locator("form[action$=confirmation] input[type=password]").fill(PASSWORD);
        dans.locator("form[action$=confirmation] button").click();
        assertThat(dans.locator("#in-force")).isVisible();
        Visitor.look(dans, "waivers");
        dans.locator("main td.rule a").first().click();
        assertThat(dans.locator(".notice").first()).containsText("Waived by dan and cleo");
      }

      server.later(java.time.Duration.ofDays(11));
      Visitor.signIn(ada, server, "ada");
      ada.navigate(at + "/waivers");
      assertThat(ada.locator("#past")).isVisible();
      assertThat(ada.getByText("it has ended")).isVisible();
      Visitor.look(ada, "waivers-ended");
    }
  }

  @Test
  void aBrowserVerifiesWhatThePagesSay(@TempDir Path home) {
    try (RunningServer server = RunningServer.in(home);
        Chromium chromium = Chromium.open();
        BrowserContext window = chromium.person()) {
      Page page = window.newPage();
      Visitor.begin(page, server.firstLink(), "ada");
      own(page, server, "owner", "auditor");
      page.navigate(server.address() + "/systems");
      Visitor.button(page, "Add credit-scoring").first().click();
      String at = server.address() + "/systems/credit-scoring";

      page.navigate(at + "/ledger");
      Visitor.button(page, "Verify every entry in this browser").click();
      assertThat(page.locator("#verify .notice.good")).isVisible();
      assertThat(page.locator("#verify")).containsText("sees it for the first time");
      Visitor.look(page, "ledger-verified");

      page.navigate(at + "/ledger/5/proof");
      assertThat(page.locator("#verify .notice.good")).isVisible();
      assertThat(page.locator("#verify .not-satisfied")).hasCount(0);
      assertThat(page.locator("#verify .satisfied")).hasCount(5);
      Visitor.look(page, "proof");

      page.navigate(at);
      Visitor.button(page, "Check now").click();
      page.navigate(at + "/ledger/5/proof");
      assertThat(page.locator("#verify")).containsText("only grew since this browser saw");
      assertThat(page.locator("#verify .notice.good")).isVisible();

      for (String forged : List.of("entry", "envelope", "checkpoint", "path")) {
        page.route("**/proof.json", route -> Forged.answer(route, forged));
        page.navigate(at + "/ledger/5/proof");
        assertThat(page.locator("#verify .notice.bad")).isVisible();
        page.unroute("**/proof.json");
      }
      page.evaluate(
          "() => { const name = 'bulwark.ledger.credit-scoring'; const known ="
              + " JSON.parse(localStorage.getItem(name)); known.root = btoa('x'.repeat(32));"
              + " known.size = 3; localStorage.setItem(name, JSON.stringify(known)); }");
      page.navigate(at + "/ledger");
      Visitor.button(page, "Verify every entry in this browser").click();
      assertThat(page.locator("#verify .notice.bad")).isVisible();
      Visitor.look(page, "ledger-rewritten");

      page.navigate(at + "/risks");
      Visitor.look(page, "risks-none");
      page.navigate(server.address() + "/systems");
      Visitor.button(page, "Add support-assistant").click();
      page.navigate(server.address() + "/systems/support-assistant/risks");
      assertThat(page.locator("#register")).isVisible();
      Visitor.look(page, "risks");
      page.navigate(at + "/lineage");
      assertThat(page.locator("svg.lineage rect").first()).isVisible();
      Visitor.look(page, "lineage");
      page.navigate(at + "/coverage");
      Visitor.look(page, "coverage");
      page.navigate(at + "/coverage?framework=ncsc");
      Visitor.look(page, "coverage-framework");
      page.navigate(at + "/report");
      Visitor.look(page, "report");
      Chromium.paper(page, "report");
      page.locator("#framework").selectOption("ncsc");
      Visitor.button(page, "Show").click();
      Visitor.look(page, "report-framework");
      page.navigate(at + "/audit");
      Visitor.look(page, "audit");
    }
  }

  @Test
  void withoutScriptThePagesSayOfWhichMomentTheyAre(@TempDir Path home) {
    try (RunningServer server = RunningServer.in(home);
        Chromium chromium = Chromium.open();
        BrowserContext window =
            chromium.person(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
      Page page = window.newPage();
      Visitor.beginUnseen(page, server.firstLink(), "ada");
      own(page, server, "owner");
      page.navigate(server.address() + "/systems");
      Visitor.button(page, "Add credit-scoring").first().click();
      assertThat(page.locator("#news")).containsText("Load the page again for newer");
      page.navigate(server.address() + "/systems/credit-scoring/ledger/2/proof");
      assertThat(page.locator("#verify")).containsText("bulwark audit FILE");
    }
  }

  @Test
  void whatChangesMeanwhileIsSaid(@TempDir Path home) {
    try (RunningServer server = RunningServer.in(home);
        Chromium chromium = Chromium.open();
        BrowserContext window = chromium.person()) {
      Page page = window.newPage();
      Visitor.begin(page, server.firstLink(), "ada");
      own(page, server, "owner");
      page.navigate(server.address() + "/systems");
      Visitor.button(page, "Add credit-scoring").first().click();
      Locator news = page.locator("#news");
      assertThat(news).containsText("controls satisfied");
      Page other = window.newPage();
      other.navigate(server.address() + "/systems/credit-scoring");
      Visitor.button(other, "Check now").click();
      assertThat(news.locator("a")).hasText("This page is older: show it as it is now");
      Visitor.look(page, "system-news");
      Visitor.button(other, "Sign out").click();
      assertThat(news)
          .containsText(
              "Your session has ended",
              new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                  .setTimeout(20_000));
    }
  }

  /// Gives the administrator roles in every system.
  private static void own(Page page, RunningServer server, String... roles) {
    page.navigate(server.address() + "/people");
    for (String role : roles) {
      page.getByLabel("Role for ada").selectOption(role);
      page.getByLabel("System for ada").selectOption("*");
      Visitor.button(page, "Give").click();
    }
  }
}
