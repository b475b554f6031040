package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Many callers, one writer: whatever came in while the last batch was being made durable goes into
/// the next one.
///
/// The writer is a platform thread of its own: callers may be interrupted, and an interrupt closes
/// the file channel it hits. Callers may be virtual threads; they wait without holding a carrier.
final class GroupCommit implements AutoCloseable {
  /// How many bytes may wait; a caller beyond that waits to be let in.
  private static final long MAX_QUEUED_BYTES = 64L << 20;

  private static final int MAX_BATCH_BYTES = 8 << 20;
  private static final long LINGER_NANOS = 200_000;
  private static final int LINGER_ROUNDS = 10;

  private final Commit commit;
  private final Thread writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final ArrayDeque<Request> queue = new ArrayDeque<>();
  private long queuedBytes;
  private int wanted = 1;
  private boolean closed;
  private @Nullable Throwable broken;

  /// Makes entries durable, all or none, and returns the index of the first.
  interface Commit {
    long commit(List<Bytes> entries);
  }

  private record Request(List<Bytes> entries, int bytes, CompletableFuture<Answer> answer) {}

  private sealed interface Answer {
    record Durable(long first) implements Answer {}

    record Failed(Throwable cause) implements Answer {}
  }

  GroupCommit(String name, Commit commit) {
    this.commit = commit;
    this.writer = Thread.ofPlatform().name("ledger " + name).daemon().unstarted(this::write);
  }

  void start() {
    writer.start();
  }

  /// Waits until the entries are durable.
  ///
  /// @return the index of the first
  /// @throws LedgerFault as {@link Commit} does; `ledger-closed`; on an interrupt
  ///   `ledger-not-appended` or `ledger-append-in-doubt`, with the interrupt flag set
  long submit(List<Bytes> entries) {
    int bytes = entries.stream().mapToInt(entry -> EntryBundle.LENGTH_BYTES + entry.size()).sum();
    Request request = new Request(entries, bytes, new CompletableFuture<>());
    try {
      enqueue(request);
    } catch (InterruptedException e) {
      throw interrupted(true, e);
    }
    try {
      return switch (request.answer().get()) {
        case Answer.Durable(long first) -> first;
        case Answer.Failed(Throwable cause) -> throw fault(cause);
      };
    } catch (InterruptedException e) {
      throw interrupted(withdraw(request), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer is always a value", e);
    }
  }

  private void enqueue(Request request) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queuedBytes > MAX_QUEUED_BYTES && !closed) {
        room.await();
      }
      if (closed) {
        throw new LedgerFault(
            LedgerFault.CLOSED, "the ledger is closed; open it again to append", broken);
      }
      queue.add(request);
      queuedBytes += request.bytes();
      if (queue.size() == 1 || queue.size() >= wanted) {
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean withdraw(Request request) {
    lock.lock();
    try {
      boolean waiting = queue.remove(request);
      if (waiting) {
        queuedBytes -= request.bytes();
      }
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  private static LedgerFault interrupted(boolean withdrawn, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return withdrawn
        ? new LedgerFault(
            LedgerFault.NOT_APPENDED, "interrupted before the entry was appended", cause)
        : new LedgerFault(
            LedgerFault.IN_DOUBT,
            "interrupted while the entry was being appended; look for it before sending it again",
            cause);
  }

  /// Every caller gets a fault of its own: exceptions are not shared between threads.
  private static RuntimeException fault(Throwable cause) {
    return cause instanceof LedgerFault fault
        ? new LedgerFault(fault.type(), String.valueOf(fault.getMessage()), fault)
        : new IllegalStateException("the ledger's writer broke; nothing more is appended", cause);
  }

  private void write() {
    List<Request> batch = List.of();
    try {
      for (batch = take(); !batch.isEmpty(); batch = take()) {
        commit(batch);
      }
    } catch (Throwable e) {
      // A defect. It goes to every caller, so that nobody waits for a writer that is gone.
      refuse(batch, e);
    }
  }

  private void commit(List<Request> batch) {
    List<Bytes> entries = new ArrayList<>();
    batch.forEach(request -> entries.addAll(request.entries()));
    long index;
    try {
      index = commit.commit(entries);
    } catch (LedgerFault e) {
      batch.forEach(request -> request.answer().complete(new Answer.Failed(e)));
      return;
    }
    for (Request request : batch) {
      request.answer().complete(new Answer.Durable(index));
      index += request.entries().size();
    }
  }

  /// The next batch; empty when closed and all is done.
  private List<Request> take() {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        arrived.awaitUninterruptibly();
      }
      linger();
      List<Request> batch = new ArrayList<>();
      int bytes = 0;
      int entries = 0;
      while (!queue.isEmpty()
          && (batch.isEmpty()
              || (bytes + queue.peek().bytes() <= MAX_BATCH_BYTES
                  && entries + queue.peek().entries().size() <= Ledger.MAX_BATCH_ENTRIES))) {
        Request next = queue.remove();
        batch.add(next);
        bytes += next.bytes();
        entries += next.entries().size();
        queuedBytes -= next.bytes();
      }
      wanted = Math.max(1, batch.size());
      room.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /// The callers of the last batch have just been answered and are about to come back: waiting a
  /// moment for them makes one batch of what would be two.
  private void linger() {
    for (int round = 0; round < LINGER_ROUNDS && !closed; round++) {
      int before = queue.size();
      if (before == 0 || before >= wanted) {
        return;
      }
      try {
        arrived.awaitNanos(LINGER_NANOS);
      } catch (InterruptedException e) {
        // Nobody else has this thread; an interrupt means nothing here.
        return;
      }
      if (queue.size() == before) {
        return;
      }
    }
  }

  private void refuse(List<Request> batch, Throwable cause) {
    lock.lock();
    try {
      closed = true;
      broken = cause;
      batch.forEach(request -> request.answer().complete(new Answer.Failed(cause)));
      queue.forEach(request -> request.answer().complete(new Answer.Failed(cause)));
      queue.clear();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Appends what is waiting, then stops.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    joinWriter();
  }

  private void joinWriter() {
    boolean interrupted = false;
    while (true) {
      try {
        writer.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
