package dev.bulwark.registry.signing;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The authorities and logs of one Sigstore instance (`trusted_root.json`). Given by the caller,
/// who has it from a place they trust: nothing is fetched.
public final class TrustedRoot {
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofMib(1), 32);

  private final List<LogKey> logs;
  private final List<LogKey> certificateLogs;
  private final List<Authority> authorities;
  private final List<Authority> timeAuthorities;

  /// Somebody who issues certificates, or time stamps.
  ///
  /// @param certificates in any order, the root among them
  record Authority(List<X509Certificate> certificates, LogKey.Window window) {
    Authority {
      certificates = List.copyOf(certificates);
    }

    List<X509Certificate> roots() {
      return certificates.stream().filter(Authority::isRoot).toList();
    }

    private static boolean isRoot(X509Certificate certificate) {
      return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
  }

  private TrustedRoot(
      List<LogKey> logs,
      List<LogKey> certificateLogs,
      List<Authority> authorities,
      List<Authority> timeAuthorities) {
    this.logs = logs;
    this.certificateLogs = certificateLogs;
    this.authorities = authorities;
    this.timeAuthorities = timeAuthorities;
  }

  /// @throws SigningFault `trusted-root-unusable`
  public static TrustedRoot parse(Bytes text) {
    try {
      Members root =
          Members.of(EvidenceFault.PREDICATE_MALFORMED, JsonReader.readObject(text, BOUNDS));
      return new TrustedRoot(
          logs(root, "tlogs"),
          logs(root, "ctlogs"),
          authorities(root, "certificateAuthorities"),
          authorities(root, "timestampAuthorities"));
    } catch (EvidenceFault e) {
      throw new SigningFault(
          SigningFault.TRUSTED_ROOT_UNUSABLE, "the trusted root: " + e.getMessage(), e);
    }
  }

  /// A key without the moment it came into use is refused: nobody could say when it held.
  private static List<LogKey> logs(Members root, String name) {
    List<LogKey> keys = new ArrayList<>();
    for (Members log : root.has(name) ? root.objects(name) : List.<Members>of()) {
      Members key = log.object("publicKey");
      keys.add(
          new LogKey(
              log.object("logId").base64("keyId"),
              key.base64("rawBytes"),
              key.text("keyDetails"),
              window(key)));
    }
    return List.copyOf(keys);
  }

  private static List<Authority> authorities(Members root, String name) {
    List<Authority> authorities = new ArrayList<>();
    for (Members authority : root.has(name) ? root.objects(name) : List.<Members>of()) {
      List<X509Certificate> certificates = new ArrayList<>();
      for (Members certificate : authority.object("certChain").objects("certificates")) {
        certificates.add(
            Certificates.parse(certificate.base64("rawBytes"))
                .orElseThrow(() -> certificate.wrong("rawBytes", "a certificate in DER")));
      }
      authorities.add(new Authority(certificates, window(authority)));
    }
    return List.copyOf(authorities);
  }

  private static LogKey.Window window(Members owner) {
    Members window = owner.object("validFor");
    return new LogKey.Window(
        window.time("start"),
        window.has("end") ? Optional.of(window.time("end")) : Optional.empty());
  }

  Optional<LogKey> log(Bytes id) {
    return logs.stream().filter(log -> log.id().equals(id)).findFirst();
  }

  Optional<LogKey> certificateLog(Bytes id) {
    return certificateLogs.stream().filter(log -> log.id().equals(id)).findFirst();
  }

  List<Authority> authorities() {
    return authorities;
  }

  List<Authority> timeAuthorities() {
    return timeAuthorities;
  }
}
