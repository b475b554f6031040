package dev.bulwark.server.bench;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.Statement;
import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.server.Server;
import dev.bulwark.server.ServerConfig;
import dev.bulwark.server.ServerFault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Many people look at one system with a long ledger, each over a TLS connection of their own.
///
/// Four times in five they load the system's page, once in five that of a system that is not there,
/// which is all frame and no content, so that both are measured under the same load; between pages
/// they read for a while. People and server share this process and its cores: what the people cost
/// is in the figures.
public final class ServerBench {
  private static final String SYSTEM = "credit-scoring";
  private static final String PASSWORD = "bench bench bench 4711";
  private static final String EMPTY = "/systems/nothing-here";
  private static final Pattern LINK = Pattern.compile("/begin\\?link=([A-Za-z0-9_-]+)");
  private static final int EMPTY_ONE_IN = 5;
  private static final int A_MONTH = 30;

  private final Plan plan;
  private final Shell shell;

  /// @param think the mean pause between two pages of one person, spread from half to one and a
  ///   half of it
  /// @param warm not measured
  public record Plan(int people, int entries, Duration think, Duration warm, Duration measured) {}

  /// @param failed how often each thing went wrong; empty when nothing did
  /// @param page of the system
  /// @param empty the page without content
  public record Result(
      Plan plan,
      long entries,
      SortedMap<String, Integer> failed,
      double perSecond,
      Latencies page,
      Latencies empty) {
    public Result {
      failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
    }

    public List<String> lines() {
      return List.of(
          "%d people, each with a session and a TLS connection, a page every %s on average; %,d entries; %d processors"
              .formatted(
                  plan.people(),
                  seconds(plan.think()),
                  entries,
                  Runtime.getRuntime().availableProcessors()),
          "  system page  " + page.words(),
          "  empty page   " + empty.words(),
          "  ratio        p50 %.1f · p99 %.1f"
              .formatted(ratio(page.median(), empty.median()), ratio(page.p99(), empty.p99())),
          "  %.1f pages a second, %s"
              .formatted(perSecond, failed.isEmpty() ? "none failed" : "failed: " + failed));
    }

    private static String seconds(Duration time) {
      return time.toMillis() / 1000.0 + " s";
    }

    private static double ratio(Duration one, Duration other) {
      return (double) one.toNanos() / Math.max(1, other.toNanos());
    }
  }

  public ServerBench(Plan plan, Shell shell) {
    this.plan = plan;
    this.shell = shell;
  }

  /// @param folder empty, for the server's files
  /// @param progress is told what happens
  public Result run(Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    ServerConfig config = ServerConfig.embeddedIn(folder, "localhost", 0);
    try (Server server = Server.start(config, InstantSource.system(), shell.nanoTime())) {
      progress.accept("adding the system");
      Guest admin = guest(server);
      String link = server.firstLink().orElseThrow();
      begin(admin, link.substring(link.indexOf("link=") + 5), "admin");
      expect(303, admin.submit("/systems", "/systems", "example", SYSTEM));
      progress.accept("writing evidence");
      long entries = fill(folder.resolve("systems").resolve(SYSTEM));
      progress.accept("letting people in");
      List<Guest> people = people(server, admin);
      progress.accept("looking");
      return look(people, entries);
    }
  }

  private static Guest guest(Server server) throws IOException {
    return new Guest(server.trust(), URI.create(server.address()));
  }

  private static void begin(Guest guest, String link, String name) throws IOException {
    expect(
        200,
        guest.submit(
            "/begin?link=" + link,
            "/begin",
            "link",
            link,
            "name",
            name,
            "password",
            PASSWORD,
            "again",
            PASSWORD));
  }

  private static void expect(int status, Guest.Answer answer) {
    if (answer.status() != status) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected the answer %d, found %d".formatted(status, answer.status()));
    }
  }

  /// Records what the first check said again and again, as if it were checked every day.
  private long fill(Path project) {
    try (Workspace workspace = Workspace.open(Home.of(project), shell)) {
      List<Statement> check =
          workspace.evidence().stream().skip(1).map(Evidence::statement).toList();
      List<Statement> month = new ArrayList<>();
      for (int day = 0; day < A_MONTH; day++) {
        month.addAll(check);
      }
      while (workspace.evidence().size() + month.size() < plan.entries()) {
        workspace.record(month);
      }
      while (workspace.evidence().size() < plan.entries()) {
        workspace.record(check);
      }
      return workspace.checkpoint().size();
    }
  }

  private List<Guest> people(Server server, Guest admin) throws IOException, InterruptedException {
    List<String> links = new ArrayList<>();
    for (int i = 0; i < plan.people(); i++) {
      Guest.Answer page =
          admin.submit("/people", "/people/invitations", "where", SYSTEM, "role", "auditor");
      Matcher link = LINK.matcher(page.body());
      if (!link.find()) {
        throw new ServerFault(ServerFault.UNAVAILABLE, "expected a link for a person, found none");
      }
      links.add(link.group(1));
    }
    List<Future<Guest>> coming = new ArrayList<>();
    try (ExecutorService doors = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < links.size(); i++) {
        int number = i;
        coming.add(
            doors.submit(
                () -> {
                  Guest guest = guest(server);
                  begin(guest, links.get(number), "person-" + number);
                  return guest;
                }));
      }
    }
    List<Guest> people = new ArrayList<>();
    for (Future<Guest> each : coming) {
      people.add(arrived(each));
    }
    return people;
  }

  private static Guest arrived(Future<Guest> coming) throws InterruptedException {
    try {
      return coming.get();
    } catch (ExecutionException e) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE, "expected everybody to get in, found: " + e.getCause(), e);
    }
  }

  private Result look(List<Guest> people, long entries) {
    ConcurrentLinkedQueue<Long> pages = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Long> empties = new ConcurrentLinkedQueue<>();
    Map<String, Integer> failed = new ConcurrentHashMap<>();
    long begin = shell.nanoTime().getAsLong();
    long warm = begin + plan.warm().toNanos();
    long end = warm + plan.measured().toNanos();
    SplittableRandom random = new SplittableRandom(1);
    try (ExecutorService rooms = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Guest guest : people) {
        SplittableRandom own = random.split();
        var _ =
            rooms.submit(
                () -> {
                  pause(own.nextLong(plan.think().toMillis() + 1));
                  while (shell.nanoTime().getAsLong() < end) {
                    boolean empty = own.nextInt(EMPTY_ONE_IN) == 0;
                    long asked = shell.nanoTime().getAsLong();
                    String wrong = load(guest, empty);
                    long took = shell.nanoTime().getAsLong() - asked;
                    if (!wrong.isEmpty()) {
                      failed.merge(wrong, 1, Integer::sum);
                    } else if (asked >= warm) {
                      (empty ? empties : pages).add(took);
                    }
                    long mean = plan.think().toMillis();
                    pause(mean / 2 + own.nextLong(mean + 1));
                  }
                  guest.close();
                  return guest;
                });
      }
    }
    int all = pages.size() + empties.size();
    return new Result(
        plan,
        entries,
        new TreeMap<>(failed),
        all / (plan.measured().toMillis() / 1000.0),
        latencies(pages),
        latencies(empties));
  }

  /// What went wrong; empty when nothing did.
  private static String load(Guest guest, boolean empty) {
    try {
      Guest.Answer answer = guest.get(empty ? EMPTY : "/systems/" + SYSTEM);
      if (answer.status() != (empty ? 404 : 200)) {
        return "answer " + answer.status();
      }
      return empty || answer.body().contains("Stages and controls") ? "" : "another page";
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static void pause(long millis) throws InterruptedException {
    Thread.sleep(millis);
  }

  private static Latencies latencies(ConcurrentLinkedQueue<Long> nanos) {
    return Latencies.of(nanos.stream().mapToLong(Long::longValue).toArray());
  }
}
