package dev.bulwark.server.hook;

final class SqliteHooksTest extends HooksContract {
  @Override
  String url() {
    return "jdbc:sqlite:" + folder.resolve("server.db");
  }
}
