package dev.bulwark.project.rules;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.keys.KeyFile;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.scan.ScanFault;
import dev.bulwark.scan.RulePack;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A rule pack: a folder or a zip with
///
/// | file | holds |
/// |---|---|
/// | `pack.json` | `{"format": "bulwark-rules/v1", "name": …, "version": …}` |
/// | `pickle.tsv` | names, one line for each module (`dev.bulwark.scan.pickle.AddedNames`) |
/// | `keras.tsv` | layers and functions of Keras (`dev.bulwark.scan.keras.AddedKerasNames`) |
/// | `operators.tsv` | operators of graphs (`dev.bulwark.scan.graph.AddedOperators`) |
/// | `credentials.tsv` | kinds of credentials (`dev.bulwark.scan.secret.AddedKinds`) |
/// | `pack.sig` | optional: a DSSE envelope over the digests of the others |
///
/// Every list is optional.
///
/// Whoever can write an unsigned pack can make a scan stricter and nothing else.
public final class PackFile {
  public static final String SIGNATURE = "pack.sig";
  private static final String MANIFEST = "pack.json";
  private static final String FORMAT = "bulwark-rules/v1";
  private static final String PAYLOAD_TYPE = "application/vnd.bulwark.rules.v1+json";
  private static final Set<String> KNOWN = known();
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(new ByteSize(4 << 20), 8);

  private final PackFiles files;
  private final Members manifest;

  private PackFile(PackFiles files, Members manifest) {
    this.files = files;
    this.manifest = manifest;
  }

  private static Set<String> known() {
    Set<String> known = new HashSet<>(RulePack.LISTS);
    known.addAll(List.of(MANIFEST, SIGNATURE));
    return Set.copyOf(known);
  }

  /// Reads the pack; nothing about it is believed yet.
  ///
  /// @param nanoTime a monotonic clock in nanoseconds
  /// @throws ScanFault `scan-rules`
  public static PackFile read(Path where, LongSupplier nanoTime) {
    PackFiles files = PackFiles.read(where, nanoTime);
    Bytes text = files.find(MANIFEST).orElseThrow(() -> wrong(where, "a file " + MANIFEST, "none"));
    Members manifest = manifest(where, text);
    for (String name : files.files().keySet()) {
      if (!KNOWN.contains(name)) {
        throw wrong(
            where,
            "the lists this version knows, which are " + String.join(", ", RulePack.LISTS),
            "the unknown list \"" + name + "\"");
      }
    }
    return new PackFile(files, manifest);
  }

  private static Members manifest(Path where, Bytes text) {
    try {
      Members manifest = Members.of(ScanFault.RULES, JsonReader.readObject(text, BOUNDS));
      if (!manifest.text("format").equals(FORMAT)) {
        throw wrong(
            where,
            "the format " + FORMAT,
            "\"%s\"; a newer version of Bulwark may know it".formatted(manifest.text("format")));
      }
      manifest.only("format", "name", "version");
      String _ = manifest.text("name") + manifest.text("version");
      return manifest;
    } catch (EvidenceFault e) {
      throw new ScanFault(ScanFault.RULES, where.resolve(MANIFEST) + ": " + e.getMessage(), e);
    }
  }

  /// The pack for the scanner. With a key, both of its signatures must hold, and then the pack may
  /// allow names; without one it may only deny.
  ///
  /// @throws ScanFault `scan-rules` when it is not signed, or by another key, or was changed
  public RulePack open(@Nullable VerifyingKey key) {
    if (key != null) {
      verify(key);
    }
    Map<String, String> lists = new HashMap<>();
    RulePack.LISTS.forEach(name -> list(name).ifPresent(text -> lists.put(name, text)));
    return new RulePack(name(), version(), digest(), lists, key != null);
  }

  private void verify(VerifyingKey key) {
    Envelope envelope =
        envelope()
            .orElseThrow(
                () -> wrong("a signature " + SIGNATURE, "none; sign it with bulwark rules pack"));
    if (!envelope.payload().equals(payload()) || !envelope.payloadType().equals(PAYLOAD_TYPE)) {
      throw wrong(
          "the files that were signed", "others: the pack was changed afterwards; sign it again");
    }
    if (!key.verify(envelope).both()) {
      throw wrong("a signature by " + key.id(), "none by that key that holds");
    }
  }

  private Optional<Envelope> envelope() {
    try {
      return files.find(SIGNATURE).map(Envelope::parse);
    } catch (EvidenceFault e) {
      throw new ScanFault(
          ScanFault.RULES, files.where() + ": " + SIGNATURE + ": " + e.getMessage(), e);
    }
  }

  public boolean isSigned() {
    return files.find(SIGNATURE).isPresent();
  }

  public String name() {
    return manifest.text("name");
  }

  public String version() {
    return manifest.text("version");
  }

  /// The digest of the pack without its signatures.
  public Digest digest() {
    return Digest.of(payload());
  }

  /// The text that goes into {@link #SIGNATURE}.
  public String sign(SigningKey key) {
    return key.sign(PAYLOAD_TYPE, payload()).bytes().utf8() + "\n";
  }

  private Bytes payload() {
    Json.Builder digests = Json.object();
    files
        .files()
        .forEach(
            (name, content) -> {
              if (!name.equals(SIGNATURE)) {
                digests.put(name, Digest.of(content).toString());
              }
            });
    return Json.object()
        .put("format", FORMAT)
        .put("files", digests.build())
        .build()
        .canonicalBytes();
  }

  private Optional<String> list(String name) {
    return files.find(name).map(content -> utf8(name, content));
  }

  private String utf8(String name, Bytes content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(content.buffer()).toString();
    } catch (CharacterCodingException e) {
      throw new ScanFault(ScanFault.RULES, files.where() + ": " + name + " is not UTF-8", e);
    }
  }

  /// Reads whom to trust: the file of a key, or the public half of one as `rules pack --public`
  /// writes it.
  public static VerifyingKey key(Path file) {
    try {
      if (Files.size(file) > 1 << 20) {
        throw new ScanFault(
            ScanFault.RULES, "expected a key of at most 1 MiB, found more at " + file);
      }
      Bytes text = Bytes.of(Files.readAllBytes(file));
      Members members = Members.of(ScanFault.RULES, JsonReader.readObject(text, BOUNDS));
      return members.has("secret")
          ? KeyFile.read(file).verifyingKey()
          : VerifyingKey.parse(members);
    } catch (IOException | EvidenceFault e) {
      String found =
          e instanceof Fault ? String.valueOf(e.getMessage()) : e.getClass().getSimpleName();
      throw new ScanFault(
          ScanFault.RULES, "expected a key at %s, found: %s".formatted(file, found), e);
    }
  }

  private ScanFault wrong(String expected, String found) {
    return wrong(files.where(), expected, found);
  }

  private static ScanFault wrong(Path where, String expected, String found) {
    return new ScanFault(
        ScanFault.RULES,
        "expected %s in the rule pack %s, found %s".formatted(expected, where, found));
  }
}
