package dev.bulwark.registry.seal;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/// The names in a sealed store. They are random, or digests of what the ledger says anyway: neither
/// content, nor equality, nor a file's name can be read off them.
final class ObjectName {
  private static final int RANDOM_SIZE = 16;
  private static final Pattern OBJECT = Pattern.compile("objects/([0-9a-f]{2})/\\1[0-9a-f]{30}");
  private static final Pattern LIST = Pattern.compile("lists/[0-9a-f]{32}");
  private static final Pattern KEY =
      Pattern.compile("keys/([0-9a-f]{32}|[0-9a-f]{64})/[0-9a-f]{16}");

  private ObjectName() {}

  /// A fresh name for a file's object: `objects/xx/<32 hex>`.
  static String object(SecureRandom random) {
    String hex = DataKey.randomBytes(RANDOM_SIZE, random).hex();
    return "objects/" + hex.substring(0, 2) + "/" + hex;
  }

  /// A fresh name for a packing list's object: `lists/<32 hex>`.
  static String list(SecureRandom random) {
    return "lists/" + DataKey.randomBytes(RANDOM_SIZE, random).hex();
  }

  static boolean isObject(String name) {
    return OBJECT.matcher(name).matches();
  }

  static boolean isList(String name) {
    return LIST.matcher(name).matches();
  }

  static boolean isKey(String name) {
    return KEY.matcher(name).matches();
  }

  /// Where a version's key lies as one key of the registry wrapped it.
  static String key(String keys, String wrappedBy) {
    return keys + "/" + wrappedBy;
  }

  /// The name's last segment.
  static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /// All but the name's last segment.
  static String parent(String name) {
    return name.substring(0, name.lastIndexOf('/'));
  }
}
