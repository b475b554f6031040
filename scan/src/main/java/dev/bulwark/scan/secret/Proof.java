package dev.bulwark.scan.secret;

import dev.bulwark.kernel.format.Source;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.CRC32;

/// What besides its looks makes a word a credential.
enum Proof {
  /// More chance than a person types, and no placeholder.
  ENTROPY {
    @Override
    boolean holds(Source source, long at, String token, String prefix) {
      return true;
    }
  },
  /// The last six letters are the CRC-32 of the others in base 62, as GitHub and npm write it.
  CRC32_BASE62 {
    @Override
    boolean holds(Source source, long at, String token, String prefix) {
      String body = token.substring(prefix.length());
      int end = body.length() - 6;
      CRC32 crc = new CRC32();
      crc.update(body.substring(0, end).getBytes(StandardCharsets.US_ASCII));
      return base62(crc.getValue(), 6).equals(body.substring(end));
    }
  },
  /// The checksum of Bech32 (BIP 173), as age writes it.
  BECH32 {
    @Override
    boolean holds(Source source, long at, String token, String prefix) {
      return Bech32.isValid(token.toLowerCase(Locale.ROOT));
    }
  },
  /// The marker that OpenAI puts into its keys.
  OPENAI_MARK {
    @Override
    boolean holds(Source source, long at, String token, String prefix) {
      return token.contains("T3BlbkFJ");
    }
  },
  /// The marker that Groq puts into its keys.
  GROQ_MARK {
    @Override
    boolean holds(Source source, long at, String token, String prefix) {
      return token.contains("WGdyb3FY");
    }
  },
  /// A macaroon of the second version whose place is a package index.
  MACAROON {
    @Override
    boolean holds(Source source, long at, String token, String prefix) {
      byte[] bytes = decoded(token.substring("pypi-".length()));
      if (bytes.length < 4 || bytes[0] != 2 || bytes[1] != 1 || bytes.length < 3 + bytes[2]) {
        return false;
      }
      String place = new String(bytes, 3, Math.max(0, bytes[2]), StandardCharsets.US_ASCII);
      return place.equals("pypi.org") || place.equals("test.pypi.org");
    }
  },
  /// A JSON Web Token: the header is an object that names an algorithm, the claims are an object.
  JWT {
    @Override
    boolean holds(Source source, long at, String token, String prefix) {
      String[] parts = token.split("\\.", -1);
      return parts.length == 3
          && isObject(parts[0])
          && new String(decoded(parts[0]), StandardCharsets.ISO_8859_1).contains("\"alg\"")
          && isObject(parts[1])
          && !isSample(parts[1]);
    }
  },
  /// The secret of an AWS key pair stands near by.
  AWS_SECRET_NEAR {
    @Override
    boolean holds(Source source, long at, String token, String prefix) {
      return Near.awsSecret(source, at);
    }
  },
  /// The file speaks of Twilio just before.
  TWILIO_NEAR {
    @Override
    boolean holds(Source source, long at, String token, String prefix) {
      return Near.word(source, at, "twilio");
    }
  },
  /// The file speaks of Mailgun just before.
  MAILGUN_NEAR {
    @Override
    boolean holds(Source source, long at, String token, String prefix) {
      return Near.word(source, at, "mailgun");
    }
  },
  /// An expiry and permissions stand beside the signature, as in a shared access signature.
  SAS_NEAR {
    @Override
    boolean holds(Source source, long at, String token, String prefix) {
      return Near.word(source, at, "se=") && Near.word(source, at, "sv=");
    }
  };

  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /// @param at where the token stands in the source
  /// @param prefix what the token begins with
  abstract boolean holds(Source source, long at, String token, String prefix);

  static String base62(long value, int width) {
    StringBuilder out = new StringBuilder();
    for (long rest = value; out.length() < width; rest /= 62) {
      out.insert(0, BASE62.charAt((int) (rest % 62)));
    }
    return out.toString();
  }

  /// The claims of the token that every tutorial copies.
  private static boolean isSample(String claims) {
    String text = new String(decoded(claims), StandardCharsets.ISO_8859_1);
    return text.contains("John Doe") || text.contains("1234567890");
  }

  private static boolean isObject(String base64) {
    byte[] bytes = decoded(base64);
    return bytes.length > 2 && bytes[0] == '{' && bytes[bytes.length - 1] == '}';
  }

  /// Empty when it is not base64.
  private static byte[] decoded(String base64) {
    try {
      return Base64.getUrlDecoder().decode(base64.replace("=", ""));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
