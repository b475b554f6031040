package dev.bulwark.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.bulwark.server.RunningServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// What a person does on the pages, in a real browser.
final class Visitor {
  private Visitor() {}

  static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  static void begin(Page page, String link, String name) {
    page.navigate(link);
    look(page, "begin");
    beginUnseen(page, link, name);
  }

  /// As {@link #begin}, in a browser without script, which axe needs.
  static void beginUnseen(Page page, String link, String name) {
    page.navigate(link);
    page.locator("#name").fill(name);
    page.locator("#password").fill(PASSWORD);
    page.locator("#again").fill(PASSWORD);
    button(page, "Begin").click();
  }

  static void signIn(Page page, RunningServer server, String name) {
    page.navigate(server.address() + "/sign-in");
    page.locator("#name").fill(name);
    page.locator("#password").fill(PASSWORD);
    button(page, "Sign in").click();
  }

  static String invite(Page page, String role) {
    page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(role).setExact(true))
        .check();
    button(page, "Make a link").click();
    return page.locator(".notice code").innerText();
  }

  /// Signs everything that waits, and counts it.
  static void approveAll(Page page, RunningServer server, int expected) {
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
  static void look(Page page, String name) {
    Chromium.picture(page, name);
    page.evaluate(AXE);
    Object answer =
        page.evaluate(
            "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n =>"
                + " n.html + ' ' + n.failureSummary).join(' | '))");
    assertThat((List<?>) answer).as(name).isEmpty();
  }

  private static final String AXE = axe();

  private static String axe() {
    try (var in = Objects.requireNonNull(Visitor.class.getResourceAsStream("/axe.min.js"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
