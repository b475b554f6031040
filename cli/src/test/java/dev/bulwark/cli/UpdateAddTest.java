package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.registry.channel.Address;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The certificates a channel believes instead of the machine's.
class UpdateAddTest {
  @TempDir Path folder;

  /// Otherwise every pass to come would find it.
  @Test
  void certificatesThatAreNoneAreRefusedWhenTheChannelIsAdded() throws IOException {
    Path authority = Files.writeString(folder.resolve("ca.pem"), "no certificate");
    assertThat(
            new OlgasProject(folder)
                .follow("vendor", "https://localhost/index.json", "--ca", authority.toString()))
        .contains("expected certificates in PEM");
  }

  @Test
  void theCertificatesAreInTheSignedTermsForItsSourceAndItsWatch() throws Exception {
    OlgasProject project = OlgasProject.in(folder);
    String pem = anyOfTheMachines();
    Path authority = Files.writeString(folder.resolve("ca.pem"), pem);
    project.follow(
        "vendor",
        "https://localhost/index.json",
        "--watch-url",
        "https://localhost/word",
        "--ca",
        authority.toString());
    Terms terms = project.registry().channel("vendor").terms();
    assertThat(terms.source())
        .isEqualTo(new Source.Index(Address.of("https://localhost/index.json", pem, false)));
    assertThat(terms.watch())
        .isEqualTo(new Watch.Ask(Address.of("https://localhost/word", pem, false)));
  }

  private static String anyOfTheMachines() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    X509TrustManager machine = (X509TrustManager) factory.getTrustManagers()[0];
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(machine.getAcceptedIssuers()[0].getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
