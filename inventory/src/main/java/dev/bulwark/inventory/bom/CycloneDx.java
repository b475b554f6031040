package dev.bulwark.inventory.bom;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.util.List;
import java.util.UUID;

/// The door to CycloneDX: {@link #write} and {@link #check}.
public final class CycloneDx {
  private CycloneDx() {}

  /// The versions that are written.
  public enum Version {
    V1_6("1.6"),
    V1_7("1.7");

    private final String text;

    Version(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /// Writes a bill. Its serial number is derived from everything but the time, so that the same
  /// content keeps it.
  public static Json.Obj write(BillOfMaterials bill, Version version) {
    Json.Obj content = document(bill, version, "", "");
    String serial = serial(Digest.of(content.canonicalBytes()).value());
    return document(bill, version, serial, bill.time().toString());
  }

  /// Checks a document of others against the official schema of its version, 1.5 to 1.7.
  public static CycloneDxReading check(Bytes bytes, dev.bulwark.kernel.check.Budget budget) {
    return CycloneDxSchemas.check(bytes, budget);
  }

  /// A version 8 UUID (RFC 9562 §5.8) of the first bytes of a digest.
  private static String serial(Bytes digest) {
    long high = (digest.buffer().getLong(0) & ~0xf000L) | 0x8000L;
    long low = (digest.buffer().getLong(8) & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return "urn:uuid:" + new UUID(high, low);
  }

  private static Json.Obj document(
      BillOfMaterials bill, Version version, String serial, String time) {
    CycloneDxParts parts = new CycloneDxParts(bill);
    Json.Obj metadata =
        new Drawer()
            .text("timestamp", time)
            .put(
                "tools",
                Json.object()
                    .put(
                        "components",
                        Json.array(
                            List.of(
                                new Drawer()
                                    .text("type", "application")
                                    .text("name", "bulwark")
                                    .text("version", bill.tool())
                                    .done())))
                    .build())
            .put("component", parts.root())
            .done();
    return new Drawer()
        .text("$schema", "http://cyclonedx.org/schema/bom-" + version.text() + ".schema.json")
        .text("bomFormat", "CycloneDX")
        .text("specVersion", version.text())
        .text("serialNumber", serial)
        .put("version", Json.of(1))
        .put("metadata", metadata)
        .items("components", parts.components())
        .items("dependencies", parts.dependencies())
        .items("compositions", parts.compositions())
        .items("vulnerabilities", CycloneDxVulnerabilities.of(bill.vulnerabilities()))
        .done();
  }
}
