package dev.bulwark.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Stands before a server and forwards bytes, until it is told to forward nothing: then connections
/// stay open, new ones are taken, and nothing comes.
final class Silenced implements AutoCloseable {
  private final int target;
  private final ServerSocket door;
  private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();
  private boolean isSilent;

  Silenced(int target) throws IOException {
    this.target = target;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  synchronized void silent(boolean wanted) {
    isSilent = wanted;
    notifyAll();
  }

  private synchronized void awaitForwarding() throws InterruptedException {
    while (isSilent) {
      wait();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        Thread.startVirtualThread(() -> pump(client, server));
        Thread.startVirtualThread(() -> pump(server, client));
      }
    } catch (IOException e) {
      // It was closed.
      return;
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        awaitForwarding();
        to.getOutputStream().write(buffer, 0, read);
        to.getOutputStream().flush();
      }
    } catch (IOException e) {
      // One end is gone, and the other goes with it.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    silent(false);
    try {
      door.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
