package dev.bulwark.registry.event;

import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.RegistryFault;
import java.math.BigInteger;
import java.util.Arrays;

/// A generation that runs for a share of an environment's nodes, beside the one before it.
///
/// @param share percent of the nodes, 1 to 99
/// @param beside the generation all other nodes run, at least 1
public record Canary(int share, long beside) {
  /// The share of what is no canary.
  public static final int WHOLE = 100;

  private static final String DOMAIN = "bulwark-canary/v1";
  private static final int PART = 8;

  public Canary {
    if (share < 1 || share >= WHOLE || beside < 1) {
      throw new RegistryFault(
          RegistryFault.INVALID,
          "expected a share of 1 to 99 percent beside a generation, found %d percent beside %d"
              .formatted(share, beside));
    }
  }

  /// Whether a node runs the canary: its number is below the share.
  public boolean takes(String environment, String node) {
    return number(environment, node) < share;
  }

  /// A node's number in an environment, 0 to 99: the first eight bytes of SHA-256 over
  /// `bulwark-canary/v1`, a zero byte, the environment's name, a zero byte and the node's name, all
  /// in UTF-8, as an unsigned number, big end first, modulo 100.
  ///
  /// The same node has the same number for every release, so that a share that is raised takes no
  /// node out, and nodes agree without asking anybody.
  static int number(String environment, String node) {
    Digest digest = Digest.of(Bytes.utf8(String.join("\0", DOMAIN, environment, node)));
    byte[] first = Arrays.copyOf(digest.value().toArray(), PART);
    return new BigInteger(1, first).mod(BigInteger.valueOf(WHOLE)).intValue();
  }

  Json.Obj json() {
    return Json.object().put("share", share).put("beside", beside).build();
  }

  static Canary parse(Members members) {
    members.only("share", "beside");
    return new Canary(Math.clamp(members.integer("share"), 0, WHOLE), members.integer("beside"));
  }
}
