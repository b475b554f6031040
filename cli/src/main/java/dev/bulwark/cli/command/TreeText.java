package dev.bulwark.cli.command;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Version;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.registry.signing.TreeSigner;
import dev.bulwark.registry.signing.TreeVerification;
import dev.bulwark.registry.signing.TreeVerification.NotCovered;
import dev.bulwark.registry.signing.TreeVerification.Refused;
import dev.bulwark.registry.signing.TreeVerification.Verified;
import java.nio.file.Path;
import java.util.List;

/// What signing and verifying tell, for people and for programs.
final class TreeText {
  private static final int MOST_PLACES = 10;

  private final Terminal terminal;
  private final Path tree;

  TreeText(Terminal terminal, Path tree) {
    this.terminal = terminal;
    this.tree = tree;
  }

  void signed(TreeSigner.Signed signed, Path output, String signer) {
    head(Paint.GREEN, "SIGNED", signed.manifest().files(), signed.bytes());
    terminal.line("  " + signed.manifest().root() + ", by " + Place.printable(signer));
    if (signed.unread() > 0) {
      terminal.line(
          terminal.paint(
              Paint.YELLOW,
              "  %,d of %,d digests were taken unread from the previous signature"
                  .formatted(signed.unread(), signed.manifest().resources().size())));
    }
    notCovered(signed.notCovered());
    terminal.line("  wrote " + output);
  }

  void verified(Verified verified) {
    head(Paint.GREEN, "VERIFIED", verified.manifest().files(), verified.bytes());
    terminal.line("  " + verified.root() + ", by " + Place.printable(verified.signer()));
    terminal.line("  judged at " + verified.judgedAt() + ", " + verified.timeBasis());
    notCovered(verified.notCovered());
  }

  private void head(Paint paint, String word, long files, long bytes) {
    terminal.line(
        "%s  %s  %,d %s, %s read"
            .formatted(
                terminal.paint(paint, word),
                tree,
                files,
                files == 1 ? "file" : "files",
                new ByteSize(bytes)));
  }

  private void notCovered(List<NotCovered> entries) {
    for (NotCovered entry : entries) {
      terminal.line(
          "  not covered: %s, %,d %s"
              .formatted(
                  Place.printable(entry.entry()),
                  entry.files(),
                  entry.files() == 1 ? "file" : "files"));
    }
  }

  void refused(Refused refused) {
    terminal.line(
        "%s  %s  %s"
            .formatted(terminal.paint(Paint.ALARM, "REFUSED"), tree, refused.reason().slug()));
    terminal.line("  " + Place.printable(refused.message()));
    refused.places().stream()
        .limit(MOST_PLACES)
        .forEach(place -> terminal.line("    " + Place.printable(place)));
    if (refused.places().size() > MOST_PLACES) {
      terminal.line("    … and more; --json names up to " + Refused.MAX_PLACES);
    }
  }

  static Json.Obj json(TreeSigner.Signed signed, Path output, String signer) {
    return Json.object()
        .put("bulwark", Version.NUMBER)
        .put("root", signed.manifest().root().toString())
        .put("files", signed.manifest().files())
        .put("bytes", signed.bytes())
        .put("unread", signed.unread())
        .put("signer", signer)
        .put("signature", output.toString())
        .put("notCovered", json(signed.notCovered()))
        .build();
  }

  static Json.Obj json(TreeVerification verification) {
    Json.Builder json = Json.object().put("bulwark", Version.NUMBER);
    switch (verification) {
      case Verified verified ->
          json.put("verdict", "verified")
              .put("root", verified.root().toString())
              .put("files", verified.manifest().files())
              .put("bytes", verified.bytes())
              .put("signer", verified.signer())
              .put("judgedAt", verified.judgedAt().toString())
              .put("timeBasis", verified.timeBasis())
              .put("notCovered", json(verified.notCovered()));
      case Refused refused ->
          json.put("verdict", "refused")
              .put("reason", refused.reason().slug())
              .put("message", refused.message())
              .put("places", Json.texts(refused.places()));
    }
    return json.build();
  }

  private static Json json(List<NotCovered> entries) {
    return Json.array(
        entries.stream()
            .map(
                entry ->
                    Json.object().put("entry", entry.entry()).put("files", entry.files()).build())
            .toList());
  }
}
