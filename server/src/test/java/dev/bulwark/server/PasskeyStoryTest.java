package dev.bulwark.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.bulwark.server.RunningServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A person and their passkey, in a real browser with an authenticator of its own (Chrome DevTools
/// Protocol, WebAuthn): registered, signed in with, signed with, and what it signed verified again
/// from the ledger alone.
final class PasskeyStoryTest {

  /// A signature writes to the ledger.
  private static final LocatorAssertions.HasCountOptions PATIENTLY =
      new LocatorAssertions.HasCountOptions().setTimeout(30_000);

  private static final LocatorAssertions.IsVisibleOptions SOON =
      new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);

  /// Plugs an authenticator in.
  ///
  /// @param prf whether it computes keys, so that no password is asked
  private static CDPSession plug(BrowserContext context, Page page, boolean prf) {
    CDPSession devtools = context.newCDPSession(page);
    devtools.send("WebAuthn.enable");
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("ctap2Version", "ctap2_1");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    options.addProperty("hasPrf", prf);
    JsonObject message = new JsonObject();
    message.add("options", options);
    devtools.send("WebAuthn.addVirtualAuthenticator", message);
    return devtools;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAPasskeySignedIsVerifiedFromTheLedgerAlone(boolean prf, @TempDir Path home)
      throws IOException {
    try (RunningServer server = RunningServer.in(home);
        Chromium chromium = Chromium.open();
        BrowserContext context = chromium.person()) {
      Page page = context.newPage();
      plug(context, page, prf);
      Visitor.begin(page, server.firstLink(), "ada");
      page.getByText("I have kept them").click();
      Visitor.button(page, "Add credit-scoring").first().click();
      page.navigate(server.address() + "/people");
      page.getByLabel("Role for ada").selectOption("owner");
      Visitor.button(page, "Give").click();
      page.getByLabel("Role for ada").selectOption("security");
      Visitor.button(page, "Give").click();

      register(page, server, "laptop", prf);
      Visitor.button(page, "Sign out").click();
      Visitor.look(page, "sign-in-with-passkey");
      Visitor.button(page, "Sign in with a passkey").click();
      assertThat(page.locator("h1")).hasText("Systems");

      sign(page, server, prf);
      List<Evidence> signed = recorded(server, PredicateType.ATTESTATION);
      assertThat(signed).isNotEmpty();
      for (Evidence each : signed) {
        assertThat(each.assurance()).isEqualTo(Assurance.A1);
        assertThat(each.statement().predicate().object(PasskeyWord.MEMBER)).isPresent();
      }

      waiveAndTriage(page, server, prf);
      giveARoleAndMakeAToken(page, server);
      page.navigate(server.address() + "/account");
      Visitor.button(page, "Remove the passkey laptop").click();
      assertThat(page.getByText("signs you in without a password")).isVisible();
    }
  }

  private static void register(Page page, RunningServer server, String label, boolean prf) {
    page.navigate(server.address() + "/account");
    page.locator("#passkey-label").fill(label);
    page.locator("#password-passkey").fill(PASSWORD);
    Visitor.button(page, "Add a passkey").click();
    assertThat(page.locator("td:text-is('" + label + "')")).hasCount(1);
    assertThat(page.locator("tr:has-text('" + label + "') td").nth(1))
        .hasText(prf ? "yes" : "no: the password does");
    Visitor.look(page, "account-with-passkey");
  }

  private static void sign(Page page, RunningServer server, boolean prf) {
    page.navigate(server.address() + "/approvals");
    Visitor.look(page, "approvals-with-passkey");
    Locator waiting = page.locator("article.approval");
    for (int left = waiting.count(); left > 0; left--) {
      Locator first = waiting.first();
      first.getByLabel("Comment").fill("read, and \"understood\"");
      if (prf) {
        assertThat(first.locator("input[name=password]")).hasCount(0);
      } else {
        first.locator("input[name=password]").fill(PASSWORD);
      }
      first
          .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign: approve"))
          .click();
      assertThat(waiting).hasCount(left - 1, PATIENTLY);
      assertThat(page.locator(".notice.bad:visible")).hasCount(0);
    }
  }

  private static void waiveAndTriage(Page page, RunningServer server, boolean prf)
      throws IOException {
    String at = server.address() + "/systems/credit-scoring";
    page.navigate(at + "/waivers");
    page.locator("#reason").fill("trained\nnext week");
    page.locator("#until").fill(LocalDate.now(ZoneOffset.UTC).plusDays(9).toString());
    password(page, "waiver", prf);
    Visitor.look(page, "waiver-with-passkey");
    Visitor.button(page, "Sign the first half").click();
    assertThat(page.getByText("You signed it. It takes another person.")).isVisible(SOON);

    Projects projects = server.server().context().getBean(Projects.class);
    Home project = ProjectDesk.home(projects.require("credit-scoring"));
    Advised.in(project, Files.createTempFile("osv", ".zip"));
    page.navigate(at);
    Visitor.button(page, "Check now").click();
    page.navigate(at + "/findings?rule=INV-001&severity=critical");
    page.locator("main td.rule a").first().click();
    page.locator("#status").selectOption("under_investigation");
    page.locator("#vex-reason").fill("looked\nat");
    password(page, "vex", prf);
    Visitor.look(page, "finding-with-passkey");
    page.waitForResponse(
        answer -> answer.url().endsWith("/vex"),
        new Page.WaitForResponseOptions().setTimeout(60_000),
        Visitor.button(page, "Sign the statement and check again")::click);
    assertThat(page.getByText("State what the vulnerability means here")).isVisible(SOON);
    assertThat(page.locator(".notice.bad:visible")).hasCount(0);
    for (String type : List.of(PredicateType.WAIVER, PredicateType.ATTESTATION)) {
      Evidence last = recorded(server, type).getLast();
      assertThat(last.assurance()).isEqualTo(Assurance.A1);
      assertThat(last.statement().predicate().object(PasskeyWord.MEMBER)).isPresent();
    }
    assertThat(
            recorded(server, PredicateType.ATTESTATION)
                .getLast()
                .statement()
                .predicate()
                .text("kind"))
        .contains("vex");
  }

  private static void password(Page page, String id, boolean prf) {
    if (prf) {
      assertThat(page.locator("#password-" + id)).hasCount(0);
    } else {
      page.locator("#password-" + id).fill(PASSWORD);
    }
  }

  private static void giveARoleAndMakeAToken(Page page, RunningServer server) {
    page.navigate(server.address() + "/people");
    page.getByLabel("Role for ada").selectOption("auditor");
    Visitor.button(page, "Give").click();
    assertThat(page.getByText("auditor in all")).isVisible();
    page.navigate(server.address() + "/account");
    page.getByLabel("Label").fill("build");
    page.getByLabel("read-system").check();
    Visitor.button(page, "Make a token").click();
    assertThat(page.getByText("It is shown this once")).isVisible();
  }

  private static List<Evidence> recorded(RunningServer server, String type) {
    Projects projects = server.server().context().getBean(Projects.class);
    return WorkspaceReader.open(ProjectDesk.home(projects.require("credit-scoring")))
        .contents()
        .evidence()
        .stream()
        .filter(each -> each.statement().predicateType().equals(type))
        .toList();
  }

  @Test
  void withoutScriptThePageOffersThePassword(@TempDir Path home) {
    try (RunningServer server = RunningServer.in(home);
        Chromium chromium = Chromium.open();
        BrowserContext context = chromium.withoutScript()) {
      Page page = context.newPage();
      page.navigate(server.address() + "/sign-in");
      assertThat(page.getByText("Passkeys need script")).isVisible();
      assertThat(Visitor.button(page, "Sign in with a passkey")).isHidden();
      assertThat(Visitor.button(page, "Sign in")).isVisible();
    }
  }
}
