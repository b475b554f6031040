package dev.bulwark.server;

import dev.bulwark.project.Shell;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.ApiTokens;
import dev.bulwark.server.account.Links;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.account.Sessions;
import dev.bulwark.server.config.Settings;
import dev.bulwark.server.console.AccountPages;
import dev.bulwark.server.console.ApprovalPages;
import dev.bulwark.server.console.CataloguePages;
import dev.bulwark.server.console.Confirmations;
import dev.bulwark.server.console.Console;
import dev.bulwark.server.console.DocumentPages;
import dev.bulwark.server.console.Entrance;
import dev.bulwark.server.console.FilePages;
import dev.bulwark.server.console.LedgerPages;
import dev.bulwark.server.console.Pages;
import dev.bulwark.server.console.PasskeyOptions;
import dev.bulwark.server.console.PasskeyPages;
import dev.bulwark.server.console.PeoplePages;
import dev.bulwark.server.console.ReleasePages;
import dev.bulwark.server.console.SignInPages;
import dev.bulwark.server.console.SignOnPages;
import dev.bulwark.server.console.SystemPages;
import dev.bulwark.server.console.finding.FindingPages;
import dev.bulwark.server.console.live.NewsPages;
import dev.bulwark.server.console.live.Streams;
import dev.bulwark.server.console.print.PrintPages;
import dev.bulwark.server.console.proof.ProofPages;
import dev.bulwark.server.console.risk.RiskPages;
import dev.bulwark.server.console.waiver.WaiverPages;
import dev.bulwark.server.disk.FreeRoom;
import dev.bulwark.server.memo.Answers;
import dev.bulwark.server.mlflow.MlflowParts;
import dev.bulwark.server.oci.OciParts;
import dev.bulwark.server.oidc.SignOn;
import dev.bulwark.server.oidc.SignOnConfig;
import dev.bulwark.server.passkey.Ceremonies;
import dev.bulwark.server.passkey.Passkeys;
import dev.bulwark.server.passkey.Site;
import dev.bulwark.server.passkey.StoredPasskey;
import dev.bulwark.server.project.Excuses;
import dev.bulwark.server.project.Places;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Receiving;
import dev.bulwark.server.project.Releasing;
import dev.bulwark.server.project.Rosters;
import dev.bulwark.server.project.Shelves;
import dev.bulwark.server.project.Signing;
import dev.bulwark.server.project.Spool;
import dev.bulwark.server.project.Waiving;
import dev.bulwark.server.rest.FilesApi;
import dev.bulwark.server.rest.Health;
import dev.bulwark.server.rest.LedgerFiles;
import dev.bulwark.server.rest.Once;
import dev.bulwark.server.rest.SystemsApi;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.upload.Registrations;
import dev.bulwark.server.upload.UploadLimits;
import dev.bulwark.server.upload.Uploads;
import dev.bulwark.server.web.Callers;
import dev.bulwark.server.web.PlainErrors;
import dev.bulwark.server.web.Problems;
import dev.bulwark.server.web.SlowBodies;
import dev.bulwark.server.web.TokenSigners;
import dev.bulwark.server.web.WebSecurity;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Puts the server together, by hand: every part is named here, and nothing is found by looking
/// around.
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  JettyServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  HttpEncodingAutoConfiguration.class,
  MultipartAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  SecurityFilterAutoConfiguration.class
})
@Import({
  WatchWiring.class,
  HookWiring.class,
  WebSecurity.class,
  Problems.class,
  SignInPages.class,
  SignOnPages.class,
  SystemPages.class,
  LedgerPages.class,
  DocumentPages.class,
  ApprovalPages.class,
  ReleasePages.class,
  CataloguePages.class,
  FindingPages.class,
  WaiverPages.class,
  ProofPages.class,
  RiskPages.class,
  PrintPages.class,
  NewsPages.class,
  PasskeyPages.class,
  PeoplePages.class,
  AccountPages.class,
  SystemsApi.class,
  FilesApi.class,
  FilePages.class,
  MlflowParts.class,
  OciParts.class,
  LedgerFiles.class,
  Health.class
})
class Wiring {
  /// Of sending a system's files; at 10 Mbit/s it is enough for the 4 GiB they may be.
  private static final Duration LONGEST_FILES = Duration.ofHours(1);

  @Bean
  SecureRandom random() {
    return new SecureRandom();
  }

  @Bean
  InstantSource clock(Shell shell) {
    return shell.clock();
  }

  @Bean
  Database database(ServerConfig config) {
    return Database.open(config.database(), config.settings().secret(Settings.DATABASE_PASSWORD));
  }

  @Bean
  Accounts accounts(Database database, InstantSource clock, SecureRandom random) {
    return new Accounts(database, clock, random);
  }

  @Bean
  Memberships memberships(Database database, InstantSource clock, ServerConfig config) {
    return new Memberships(database, clock, config.settings().value(Settings.BROUGHT_LAST));
  }

  @Bean
  Links links(
      Database database,
      Accounts accounts,
      Memberships memberships,
      InstantSource clock,
      SecureRandom random) {
    return new Links(database, accounts, memberships, clock, random);
  }

  @Bean
  Rosters rosters(
      Projects projects,
      ProjectDesk desk,
      Signing signing,
      Accounts accounts,
      Memberships memberships) {
    return new Rosters(projects, desk, signing, accounts, memberships);
  }

  @Bean
  Sessions sessions(Database database, InstantSource clock, SecureRandom random) {
    return new Sessions(database, clock, random);
  }

  @Bean
  ApiTokens tokens(Database database, InstantSource clock, SecureRandom random) {
    return new ApiTokens(database, clock, random);
  }

  @Bean
  Projects projects(Database database, InstantSource clock, ServerConfig config, Shelves shelves) {
    Projects projects = new Projects(database, clock, config.systems(), shelves);
    projects.all().forEach(each -> each.home().requireItsLedger());
    return projects;
  }

  @Bean
  Shelves shelves(Database database, ServerConfig config) {
    return Sharing.shelves(database, config);
  }

  @Bean
  ProjectDesk desk(Shell shell) {
    return new ProjectDesk(shell);
  }

  @Bean
  Receiving receiving(
      Projects projects,
      ProjectDesk desk,
      ServerConfig config,
      Shell shell,
      InstantSource clock,
      SecureRandom random) {
    Spool spool =
        new Spool(
            FreeRoom.of(config.spool()),
            config.settings().value(Settings.FILES_MOST),
            clock,
            random);
    return new Receiving(projects, desk, spool, shell);
  }

  @Bean
  Places places() {
    return new Places();
  }

  @Bean
  WebSecurity.Incoming incoming(Places places, ServerConfig config) {
    return new WebSecurity.Incoming(
        places, FreeRoom.of(config.spool()), config.settings().value(Settings.FILES_MOST));
  }

  @Bean
  Signing signing(ProjectDesk desk, Passkeys passkeys, Memberships memberships) {
    return new Signing(
        desk,
        person -> passkeys.of(person).stream().map(StoredPasskey::key).toList(),
        memberships::givenIn);
  }

  @Bean
  Releasing releasing(ProjectDesk desk, Signing signing) {
    return new Releasing(desk, signing);
  }

  @Bean
  Waiving waiving(ProjectDesk desk, Signing signing) {
    return new Waiving(desk, signing);
  }

  @Bean
  Excuses excuses(ProjectDesk desk, Signing signing) {
    return new Excuses(desk, signing);
  }

  @Bean
  Streams streams(Shell shell) {
    return new Streams(shell.nanoTime());
  }

  @Bean
  Console console(
      Pages pages,
      Callers callers,
      Confirmations confirmations,
      Memberships memberships,
      Projects projects,
      ProjectDesk desk) {
    return new Console(pages, callers, confirmations, memberships, projects, desk);
  }

  @Bean
  Once once(Database database, InstantSource clock, SecureRandom random) {
    return new Once(new Answers(database, clock, random));
  }

  @Bean
  UploadLimits uploadLimits() {
    return UploadLimits.DEFAULT;
  }

  @Bean
  Uploads uploads(
      ServerConfig config,
      SecureRandom random,
      InstantSource clock,
      Shell shell,
      UploadLimits limits) {
    return new Uploads(config.uploads(), random, clock, shell.nanoTime(), limits);
  }

  @Bean
  Registrations registrations(Releasing releasing, Shell shell) {
    return new Registrations(releasing, shell.nanoTime());
  }

  @Bean
  TokenSigners tokenSigners(Callers callers, ApiTokens tokens, Memberships memberships) {
    return new TokenSigners(callers, tokens, memberships);
  }

  @Bean
  Callers callers(Accounts accounts, Memberships memberships, Sessions sessions, ApiTokens tokens) {
    return new Callers(accounts, memberships, sessions, tokens);
  }

  @Bean
  WebServerFactoryCustomizer<JettyServletWebServerFactory> plainErrors(ServerConfig config) {
    long leastRate = config.settings().value(Settings.REQUEST_RATE).bytes();
    return factory ->
        factory.addServerCustomizers(
            jetty -> {
              jetty.setErrorHandler(new PlainErrors());
              jetty.insertHandler(new SlowBodies(leastRate, LONGEST_FILES));
            });
  }

  @Bean
  Pages pages(Passkeys passkeys) {
    return new Pages(passkeys);
  }

  @Bean
  Entrance entrance(Sessions sessions) {
    return new Entrance(sessions);
  }

  @Bean
  SignOn signOn(
      ServerConfig config,
      Site site,
      Database database,
      Accounts accounts,
      Memberships memberships,
      Links links,
      Rosters rosters,
      InstantSource clock,
      SecureRandom random) {
    return new SignOn(
        SignOnConfig.read(config.home()),
        site.origin(),
        database,
        accounts,
        memberships,
        links,
        rosters,
        clock,
        random);
  }

  @Bean
  Site site(ServerConfig config, ApplicationContext context) {
    return new Site(() -> config.originAt(port(config, context)));
  }

  private static int port(ServerConfig config, ApplicationContext context) {
    return context instanceof WebServerApplicationContext web && web.getWebServer() != null
        ? web.getWebServer().getPort()
        : config.port();
  }

  @Bean
  Passkeys passkeys(Database database) {
    return new Passkeys(database);
  }

  @Bean
  Ceremonies ceremonies(
      Database database, Passkeys passkeys, Site site, InstantSource clock, SecureRandom random) {
    return new Ceremonies(database, passkeys, site, clock, random);
  }

  @Bean
  Confirmations confirmations(
      Callers callers,
      Accounts accounts,
      Passkeys passkeys,
      Ceremonies ceremonies,
      PasskeyOptions options) {
    return new Confirmations(callers, accounts, passkeys, ceremonies, options);
  }

  @Bean
  PasskeyOptions passkeyOptions(Site site) {
    return new PasskeyOptions(site);
  }
}
