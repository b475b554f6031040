package dev.bulwark.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The machine's own Chromium, headless; tests that need it are skipped where there is none.
final class Chromium implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path program) {
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu")));
  }

  static Chromium open() {
    Optional<Path> program = find();
    assumeTrue(program.isPresent(), "skipped: no Chromium on this machine");
    return new Chromium(program.get());
  }

  private static Optional<Path> find() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// A person's own window: its cookies are nobody else's.
  BrowserContext person() {
    return browser.newContext(options());
  }

  BrowserContext person(Browser.NewContextOptions options) {
    return browser.newContext(options.setIgnoreHTTPSErrors(true).setViewportSize(1280, 900));
  }

  BrowserContext withoutScript() {
    return browser.newContext(options().setJavaScriptEnabled(false));
  }

  private static Browser.NewContextOptions options() {
    return new Browser.NewContextOptions().setIgnoreHTTPSErrors(true).setViewportSize(1280, 900);
  }

  /// The page as it is printed, when a folder is asked for.
  static void paper(Page page, String name) {
    String folder = System.getProperty("pictures", "");
    if (!folder.isEmpty()) {
      page.pdf(
          new Page.PdfOptions()
              .setPreferCSSPageSize(true)
              .setPrintBackground(true)
              .setPath(Path.of(folder, name + ".pdf")));
      page.emulateMedia(
          new Page.EmulateMediaOptions().setMedia(Media.PRINT).setColorScheme(ColorScheme.DARK));
      page.setViewportSize(794, 1123);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(Path.of(folder, name + "-print.png")));
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
      page.setViewportSize(1280, 900);
    }
  }

  /// Pictures of a page at three widths in both colour schemes, when a folder is asked for.
  static void picture(Page page, String name) {
    String folder = System.getProperty("pictures", "");
    if (folder.isEmpty()) {
      return;
    }
    for (int width : List.of(390, 820, 1280)) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.setViewportSize(width, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.screenshot(
            new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(
                    Path.of(
                        folder,
                        "%s-%d-%s.png".formatted(name, width, scheme.name().toLowerCase()))));
      }
    }
    page.setViewportSize(1280, 900);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
