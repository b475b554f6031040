package dev.bulwark.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LoggingSystem;

/// What libraries log while a command runs that starts no server: warnings, on standard error. What
/// such a command answers may be JSON, and nothing else may stand on standard output.
final class CommandLog {
  private CommandLog() {}

  /// Before the first library logs. A server in the same process has set up its own, or does so
  /// when it starts; Spring leaves its mark in the context.
  static void warnOnStandardError() {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)
        || context.getObject(LoggingSystem.class.getName()) != null) {
      return;
    }
    PatternLayoutEncoder line = new PatternLayoutEncoder();
    line.setContext(context);
    line.setPattern("%-5level %logger{20}: %msg%n");
    line.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(line);
    appender.start();
    context.reset();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
  }
}
