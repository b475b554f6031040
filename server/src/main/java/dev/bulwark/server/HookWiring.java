package dev.bulwark.server;

import dev.bulwark.server.access.Role;
import dev.bulwark.server.account.Membership;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.badge.Badges;
import dev.bulwark.server.config.Configuration;
import dev.bulwark.server.config.Settings;
import dev.bulwark.server.console.badge.BadgeFiles;
import dev.bulwark.server.console.badge.BadgeSwitch;
import dev.bulwark.server.console.hook.HookPages;
import dev.bulwark.server.hook.Courier;
import dev.bulwark.server.hook.Deliveries;
import dev.bulwark.server.hook.HookSeal;
import dev.bulwark.server.hook.HookTrust;
import dev.bulwark.server.hook.Hooks;
import dev.bulwark.server.hook.News;
import dev.bulwark.server.hook.Progress;
import dev.bulwark.server.hook.Reach;
import dev.bulwark.server.hook.Round;
import dev.bulwark.server.passkey.Site;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.rest.HooksApi;
import dev.bulwark.server.sql.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// What a server tells those outside: webhooks, badges.
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
@Import({HookPages.class, HooksApi.class, BadgeFiles.class, BadgeSwitch.class})
class HookWiring {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Bean
  Reach reach(ServerConfig config) {
    Configuration settings = config.settings();
    return Reach.of(
        settings.find(Settings.WEBHOOKS_ALLOW).orElse(Set.of()),
        settings.value(Settings.WEBHOOKS_INSECURE_HTTP));
  }

  @Bean
  HookSeal hookSeal(ServerConfig config, SecureRandom random) {
    return new HookSeal(config.home(), random);
  }

  @Bean
  Progress progress(Database database, HookSeal seal, InstantSource clock) {
    return new Progress(database, seal, clock);
  }

  @Bean
  Hooks hooks(
      Database database, HookSeal seal, Reach reach, InstantSource clock, SecureRandom random) {
    return new Hooks(database, seal, reach, clock, random);
  }

  @Bean
  Deliveries deliveries(Database database) {
    return new Deliveries(database);
  }

  @Bean
  News news(Projects projects, ProjectDesk desk) {
    return new News(projects, desk);
  }

  @Bean
  Round round(
      ServerConfig config,
      Progress progress,
      Deliveries deliveries,
      News news,
      Reach reach,
      Memberships memberships,
      Site site,
      InstantSource clock,
      SecureRandom random) {
    return new Round(
        progress,
        deliveries,
        news,
        reach,
        HookTrust.of(config.settings().find(Settings.WEBHOOKS_AUTHORITIES)),
        hook -> memberships.isGiven(new Membership(hook.madeBy(), hook.system(), Role.OWNER)),
        system -> site.origin().get() + "/systems/" + system,
        clock,
        random);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  Courier courier(
      ServerConfig config, Database database, Progress progress, Round round, SecureRandom random) {
    return new Courier(
        progress, round, Sharing.leading(database, config.settings()), PAUSE, random);
  }

  @Bean
  Badges badges(Database database, InstantSource clock) {
    return new Badges(database, clock);
  }
}
