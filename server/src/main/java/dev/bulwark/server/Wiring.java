package dev.bulwark.server;

import dev.bulwark.cli.Shell;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.ApiTokens;
import dev.bulwark.server.account.Links;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.account.Sessions;
import dev.bulwark.server.console.AccountPages;
import dev.bulwark.server.console.ApprovalPages;
import dev.bulwark.server.console.CataloguePages;
import dev.bulwark.server.console.DocumentPages;
import dev.bulwark.server.console.LedgerPages;
import dev.bulwark.server.console.Pages;
import dev.bulwark.server.console.PeoplePages;
import dev.bulwark.server.console.ReleasePages;
import dev.bulwark.server.console.SignInPages;
import dev.bulwark.server.console.SystemPages;
import dev.bulwark.server.memo.Answers;
import dev.bulwark.server.mlflow.MlflowParts;
import dev.bulwark.server.oci.OciParts;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Releasing;
import dev.bulwark.server.project.Rosters;
import dev.bulwark.server.project.Signing;
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
import dev.bulwark.server.web.TokenSigners;
import dev.bulwark.server.web.WebSecurity;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
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
  WebSecurity.class,
  Problems.class,
  SignInPages.class,
  SystemPages.class,
  LedgerPages.class,
  DocumentPages.class,
  ApprovalPages.class,
  ReleasePages.class,
  CataloguePages.class,
  PeoplePages.class,
  AccountPages.class,
  SystemsApi.class,
  MlflowParts.class,
  OciParts.class,
  LedgerFiles.class,
  Health.class
})
class Wiring {
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
    return Database.open(config.database());
  }

  @Bean
  Accounts accounts(Database database, InstantSource clock, SecureRandom random) {
    return new Accounts(database, clock, random);
  }

  @Bean
  Memberships memberships(Database database, InstantSource clock) {
    return new Memberships(database, clock);
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
  Rosters rosters(Projects projects, Signing signing, Accounts accounts, Memberships memberships) {
    return new Rosters(projects, signing, accounts, memberships);
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
  Projects projects(Database database, InstantSource clock, ServerConfig config) {
    return new Projects(database, clock, config.systems());
  }

  @Bean
  ProjectDesk desk(Shell shell) {
    return new ProjectDesk(shell);
  }

  @Bean
  Signing signing(ProjectDesk desk) {
    return new Signing(desk);
  }

  @Bean
  Releasing releasing(ProjectDesk desk, Signing signing) {
    return new Releasing(desk, signing);
  }

  @Bean
  Once once(Database database, InstantSource clock) {
    return new Once(new Answers(database, clock));
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
  Registrations registrations(Releasing releasing) {
    return new Registrations(releasing);
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
  WebServerFactoryCustomizer<JettyServletWebServerFactory> plainErrors() {
    return factory ->
        factory.addServerCustomizers(jetty -> jetty.setErrorHandler(new PlainErrors()));
  }

  @Bean
  Pages pages() {
    return new Pages();
  }
}
