package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.config.Setting;
import dev.bulwark.server.config.Settings;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What a deployment sets is read by the server: a name that no setting has would stop its start.
final class DeployedVariables {
  private static final Pattern NAME = Pattern.compile("BULWARK_[A-Z0-9_]+");
  private static final String HOME = "BULWARK_HOME";

  private DeployedVariables() {}

  static void areKnown(String text) {
    assertThat(NAME.matcher(text).results().map(MatchResult::group).filter(n -> !n.equals(HOME)))
        .isSubsetOf(Settings.ALL.stream().map(Setting::variable).toList());
  }

  static void isRead(String name, String value) {
    if (!name.equals(HOME)) {
      assertThat(Settings.ALL)
          .filteredOn(setting -> setting.variable().equals(name))
          .as(name)
          .singleElement()
          .satisfies(setting -> setting.kind().reader().read(value));
    }
  }
}
