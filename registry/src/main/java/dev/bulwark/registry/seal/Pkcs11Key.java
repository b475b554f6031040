package dev.bulwark.registry.seal;

import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/// The registry's key in a PKCS#11 token: an AES-256 key that never leaves it. The token wraps and
/// unwraps; whoever holds the machine may ask it to, while it is logged in, and takes no key away.
///
/// Its id is made of the key's name, so that a token whose key was made anew under the same name
/// shows wrapped keys as damaged and not as another's.
public final class Pkcs11Key implements KeyEncryption, AutoCloseable {
  private static final String ATTRIBUTES =
      """
      attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
        CKA_TOKEN = true
        CKA_PRIVATE = true
        CKA_SENSITIVE = true
        CKA_EXTRACTABLE = false
        CKA_ENCRYPT = true
        CKA_DECRYPT = true
      }
      """;

  private final Provider provider;
  private final Key key;
  private final Bytes id;
  private final SecureRandom random;

  private Pkcs11Key(Provider provider, Key key, String alias, SecureRandom random) {
    this.provider = provider;
    this.key = key;
    this.id =
        Digest.of(Bytes.utf8("bulwark pkcs11 key v1\n" + alias))
            .value()
            .slice(0, WrappedKey.ID_SIZE);
    this.random = random;
  }

  /// Opens the key of that name.
  ///
  /// @param library the token's PKCS#11 module, a shared library
  /// @param slot the slot's number, as the token's own tool shows it
  /// @param pin stays the caller's to overwrite
  /// @throws SealFault `key-token-unavailable` when the library, the slot, the PIN or the key is
  ///   not what it should be; a key that can be taken out of the token is refused
  public static Pkcs11Key open(
      Path library, long slot, String alias, char[] pin, SecureRandom random) {
    return in(
        library,
        slot,
        pin,
        (provider, token) -> new Pkcs11Key(provider, key(token, slot, alias), alias, random));
  }

  private static SecretKey key(KeyStore token, long slot, String alias)
      throws GeneralSecurityException {
    if (!(token.getKey(alias, null) instanceof SecretKey key)
        || !key.getAlgorithm().equals("AES")) {
      throw unavailable(slot, "an AES key named " + alias, "none; create it", null);
    }
    if (key.getEncoded() != null) {
      throw unavailable(
          slot, "a key that cannot leave the token", "one that can; create another", null);
    }
    return key;
  }

  /// Makes a new key of that name in the token and opens it.
  ///
  /// @throws SealFault `key-token-unavailable`, also when there is a key of that name; as {@link
  ///   #open} does
  public static Pkcs11Key create(
      Path library, long slot, String alias, char[] pin, SecureRandom random) {
    return in(
        library,
        slot,
        pin,
        (provider, token) -> {
          if (token.containsAlias(alias)) {
            throw unavailable(slot, "no key named " + alias, "one; choose another name", null);
          }
          KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
          generator.init(8 * AesGcm.KEY_SIZE);
          token.setKeyEntry(alias, generator.generateKey(), null, null);
          return new Pkcs11Key(provider, key(token, slot, alias), alias, random);
        });
  }

  private interface Work {
    Pkcs11Key in(Provider provider, KeyStore token) throws GeneralSecurityException;
  }

  /// Logs in and works; logs out when the work fails: a login holds for the whole process, and the
  /// next PIN would not be asked for.
  private static Pkcs11Key in(Path library, long slot, char[] pin, Work work) {
    Provider provider = provider(library, slot);
    try {
      KeyStore token = KeyStore.getInstance("PKCS11", provider);
      token.load(null, pin);
      return work.in(provider, token);
    } catch (SealFault e) {
      logOut(provider);
      throw e;
    } catch (IOException | GeneralSecurityException | ProviderException e) {
      logOut(provider);
      throw unavailable(slot, "to log in and use the token", "a fault; check slot and PIN", e);
    }
  }

  private static Provider provider(Path library, long slot) {
    String path = library.toString();
    if (path.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\' || c == '$')) {
      throw unavailable(slot, "a library at a path without special characters", "others", null);
    }
    String configuration =
        "--name = Bulwark\nlibrary = \"%s\"\nslot = %d\n%s".formatted(path, slot, ATTRIBUTES);
    Provider sun = Security.getProvider("SunPKCS11");
    if (sun == null) {
      throw unavailable(slot, "a Java platform with SunPKCS11", "none; use another", null);
    }
    try {
      return sun.configure(configuration);
    } catch (RuntimeException e) {
      // The provider throws both InvalidParameterException and ProviderException.
      throw unavailable(slot, "a PKCS#11 library at " + path, "a fault; check path and slot", e);
    }
  }

  @Override
  public String id() {
    return id.hex();
  }

  @Override
  public Bytes wrap(DataKey dataKey, Bytes context) {
    Bytes nonce = DataKey.randomBytes(AesGcm.NONCE_SIZE, random);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
      Bytes box = Bytes.of(cipher.doFinal(dataKey.secret().toArray()));
      return new WrappedKey(id, nonce, box).render();
    } catch (GeneralSecurityException | ProviderException e) {
      throw inUse(e);
    }
  }

  @Override
  public Unwrapped unwrap(Bytes wrapped, Bytes context) {
    return WrappedKey.unwrap(wrapped, id, parts -> open(parts, context));
  }

  private Optional<Bytes> open(WrappedKey parts, Bytes context) {
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, parts.nonce(), context);
      return Optional.of(Bytes.of(cipher.doFinal(parts.box().toArray())));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException | ProviderException e) {
      if (isRefusal(e)) {
        return Optional.empty();
      }
      throw inUse(e);
    }
  }

  /// A token says in its own words that a ciphertext is not what was encrypted.
  private static boolean isRefusal(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      if (message.contains("CKR_ENCRYPTED_DATA_INVALID")
          || message.contains("CKR_AEAD_DECRYPT_FAILED")
          || message.contains("CKR_SIGNATURE_INVALID")) {
        return true;
      }
    }
    return false;
  }

  private Cipher cipher(int mode, Bytes nonce, Bytes context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(mode, key, new GCMParameterSpec(8 * AesGcm.TAG_SIZE, nonce.toArray()));
    cipher.updateAAD(WrappedKey.bound(id, context).toArray());
    return cipher;
  }

  private static SealFault inUse(Exception cause) {
    return new SealFault(
        SealFault.TOKEN_UNAVAILABLE,
        "expected the token to use its key with AES-GCM, found a fault (%s); see whether it is still there and logged in"
            .formatted(cause.getClass().getSimpleName()),
        cause);
  }

  private static SealFault unavailable(
      long slot, String expected, String found, @Nullable Exception cause) {
    return new SealFault(
        SealFault.TOKEN_UNAVAILABLE,
        "expected %s in slot %d, found %s".formatted(expected, slot, found),
        cause);
  }

  /// Logs out of the token.
  @Override
  public void close() {
    logOut(provider);
  }

  private static void logOut(Provider provider) {
    try {
      if (provider instanceof AuthProvider token) {
        token.logout();
      }
    } catch (LoginException e) {
      // It was logged out already, or is gone.
      return;
    }
  }

  @Override
  public String toString() {
    return "Pkcs11Key[" + id() + "]";
  }
}
