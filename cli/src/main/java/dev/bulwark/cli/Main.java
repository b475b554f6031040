package dev.bulwark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(name = "bulwark", mixinStandardHelpOptions = true, version = "bulwark 0.1.0")
public final class Main implements Runnable {
  public void run() {
    System.out.println("hi");
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
